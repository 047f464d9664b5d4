using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace RegionalSecurity.Web;

/// <summary>A service behind the front door.</summary>
/// <param name="Name">Resource name, as service discovery knows it.</param>
/// <param name="Purpose">What it does, in a few words, for the start page.</param>
/// <param name="Descriptor">Its contract; routes follow from it.</param>
internal sealed record BackendService(string Name, string Purpose, ServiceDescriptor Descriptor)
{
    /// <summary>All of them, in the order in which articles travel.</summary>
    public static IReadOnlyList<BackendService> All { get; } =
    [
        new("ingestion", "takes articles in, once each, and keeps the article log", IngestionService.Descriptor),
        new("claims", "reads who did, said or announced what to whom", ClaimsService.Descriptor),
        new("tension", "scores pairs and regions, and says what moved the score", TensionService.Descriptor),
        new("reports", "writes reports with citations", ReportsService.Descriptor),
    ];

    /// <summary>Where its gRPC endpoint is found.</summary>
    public string GrpcAddress => $"http://_grpc.{Name}";

    /// <summary>Where its HTTP/1.1 endpoint is found.</summary>
    public string HttpAddress => $"http://_http.{Name}";
}
