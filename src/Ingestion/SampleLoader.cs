using System.Globalization;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RegionalSecurity.Ingestion.Storage;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Ingestion;

/// <summary>
/// Loads the invented sample into an empty article log, all of it or nothing, the last day on today. A sample that was withdrawn stays withdrawn:
/// its log is not empty.
/// </summary>
internal sealed class SampleLoader(
    IDbContextFactory<IngestionDbContext> contexts, CommitWriter<IngestionDbContext> writer, ArticleIntake intake, ArticleStore store, IOptions<SampleOptions> options,
    TimeProvider time, ILogger<SampleLoader> logger) : IHostedService
{
    private const int MostArticles = 10_000;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Directory.Length == 0)
            return;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (await context.Log.AnyAsync(cancellationToken))
                return;
        }
        var path = Path.Combine(options.Value.Directory, "articles.jsonl");
        var articles = await ReadAsync(path, cancellationToken);
        await writer.WriteAsync((context, token) => store.ApplyAsync(context, articles, token), cancellationToken);
        logger.SampleLoaded(articles.Count, options.Value.Directory);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<List<PreparedArticle>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var today = time.GetUtcNow().UtcDateTime.Date;
        var submissions = new List<ArticleSubmission>();
        var number = 0;
        try
        {
            await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                    continue;
                if (submissions.Count == MostArticles)
                    throw new FormatException($"more than {MostArticles:N0} articles");
                submissions.Add(Parse(line, today));
            }
            var prepared = new List<PreparedArticle>();
            foreach (var submission in submissions.OrderBy(s => s.PublishTime.ToMicros()))
                prepared.Add(await intake.PrepareAsync(submission, "", sample: true, feedId: "", cancellationToken));
            return prepared;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException("Sample:Directory", typeof(SampleOptions), [$"The sample cannot be read: {error.Message} Set Sample:Directory to its folder, or Sample:Load=false."]);
        }
        catch (Exception error) when (error is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or DomainException)
        {
            throw new OptionsValidationException("Sample:Directory", typeof(SampleOptions), [$"{path}, line {number}: {error.Message} Mend the line, or set Sample:Load=false."]);
        }
    }

    private static ArticleSubmission Parse(string line, DateTime today)
    {
        using var json = JsonDocument.Parse(line);
        var item = json.RootElement;
        var clock = TimeOnly.ParseExact(item.GetProperty("time").GetString()!, "HH:mm", CultureInfo.InvariantCulture);
        var published = DateTime.SpecifyKind(today.AddDays(item.GetProperty("dayOffset").GetInt32()) + clock.ToTimeSpan(), DateTimeKind.Utc);
        return new ArticleSubmission
        {
            SourceId = item.GetProperty("sourceId").GetString(),
            Publisher = item.GetProperty("publisher").GetString(),
            Title = item.GetProperty("title").GetString(),
            Byline = item.TryGetProperty("byline", out var byline) ? byline.GetString() ?? "" : "",
            Text = item.GetProperty("text").GetString(),
            PublishTime = Timestamp.FromDateTime(published),
        };
    }
}
