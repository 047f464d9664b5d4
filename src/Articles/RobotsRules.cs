using System.Globalization;

namespace RegionalSecurity.Articles;

/// <summary>A site's robots.txt, RFC 9309: the group that names the robot, else that of all; the longest rule that fits decides, allow before disallow.</summary>
public sealed class RobotsRules
{
    /// <summary>Bytes of the file that are read; RFC 9309 wants at least 500 KiB.</summary>
    public const int MostBytes = 512 * 1024;

    private const int MostRules = 10_000;
    private const int LongestPattern = 2048;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly List<(string Pattern, bool Allow)> _rules = [];

    private RobotsRules()
    {
    }

    /// <summary>Everything may be fetched: what holds where there is no file.</summary>
    public static RobotsRules AllowAll { get; } = new();

    /// <summary>Nothing may be fetched: what holds where the file could not be had.</summary>
    public static RobotsRules AllowNone { get; } = Read("User-agent: *\nDisallow: /", "");

    /// <summary>Time that the site wants between requests (Crawl-delay), 0 to 30 seconds.</summary>
    public TimeSpan CrawlDelay { get; private set; }

    /// <summary>Reads the rules for one robot. Lines that are no rules are left out.</summary>
    /// <param name="text">The file.</param>
    /// <param name="robot">The robot's product token, for example "RegionalSecurity".</param>
    public static RobotsRules Read(string text, string robot)
    {
        var own = new RobotsRules();
        var all = new RobotsRules();
        var named = false;
        // Groups that the line stands in; a user-agent line after a rule begins a new one.
        bool inOwn = false, inAll = false, inRules = false;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw;
            if (line.IndexOf('#') is var comment and >= 0)
                line = line[..comment];
            if (line.IndexOf(':') is not (> 0 and var colon))
                continue;
            var name = line[..colon].Trim();
            var value = line[(colon + 1)..].Trim();
            if (name.Equals("user-agent", StringComparison.OrdinalIgnoreCase))
            {
                if (inRules)
                    inOwn = inAll = inRules = false;
                var mine = robot.Length > 0 && value.Equals(robot, StringComparison.OrdinalIgnoreCase);
                named |= mine;
                inOwn |= mine;
                inAll |= value is "*";
                continue;
            }
            inRules = true;
            if (inOwn)
                own.Take(name, value);
            if (inAll)
                all.Take(name, value);
        }
        return named ? own : all;
    }

    /// <summary>Whether the robot may fetch it.</summary>
    /// <param name="url">Absolute; its path and query count.</param>
    public bool IsAllowed(Uri url)
    {
        var path = url.PathAndQuery;
        var longest = -1;
        var allowed = true;
        foreach (var (pattern, allow) in _rules)
        {
            if (pattern.Length < longest || pattern.Length == longest && !allow || !Fits(pattern, path))
                continue;
            longest = pattern.Length;
            allowed = allow;
        }
        return allowed;
    }

    private void Take(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        if (name.Equals("crawl-delay", StringComparison.OrdinalIgnoreCase))
        {
            if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
                CrawlDelay = TimeSpan.FromSeconds(Math.Min(seconds, LongestDelay.TotalSeconds));
            return;
        }
        var allow = name.Equals("allow", StringComparison.OrdinalIgnoreCase);
        // An empty disallow forbids nothing.
        if (value.Length is > 0 and <= LongestPattern && _rules.Count < MostRules && (allow || name.Equals("disallow", StringComparison.OrdinalIgnoreCase)))
            _rules.Add((value.ToString(), allow));
    }

    // '*' stands for anything, '$' at the end for the end. Greedy with one step back: time is the product of the lengths at worst.
    private static bool Fits(string pattern, string path)
    {
        var toEnd = pattern.EndsWith('$');
        var length = toEnd ? pattern.Length - 1 : pattern.Length;
        int p = 0, s = 0, star = -1, mark = 0;
        while (true)
        {
            if (p == length)
            {
                if (!toEnd || s == path.Length)
                    return true;
            }
            else if (pattern[p] == '*')
            {
                star = p++;
                mark = s;
                continue;
            }
            else if (s < path.Length && pattern[p] == path[s])
            {
                p++;
                s++;
                continue;
            }
            if (star < 0 || mark >= path.Length)
                return false;
            p = star + 1;
            s = ++mark;
        }
    }
}
