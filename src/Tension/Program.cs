using RegionalSecurity.ServiceDefaults;
using RegionalSecurity.Tension;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddTension();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGrpcService<TensionGrpcService>();
return await app.RunServiceAsync();
