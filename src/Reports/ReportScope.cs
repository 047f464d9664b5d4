using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Contracts;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Reports;

/// <summary>A checked request of GenerateReport, with its defaults filled in.</summary>
internal sealed record ReportScope(Subject Subject, DateTimeOffset From, DateTimeOffset To, DateTimeOffset AsOf, bool AsOfGiven, Past Past, IReadOnlyList<string> ArticleIds)
{
    private const int MostArticles = 100;
    private static readonly TimeSpan StandardPeriod = TimeSpan.FromDays(30);

    /// <summary>Time of the score: the end of the period, or the as-of time where that is earlier.</summary>
    public DateTimeOffset ScoreTime => To < AsOf ? To : AsOf;

    /// <summary>Which past the score's time means. A period that ended before the as-of time is scored from what had been published by its end,
    /// as it is known today: what had been read in by then may be nothing at all.</summary>
    public Past ScorePast => To < AsOf ? Past.AsPublished : Past;

    /// <summary>The scope of a request; INVALID_ARGUMENT names every bad field at once.</summary>
    public static ReportScope Of(GenerateReportRequest request, DateTimeOffset now)
    {
        var validation = new Validation();
        var subject = CheckSubject(request.Subject, validation);
        var times = validation.Time(request.FromTime, "from_time") & validation.Time(request.ToTime, "to_time") & validation.Time(request.AsOfTime, "as_of_time");
        var asOf = now;
        var to = now;
        var from = now - StandardPeriod;
        if (times)
        {
            asOf = Get(request.AsOfTime) ?? now;
            to = Get(request.ToTime) ?? asOf;
            from = Get(request.FromTime) ?? to - StandardPeriod;
            validation.Require(asOf <= now, "as_of_time", "TIME_IN_FUTURE", "is in the future; leave the field out, it then means the present");
            validation.Require(from <= to, "from_time", "RANGE_INVERTED", "is after to_time; exchange them");
        }
        validation.Require(request.Past is Past.Unspecified or Past.AsKnown or Past.AsPublished, "past", "ENUM_UNKNOWN", "is no value of Past");
        validation.Require(request.ArticleIds.Count <= MostArticles, "article_ids", "TOO_MANY", $"has {request.ArticleIds.Count} ids; at most {MostArticles} are taken");
        validation.Require(request.ArticleIds.All(static id => id.Length is > 0 and <= 64), "article_ids", "ARTICLE_ID_INVALID", "holds an id that is empty or longer than 64 characters");
        validation.RequestId(request.RequestId);
        validation.ThrowIfAny();
        return new ReportScope(subject, from, to, asOf, request.AsOfTime is not null, request.Past == Past.Unspecified ? Past.AsKnown : request.Past,
            [.. request.ArticleIds.Distinct(StringComparer.Ordinal)]);
    }

    private static Subject CheckSubject(Subject? subject, Validation validation)
    {
        switch (subject?.SubjectCase)
        {
            case Subject.SubjectOneofCase.Dyad:
                var dyad = SubjectNames.ParseDyad(subject.Dyad);
                validation.Require(dyad is not null, "subject.dyad", "DYAD_INVALID", "is no pair of two different codes joined by \"-\", such as PRK-USA");
                return dyad is { } pair ? new Subject { Dyad = $"{pair.A}-{pair.B}" } : new Subject();
            case Subject.SubjectOneofCase.Country:
                validation.Require(SubjectNames.IsCode(subject.Country), "subject.country", "CODE_INVALID", "is no code of 2 to 16 upper-case letters or digits, such as PRK or NATO");
                return subject.Clone();
            case Subject.SubjectOneofCase.Region:
                if (validation.Required(subject.Region, "subject.region"))
                    validation.AtMost(subject.Region, 64, "subject.region");
                return subject.Clone();
            case Subject.SubjectOneofCase.DirectedPair:
                validation.Require(false, "subject.directed_pair", "SUBJECT_UNSUPPORTED", "cannot be reported on: a report hears both sides; give the dyad");
                return new Subject();
            default:
                validation.Require(false, "subject", "FIELD_REQUIRED", "is empty; give a dyad, a country or a region");
                return new Subject();
        }
    }

    private static DateTimeOffset? Get(Timestamp? time) => time?.ToDateTimeOffset();
}
