using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using RegionalSecurity.LocalHosting.Running;

namespace RegionalSecurity.LocalHosting;

/// <summary>
/// A declared application. The names and signatures are those of Aspire.Hosting 13.5 as far as AppHost uses them, so that
/// AppHost's Program.cs compiles against either (docs/adr/0001-local-hosting.md).
/// </summary>
public sealed class DistributedApplication
{
    internal DistributedApplication(
        IReadOnlyList<IResource> resources, IConfiguration configuration, IHostEnvironment environment, TimeProvider time) =>
        Model = new ApplicationModel(resources, configuration, environment, time);

    internal ApplicationModel Model { get; }

    /// <summary>Begins a declaration.</summary>
    /// <param name="args">Command line of AppHost, which goes before all other configuration: <c>--Key:Sub=value</c>.</param>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        AppDomain.CurrentDomain.UnhandledException += ReportUsersMistake;
        return new DistributedApplicationBuilder(args, Assembly.GetEntryAssembly());
    }

    /// <summary>
    /// Runs the application until Ctrl-C or SIGTERM, then stops every process of it. When it cannot start, writes one line to
    /// standard error and sets <see cref="Environment.ExitCode"/> to 1.
    /// </summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    public async Task RunAsync(CancellationToken cancellationToken = default) =>
        Environment.ExitCode = await ApplicationRunner.RunAsync(
            Model, new LocalHostingOptions(), Console.Out, Console.Error, cancellationToken);

    private static void ReportUsersMistake(object sender, UnhandledExceptionEventArgs e)
    {
        if (e.ExceptionObject is Exception exception && DistributedApplicationBuilder.IsUsersMistake(exception))
        {
            Console.Error.WriteLine($"AppHost: {exception.Message}");
            Environment.Exit(1);
        }
    }
}
