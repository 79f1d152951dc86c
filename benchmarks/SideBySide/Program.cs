// PureSaliency and libtorch, the same work on the same weights, by turns in one run. See benchmarks/RESULTS.md for figures.
using System.Globalization;
using PureSaliency.Benchmarks.SideBySide;
using PureSaliency.Benchmarks.SideBySide.Peer;
using PureSaliency.Benchmarks.SideBySide.Training;
using PureSaliency.Tensors;

if (args is ["child", var side, var folder, var threads, var started])
{
    FirstResult.Child(side, folder, int.Parse(threads, CultureInfo.InvariantCulture), long.Parse(started, CultureInfo.InvariantCulture));
    return 0;
}
if (Settings.Parse(args) is not { } settings)
{
    Console.Error.WriteLine(Settings.Usage);
    return 2;
}
try
{
    if (settings.Command == "training") TrainingCheckpoint.Ensure(settings.Weights);
    else Checkpoint.Ensure(settings.Weights);
    OlderLibstdcpp.Apply();
    string command = string.Join(' ', args.Select(arg => arg.Contains(' ') ? $"\"{arg}\"" : arg));
    if (settings.Command == "training") TrainingTable.Run(settings, command);
    else if (settings.Command == "run") SideBySideRun.Run(settings, command);
    else if (settings.Command == "first-result") FirstResult.Run(settings, command);
    else Scaling.Run(settings, command);
    return 0;
}
catch (Exception problem) when (problem is InvalidOperationException or InputException or IOException)
{
    Console.Error.WriteLine("error: " + problem.Message);
    return 1;
}
