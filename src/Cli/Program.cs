using System.Runtime.InteropServices;
using RegionalSecurity.Cli;

using var stop = new CancellationTokenSource();
// The first signal ends the command in good order; a second one ends the process as usual.
void Stop(PosixSignalContext context)
{
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var host = CliHost.OfProcess();
return await CliApplication.RunAsync(args, host, stop.Token);
