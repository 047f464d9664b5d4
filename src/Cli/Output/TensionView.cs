using System.Globalization;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Tension.V1;
using Spectre.Console;
using Spectre.Console.Rendering;
using TensionScore = RegionalSecurity.Tension.V1.Tension;

namespace RegionalSecurity.Cli.Output;

/// <summary>Scores as persons read them. Absence is not calm: a side that is not heard is named.</summary>
internal static class TensionView
{
    /// <summary>One score with what it is made of.</summary>
    public static void Write(IAnsiConsole console, TensionScore score)
    {
        var head = new Paragraph();
        head.Append(Subject(score), new Style(decoration: Decoration.Bold));
        head.Append($"   reported tension {Numbers.Level(score.Level)}, ");
        head.Append(Band(score.Band), Colour(score.Band));
        if (score.Sample)
            head.Append("   INVENTED SAMPLE", new Style(decoration: Decoration.Invert));
        console.Write(head);
        console.WriteLine();

        var facts = new Grid().AddColumn(new GridColumn { NoWrap = true }).AddColumn();
        Fact(facts, "as of", $"{Numbers.Moment(score.AsOfTime)}, {(score.Past == Past.AsPublished ? "as published" : "as known")} then");
        Fact(facts, "conflict P", $"{Numbers.Sum(score.Conflict)}{Directions(score)}");
        Fact(facts, "cooperation Q", Numbers.Sum(score.Cooperation));
        Fact(facts, "balance", Numbers.Signed(score.Balance));
        Fact(facts, "asymmetry", Asymmetry(score));
        Fact(facts, "80 % interval", score.HasIntervalLow ? $"{Numbers.Level(score.IntervalLow)} to {Numbers.Level(score.IntervalHigh)}, by voices" : "none: under 3 voices");
        if (score.HasMomentum)
            Fact(facts, "momentum", $"{Numbers.Signed(score.Momentum)} against its own trailing year (robust z, -4 to 4)");
        if (score.DecayPreview.Count > 0)
            Fact(facts, "if nothing more", string.Join(", ", score.DecayPreview.Select(p => $"{Numbers.Level(p.Level)} in {p.Days.ToString(CultureInfo.InvariantCulture)} days")));
        Fact(facts, "rung", $"{score.Rung.ToString(CultureInfo.InvariantCulture)} {Rung(score.Rung)}{(score.RungOneSided ? " (reported by one side)" : "")}");
        if (score.Pairs.Count > 0)
            Fact(facts, "pairs", string.Join(", ", score.Pairs.Take(6).Select(pair => $"{Plain.Line(pair.Dyad)} {Numbers.Level(pair.Level)}"))
                + $"; {score.ElevatedPairCount} elevated or above");
        Fact(facts, "sources", Coverage(score.Coverage));
        foreach (var reason in score.DegradedReasons)
            Fact(facts, "degraded", Plain.Line(reason));
        Fact(facts, "computed from", $"{score.EventCount.ToString(CultureInfo.InvariantCulture)} events, log {Plain.Line(score.LogId)} at {score.LogSequence.ToString(CultureInfo.InvariantCulture)}, {Plain.Line(score.MethodVersion)}");
        console.Write(facts);
        if (score.Contributions.Count > 0)
            console.Write(Contributions(score.Contributions, "points"));
        else
            console.WriteLine("No event scores now.");
        console.WriteLine();
    }

