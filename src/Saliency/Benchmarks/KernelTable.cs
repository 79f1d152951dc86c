using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Benchmarks;

/// <summary>What passes start on an accelerator, and what they copy to it and back.</summary>
internal static class KernelTable
{
    private const string Suffix = "Kernel";

    private sealed record Run(Dictionary<string, KernelCost> Costs, long Up, long Down);

    /// <summary>Repeats a pass that has run before, so that the weights lie there and the kernels are compiled; each kernel is waited for.</summary>
    public static KernelFigures Of(string pass, GpuDevice<float> device, int texts, int repetitions, Action work)
    {
        device.Launcher.Timed = true;
        Run[] runs = [.. Enumerable.Range(0, repetitions).Select(_ => Of(device, work))];
        device.Launcher.Timed = false;
        var (last, names) = (runs[^1], runs.SelectMany(run => run.Costs.Keys).Distinct());
        return new(pass, last.Up / texts, last.Down / texts, [.. names
            .Select(name => new KernelFigure(name, last.Costs.GetValueOrDefault(name).Launches,
                OperationTable.Median(runs.Select(run => run.Costs.GetValueOrDefault(name).Milliseconds))))
            .OrderByDescending(kernel => kernel.Milliseconds)]);
    }

    /// <summary>A kernel's name for people: of <c>SoftmaxKernel`3</c> it is <c>Softmax</c>.</summary>
    public static string NameOf(Type kernel)
    {
        string name = kernel.Name.Split('`')[0];
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }

    private static Run Of(GpuDevice<float> device, Action work)
    {
        var (before, transferred) = (new Dictionary<Type, KernelCost>(device.Launcher.Costs), device.Transferred);
        work();
        var costs = device.Launcher.Costs
            .GroupBy(cost => NameOf(cost.Key), cost => (After: cost.Value, Before: before.GetValueOrDefault(cost.Key)))
            .ToDictionary(kernel => kernel.Key, kernel => new KernelCost(
                kernel.Sum(cost => cost.After.Launches - cost.Before.Launches),
                kernel.Sum(cost => cost.After.Milliseconds - cost.Before.Milliseconds)));
        return new(costs.Where(kernel => kernel.Value.Launches > 0).ToDictionary(),
            device.Transferred.ToDevice - transferred.ToDevice, device.Transferred.ToHost - transferred.ToHost);
    }
}
