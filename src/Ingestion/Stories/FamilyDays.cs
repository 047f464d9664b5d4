using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Ingestion.Storage;

namespace RegionalSecurity.Ingestion.Stories;

/// <summary>
/// How many articles each family published a day, to tell a flood: more than ten times the family's norm, which is its mean over the 28 days before,
/// counted from its first. By day of publication, so that an archive handed in at once is no flood. A family known for less than a week has no norm.
/// Only the store's writer uses it; a commit that fails leaves its articles counted, which a start mends.
/// </summary>
internal sealed class FamilyDays(IDbContextFactory<IngestionDbContext> contexts, IngestionTelemetry telemetry, ILogger<FamilyDays> logger) : IHostedService
{
    /// <summary>Times the norm beyond which articles are surplus.</summary>
    public const int Times = 10;

    /// <summary>Articles a day that are never a flood, however small the norm.</summary>
    public const int Free = 100;

    private const int NormDays = 28;
    private const int FewestDays = 7;
    private const long DayMicros = 86_400_000_000;

    private readonly Dictionary<string, SortedDictionary<long, Day>> _families = new(StringComparer.Ordinal);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var days = context.Articles.AsNoTracking().Where(a => !a.Sample).GroupBy(a => new { a.Family, Day = a.TimeMicros / DayMicros }).Select(g => new { g.Key.Family, g.Key.Day, Count = g.Count() });
        await foreach (var day in days.AsAsyncEnumerable().WithCancellation(cancellationToken))
            DayOf(day.Family, day.Day).Count = day.Count;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Counts an article; true where it is beyond the family's cap of that day.</summary>
    public bool Add(string family, long timeMicros)
    {
        var number = timeMicros / DayMicros;
        var day = DayOf(family, number);
        day.Count++;
        if (day.Count <= Free)
            return false;
        day.Cap ??= Cap(_families[family], number);
        if (day.Count <= day.Cap)
            return false;
        telemetry.Surplus();
        if (!day.Told)
            logger.FamilyFloods(family, day.Cap.Value, Times);
        return day.Told = true;
    }

    private static long Cap(SortedDictionary<long, Day> days, long number)
    {
        var first = days.Keys.First();
        var length = Math.Min(NormDays, number - first);
        if (length < FewestDays)
            return long.MaxValue;
        var before = 0L;
        for (var day = number - length; day < number; day++)
            before += days.GetValueOrDefault(day)?.Count ?? 0;
        return Math.Max(Free, Times * before / length);
    }

    private Day DayOf(string family, long number)
    {
        if (!_families.TryGetValue(family, out var days))
            _families[family] = days = [];
        if (!days.TryGetValue(number, out var day))
            days[number] = day = new Day();
        return day;
    }

    private sealed class Day
    {
        public int Count { get; set; }

        /// <summary>Told once a day, when it is first needed: what comes later for the days before does not move it.</summary>
        public long? Cap { get; set; }

        public bool Told { get; set; }
    }
}