    /// <summary>A ranking.</summary>
    public static void WriteList(IAnsiConsole console, IReadOnlyList<TensionScore> scores)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("#") { Alignment = Justify.Right });
        table.AddColumn("subject");
        table.AddColumn(new TableColumn("level") { Alignment = Justify.Right });
        table.AddColumn("reported tension");
        table.AddColumn(new TableColumn("P") { Alignment = Justify.Right });
        table.AddColumn(new TableColumn("Q") { Alignment = Justify.Right });
        table.AddColumn("rung");
        table.AddColumn("not heard");
        for (var i = 0; i < scores.Count; i++)
        {
            var score = scores[i];
            table.AddRow(
                new Text((i + 1).ToString(CultureInfo.InvariantCulture)),
                new Text(Subject(score) + (score.Sample ? " (invented)" : "")),
                new Text(Numbers.Level(score.Level)),
                new Text(Band(score.Band), Colour(score.Band)),
                new Text(Numbers.Sum(score.Conflict)),
                new Text(Numbers.Sum(score.Cooperation)),
                new Text($"{score.Rung.ToString(CultureInfo.InvariantCulture)} {Rung(score.Rung)}"),
                new Text(string.Join(", ", (score.Coverage?.Sides ?? []).Where(side => side.State is CoverageState.Silent or CoverageState.Failing).Select(side => Plain.Line(side.Code)))));
        }
        console.Write(table);
    }

    /// <summary>Events with their points.</summary>
    public static IRenderable Contributions(IEnumerable<Contribution> contributions, string pointsHead)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn(pointsHead) { Alignment = Justify.Right });
        table.AddColumn("date");
        table.AddColumn("event");
        table.AddColumn(new TableColumn("voices") { Alignment = Justify.Right });
        table.AddColumn("words");
        table.AddColumn("publisher");
        foreach (var one in contributions)
            table.AddRow(
                new Text(Numbers.Points(one.Points)),
                new Text(Plain.Line(one.EventDate)),
                new Text($"{Plain.Line(one.Actor)} {EnumText.Word(one.EventType, Lists.EventTypes)} {Plain.Line(one.Receiver)}{(one.OneSided ? " (one-sided)" : "")}"),
                new Text(one.VoiceCount.ToString(CultureInfo.InvariantCulture)),
                new Text(Plain.Line(one.Quote, 160)),
                new Text(Plain.Line(one.Publisher?.Name, 40)));
        return table;
    }

    public static string Subject(TensionScore score) =>
        score.RegionName.Length > 0 ? $"{Plain.Line(score.RegionName)} ({Plain.Line(SubjectText.Format(score.Subject))})" : Plain.Line(SubjectText.Format(score.Subject));

    public static string Band(Band band) => EnumText.Word(band, Lists.Bands).ToLowerInvariant();

    public static Style Colour(Band band) => new(band switch
    {
        Tension.V1.Band.Calm => Color.Green,
        Tension.V1.Band.Guarded => Color.Olive,
        Tension.V1.Band.Elevated => Color.Orange1,
        Tension.V1.Band.High => Color.Red,
        Tension.V1.Band.Severe => Color.Maroon,
        _ => Color.Default,
    });

    private static string Rung(int rung) => rung switch
    {
        0 => "none",
        1 => "criticism",
        2 => "dispute",
        3 => "threat",
        4 => "rupture or posture",
        5 => "show of force",
        6 => "coercion",
        7 => "limited force",
        8 => "sustained force",
        9 => "mass violence",
        _ => "",
    };

    private static string Directions(TensionScore score)
    {
        if (score.Subject?.SubjectCase != Tension.V1.Subject.SubjectOneofCase.Dyad)
            return "";
        var codes = score.Subject.Dyad.Split('-');
        return codes.Length != 2 ? "" : $" ({codes[0]} to {codes[1]} {Numbers.Sum(score.ConflictForward)}, {codes[1]} to {codes[0]} {Numbers.Sum(score.ConflictBackward)})";
    }

    private static string Asymmetry(TensionScore score)
    {
        if (!score.HasAsymmetry)
            return "withheld (fewer than 3 voices a side, or no pair)";
        var codes = (score.Subject?.Dyad ?? "").Split('-');
        if (codes.Length != 2 || score.Asymmetry == 0)
            return Numbers.Signed(score.Asymmetry);
        var (from, to) = score.Asymmetry > 0 ? (codes[0], codes[1]) : (codes[1], codes[0]);
        return $"{Numbers.Signed(score.Asymmetry)}: more reported hostile acts run from {from} to {to}";
    }

    private static string Coverage(Coverage? coverage)
    {
        if (coverage is null)
            return "not told";
        var sides = coverage.Sides.Select(side =>
            $"{Plain.Line(side.Code)} {EnumText.Word(side.State, Lists.CoverageStates).ToLowerInvariant()} ({side.ArticleCount} articles, {side.ClaimCount} claims)");
        return string.Join("; ", sides.Append($"third parties {coverage.ThirdPartyClaimCount} claims").Append($"{coverage.VoiceCount} voices in 30 days"));
    }

    private static void Fact(Grid facts, string name, string value) => facts.AddRow(new Text("  " + name), new Text(value));
}
