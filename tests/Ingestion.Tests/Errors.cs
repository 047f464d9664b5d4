using Google.Rpc;
using Grpc.Core;

namespace RegionalSecurity.Ingestion.Tests;

internal static class Errors
{
    /// <summary>The call must fail with this code; gives its reason and bad fields.</summary>
    public static async Task<(string Reason, string[] Fields, string Message)> OfAsync(StatusCode code, Func<Task> call)
    {
        var error = await call.ShouldThrowAsync<RpcException>();
        error.StatusCode.ShouldBe(code, error.Status.Detail);
        var status = error.GetRpcStatus().ShouldNotBeNull();
        return (status.GetDetail<ErrorInfo>().Reason, status.GetDetail<BadRequest>()?.FieldViolations.Select(violation => violation.Field).ToArray() ?? [], status.Message);
    }
}
