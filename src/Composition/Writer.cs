using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition;

/// <summary>Writes sentences from claims: subject, verb by type, mode and modality, object, date, and always who says so.</summary>
internal sealed class Writer(Parties parties, Ledger ledger)
{
    public Parties Parties => parties;
    public Ledger Ledger => ledger;

    /// <summary>A sentence about this report or its scores: no citation.</summary>
    public static Sentence Say(string text) => new() { Text = text };

    public static Passage Passage(params IEnumerable<Sentence?> sentences)
    {
        var passage = new Passage();
        passage.Sentences.AddRange(sentences.OfType<Sentence>());
        return passage;
    }

    public static Block Paragraph(params IEnumerable<Sentence?> sentences) => new() { Paragraph = Passage(sentences) };

    public static Block Paragraph(string text) => Paragraph(Say(text));

    public static Block Heading(string text) => new() { Heading = text };

    public static Block Bullets(IEnumerable<Passage> items)
    {
        var list = new BulletList();
        list.Items.AddRange(items.Where(static i => i.Sentences.Count > 0));
        return new Block { Bullets = list };
    }

    /// <summary>What the act's claims say, in one sentence with the telling words. Null when no quote of it holds.</summary>
    public Sentence? Tell(Act act, bool dated = true, bool quoted = true, int quoteLength = 200) =>
        ledger.Fact(act.Claims, claims => Tell(claims, act.Claims.Count, dated, quoted, quoteLength));

    private string Tell(IReadOnlyList<Claim> claims, int count, bool dated, bool quoted, int quoteLength)
    {
        var lead = claims[0];
        var more = count > claims.Count ? $" ({count - claims.Count} more claims say the like)" : "";
        var quote = quoted ? ": " + Quotation.Inline(lead, quoteLength) : "";
        return Stop(Parties.Capital(Clause(claims, dated)) + more + quote);
    }

    /// <summary>Ends a sentence; a quote that ends one itself is not given a second full stop.</summary>
    public static string Stop(string text)
    {
        var end = text.TrimEnd('”', '’', '"');
        return end.Length < text.Length && end.Length > 0 && end[^1] is '.' or '!' or '?' ? text : text + ".";
    }

    /// <summary>The sentence without its quote and full stop.</summary>
    public string Clause(IReadOnlyList<Claim> claims, bool dated)
    {
        var claim = claims[0];
        var subjects = parties.Phrases(claim.Actors);
        var subject = subjects.Count == 0 ? "an unnamed party" : Parties.Join(subjects);
        var (reporters, plural) = Reporters(claims);
        var verb = Material.OneSided(claims) ? "allege" : claims.All(Material.OfOthers) ? "say" : "report";
        var report = plural ? verb : verb + "s";
        // The day stands before the subject: at the end it would date the wrong verb ("demanded that it stop on 9 May").
        var on = dated && claim.Modality != Modality.Announced ? When(claims) : "";
        var On = on.Length > 0 ? Parties.Capital(on) + " " : "";
        on = on.Length > 0 ? on + " " : "";
        var due = dated && claim.Modality == Modality.Announced ? Due(claims) : "";
        var voice = claim.Attributions.Count > 0 ? parties.Phrase(claim.Attributions[0].Source) : "";
        var own = voice.Length > 0 && claim.Attributions[0].Source.Code.Length > 0 && ActsForSource(claim);
        var told = $", {reporters} {report}";

        if (claim.EventType == EventType.Statement)
            return Position(claim, subject, reporters, plural, on);

        string Did(VerbForm form) => Verb(claim, form);

        if (claim.Alleged)
            return voice.Length > 0
                ? $"{voice} alleged that {on}{subject} had {Did(VerbForm.Participle)}{told}"
                : $"{reporters} {report} an allegation that {on}{subject} had {Did(VerbForm.Participle)}";

        return claim.Modality switch
        {
            Modality.Announced when own => $"{subject} announced that {It(subjects)} would {Did(VerbForm.Infinitive)}{due}{told}",
            Modality.Announced when voice.Length > 0 => $"{voice} said that {subject} planned to {Did(VerbForm.Infinitive)}{due}{told}",
            Modality.Announced => $"{reporters} {report} that {subject} {(Parties.Plural(subjects) ? "plan" : "plans")} to {Did(VerbForm.Infinitive)}{due}",
            Modality.Possible when voice.Length > 0 => $"{voice} left open whether {subject} would {Did(VerbForm.Infinitive)}{told}",
            Modality.Possible => $"{reporters} {(plural ? "leave" : "leaves")} open whether {subject} will {Did(VerbForm.Infinitive)}",
            Modality.Conditional when own => $"{subject} said that on a condition {It(subjects)} would {Did(VerbForm.Infinitive)}{told}",
            Modality.Conditional when voice.Length > 0 => $"{voice} said that {subject} would on a condition {Did(VerbForm.Infinitive)}{told}",
            Modality.Conditional => $"{reporters} {report} that {subject} would {Did(VerbForm.Infinitive)} on a condition",
            Modality.Denied when own => $"{On}{subject} denied {Did(VerbForm.Gerund)}{told}",
            Modality.Denied when voice.Length > 0 => $"{voice} said that {on}{subject} had not {Did(VerbForm.Participle)}{told}",
            Modality.Denied => $"{reporters} {report} that {on}{subject} did not {Did(VerbForm.Infinitive)}",
            Modality.Historical => $"{reporters} {(plural ? "recall" : "recalls")} that {subject} {Did(VerbForm.Past)}",
            _ when own && !Verbal(claim.EventType) => $"{subject} said that {on}{It(subjects)} had {Did(VerbForm.Participle)}{told}",
            _ when voice.Length > 0 && !own => $"{voice} said that {on}{subject} had {Did(VerbForm.Participle)}{told}",
            _ when Verbal(claim.EventType) => $"{On}{subject} {Did(VerbForm.Past)}{told}",
            _ => $"{reporters} {report} that {on}{subject} {Did(VerbForm.Past)}",
        };
    }

