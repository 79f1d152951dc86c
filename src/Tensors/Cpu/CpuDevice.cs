using System.Numerics;

namespace PureSaliency.Tensors;

/// <summary>The host's cores. Every sum has an order fixed by shape, so the thread count changes no bit.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class CpuDevice<T> : Device<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // Below this many multiply-adds, waking a thread costs more than it saves.
    private const long WorthSharing = 100_000;
    private readonly Arena<NativeBlock> arena = new(1 << 20, bytes => new NativeBlock((nuint)bytes, zeroed: false), patience: 64);
    private readonly Workers? workers;

    // More do not help, and a process that asks its system for tens of thousands is ended by it.
    private static readonly int mostThreads = Math.Max(256, 4 * Environment.ProcessorCount);

    /// <summary>A device on the given number of threads; all cores if 0.</summary>
    /// <exception cref="InputException">They are more than help.</exception>
    /// <exception cref="DeviceException">The system does not start so many.</exception>
    public CpuDevice(int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        if (threads > mostThreads)
            throw new InputException($"Threads: expected at most {mostThreads} on {Environment.ProcessorCount} cores; found {threads}.");
        Threads = threads == 0 ? Environment.ProcessorCount : threads;
        if (Threads > 1) workers = new Workers(Threads - 1);
    }

    /// <summary>Number of threads.</summary>
    public int Threads { get; }

    /// <inheritdoc/>
    public override string Name => $"cpu, {Threads} {(Threads == 1 ? "thread" : "threads")}, {Gemm<T>.Path}";

    /// <inheritdoc/>
    public override string Arithmetic => typeof(T) == typeof(float) ? "float32" : "float64";

    /// <summary>
    /// About as many as the longest text takes alone, so that sharing needs no more memory than it. Passes of 2048 rows are hardly
    /// faster.
    /// </summary>
    public override int PreferredRows => 512;

    internal override long PassBytes => arena.Bytes;

    internal override void Trim(long keep) => arena.Trim(keep);

    /// <summary>Fills fresh memory with NaN, so that reading what nobody wrote shows. For tests.</summary>
    internal bool Poison { get; init; }

    /// <inheritdoc/>
    public override Tensor<T> Allocate(Shape shape)
    {
        var (block, offset) = arena.Take((long)shape.Count * sizeof(T));
        var tensor = new Tensor<T>(shape, (T*)((byte*)block.Pointer + offset), arena);
        if (Poison) tensor.Span.Fill(T.NaN);
        return tensor;
    }

    /// <inheritdoc/>
    public override ArenaMark Mark() => arena.Mark();

    /// <inheritdoc/>
    public override void Release(ArenaMark mark) => arena.Release(mark);

    /// <inheritdoc/>
    public override void Upload(ReadOnlySpan<T> source, Tensor<T> destination) => source.CopyTo(destination.Span);

    /// <inheritdoc/>
    public override void Download(Tensor<T> source, Span<T> destination) => source.Span.CopyTo(destination);

    /// <inheritdoc/>
    public override void Copy(Tensor<T> source, Tensor<T> destination) => source.Span.CopyTo(destination.Span);

    /// <inheritdoc/>
    public override Tensor<T> ToDevice(Tensor<T> tensor) => tensor;

    /// <inheritdoc/>
    public override Tensor<T> ToHost(Tensor<T> tensor) => tensor;

    /// <inheritdoc/>
    public override void Clear(Tensor<T> tensor) => tensor.Span.Clear();

    /// <summary>Runs <paramref name="body"/> once for each index; shared among threads when the work is worth it.</summary>
    internal void ForEach(int count, long work, Action<int> body)
    {
        if (workers is null || count < 2 || work < WorthSharing)
            for (int i = 0; i < count; i++) body(i);
        else
            workers.Run(count, body);
    }

    /// <summary>Runs <paramref name="body"/> on ranges that cover 0…count; each index must stand alone.</summary>
    internal void ForRange(int count, long work, Action<int, int> body)
    {
        if (workers is null || count < 2 || work < WorthSharing)
        {
            body(0, count);
            return;
        }
        int parts = Math.Min(count, 4 * Threads);
        workers.Run(parts, part =>
            body((int)((long)count * part / parts), (int)((long)count * (part + 1) / parts)));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        workers?.Dispose();
        arena.Dispose();
    }
}
