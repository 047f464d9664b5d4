using System.Runtime.CompilerServices;
using Google.Protobuf;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Scoring;

namespace RegionalSecurity.Cli.Input;

/// <summary>One line of a file of claims: the claim, or why it cannot be taken.</summary>
internal readonly record struct ClaimLine(string Origin, Claim? Claim, string? Problem);

/// <summary>Reads the output of <c>regsec extract --format jsonl</c> and <c>regsec import events</c>: one <c>claims.v1.Claim</c> a line as proto3 JSON.</summary>
internal static class ClaimLines
{
    // A claim is some sentences and codes; the longest of eleven years of news was 9 KiB.
    private const int MostBytes = 1024 * 1024;

    // Without their words claims take under a kibibyte each.
    private const int MostClaims = 2_000_000;

    private static readonly JsonParser s_parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true).WithRecursionLimit(32));

    /// <summary>The claims of all files, <c>-</c> being stdin; each bad line is told on stderr by file, number and reason.</summary>
    /// <exception cref="CliException">A file cannot be read, or no line of all can be used.</exception>
    public static async Task<(List<Claim> Claims, long Bad)> ReadAllAsync(CliContext context, IReadOnlyList<string> files, CancellationToken cancel)
    {
        if (files.Count(file => file == "-") > 1)
            throw CliException.BadInput("claims: '-' (stdin) can be given only once.");
        var claims = new List<Claim>();
        long bad = 0;
        foreach (var file in files)
            await foreach (var line in ReadAsync(context, file, cancel))
                if (line.Claim is { } claim)
                {
                    if (claims.Count == MostClaims)
                        throw CliException.BadInput($"{line.Origin}: more than {MostClaims:N0} claims. Split them by period, or take only the lines that name the subject's codes.");
                    claims.Add(WithoutWords(claim));
                }
                else
                {
                    bad++;
                    context.Terminal.Error($"{line.Origin}: {line.Problem}");
                }
        if (claims.Count == 0)
            throw CliException.BadInput(bad == 0
                ? "claims: the file is empty. Write one with regsec extract --format jsonl, or regsec import events."
                : "claims: no line can be used. Give the output of regsec extract --format jsonl, or of regsec import events.");
        return (claims, bad);
    }

    // Nothing that scores looks at words or spans, and they are most of a claim's bytes.
    private static Claim WithoutWords(Claim claim)
    {
        claim.Evidence = claim.Trigger = null;
        claim.Label = null;
        foreach (var participant in claim.Actors.Concat(claim.Targets).Concat(claim.Attributions.Select(a => a.Source).OfType<Participant>()))
            (participant.Span, participant.Name, participant.WikidataId) = (null, "", "");
        foreach (var attribution in claim.Attributions)
            attribution.Cue = null;
        if (claim.ResponseTo is not null)
            claim.ResponseTo.Span = null;
        return claim;
    }

    private static async IAsyncEnumerable<ClaimLine> ReadAsync(CliContext context, string file, [EnumeratorCancellation] CancellationToken cancel)
    {
        Stream stream;
        try
        {
            stream = file == "-" ? context.Host.Input : Files.Open(file);
        }
        catch (ItemException error)
        {
            throw CliException.BadInput($"{Plain.Line(file)}: {error.Line}");
        }
        var name = file == "-" ? "stdin" : file;
        await using (stream)
            await foreach (var line in JsonLines.ReadAsync(stream, MostBytes, cancel))
                yield return Parse($"{name}:{line.Number}", line);
    }

    private static ClaimLine Parse(string origin, JsonLine line)
    {
        if (line.TooLong)
            return new ClaimLine(origin, null, $"the line is over {MostBytes:N0} bytes. Write one claim a line.");
        try
        {
            var claim = s_parser.Parse<Claim>(Files.Utf8(line.Bytes));
            return PublishedClaims.Problem(claim) is { } problem ? new ClaimLine(origin, null, problem) : new ClaimLine(origin, claim, null);
        }
        catch (ItemException error)
        {
            return new ClaimLine(origin, null, error.Message);
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidJsonException or FormatException or OverflowException)
        {
            return new ClaimLine(origin, null, $"is no claim: {error.Message} Give one claims.v1.Claim a line, as regsec extract writes them.");
        }
    }
}
