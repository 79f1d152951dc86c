using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.Gpu;

/// <summary>What each kind of kernel costs in a gradient. Each launch is waited for, so short ones look longer than they are.</summary>
internal sealed class KernelTable(Report report)
{
    private const int Passes = 5;

    public void Print(Ours ours, int batch, int tokens)
    {
        if (ours.Launcher is not { } launcher) return;
        int[][] texts = Texts.Random(batch, tokens);
        ours.Run(texts);
        var costs = Costs(ours, launcher, texts);
        double total = costs.Sum(cost => cost.Milliseconds);
        report.Columns($"kernel, gradient l=0 {batch}×{tokens}", "launches", "ms", "share");
        foreach (var (kernel, launches, milliseconds) in costs.OrderByDescending(cost => cost.Milliseconds))
            report.Cells($"`{Name(kernel)}`", $"{launches}", $"{milliseconds:0.000}", $"{milliseconds / total:0 %}");
        report.Cells("all", $"{costs.Sum(cost => cost.Launches)}", $"{total:0.000}", "");
    }

    /// <summary>Such as MatrixProduct&lt;OneProduct, Sums8, LargeGroup&gt;; all are of float.</summary>
    public static string Name(Type kernel)
    {
        string name = kernel.Name.Split('`')[0];
        string[] parts = [.. kernel.GetGenericArguments().Where(part => part != typeof(float)).Select(Name)];
        return parts.Length == 0 ? name : $"{name}<{string.Join(", ", parts)}>";
    }

    private static List<(Type Kernel, long Launches, double Milliseconds)> Costs(Ours ours, Launcher launcher, int[][] texts)
    {
        var before = launcher.Costs.ToDictionary();
        launcher.Timed = true;
        for (int pass = 0; pass < Passes; pass++) ours.Run(texts);
        launcher.Timed = false;
        return [.. launcher.Costs.Select(cost =>
        {
            var old = before.GetValueOrDefault(cost.Key);
            return (cost.Key, (cost.Value.Launches - old.Launches) / Passes, (cost.Value.Milliseconds - old.Milliseconds) / Passes);
        }).Where(cost => cost.Item2 > 0)];
    }
}
