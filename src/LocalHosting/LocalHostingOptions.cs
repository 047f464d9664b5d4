
namespace RegionalSecurity.LocalHosting;

/// <summary>Times of the runner. Only tests have others than these defaults.</summary>
internal sealed record LocalHostingOptions
{
    /// <summary>Between two looks at a resource that is not healthy yet.</summary>
    public TimeSpan StartingPollInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two looks at a healthy resource.</summary>
    public TimeSpan HealthyPollInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one health request may take.</summary>
    public TimeSpan HealthTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Wait before the first restart; doubled for each further one.</summary>
    public TimeSpan FirstRestartDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan LongestRestartDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A process that lasted this long is restarted as if it had never failed.</summary>
    public TimeSpan SteadyAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From the request to stop until what still runs is killed.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Colour in the output; null lets the terminal decide.</summary>
    public bool? Colour { get; init; }

    /// <summary>The delay before restart number <paramref name="failures"/> (1 for the first).</summary>
    public TimeSpan RestartDelay(int failures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var doubled = FirstRestartDelay * Math.Pow(2, Math.Min(failures - 1, 30));
        return doubled < LongestRestartDelay ? doubled : LongestRestartDelay;
    }
}
