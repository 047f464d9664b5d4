using System.Globalization;
using System.Text;

namespace RegionalSecurity.Articles.Tests;

/// <summary>
/// Invented news of invented states, made by rule and seed: articles; their reprints as outlets print them (edited, cut, with credit lines and
/// boilerplate); and what is like a reprint and is none: other reports of the same event, later reports with the same background, bulletins of one form.
/// </summary>
public sealed class ReprintCorpus(int seed)
{
    private static readonly string[] States = ["Arvenia", "Belmora", "Castrel", "Dovania", "Estmark", "Ferrun", "Galdia", "Hostern", "Ilvany", "Jorvik Coast", "Kestria", "Lomond Isles"];
    private static readonly string[] Cities = ["Port Selan", "Marrow", "Tiverne", "Old Quay", "Brannoch", "Silverton Pass", "Castle Ebb", "Northam", "Vell", "Quarry Bay", "Dunmere", "Orlock"];
    private static readonly string[] Persons = ["Anna Brel", "Tomas Ikard", "Mirela Voss", "Jon Haldane", "Petra Lund", "Davit Orme", "Sela Marchetti", "Oskar Vane", "Lena Korrin", "Ruben Astley"];
    private static readonly string[] Offices = ["defence minister", "foreign minister", "army spokesman", "coast guard commander", "deputy prime minister", "chief negotiator", "presidential aide"];
    private static readonly string[] Things = ["patrol boats", "artillery rounds", "surveillance drones", "grain convoys", "border posts", "fishing vessels", "radar stations", "supply trucks", "mine clearance teams"];
    private static readonly string[] Acts = ["moved towards", "were turned back near", "were withdrawn from", "were photographed off", "opened fire close to", "were searched outside", "were delivered to", "held an exercise beside"];
    private static readonly string[] Causes = ["a dispute over fishing rights", "last month's failed talks", "an unexplained explosion", "the closing of the northern crossing", "a contested election", "the arrest of two officers", "a row about transit fees"];
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    private static readonly string[] Manners = ["without warning", "under heavy rain", "shortly before dawn", "in front of reporters", "despite an earlier promise", "for the third time this year", "after hours of waiting", "while envoys were still meeting"];
    private static readonly string[] Wishes = ["restraint", "an inquiry", "new talks", "a joint commission", "international observers", "compensation", "an apology"];
    private static readonly string[] Words =
    [
        "quiet", "bitter", "northern", "unusual", "coastal", "hasty", "formal", "narrow", "costly", "recent", "public", "sudden", "careful", "winter", "joint", "local", "former", "armed",
        "harbour", "valley", "bridge", "depot", "market", "convoy", "village", "island", "airfield", "checkpoint", "railway", "shelter", "warehouse", "lighthouse", "ferry", "pipeline",
        "letter", "warning", "promise", "report", "protest", "order", "meeting", "answer", "refusal", "agreement", "question", "complaint", "offer", "mission", "delay", "search",
    ];
    private static readonly (string Is, string Becomes)[] Edits =
    [
        ("said", "stated"), ("near", "close to"), ("the", "that"), ("after", "following"), ("will", "would"), ("defence", "defense"), ("about", "regarding"), ("and", "as well as"),
        ("had", "has"), ("more", "further"), ("told", "informed"), ("harbour", "harbor"), ("from", "out of"), ("officials", "authorities"), ("this", "the"),
    ];
    private static readonly string[] Agencies = ["Norwire", "Allpress", "Meridian News Agency"];
    private static readonly string[] Boilerplate =
    [
        "Follow our channel for the latest news. All rights reserved by this newspaper.",
        "Subscribe to the morning briefing and never miss a story from our correspondents in the region.",
        "Read also: prices of bread rise again. Weather: showers in the west. Sport: the cup final is moved to Sunday.",
        "This article was first published by our partner and has been shortened. Write to the editors with your comments.",
    ];

    private readonly Random _random = new(seed);

