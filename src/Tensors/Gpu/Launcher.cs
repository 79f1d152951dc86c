using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;

namespace PureSaliency.Tensors;

/// <summary>What one kind of kernel cost so far.</summary>
/// <param name="Launches">How often it ran.</param>
/// <param name="Milliseconds">Time on the device; 0 unless kernels are timed.</param>
internal readonly record struct KernelCost(long Launches, double Milliseconds);

/// <summary>Compiles each kernel once for an accelerator, and starts it.</summary>
internal sealed class Launcher(Accelerator accelerator)
{
    private readonly Dictionary<Type, Delegate> compiled = [];
    private readonly Dictionary<Type, KernelCost> costs = [];

    /// <summary>Threads of a group that reduces rows: a power of two.</summary>
    public int GroupSize { get; } =
        accelerator.MaxNumThreadsPerGroup >= GroupReduce.MaxThreads ? GroupReduce.MaxThreads : accelerator.MaxNumThreadsPerGroup;

    /// <summary>Whether each kernel is waited for and timed.</summary>
    public bool Timed { get; set; }

    /// <summary>Cost by kind of kernel.</summary>
    public IReadOnlyDictionary<Type, KernelCost> Costs => costs;

    /// <summary>Runs a kernel once for each index below <paramref name="count"/>.</summary>
    public void ForEach<TKernel>(int count, TKernel kernel) where TKernel : struct, IElementKernel
    {
        if (count == 0) return;
        int size = GroupSize;
        var run = Compiled<TKernel, Action<KernelConfig, int, TKernel>>(() =>
            accelerator.LoadStreamKernel<int, TKernel>(Element));
        Timing<TKernel>(() => run(new KernelConfig((count + size - 1) / size, size), count, kernel));
    }

    /// <summary>Runs a kernel on a grid of groups.</summary>
    public void ForGroups<TKernel>(Index3D groups, int size, TKernel kernel) where TKernel : struct, IGroupKernel
    {
        if (groups.Size == 0) return;
        var run = Compiled<TKernel, Action<KernelConfig, TKernel>>(() => accelerator.LoadStreamKernel<TKernel>(Grouped));
        Timing<TKernel>(() => run(new KernelConfig(groups, new Index3D(size, 1, 1)), kernel));
    }

    /// <summary>What ILGPU compiles for an element kernel.</summary>
    internal static void Element<TKernel>(int count, TKernel kernel) where TKernel : struct, IElementKernel
    {
        int index = Grid.GlobalIndex.X;
        if (index < count) kernel.Run(index);
    }

    /// <summary>What ILGPU compiles for a group kernel.</summary>
    internal static void Grouped<TKernel>(TKernel kernel) where TKernel : struct, IGroupKernel => kernel.Run();

    private TDelegate Compiled<TKernel, TDelegate>(Func<TDelegate> compile) where TDelegate : Delegate
    {
        if (!compiled.TryGetValue(typeof(TKernel), out var known)) compiled[typeof(TKernel)] = known = compile();
        return (TDelegate)known;
    }

    private void Timing<TKernel>(Action run)
    {
        var cost = costs.GetValueOrDefault(typeof(TKernel));
        long started = Stopwatch.GetTimestamp();
        run();
        if (Timed) accelerator.Synchronize();
        double milliseconds = Timed ? Stopwatch.GetElapsedTime(started).TotalMilliseconds : 0;
        costs[typeof(TKernel)] = new(cost.Launches + 1, cost.Milliseconds + milliseconds);
    }
}
