using System.Numerics;
using System.Runtime.Intrinsics;

namespace PureSaliency.Tensors;

/// <summary>
/// C (M, N) = A (M, K) · B (K, N), or A · Bᵀ with B (N, K), both factors where they lie. Every element is one chain of fused
/// multiply-adds (<see cref="MultiplyTransposed"/>: two, over even and odd k) whatever tile it falls into and whoever computes
/// it: its bits depend on its row of A and its column of B alone.
/// </summary>
internal static unsafe partial class Gemm<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly bool Wide = Vector512.IsHardwareAccelerated, Middling = Vector256.IsHardwareAccelerated;

    // As many as a group of columns or the widest tile has.
    private static readonly NativeBlock Zeros = new(LargestGroup * sizeof(double), zeroed: true);

    /// <summary>Elements of a vector.</summary>
    public static int Lanes => Wide ? Vector512<T>.Count : Middling ? Vector256<T>.Count : Vector128<T>.Count;

    public static string Path => Wide ? "512-bit" : Middling ? "256-bit" : "128-bit";

    /// <summary>A factor: element (i, j) lies at i·RowStride + j·ColumnStride.</summary>
    public readonly struct Factor(T* pointer, nint rowStride, nint columnStride = 1)
    {
        public readonly T* Pointer = pointer;
        public readonly nint RowStride = rowStride, ColumnStride = columnStride;
    }

    /// <summary>Where the product goes: C = AB + bias, or C += AB.</summary>
    public readonly struct Target(T* pointer, nint rowStride, T* bias = null, bool accumulate = false)
    {
        public readonly T* Pointer = pointer, Bias = bias;
        public readonly nint RowStride = rowStride;
        public readonly bool Accumulate = accumulate;
    }

    private const int RowsPerTask = 128, FewestRows = 32, TallestTile = 8;

    // From so many rows of A on, a panel of B is gathered before use.
    private const int WorthGathering = 48;

    // Rows of B that are worked through before the next ones come in. With few rows of A memory sets the pace: then B is read in
    // thin slices, each row of which is one of few streams, and C goes through the registers again and again.
    private static int StepsAtOnce(int rows) => Math.Clamp((rows + 15) / 16 * 16, 16, 128);

    /// <summary>C = A·B, shared among the device's threads. The rows of B are contiguous.</summary>
    public static void Multiply(CpuDevice<T> device, int rows, int columns, int inner, Factor a, Factor b, Target c)
    {
        // Wide tasks read B in long pieces; but there should be one for everyone.
        int panel = 3 * Lanes, panels = (columns + panel - 1) / panel, height = RowsPerTask;
        int beside = Math.Max(1, device.Threads / Math.Max(1, Down(rows, height)));
        int width = panel * Math.Clamp(panels / beside, 1, 8), across = (columns + width - 1) / width;
        while (height > FewestRows && Leaves(across * Down(rows, height), device.Threads)) height /= 2;
        device.ForEach(across * Down(rows, height), (long)rows * columns * inner, task =>
        {
            int row = task / across * height, column = task % across * width;
            Block(row, Math.Min(rows, row + height), column, Math.Min(columns, column + width), inner, a, b, c);
        });
    }

    private static int Down(int rows, int height) => (rows + height - 1) / height;

    // Whether a few tasks leave threads waiting for the last ones.
    private static bool Leaves(int tasks, int threads) => tasks < 4 * threads && tasks % threads != 0;

    /// <summary>C = A·B on the calling thread.</summary>
    public static void MultiplyAlone(int rows, int columns, int inner, Factor a, Factor b, Target c) =>
        Block(0, rows, 0, columns, inner, a, b, c);

    private static void Block(int row, int end, int column, int columnEnd, int inner, Factor a, Factor b, Target c)
    {
        int atOnce = StepsAtOnce(end - row);
        for (int k = 0; k < inner || k == 0; k += atOnce)
        {
            int steps = Math.Min(atOnce, inner - k);
            // After the first steps the chains go on from what is there.
            var target = k == 0 ? c : new Target(c.Pointer, c.RowStride, null, accumulate: true);
            var left = new Factor(a.Pointer + k * a.ColumnStride, a.RowStride, a.ColumnStride);
            var right = new Factor(b.Pointer + k * b.RowStride, b.RowStride);
            var prefetch = new PrefetchRows(
                (byte*)(right.Pointer + steps * b.RowStride + column), b.RowStride * sizeof(T), Math.Min(atOnce, inner - k - steps),
                (nint)(columnEnd - column) * sizeof(T),
                Math.Max(1, (columnEnd - column) / (3 * Lanes)) * ((end - row + TallestTile - 1) / TallestTile), steps);
            for (int n = column; n < columnEnd;)
            {
                int vectors = Math.Min(3, (columnEnd - n) / Lanes);
                if (vectors == 0 || steps == 0)
                {
                    Edge(row, end, n, Math.Min(Lanes, columnEnd - n), steps, left, right, target);
                    n += Lanes;
                }
                else
                {
                    Panel(row, end, n, vectors, steps, left, right, target, ref prefetch);
                    n += vectors * Lanes;
                }
            }
        }
    }

    private static void Panel(
        int row, int end, int column, int vectors, int steps, Factor a, Factor b, Target c, ref PrefetchRows prefetch)
    {
        var tile = new Tile
        {
            ARow = a.RowStride * sizeof(T),
            AStep = a.ColumnStride * sizeof(T),
            Steps = steps,
            B = (byte*)(b.Pointer + column),
            BRow = b.RowStride * sizeof(T),
            InitRow = c.Accumulate ? c.RowStride * sizeof(T) : 0,
            CRow = c.RowStride * sizeof(T),
            PrefetchStep = prefetch.Step,
        };
        if (end - row >= WorthGathering) Gather(ref tile, vectors);
        while (row < end)
        {
            tile.A = (byte*)(a.Pointer + row * a.RowStride);
            tile.C = (byte*)(c.Pointer + row * c.RowStride + column);
            tile.Init = c.Accumulate ? tile.C : c.Bias != null ? (byte*)(c.Bias + column) : (byte*)Zeros.Pointer;
            tile.PrefetchAt = prefetch.Next();
            row += Run<Element>(end - row, vectors, tile);
        }
    }

    // Brings the panel's rows together, where the processor finds the next one by itself.
    private static void Gather(ref Tile tile, int vectors)
    {
        byte* panel = (byte*)Scratch<T>.Take(Purpose.Panels, tile.Steps * vectors * Lanes);
        if (Wide) Tiles<Register512<T, Element>, Vector512<T>>.Gather(ref tile, vectors, panel);
        else if (Middling) Tiles<Register256<T, Element>, Vector256<T>>.Gather(ref tile, vectors, panel);
        else Tiles<Register128<T, Element>, Vector128<T>>.Gather(ref tile, vectors, panel);
    }

    // Fewer columns than a vector has lanes: B is filled up with zeros, and only what is real is stored.
    private static void Edge(int row, int end, int column, int columns, int steps, Factor a, Factor b, Target c)
    {
        T* panel = Scratch<T>.Take(Purpose.Panels, (long)Math.Max(1, steps) * Lanes), sums = Scratch<T>.Take(Purpose.Sums, 8 * Lanes);
        new Span<T>(panel, Math.Max(1, steps) * Lanes).Clear();
        for (int k = 0; k < steps; k++)
            new ReadOnlySpan<T>(b.Pointer + k * b.RowStride + column, columns).CopyTo(new(panel + k * Lanes, columns));
        var tile = new Tile
        {
            ARow = a.RowStride * sizeof(T),
            AStep = a.ColumnStride * sizeof(T),
            Steps = steps,
            B = (byte*)panel,
            BRow = Lanes * sizeof(T),
            Init = (byte*)sums,
            InitRow = Lanes * sizeof(T),
            C = (byte*)sums,
            CRow = Lanes * sizeof(T),
            PrefetchAt = (byte*)panel,
        };
        while (row < end)
        {
            int rows = Math.Min(8, end - row);
            for (int r = 0; r < rows; r++)
            {
                var sum = new Span<T>(sums + r * Lanes, Lanes);
                sum.Clear();
                if (c.Accumulate) new ReadOnlySpan<T>(c.Pointer + (row + r) * c.RowStride + column, columns).CopyTo(sum);
                else if (c.Bias != null) new ReadOnlySpan<T>(c.Bias + column, columns).CopyTo(sum);
            }
            tile.A = (byte*)(a.Pointer + row * a.RowStride);
            if (steps > 0) rows = Run<Element>(rows, 1, tile);
            for (int r = 0; r < rows; r++)
                new ReadOnlySpan<T>(sums + r * Lanes, columns).CopyTo(new(c.Pointer + (row + r) * c.RowStride + column, columns));
            row += rows;
        }
    }

    private static int Run<TUnit>(int rows, int vectors, in Tile tile) where TUnit : IUnit =>
        Wide ? Tiles<Register512<T, TUnit>, Vector512<T>>.Run(rows, vectors, tile)
        : Middling ? Tiles<Register256<T, TUnit>, Vector256<T>>.Run(rows, vectors, tile)
        : Tiles<Register128<T, TUnit>, Vector128<T>>.Run(rows, vectors, tile);
}
