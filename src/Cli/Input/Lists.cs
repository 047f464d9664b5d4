using Google.Protobuf.Reflection;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Cli.Input;

/// <summary>Descriptors of the contract's closed lists.</summary>
internal static class Lists
{
    public static EnumDescriptor EventTypes { get; } = Claims("EventType");

    public static EnumDescriptor Modes { get; } = Claims("Mode");

    public static EnumDescriptor Modalities { get; } = Claims("Modality");

    public static EnumDescriptor Themes { get; } = Claims("Theme");

    public static EnumDescriptor Kinds { get; } = Claims("ClaimKind");

    public static EnumDescriptor Outlooks { get; } = Claims("OutlookCategory");

    public static EnumDescriptor Recommendations { get; } = Claims("RecommendationCategory");

    public static EnumDescriptor Bands { get; } = Tension("Band");

    public static EnumDescriptor CoverageStates { get; } = Tension("CoverageState");

    public static EnumDescriptor ChangeCauses { get; } = Tension("ChangeCause");

    public static EnumDescriptor SourceStates { get; } = Ingestion.V1.ArticleReflection.Descriptor.EnumTypes.Single(list => list.Name == "SourceState");

    private static EnumDescriptor Claims(string name) => CodebookReflection.Descriptor.EnumTypes.Single(list => list.Name == name);

    private static EnumDescriptor Tension(string name) => TensionReflection.Descriptor.EnumTypes.Single(list => list.Name == name);
}
