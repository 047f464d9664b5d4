using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace RegionalSecurity.Benchmarks;

/// <summary>Which types the bytes go to: the runtime's own random sampling of allocations, about one sample for 100 KB.</summary>
internal sealed class AllocationSampler : EventListener
{
    private const EventKeywords AllocationSampling = (EventKeywords)0x80000000000;

    private readonly ConcurrentDictionary<string, int> _samples = new(StringComparer.Ordinal);

    /// <summary>Types with the share of bytes that was theirs (0 to 1), largest first.</summary>
    public IReadOnlyList<(string Type, double Share)> Shares
    {
        get
        {
            var all = Math.Max(1, _samples.Values.Sum());
            return [.. _samples.OrderByDescending(s => s.Value).Select(s => (s.Key, (double)s.Value / all))];
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Informational, AllocationSampling);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName == "AllocationSampled" && eventData.PayloadNames?.IndexOf("TypeName") is >= 0 and var at && eventData.Payload?[at] is string type)
            _samples.AddOrUpdate(type, 1, (_, count) => count + 1);
    }
}
