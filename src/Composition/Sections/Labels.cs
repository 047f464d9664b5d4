using System.Globalization;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>Short labels that sections and renderers share.</summary>
internal static class Labels
{
    /// <summary>"KCNA (North Korea, state-controlled)".</summary>
    public static string Publisher(Publisher? publisher, Names names) =>
        Publisher(publisher, publisher is { Country.Length: > 0 } ? names.Heading(publisher.Country) : "");

    public static string Publisher(Source source) => Publisher(source.Publisher, source.CountryName);

    private static string Publisher(Publisher? publisher, string country) =>
        $"{Parties.Capital(Writer.PublisherName(publisher))} ({(country.Length > 0 ? country : "country unknown")}, {Ownership(publisher?.Ownership ?? Ingestion.V1.Ownership.Unknown)})";

    public static string Ownership(Ownership ownership) => ownership switch
    {
        Ingestion.V1.Ownership.StateControlled => "state-controlled",
        Ingestion.V1.Ownership.PublicService => "public-service",
        Ingestion.V1.Ownership.StateFundedAbroad => "state-funded abroad",
        Ingestion.V1.Ownership.Private => "private",
        _ => "ownership unknown",
    };

    public static string Band(Band band) => band switch
    {
        Tension.V1.Band.Calm => "calm",
        Tension.V1.Band.Guarded => "guarded",
        Tension.V1.Band.Elevated => "elevated",
        Tension.V1.Band.High => "high",
        Tension.V1.Band.Severe => "severe",
        _ => "not scored",
    };

    /// <summary>The ladder of severity in words.</summary>
    public static string Rung(int rung) => rung switch
    {
        <= 0 => "none",
        1 => "criticism",
        2 => "dispute",
        3 => "threat",
        4 => "rupture or posture",
        5 => "show of force",
        6 => "coercion",
        7 => "limited force",
        8 => "sustained force",
        _ => "mass violence",
    };

    /// <summary>A level or points with one decimal; a rounded zero has no sign.</summary>
    public static string Number(double value) =>
        Math.Round(value, 1) == 0 ? "0.0" : value.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>A sum of weights with two decimals.</summary>
    public static string Weight(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Points with their sign, "+1.2", "−0.4".</summary>
    public static string Signed(double value) =>
        Math.Round(value, 1) == 0 ? "0.0" : (value > 0 ? "+" : "−") + Math.Abs(value).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>"one claim", "2 claims", "no claims".</summary>
    public static string Count(int count, string noun) =>
        count switch
        {
            0 => $"no {noun}s",
            1 => $"one {noun}",
            _ => $"{count.ToString("#,0", CultureInfo.InvariantCulture)} {noun}s",
        };
}
