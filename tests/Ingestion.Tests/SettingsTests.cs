using Microsoft.AspNetCore.Builder;
using RegionalSecurity.ServiceDefaults;

namespace RegionalSecurity.Ingestion.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void AddServiceDefaults_StartedFromElsewhere_ReadsTheShippedSettingsBelowAllOthers()
    {
        var elsewhere = Directory.CreateTempSubdirectory("regsec-").FullName;
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = elsewhere, Args = ["--Kestrel:Endpoints:http:Url=http://127.0.0.1:1"] });
            builder.AddServiceDefaults();

            builder.Configuration["Kestrel:Endpoints:grpc:Protocols"].ShouldBe("Http2");
            builder.Configuration["Kestrel:Endpoints:http:Url"].ShouldBe("http://127.0.0.1:1");
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }
}