    /// <summary>An article of its own, some 250 to 450 words in 6 to 11 paragraphs.</summary>
    public string Article() => Join(Paragraphs(Event(), 6 + _random.Next(6)));

    /// <summary>An article of about so many characters: for measuring.</summary>
    public string ArticleOf(int characters)
    {
        var text = new StringBuilder();
        for (var about = Event(); text.Length < characters;)
            text.Append(text.Length == 0 ? "" : "\n").Append(Paragraph(about));
        return text.ToString()[..characters];
    }

    /// <summary>The article as another outlet prints it: any of cut, edited, credited, with boilerplate.</summary>
    public string Reprint(string article)
    {
        var paragraphs = article.Split('\n').ToList();
        if (_random.Next(2) == 0)
        {
            var keep = Math.Max(2, (int)Math.Ceiling(paragraphs.Count * (0.3 + 0.7 * _random.NextDouble())));
            paragraphs = paragraphs[..keep];
        }
        if (_random.Next(3) == 0 && paragraphs.Count > 3)
            paragraphs.RemoveAt(1 + _random.Next(paragraphs.Count - 2));
        if (_random.Next(3) > 0)
            paragraphs = paragraphs.ConvertAll(Edit);
        if (_random.Next(3) == 0)
            paragraphs = paragraphs.ConvertAll(p => p.Replace('"', '\u201D').Replace(" - ", " \u2013 ", StringComparison.Ordinal));
        var agency = Pick(Agencies);
        if (_random.Next(2) == 0)
            paragraphs[0] = $"{Pick(Cities).ToUpperInvariant()} ({agency}) - {paragraphs[0]}";
        if (_random.Next(3) == 0)
            paragraphs.Insert(0, $"{Pick(States)} watches as tension grows over {Pick(Causes)}");
        if (_random.Next(2) == 0)
            paragraphs.Add($"(Reporting by {Pick(Persons)}; Editing by {Pick(Persons)}, {agency})");
        if (_random.Next(3) == 0)
            paragraphs.Add(Pick(Boilerplate));
        return Join(paragraphs);
    }

    /// <summary>Two reports of one event by two desks: the same facts and two quotations, nothing else.</summary>
    public (string One, string Other) TwoReports()
    {
        var about = Event();
        string[] quotes = [Quote(about), Quote(about)];
        return (Report(), Report());

        string Report()
        {
            var paragraphs = Paragraphs(about, 6 + _random.Next(4));
            foreach (var quote in quotes)
                paragraphs.Insert(1 + _random.Next(paragraphs.Count - 1), quote);
            return Join(paragraphs);
        }
    }

    /// <summary>A report and the next day's by the same desk, which ends with the same background paragraphs.</summary>
    public (string First, string Later) FollowUp()
    {
        var about = Event();
        var background = Paragraphs(about, 2 + _random.Next(2));
        return (Join([.. Paragraphs(about, 5 + _random.Next(3)), .. background]), Join([.. Paragraphs(about, 5 + _random.Next(3)), .. background]));
    }

    /// <summary>Two days' bulletins of one form.</summary>
    public (string One, string Other) Bulletins()
    {
        var form = _random.Next(3);
        return (Bulletin(form), Bulletin(form));
    }

    private string Bulletin(int form) => form switch
    {
        0 => $"The army of {Pick(States)} said on {Pick(Days)} that {Number()} drones had entered its airspace overnight and that {Number()} of them had been shot down. "
            + $"Fragments fell in {Pick(Cities)} and in {Pick(Cities)}, where {Number()} houses were damaged and {Number()} people were hurt, the statement said. "
            + $"The air alert lasted {Number()} minutes. The army publishes its figures every morning; they cannot be checked independently.",
        1 => $"Shares in {Pick(Cities)} closed {Number()} points higher on {Pick(Days)} as investors weighed {Pick(Causes)}. The index of the exchange ended at {Number()}{Number()}. "
            + $"Turnover was {Number()} million crowns. The currency of {Pick(States)} bought {Number()} cents, after {Number()} the day before. Analysts of the exchange's own bank expect a calm week.",
        _ => $"The coast guard of {Pick(States)} counted {Number()} foreign ships within its contiguous zone near {Pick(Cities)} on {Pick(Days)}. {Number()} of them sailed inside territorial "
            + $"waters for {Number()} hours before they left towards {Pick(Cities)}. It was the {Number()}th day in a row on which such ships were seen there, according to the coast guard.",
    };

