namespace RegionalSecurity.Composition.Sections;

/// <summary>How the subject is called in titles and sentences.</summary>
internal static class Titles
{
    /// <summary>"Korean Peninsula", "North Korea and United States".</summary>
    public static string Subject(Material material)
    {
        var subject = material.Input.Subject;
        return subject.SubjectCase switch
        {
            Tension.V1.Subject.SubjectOneofCase.Dyad => string.Join(" and ", material.Scope.Sides.Select(material.Names.Heading)),
            Tension.V1.Subject.SubjectOneofCase.Country => material.Names.Heading(subject.Country),
            _ => material.Input.Tension.RegionName.Length > 0 ? material.Input.Tension.RegionName : subject.Region,
        };
    }

    /// <summary>"between North Korea and the United States", "in the region Korean Peninsula", "of North Korea with others".</summary>
    public static string Of(Material material)
    {
        var subject = material.Input.Subject;
        return subject.SubjectCase switch
        {
            Tension.V1.Subject.SubjectOneofCase.Dyad => "between " + string.Join(" and ", material.Scope.Sides.Select(material.Names.Inline)),
            Tension.V1.Subject.SubjectOneofCase.Country => $"of {material.Names.Inline(subject.Country)} with others",
            _ => $"in the region {Subject(material)}",
        };
    }

    /// <summary>"North Korea – United States".</summary>
    public static string Pair(Names names, string dyad) => string.Join(" – ", dyad.Split('-', 2).Select(names.Heading));
}
