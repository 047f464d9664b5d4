using RegionalSecurity.Reports;
using RegionalSecurity.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddReports();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGrpcService<ReportsGrpcService>();
return await app.RunServiceAsync();
