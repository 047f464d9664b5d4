namespace RegionalSecurity.Language.Tests;

/// <summary>Design rule "Swap test": exchanging the two sides' names changes nothing but the sides.</summary>
public sealed class SwapTests
{
    private static readonly string[] Templates =
    [
        "{A} condemned {B}.", "{A} attacked {B} on Monday, killing 5 people.", "{B} was accused by {A} of violating the border.", "{A} and {B} signed a treaty.",
        "{A} threatened to impose sanctions on {B}.", "{A} denied attacking {B}.", "{A} may withdraw its troops from {B}.", "{A} urged {B} to release the prisoners.",
        "{A} said {B} had fired missiles into the sea.", "{A} refused to hold talks with {B}.", "According to {A}, {B} deployed troops at the border.",
        "{A} expelled three diplomats of {B} in response to the sanctions by {B}.", "{A} will meet {B} next week.", "{A} accused {B} of shelling a village.",
        "The dispute could lead to an arms race between {A} and {B}.", "{A} should resume dialogue with {B}.", "{A} sent food aid to {B}.", "{A} seized a ship from {B}.",
        "If {B} attacks, {A} will retaliate.", "{A} called the drills of {B} a provocation.",
    ];

    private static readonly (string A, string B)[] Pairs =
        [("North Korea", "South Korea"), ("Israel", "Iran"), ("India", "Pakistan"), ("Russia", "Ukraine"), ("China", "Taiwan"), ("the United States", "Cuba"), ("Armenia", "Azerbaijan"),
            ("Pyongyang", "Washington"), ("Tehran", "Riyadh"), ("Greece", "Turkey")];

    [Fact]
    public void Extract_SidesExchanged_MirrorsEveryClaim()
    {
        var compared = 0;
        foreach (var template in Templates)
            foreach (var (a, b) in Pairs)
            {
                var there = Read(template, a, b);
                var back = Read(template, b, a);
                back.ShouldBe(there, $"{template} with {a} and {b}");
                compared += there.Count;
            }
        compared.ShouldBeGreaterThan(Templates.Length * Pairs.Length / 2);
    }

    // Claims with the first side's code written A and the second's B.
    private static List<string> Read(string template, string a, string b)
    {
        var text = template.Replace("{A}", a, StringComparison.Ordinal).Replace("{B}", b, StringComparison.Ordinal);
        text = char.ToUpperInvariant(text[0]) + text[1..];
        var first = Code(a);
        var second = Code(b);
        return [.. Reading.Claims(text).Select(c =>
            $"{c.Kind} {c.EventType} {c.Mode} {c.Modality} {c.Outlook?.Category} {c.Recommendation?.Category} {Sides(c.Actors.Select(p => p.Code))} > {Sides(c.Targets.Select(p => p.Code))} by {Sides(c.Attributions.Select(p => p.Source.Code))} {c.Alleged} {c.Confidence}")];

        string Sides(IEnumerable<string> codes) => string.Join(' ', codes.Select(c => c == first ? "A" : c == second ? "B" : c));
    }

    private static string Code(string name) => Reading.Extractor.Extract(Reading.Article(name + " waited.")).StatesNamed.Single();
}
