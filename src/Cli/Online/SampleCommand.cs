using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace RegionalSecurity.Cli.Online;

/// <summary><c>regsec sample</c>: the invented sample's state and its end.</summary>
internal static class SampleCommand
{
    public static Command Create(CliContext context)
    {
        var status = new Command("status", "Tell whether the invented sample is loaded.");
        status.SetAction(async (parse, cancel) =>
        {
            using var server = context.Connect(parse);
            var articles = await new SampleStore(server.Ingestion).ListAsync(cancel);
            var first = articles.Where(article => article.PublishTime is not null).Select(article => article.PublishTime.ToDateTimeOffset()).DefaultIfEmpty().Min();
            var last = articles.Where(article => article.PublishTime is not null).Select(article => article.PublishTime.ToDateTimeOffset()).DefaultIfEmpty().Max();
            if (parse.GetValue(context.Json))
                context.Host.Output.WriteLine(new JsonObject { ["loaded"] = articles.Count > 0, ["articleCount"] = articles.Count }.ToJsonString());
            else if (articles.Count == 0)
                context.Host.Output.WriteLine("The sample is not loaded.");
            else
                context.Host.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"The sample is loaded: {articles.Count} invented articles, {first:yyyy-MM-dd} to {last:yyyy-MM-dd}. regsec sample clear withdraws it."));
            return ExitCode.Ok;
        });
        var clear = new Command("clear", "Withdraw the invented sample: no view, score, search or export shows it afterwards.");
        clear.SetAction(async (parse, cancel) =>
        {
            using var server = context.Connect(parse);
            var count = await new SampleStore(server.Ingestion).ClearAsync(cancel);
            if (parse.GetValue(context.Json))
                context.Host.Output.WriteLine(new JsonObject { ["withdrawn"] = count }.ToJsonString());
            else
                context.Host.Output.WriteLine(count == 0 ? "The sample was not loaded; nothing to clear." : $"Sample cleared: {count} invented articles withdrawn.");
            return ExitCode.Ok;
        });
        var command = new Command("sample", "The invented sample that the stack loads on its first start.") { status, clear };
        context.Examples[command] = ["regsec sample status", "regsec sample clear"];
        return command;
    }
}
