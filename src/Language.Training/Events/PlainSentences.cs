using System.Text;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Training;

/// <summary>
/// Makes plain sentences from the rows of the event lexicon, with their labels: what a row says of its words in the simplest grammar ("North Korea condemned the Japanese
/// army on Tuesday"). The labelled sentences are rich in hard cases; these hold the ordinary ones, so that the models trust the lexicon where nothing speaks against it.
/// </summary>
internal static class PlainSentences
{
    private static readonly (string Name, string Adjective, string Code)[] States =
    [
        ("North Korea", "North Korean", "PRK"), ("Japan", "Japanese", "JPN"), ("Iran", "Iranian", "IRN"), ("Israel", "Israeli", "ISR"), ("Russia", "Russian", "RUS"), ("Ukraine", "Ukrainian", "UKR"),
        ("India", "Indian", "IND"), ("Pakistan", "Pakistani", "PAK"), ("Egypt", "Egyptian", "EGY"), ("Ethiopia", "Ethiopian", "ETH"), ("Venezuela", "Venezuelan", "VEN"), ("Colombia", "Colombian", "COL"),
        ("China", "Chinese", "CHN"), ("Vietnam", "Vietnamese", "VNM"), ("Turkey", "Turkish", "TUR"), ("Armenia", "Armenian", "ARM"), ("Serbia", "Serbian", "SRB"), ("Nigeria", "Nigerian", "NGA"),
        ("Syria", "Syrian", "SYR"), ("Iraq", "Iraqi", "IRQ"),
    ];

    private static readonly string[] Bodies = ["", "", "", "government", "troops", "president", "foreign minister", "police", "officials", "army", "parliament", "prime minister"];
    private static readonly string[] Others = ["activists", "students", "villagers", "protesters", "opposition leaders", "journalists", "workers", "lawmakers"];
    private static readonly string[] Days = ["", " on Monday", " on Tuesday", " last week", " on Friday", " early on Sunday", ""];
    private static readonly string[] Tellers = ["", "", "", "Officials said on Thursday that ", "State media reported that ", "A spokesman said that "];

    /// <summary>One sentence for each word of a row.</summary>
    public static List<LabelledItem> All(Lexicon lexicon)
    {
        var items = new List<LabelledItem>();
        var random = new SplitMix(20261125);
        foreach (var row in lexicon.Rows)
        {
            var noun = lexicon.Noun(row.Lemmas[0]).Contains(row);
            foreach (var lemma in row.Lemmas)
                if (Make(row, lemma, noun, random) is { } item)
                    items.Add(item);
        }
        return items;
    }

