using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Cli.Online;

/// <summary><c>regsec watch</c>: scores as they change, until it is ended.</summary>
internal static class WatchCommand
{
    private const int MostTries = 12;

    // Before the first answer ever the server is most likely not there at all.
    private const int MostTriesAtFirst = 2;

    public static Command Create(CliContext context)
    {
        var subjects = new Argument<string[]>("subject") { Description = SubjectText.Forms, Arity = ArgumentArity.OneOrMore };
        var minChange = new Option<double>("--min-change") { HelpName = "points", Description = "Smallest change of the level that is told, 0 to 100. Default: every change." };
        var command = new Command("watch", "Show scores now and each time one changes. Ctrl-C ends it; a cut connection is taken up again.") { subjects, minChange };
        command.SetAction(async (parse, cancel) =>
        {
            var request = new WatchTensionsRequest { MinChange = parse.GetValue(minChange) };
            request.Subjects.AddRange(parse.GetRequiredValue(subjects).Select(SubjectText.Parse));
            using var server = context.Connect(parse);
            try
            {
                await FollowAsync(context, server, request, parse.GetValue(context.Json), cancel);
            }
            catch (RpcException) when (cancel.IsCancellationRequested)
            {
                // The ordinary end of watching.
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // The ordinary end of watching, between two tries.
            }
            return ExitCode.Ok;
        });
        context.Examples[command] = ["regsec watch PRK-USA korean-peninsula", "regsec watch CHN-TWN --min-change 1 --json"];
        return command;
    }

    private static async Task FollowAsync(CliContext context, ServerConnection server, WatchTensionsRequest request, bool json, CancellationToken cancel)
    {
        var answered = false;
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var call = server.Tension.WatchTensions(request, cancellationToken: cancel);
                while (await call.ResponseStream.MoveNext(cancel))
                {
                    answered = true;
                    tries = 0;
                    if (json)
                        context.Terminal.JsonLine(call.ResponseStream.Current);
                    else
                        Write(context, call.ResponseStream.Current);
                    await context.Host.Output.FlushAsync(cancel);
                }
                throw new RpcException(new Status(StatusCode.Unavailable, "the server ended the stream"));
            }
            catch (RpcException error) when (ServerErrors.IsTransient(error) && tries < (answered ? MostTries : MostTriesAtFirst) && !cancel.IsCancellationRequested)
            {
                var pause = TimeSpan.FromSeconds(Math.Min(15, 0.5 * Math.Pow(2, tries)));
                context.Terminal.Note($"The connection was cut ({error.Status.Detail}). Trying again in {pause.TotalSeconds:0.#} s.");
                await Task.Delay(pause, context.Host.Time, cancel);
            }
        }
    }

    private static void Write(CliContext context, WatchTensionsResponse answer)
    {
        var score = answer.Tension;
        var change = answer.HasPreviousLevel ? $" ({Numbers.Points(score.Level - answer.PreviousLevel)})" : "";
        context.Host.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{context.Host.Time.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z  {TensionView.Subject(score)}  {Numbers.Level(score.Level)} {TensionView.Band(score.Band)}{change}{(score.Sample ? "  invented sample" : "")}"));
    }
}
