using System.Numerics;
using System.Runtime.CompilerServices;

namespace PureSaliency.Tensors;

/// <summary>Which way a weight W (O, K) stands in a product.</summary>
internal enum Orientation
{
    /// <summary>y = x·Wᵀ: the right factor is (K, O).</summary>
    Transposed,
    /// <summary>dx = dy·W: the right factor is (O, K).</summary>
    AsStored,
}

/// <summary>
/// The right factor B (K, N) of a product, in panels of <see cref="Gemm{T}.PanelWidth"/> columns: panel by panel, row by row.
/// The last panel is filled up with zeros.
/// </summary>
internal sealed unsafe class PackedMatrix<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly object? keepAlive;

    public PackedMatrix(int inner, int columns, T* pointer, object? keepAlive)
    {
        Inner = inner;
        Columns = columns;
        Pointer = pointer;
        this.keepAlive = keepAlive;
    }

    /// <summary>Rows of B: the length of every sum.</summary>
    public int Inner { get; }

    /// <summary>Columns of B.</summary>
    public int Columns { get; }

    public T* Pointer { get; }

    public int Panels => PanelsFor(Columns);

    public static int PanelsFor(int columns) => (columns + Gemm<T>.PanelWidth - 1) / Gemm<T>.PanelWidth;

    /// <summary>Elements that a packed (inner, columns) matrix takes.</summary>
    public static long SizeFor(int inner, int columns) => (long)PanelsFor(columns) * Gemm<T>.PanelWidth * inner;

    /// <summary>Packs panel <paramref name="panel"/> of the matrix whose element (k, n) lies at k·rowStride + n·columnStride.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void PackPanel(int panel, T* source, nint rowStride, nint columnStride)
    {
        int width = Gemm<T>.PanelWidth, first = panel * width, real = Math.Min(width, Columns - first);
        T* to = Pointer + (long)panel * width * Inner;
        T* from = source + first * columnStride;
        for (int k = 0; k < Inner; k++, to += width, from += rowStride)
        {
            if (columnStride == 1)
                new ReadOnlySpan<T>(from, real).CopyTo(new Span<T>(to, real));
            else
                for (int n = 0; n < real; n++) to[n] = from[n * columnStride];
            for (int n = real; n < width; n++) to[n] = T.Zero;
        }
    }

    /// <summary>Packs a whole small matrix on the calling thread into <paramref name="memory"/>.</summary>
    public static PackedMatrix<T> Pack(T* memory, int inner, int columns, T* source, nint rowStride, nint columnStride)
    {
        var packed = new PackedMatrix<T>(inner, columns, memory, null);
        for (int panel = 0; panel < packed.Panels; panel++) packed.PackPanel(panel, source, rowStride, columnStride);
        return packed;
    }

    /// <summary>A weight (O, K) in the wanted orientation: kept with the weight if that is constant, else made for this pass.</summary>
    public static PackedMatrix<T> Of(CpuDevice<T> device, Tensor<T> weight, Orientation orientation)
    {
        if (!weight.IsConstant) return Make(device, weight, orientation, kept: false);
        ref var slot = ref weight.Packed[(int)orientation];
        if (Volatile.Read(ref slot) is { } ready) return ready;
        lock (weight.Packed) return slot ??= Make(device, weight, orientation, kept: true);
    }

    private static PackedMatrix<T> Make(CpuDevice<T> device, Tensor<T> weight, Orientation orientation, bool kept)
    {
        int outputs = weight.Shape[0], inputs = weight.Shape[1];
        bool transposed = orientation == Orientation.Transposed;
        var (inner, columns) = transposed ? (inputs, outputs) : (outputs, inputs);
        long size = Math.Max(1, SizeFor(inner, columns));
        var block = kept ? new NativeBlock((nuint)(size * sizeof(T)), zeroed: false) : null;
        T* memory = block is null ? device.Allocate(new Shape(checked((int)size))).Pointer : (T*)block.Pointer;
        var packed = new PackedMatrix<T>(inner, columns, memory, block);
        device.ForEach(packed.Panels, size, panel =>
            packed.PackPanel(panel, weight.Pointer, transposed ? 1 : inputs, transposed ? inputs : 1));
        return packed;
    }
}
