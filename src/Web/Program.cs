using RegionalSecurity.ServiceDefaults;
using RegionalSecurity.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddWeb();

var app = builder.Build();
app.MapServiceDefaults();
app.MapWeb();
return await app.RunServiceAsync();
