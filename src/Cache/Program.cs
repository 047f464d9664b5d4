using RegionalSecurity.Cache;

try
{
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
    {
        Args = args,
        // Its appsettings.json lies beside the program, wherever that is started from.
        ContentRootPath = AppContext.BaseDirectory,
    });
    builder.AddCache();
    await using var app = builder.Build();
    app.MapHealthChecks("/health");
    app.MapHealthChecks("/alive");
    await app.RunAsync();
    return 0;
}
catch (CacheStartException e)
{
    await Console.Error.WriteLineAsync($"cache: {e.Message}");
    return 1;
}
