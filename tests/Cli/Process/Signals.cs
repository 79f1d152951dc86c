using OsProcess = System.Diagnostics.Process;

namespace PureSaliency.Tests.Cli.Process;

internal static class Signals
{
    public static void Send(OsProcess process, string signal)
    {
        using var kill = OsProcess.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    public static void WaitUntil(Func<bool> holds, string what) =>
        Assert.True(SpinWait.SpinUntil(holds, TimeSpan.FromSeconds(60)), $"never: {what}");
}