    /// <summary>Publishers of the claims, each once: "KCNA", "KCNA and Yonhap"; and whether that is plural.</summary>
    public static (string Names, bool Plural) Reporters(IEnumerable<Claim> claims)
    {
        var names = claims.Select(static c => PublisherName(c.Publisher)).Distinct(StringComparer.Ordinal).ToList();
        return (names.Count > 3 ? $"{string.Join(", ", names.Take(3))} and {(names.Count == 4 ? "one other source" : $"{names.Count - 3} other sources")}" : Parties.Join(names), names.Count > 1);
    }

    public static string PublisherName(Ingestion.V1.Publisher? publisher) =>
        publisher is { Name.Length: > 0 } && publisher.Name != "unknown" ? publisher.Name : "an unnamed source";

    /// <summary>Who says so, for a list or a cell: "North Korea (KCNA)" or "KCNA".</summary>
    public string WhoSays(IReadOnlyList<Claim> claims)
    {
        var (reporters, _) = Reporters(claims);
        var voices = claims.Where(static c => c.Attributions.Count > 0).Select(c => parties.Phrase(c.Attributions[0].Source))
            .Where(static v => v.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        return voices.Count == 0 ? reporters : $"{Parties.Join(voices)} (in {reporters})";
    }

    /// <summary>The verb phrase with its object; "each other" where the parties act on one another.</summary>
    public string Verb(Claim claim, VerbForm form)
    {
        var actors = parties.Phrases(claim.Actors);
        var targets = parties.Phrases(claim.Targets.Where(Parties.Named), plain: Verbs.OfTarget(claim));
        var mutual = actors.Count > 1 && actors.Count == targets.Count && actors.All(a => targets.Contains(a, StringComparer.Ordinal));
        // "held talks" says of two that they met; "criticised" does not.
        if (mutual)
            return Verbs.Phrase(claim, form, claim.EventType is EventType.Consult or EventType.Cooperate && claim.Mode != Mode.Visit ? "" : "each other");
        var others = targets.Where(t => !actors.Contains(t, StringComparer.Ordinal)).ToList();
        return Verbs.Phrase(claim, form, Parties.Join(others));
    }

    /// <summary>Whether the act is done by saying it.</summary>
    public static bool Verbal(EventType type) => type is EventType.Agree or EventType.Support or EventType.Concede
        or EventType.Request or EventType.Accuse or EventType.Reject or EventType.Threaten;

    private static string Position(Claim claim, string subject, string reporters, bool plural, string on)
    {
        // What the writer says an actor thinks is no speech of the actor's; both are told as the position that sources give him.
        var tell = plural ? "tell" : "tells";
        return claim.Modality == Modality.Denied
            ? $"{reporters} {tell} that {on}{subject} did not take this position"
            : $"the position of {subject} {on}as {reporters} {tell} it";
    }

    private static bool ActsForSource(Claim claim) => claim.Actors.Any(a => a.Code == claim.Attributions[0].Source.Code);

    private static string It(List<string> subjects) => Parties.Plural(subjects) ? "they" : "it";

    private static string When(IReadOnlyList<Claim> claims)
    {
        var spans = claims.Select(Dates.Span).OfType<(DateTimeOffset First, DateTimeOffset Last)>().ToList();
        if (spans.Count == 0)
            return "";
        var (first, last) = (spans.Min(static s => s.First), spans.Max(static s => s.Last));
        return first.UtcDateTime.Date == last.UtcDateTime.Date ? $"on {Dates.Day(first)}" : $"between {Dates.Day(first)} and {Dates.Day(last)}";
    }

    // The day of something to come is told only where it lies after the news of it: otherwise it is the day of the announcement.
    private static string Due(IReadOnlyList<Claim> claims)
    {
        var due = claims.Where(static c => Dates.Span(c) is { } span && Dates.Published(c) is { } told && span.First.UtcDateTime.Date > told.UtcDateTime.Date).ToList();
        return due.Count == 0 ? "" : " " + When(due);
    }
}
