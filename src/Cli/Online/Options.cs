using System.CommandLine;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Cli.Online;

/// <summary>Options that several online commands share, each made anew for its command.</summary>
internal static class Options
{
    public static Option<string?> AsOf() => new("--as-of")
    {
        Description = "The time asked about. A date means the end of that day, UTC. Default: now.",
        HelpName = "time",
    };

    public static Option<bool> AsPublished() => new("--as-published")
    {
        Description = "What had been published by then, rather than what had been ingested here by then.",
    };

    public static Option<long> LogSequence() => new("--log-sequence") { Description = "Pin the claim log: only entries up to this sequence count.", HelpName = "n" };

    public static Option<string?> Text(string name, string help, string description) => new(name) { HelpName = help, Description = description };

    public static Past PastOf(bool asPublished) => asPublished ? Past.AsPublished : Past.AsKnown;
}
