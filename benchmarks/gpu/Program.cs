// PureSaliency on a card beside eager PyTorch, on the same weights, by turns in one run. Prints a section for benchmarks/RESULTS.md.
using PureSaliency.Benchmarks.Gpu;
using PureSaliency.Tensors;

if (Settings.Parse(args) is not { } settings)
{
    Console.Error.WriteLine(Settings.Usage);
    return 2;
}
try
{
    return new GpuRun(settings, args).Run() ? 0 : 1;
}
catch (Exception problem) when (problem is DeviceException or InputException or InvalidOperationException or IOException)
{
    Console.Error.WriteLine("error: " + problem.Message);
    return 1;
}