    private List<string> Paragraphs(Facts about, int count) => [.. Enumerable.Range(0, count).Select(_ => Paragraph(about))];

    private string Paragraph(Facts about) => string.Join(' ', Enumerable.Range(0, 2 + _random.Next(2)).Select(_ => Sentence(about)));

    private string Sentence(Facts about) => _random.Next(9) switch
    {
        0 => $"{Capital(Number())} {about.Things} of {about.Actor} {about.Act} {about.Place} on {about.Day}, {Pick(Manners)}, the {about.Office} of {about.Target} said.",
        1 => $"{about.Person}, the {about.Office}, spoke of a {Pick(Words)} {Pick(Words)} and asked for {Pick(Wishes)} {Pick(Manners)}.",
        2 => $"The {Pick(Words)} {Pick(Words)} follows {Pick(Causes)}, which has set {about.Actor} and {about.Target} against each other for {Number()} weeks.",
        3 => $"Residents of {about.Place} described a {Pick(Words)} {Pick(Words)} and {Number()} {Pick(Things)} beside the {Pick(Words)}.",
        4 => $"Officials in {Pick(Cities)} would not say whether the {Pick(Words)} {Pick(Words)} had been approved, but promised a {Pick(Words)} {Pick(Words)} by {Pick(Days)}.",
        5 => $"An observer from {Pick(States)} called it {Pick(["a sign of", "an answer to", "no reason for", "the price of"])} the {Pick(Words)} {Pick(Words)} near {Pick(Cities)}.",
        6 => $"More than {Number()} people have left the {Pick(Words)} since {Pick(Days)}, and {Number()} {Pick(Things)} are still missing, aid workers said {Pick(Manners)}.",
        7 => $"In {Pick(Cities)} the parliament of {about.Target} debated the {Pick(Words)} {Pick(Words)} until midnight and voted {Number()} to {Number()} for {Pick(Wishes)}.",
        _ => $"{Pick(Persons)}, who leads the {Pick(Words)} {Pick(Words)}, told a radio station that {about.Actor} had ignored the {Pick(Words)} about {about.Place}.",
    };

    private string Quote(Facts about) =>
        $"\"We will not accept the {Pick(Words)} {Pick(Words)} that {about.Actor} has begun, and we ask for {Pick(Wishes)} before {Pick(Days)},\" {about.Person} said in {Pick(Cities)}. "
        + $"\"Nobody who saw the {Pick(Words)} {Pick(Words)} can doubt it.\"";

    // Every tenth to fiftieth word is another; a number never is.
    private string Edit(string paragraph)
    {
        var share = 0.02 + 0.07 * _random.NextDouble();
        var words = paragraph.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            if (_random.NextDouble() >= share || words[i].Length == 0 || char.IsDigit(words[i][0]))
                continue;
            var edit = Edits.FirstOrDefault(e => e.Is == words[i]).Becomes;
            words[i] = edit ?? (_random.Next(2) == 0 ? "" : words[i] + " " + Pick(Words));
        }
        return string.Join(' ', words.Where(word => word.Length > 0));
    }

    private Facts Event() => new(Pick(States), Pick(States), Pick(Cities), Pick(Persons), Pick(Offices), Pick(Things), Pick(Acts), Pick(Days));

    private string Number() => (2 + _random.Next(95)).ToString(CultureInfo.InvariantCulture);

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Join(IEnumerable<string> paragraphs) => string.Join('\n', paragraphs);

    private sealed record Facts(string Actor, string Target, string Place, string Person, string Office, string Things, string Act, string Day);
}