    private static LabelledItem? Make(LexiconRow row, string lemma, bool noun, SplitMix random)
    {
        var actor = Party(random, -1, out var first);
        var target = Party(random, first, out _);
        var target2 = row.Type is EventType.Coerce or EventType.Assault or EventType.Sanction or EventType.Protest && random.Next() % 3 == 0;
        if (target2)
            target = (States[first].Adjective + " " + Pick(Others, random), States[first].Code);
        string Word(string place) => row.Conditions.FirstOrDefault(c => c.Place == place) is { } condition && condition.Words.Where(w => w is not ("*" or "that" or "how")).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } words
            ? Pick(words, random) : "";
        if (row.Conditions.Any(c => c.Place is "next"))
            return null;
        var (sub, obj, any) = (Word("sub"), Word("obj"), Word("any"));
        var place = row.Targets.FirstOrDefault(t => t != "sub") ?? "";
        var parts = new StringBuilder();
        var subject = sub.Length > 0 ? (Text: $"a {States[first].Adjective} {sub}", States[first].Code) : actor;
        var used = false;
        var trigger = "";
        var passive = false;
        if (noun)
        {
            var light = row.Type is EventType.Consult or EventType.Agree ? "held" : row.Type is EventType.Support or EventType.Request or EventType.Accuse or EventType.Threaten or EventType.Reject ? "issued" : "launched";
            var mod = Word("mod");
            trigger = lemma;
            parts.Append($" {light} {(mod.Length > 0 ? $"a {mod} " : "a ")}{lemma}");
        }
        else
        {
            passive = place == "obj" && obj.Length == 0 && row.Control == Control.None && random.Next() % 4 == 0;
            trigger = passive ? Participle(lemma) : Past(lemma);
            parts.Append(passive ? $" {(target.Text.EndsWith('s') ? "were" : "was")} {trigger}" : $" {trigger}");
            if (row.Particle.Length > 0)
                parts.Append($" {row.Particle}");
            if (place == "second")
                (used, _) = (true, parts.Append($" {target.Text} {(obj.Length > 0 ? obj : "a warning")}"));
            else if (!passive && (place == "obj" || row.Targets.Contains("obj") && obj.Length > 0))
            {
                used = place == "obj";
                parts.Append(obj.Length == 0 ? $" {target.Text}" : used ? $" {Owner(target.Text)} {obj}" : $" the {obj}");
            }
            else if (obj.Length > 0)
                parts.Append($" the {obj}");
            if (row.Control == Control.Subject)
                parts.Append(place == "comp" ? $" to {Pick(["help", "attack", "visit", "leave", "punish"], random)} {target.Text}" : " to continue");
            else if (row.Control == Control.Object)
                parts.Append(used ? " to stop" : $" {target.Text} to stop");
            else if (row.Control == Control.ObjectOf)
                parts.Append(used ? " of lying" : $" {target.Text} of lying");
            used |= row.Control is Control.Object or Control.ObjectOf || place == "comp";
        }
        if (passive)
            used = true;
        foreach (var condition in row.Conditions.Where(c => c.Place is not ("obj" or "sub" or "any" or "mod")))
            if (Word(condition.Place) is { Length: > 0 } word)
                parts.Append(place == condition.Place && !used ? $" {condition.Place} {Owner(target.Text)} {word}" : $" {condition.Place} the {word}");
            else if (condition.Place is not "that")
                parts.Append($" {condition.Place} {target.Text}");
        used |= row.Conditions.Any(c => c.Place == place);
        if (!used && place is not ("" or "mutual" or "none" or "obj" or "comp" or "that"))
            (used, _) = (true, parts.Append($" {place} {target.Text}"));
        else if (!used && place == "mutual")
            (used, _) = (true, parts.Append($" with {target.Text}"));
        if (any.Length > 0)
            parts.Append($" over the {any}");
        var teller = Pick(Tellers, random);
        var opener = passive ? target.Text : subject.Text;
        var sentence = teller + opener + parts + (passive ? $" by {subject.Text}" : "") + Pick(Days, random) + ".";
        sentence = char.ToUpperInvariant(sentence[0]) + sentence[1..];
        var claims = new List<LabelledClaim>();
        if (!row.Blocks)
        {
            var actors = Mention(sentence, subject);
            var targets = used ? Mention(sentence, target) : [];
            if (row.Targets.Contains("mutual"))
                (actors, targets) = ([.. actors, .. targets], [.. actors, .. targets]);
            var at = sentence.IndexOf(" " + trigger, teller.Length, StringComparison.Ordinal) + 1;
            claims.Add(new LabelledClaim(row.Type, row.Mode, Modality.Occurred, actors, targets, new Words(at, at + trigger.Length)));
        }
        return new LabelledItem("events.tsv", row.Line, [], sentence, claims, 0);
    }

    private static List<LabelledParty> Mention(string sentence, (string Text, string Code) party) =>
        sentence.IndexOf(party.Text, StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? [new LabelledParty(new Words(at, at + party.Text.Length), party.Code)] : [];

    private static (string Text, string Code) Party(SplitMix random, int not, out int state)
    {
        do
            state = (int)(random.Next() % (ulong)States.Length);
        while (state == not);
        var body = Pick(Bodies, random);
        var (name, adjective, code) = States[state];
        return body.Length == 0 ? (name, code) : body is "president" or "foreign minister" or "prime minister" or "government" or "army" or "parliament" ? ($"{name}'s {body}", code) : ($"{adjective} {body}", code);
    }

    private static string Owner(string party) => party.EndsWith('s') ? party + "'" : party + "'s";

    private static string Past(string verb) => Vocabulary.Default.Form(verb, Can.VerbPast);

    private static string Participle(string verb) => Vocabulary.Default.Form(verb, Can.VerbParticiple);

    private static string Pick(string[] from, SplitMix random) => from[(int)(random.Next() % (ulong)from.Length)];
}
