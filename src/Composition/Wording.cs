using System.Text.RegularExpressions;

namespace RegionalSecurity.Composition;

/// <summary>Words that a report uses inside quotation marks only (design rule 7.7).</summary>
internal static partial class Wording
{
    /// <summary>Loaded names and likelihood words.</summary>
    public static Regex Forbidden => ForbiddenWords();

    [GeneratedRegex(@"\b(regimes?|aggressors?|aggression|terroris(t|ts|m)|provocations?|provocative|provok\w+|puppets?|warmonger\w*|likely|unlikely|probabl[ey]|probabilit(y|ies)|(?-i:may)|might|could|perhaps|likelihood)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ForbiddenWords();
}
