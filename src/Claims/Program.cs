using RegionalSecurity.Claims;
using RegionalSecurity.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddClaims();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGrpcService<ClaimsGrpcService>();
return await app.RunServiceAsync();
