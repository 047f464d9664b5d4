using RegionalSecurity.Cli.Input;
using RegionalSecurity.Claims.V1;
using Spectre.Console;

namespace RegionalSecurity.Cli.Output;

/// <summary>Claims as a table: who, what, whom, how sure, in whose words.</summary>
internal static class ClaimTable
{
    private const int QuoteLength = 160;

    public static void Write(IAnsiConsole console, IReadOnlyList<Claim> claims, string? title = null)
    {
        var table = new Table { Border = TableBorder.Simple };
        if (title is not null)
            table.Title = new TableTitle(Markup.Escape(Plain.Line(title, 100)));
        table.AddColumn("date");
        table.AddColumn("actor");
        table.AddColumn("type");
        table.AddColumn("target");
        table.AddColumn("says");
        table.AddColumn(new TableColumn("conf") { Alignment = Justify.Right });
        table.AddColumn("words");
        table.AddColumn(new TableColumn("claim") { NoWrap = true });
        foreach (var claim in claims)
            table.AddRow(
                new Text(Date(claim)),
                new Text(Parties(claim.Actors)),
                new Text(Type(claim)),
                new Text(Parties(claim.Targets)),
                new Text(Says(claim)),
                new Text(Numbers.Share(claim.Confidence)),
                new Text(Plain.Line(claim.Evidence?.Quote, QuoteLength)),
                new Text(Plain.Line(claim.ClaimId)));
        console.Write(table);
    }

    /// <summary>Codes of the parties, or names where there is no code.</summary>
    public static string Parties(IEnumerable<Participant> parties) =>
        string.Join(", ", parties.Select(party => Plain.Line(party.Code.Length > 0 ? party.Code : party.Name, 40)).Distinct(StringComparer.Ordinal));

    /// <summary>Type, mode and modality of an event; kind and category of the others.</summary>
    public static string Type(Claim claim)
    {
        switch (claim.Kind)
        {
            case ClaimKind.Outlook:
                return "outlook: " + EnumText.Word(claim.Outlook?.Category ?? default, Lists.Outlooks).ToLowerInvariant().Replace('_', ' ');
            case ClaimKind.Recommendation:
                return "measure: " + EnumText.Word(claim.Recommendation?.Category ?? default, Lists.Recommendations).ToLowerInvariant().Replace('_', ' ');
        }
        var type = EnumText.Word(claim.EventType, Lists.EventTypes);
        if (claim.Mode != Mode.Unspecified)
            type += " " + EnumText.Word(claim.Mode, Lists.Modes).ToLowerInvariant().Replace('_', '-');
        if (claim.Modality is not (Modality.Unspecified or Modality.Occurred))
            type += $" ({EnumText.Word(claim.Modality, Lists.Modalities).ToLowerInvariant()})";
        return type;
    }

    private static string Says(Claim claim)
    {
        var voice = claim.Attributions.Count > 0 && claim.Attributions[0].Source is { } source ? Parties([source]) : "";
        var publisher = Plain.Line(claim.Publisher?.Name, 40);
        var says = voice.Length == 0 ? publisher : publisher.Length == 0 ? voice : $"{voice} in {publisher}";
        return claim.Alleged ? says + " (alleged)" : says;
    }

    private static string Date(Claim claim)
    {
        var time = claim.EventTime?.StartTime ?? claim.PublishTime;
        return time is null ? "" : Numbers.Day(time);
    }
}
