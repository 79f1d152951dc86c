using System.Runtime.InteropServices;
using PureSaliency.Cli;

using var interrupt = new CancellationTokenSource();
using var interruptSignal = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminateSignal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
return new Shell(Terminal.OfProcess(), TextExplainer.Load, interrupt.Token).Run(args);

// The first signal asks for an orderly end, the second is left to the system.
void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
}
