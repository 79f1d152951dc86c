using System.Numerics;
using ILGPU;
using ILGPU.Runtime;

namespace PureSaliency.Tensors;

/// <summary>
/// An accelerator behind ILGPU: CUDA, OpenCL, or ILGPU's simulator on the host for tests. Weights come once and stay; a pass
/// takes its memory from an arena on the accelerator. Work is queued in order and waited for only where the host reads.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class GpuDevice<T> : Device<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long SmallestBlock = 1 << 24;
    private readonly GpuContext context;
    private readonly Accelerator accelerator;
    private readonly Launcher launcher;
    private readonly Staging staging;
    private readonly Arena<GpuBlock> arena;
    private readonly Dictionary<Tensor<T>, Tensor<T>> resident = new(ReferenceEqualityComparer.Instance);
    private readonly List<GpuBlock> weights = [];
    private readonly List<(int[] Values, ArrayView<int> View, ArenaMark Mark)> indices = [];
    private readonly List<(Tensor<T> Tensor, ArenaMark Mark)> fetched = [];

    /// <summary>A device on the accelerator of a context, which it owns.</summary>
    internal GpuDevice(GpuContext context)
    {
        this.context = context;
        accelerator = context.Accelerator;
        (launcher, staging) = (new(accelerator), new(accelerator));
        arena = new(SmallestBlock, Block);
    }

    /// <inheritdoc/>
    public override string Name => context.Name;

    /// <inheritdoc/>
    public override string Arithmetic => Products switch
    {
        ProductPrecision.Split => "float32-fast",
        ProductPrecision.BFloat16 => "bf16",
        _ => typeof(T) == typeof(float) ? "float32" : "float64",
    };

    /// <inheritdoc/>
    public override bool IsCard => true;

    /// <inheritdoc/>
    public override int PreferredRows => LargeGroups ? 4096 : 512;

    /// <summary>Kernels and their cost.</summary>
    internal Launcher Launcher => launcher;

    /// <summary>Bytes copied to the accelerator and back.</summary>
    internal (long ToDevice, long ToHost) Transferred { get; private set; }

    /// <summary>Fills fresh memory with NaN, so that reading what nobody wrote shows. For tests.</summary>
    internal bool Poison { get; init; }

    /// <summary>How exact matrix products are.</summary>
    internal ProductPrecision Products { get; init; }

    /// <summary>Whether to use the tiles of large machines; the simulator runs each thread of a group as a thread of its own.</summary>
    internal bool LargeGroups => launcher.GroupSize == GroupReduce.MaxThreads;

    /// <inheritdoc/>
    public override Tensor<T> Allocate(Shape shape)
    {
        var tensor = new Tensor<T>(shape, new GpuMemory<T>(Take<T>(shape.Count)));
        if (Poison) Fill(tensor, T.NaN);
        return tensor;
    }

    /// <inheritdoc/>
    public override ArenaMark Mark() => arena.Mark();

    /// <inheritdoc/>
    public override void Release(ArenaMark mark)
    {
        arena.Release(mark);
        indices.RemoveAll(known => IsAfter(known.Mark, mark));
        fetched.RemoveAll(known => IsAfter(known.Mark, mark));
    }

    /// <inheritdoc/>
    public override void Upload(ReadOnlySpan<T> source, Tensor<T> destination) => CopyToDevice(source, destination.OnGpu());

    /// <inheritdoc/>
    public override void Download(Tensor<T> source, Span<T> destination)
    {
        if (source.Count == 0) return;
        CopyToHost(source.OnGpu(), destination);
    }

    /// <inheritdoc/>
    public override void Copy(Tensor<T> source, Tensor<T> destination)
    {
        if (source.Count > 0) Guarded(() => source.OnGpu().CopyTo(accelerator.DefaultStream, destination.OnGpu()));
    }

    /// <inheritdoc/>
    public override Tensor<T> ToDevice(Tensor<T> tensor)
    {
        if (!tensor.IsOnHost) return tensor;
        if (tensor.IsConstant) return Resident(tensor);
        var brought = Allocate(tensor.Shape);
        Upload(tensor.Span, brought);
        GC.KeepAlive(tensor);
        return brought;
    }

    /// <inheritdoc/>
    public override Tensor<T> ToHost(Tensor<T> tensor)
    {
        if (tensor.IsOnHost) return tensor;
        var fetched = Tensor<T>.New(tensor.Shape, constant: false, zeroed: false);
        Download(tensor, fetched.Span);
        // A span of it must not outlive it, and on the host spans live as long as the arena.
        this.fetched.Add((fetched, Mark()));
        return fetched;
    }

    /// <inheritdoc/>
    public override void Clear(Tensor<T> tensor) => Fill(tensor, T.Zero);

    /// <summary>Whole numbers where kernels can read them, until the arena is released; the same array is brought once.</summary>
    internal ArrayView<int> Indices(int[] values)
    {
        foreach (var known in indices)
            if (ReferenceEquals(known.Values, values)) return known.View;
        var mark = Mark();
        var view = Take<int>(values.Length);
        CopyToDevice<int>(values, view);
        indices.Add((values, view, mark));
        return view;
    }

    /// <summary>Whole numbers that a kernel wrote.</summary>
    internal int[] ToHost(ArrayView<int> values)
    {
        var fetched = new int[values.Length];
        if (fetched.Length > 0) CopyToHost<int>(values, fetched);
        return fetched;
    }

    /// <summary>Uninitialised memory of another type.</summary>
    internal ArrayView<TOther> Take<TOther>(int count) where TOther : unmanaged
    {
        // A view of nothing would have no address to hand to a kernel.
        var (block, offset) = arena.Take((long)Math.Max(1, count) * Interop.SizeOf<TOther>());
        return block.View<TOther>(offset, Math.Max(1, count)).SubView(0, count);
    }

    /// <summary>Runs a kernel once for each index below <paramref name="count"/>.</summary>
    internal void ForEach<TKernel>(int count, TKernel kernel) where TKernel : struct, IElementKernel =>
        Guarded(() => launcher.ForEach(count, kernel));

    /// <summary>Runs a kernel with one group for each of some rows (x), and each part of them (y).</summary>
    internal void ForRows<TKernel>(int rows, TKernel kernel, int parts = 1) where TKernel : struct, IGroupKernel =>
        Guarded(() => launcher.ForGroups(new Index3D(rows, parts, 1), launcher.GroupSize, kernel));

    /// <summary>Runs a kernel on a grid of groups of its own size.</summary>
    internal void ForTiles<TKernel>(Index3D tiles, TKernel kernel) where TKernel : struct, ITileKernel =>
        Guarded(() => launcher.ForGroups(tiles, TKernel.Threads, kernel));

    /// <summary>Waits until all that was queued is done.</summary>
    internal void Synchronize() => Guarded(accelerator.Synchronize);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        try
        {
            staging.Dispose();
            arena.Dispose();
            foreach (var block in weights) block.Dispose();
            context.Dispose();
        }
        catch (AcceleratorException)
        {
            // A lost device cannot give back what it lost; why it was lost has been told.
        }
    }

    private static bool IsAfter(ArenaMark mark, ArenaMark start) =>
        (mark.Block, mark.Offset).CompareTo((start.Block, start.Offset)) >= 0;

    private Tensor<T> Resident(Tensor<T> tensor)
    {
        if (resident.TryGetValue(tensor, out var there)) return there;
        var block = Block(Math.Max(1, (long)tensor.Count * Interop.SizeOf<T>()));
        weights.Add(block);
        var view = block.View<T>(0, tensor.Count);
        CopyToDevice<T>(tensor.Span, view);
        GC.KeepAlive(tensor);
        return resident[tensor] = new Tensor<T>(tensor.Shape, new GpuMemory<T>(view), constant: true);
    }

    private GpuBlock Block(long bytes) => context.Guarded(bytes, () => new GpuBlock(accelerator.Allocate1D<byte>(bytes)));

    private void Guarded(Action work) => context.Guarded(0, () =>
    {
        work();
        return true;
    });

    private void CopyToDevice<TElement>(ReadOnlySpan<TElement> source, ArrayView<TElement> destination) where TElement : unmanaged
    {
        if (source.Length == 0) return;
        try
        {
            staging.ToDevice(source, destination);
        }
        catch (AcceleratorException e)
        {
            throw context.Failed(e);
        }
        Transferred = (Transferred.ToDevice + (long)source.Length * Interop.SizeOf<TElement>(), Transferred.ToHost);
    }

    private void CopyToHost<TElement>(ArrayView<TElement> source, Span<TElement> destination) where TElement : unmanaged
    {
        try
        {
            staging.ToHost(source, destination);
        }
        catch (AcceleratorException e)
        {
            throw context.Failed(e);
        }
        Transferred = (Transferred.ToDevice, Transferred.ToHost + source.LengthInBytes);
    }

    private void Fill(Tensor<T> tensor, T value) => ForEach(tensor.Count, new Fill<T>(tensor.OnGpu(), value));
}

/// <summary>x_i = value.</summary>
internal readonly struct Fill<T>(ArrayView<T> x, T value) : IElementKernel where T : unmanaged
{
    public void Run(int index) => x[index] = value;
}

/// <summary>What kernels see of a tensor.</summary>
internal static class GpuTensors
{
    public static ArrayView<T> OnGpu<T>(this Tensor<T> tensor) where T : unmanaged, IFloatingPointIeee754<T> =>
        ((GpuMemory<T>)tensor.Remote).View;
}
