using RegionalSecurity.Ingestion;
using RegionalSecurity.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddIngestion();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGrpcService<IngestionGrpcService>();
return await app.RunServiceAsync();
