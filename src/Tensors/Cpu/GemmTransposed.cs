using System.Runtime.Intrinsics;

namespace PureSaliency.Tensors;

// C = A·Bᵀ: the rows of B take the tile's rows and the rows of A its lanes, so that a weight (O, K) is read where it lies, line
// after line. A is brought into panels for that: unit by unit (64 bits of a row), as many rows side by side as the lanes hold.
internal static unsafe partial class Gemm<T>
{
    // Rows of B: a strip is a multiple of every tile's rows, a group some strips.
    private const int Strip = 24, LargestGroup = 4 * Strip;

    /// <summary>Columns of a piece; the last one may have fewer.</summary>
    public const int PieceWidth = 5 * LargestGroup;

    // Panels that share a strip of B's rows, and the part of their units that stays in the second cache meanwhile.
    private const int PanelsAtOnce = 4, UnitsAtOnce = 384;

    private static int UnitLength => sizeof(double) / sizeof(T);

    // Rows of A in one vector.
    private static int UnitLanes => Lanes / UnitLength;

    private static int Widest => Wide ? Tiles<Register512<T, Pair>, Vector512<T>>.Widest
        : Middling ? Tiles<Register256<T, Pair>, Vector256<T>>.Widest : Tiles<Register128<T, Pair>, Vector128<T>>.Widest;

    private static int UnitsOf(int inner) => (inner + UnitLength - 1) / UnitLength;

    private static int RowsPerPanel => Widest * UnitLanes;

    private static int VectorsFor(int rows) => Math.Min(Widest, (rows + UnitLanes - 1) / UnitLanes);

    private static long PanelSize(int inner) => (long)UnitsOf(inner) * UnitLength * RowsPerPanel;

    /// <summary>C = A·Bᵀ, shared among the device's threads. The rows of both factors are contiguous.</summary>
    public static void MultiplyTransposed(CpuDevice<T> device, int rows, int columns, int inner, Factor a, Factor b, Target c)
    {
        var mark = device.Mark();
        int panels = (rows + RowsPerPanel - 1) / RowsPerPanel;
        T* packed = Packed(device, rows, inner, a);
        int group = Math.Clamp(columns / (16 * device.Threads) / Strip * Strip, Strip, LargestGroup);
        int across = (columns + group - 1) / group, down = (panels + PanelsAtOnce - 1) / PanelsAtOnce;
        device.ForEach(across * down, (long)rows * columns * inner, task =>
        {
            int column = task % across * group, panel = task / across * PanelsAtOnce;
            Columns(column, Math.Min(columns, column + group), panel, Math.Min(panels, panel + PanelsAtOnce), packed, rows, inner, b, c);
        });
        device.Release(mark);
    }

    /// <summary>
    /// A·Bᵀ + bias in pieces of some columns: <paramref name="read"/> sees the first column and the piece (M, width), on the
    /// thread that computed it, and the piece is gone afterwards. Which columns make a piece depends on no thread count.
    /// </summary>
    public static void MultiplyTransposedInPieces(
        CpuDevice<T> device, int rows, int columns, int inner, Factor a, Factor b, T* bias, Action<int, Tensor<T>> read)
    {
        var mark = device.Mark();
        T* packed = Packed(device, rows, inner, a);
        int panels = (rows + RowsPerPanel - 1) / RowsPerPanel;
        device.ForEach((columns + PieceWidth - 1) / PieceWidth, (long)rows * columns * inner, piece =>
        {
            int first = piece * PieceWidth, width = Math.Min(PieceWidth, columns - first);
            T* memory = Scratch<T>.Take(Purpose.Piece, (long)rows * width);
            var target = new Target(memory - first, width, bias);
            for (int column = first; column < first + width; column += LargestGroup)
                for (int panel = 0; panel < panels; panel += PanelsAtOnce)
                    Columns(column, Math.Min(first + width, column + LargestGroup), panel, Math.Min(panels, panel + PanelsAtOnce),
                        packed, rows, inner, b, target);
            read(first, new Tensor<T>(new Shape(rows, width), memory, null));
        });
        device.Release(mark);
    }

    /// <summary>C = A·Bᵀ on the calling thread.</summary>
    public static void MultiplyTransposedAlone(int rows, int columns, int inner, Factor a, Factor b, Target c)
    {
        int panels = (rows + RowsPerPanel - 1) / RowsPerPanel;
        T* packed = Scratch<T>.Take(Purpose.Panels, panels * PanelSize(inner) + 1);
        for (int panel = 0; panel < panels; panel++) PackPanel(packed, panel, rows, inner, a);
        for (int column = 0; column < columns; column += Strip)
            for (int panel = 0; panel < panels; panel += PanelsAtOnce)
                Columns(column, Math.Min(columns, column + Strip),
                    panel, Math.Min(panels, panel + PanelsAtOnce), packed, rows, inner, b, c);
    }

    private static T* Packed(CpuDevice<T> device, int rows, int inner, Factor a)
    {
        int panels = (rows + RowsPerPanel - 1) / RowsPerPanel;
        T* packed = device.Allocate(new Shape(checked((int)(panels * PanelSize(inner))))).Pointer;
        device.ForEach(panels, 8L * rows * inner, panel => PackPanel(packed, panel, rows, inner, a));
        return packed;
    }

    private static void Columns(int column, int end, int panel, int panelEnd, T* packed, int rows, int inner, Factor b, Target c)
    {
        int pitch = RowsPerPanel * UnitLength, units = UnitsOf(inner), count = panelEnd - panel, size = (end - column) * pitch;
        T* sums = Scratch<T>.Take(Purpose.Sums, (long)count * size);
        b = Padded(column, end, inner, b);
        if (units == 0) new Span<T>(sums, count * size).Clear();
        // One panel alone may as well go through all units at once.
        int slices = units == 0 ? 0 : count == 1 ? 1 : (units + UnitsAtOnce - 1) / UnitsAtOnce;
        for (int slice = 0; slice < slices; slice++)
        {
            int first = (int)((long)units * slice / slices), steps = (int)((long)units * (slice + 1) / slices) - first;
            Slice(end - column, panel, panelEnd, first, steps, packed, rows, inner, b, sums, pitch);
        }
        for (int p = panel; p < panelEnd; p++)
        {
            int row = p * RowsPerPanel;
            Spread(sums + (p - panel) * size, pitch, row, Math.Min(RowsPerPanel, rows - row), column, end, c);
        }
    }

    // A strip of B's rows stays in the caches while panel after panel comes by.
    private static void Slice(
        int columns, int panel, int panelEnd, int unit, int steps, T* packed, int rows, int inner, Factor b, T* sums, int pitch)
    {
        int count = panelEnd - panel;
        nint row = b.RowStride * sizeof(T);
        for (int n = 0; n < columns; n += Strip)
        {
            int height = Math.Min(Strip, columns - n);
            byte* from = (byte*)(b.Pointer + n * b.RowStride + unit * UnitLength);
            var next = new PrefetchRows(from + Strip * row, row, Strip, (nint)steps * sizeof(double), count * Strip / TallestTile, steps);
            for (int p = panel; p < panelEnd; p++)
            {
                int vectors = VectorsFor(Math.Min(RowsPerPanel, rows - p * RowsPerPanel));
                var tile = new Tile
                {
                    ARow = row,
                    AStep = sizeof(double),
                    Steps = steps,
                    B = (byte*)(packed + p * PanelSize(inner)) + (nint)unit * vectors * Lanes * sizeof(T),
                    BRow = vectors * Lanes * sizeof(T),
                    InitRow = unit == 0 ? 0 : pitch * sizeof(T),
                    CRow = pitch * sizeof(T),
                    PrefetchStep = count == 1 ? TallestTile * sizeof(double) : next.Step,
                };
                for (int r = 0; r < height;)
                {
                    tile.A = from + r * row;
                    tile.C = (byte*)(sums + ((long)(p - panel) * columns + n + r) * pitch);
                    tile.Init = unit == 0 ? (byte*)Zeros.Pointer : tile.C;
                    // One panel alone wants the next tile's rows soon.
                    tile.PrefetchAt = count > 1 ? next.Next() : tile.A + Strip / 2 * row;
                    r += Run<Pair>(height - r, vectors, tile);
                }
            }
        }
    }

    // A row that ends within a unit would run into the next one.
    private static Factor Padded(int column, int end, int inner, Factor b)
    {
        T* first = b.Pointer + column * b.RowStride;
        if (inner % UnitLength == 0) return new(first, b.RowStride);
        int width = inner + 1;
        T* copy = Scratch<T>.Take(Purpose.Padding, (long)(end - column) * width);
        for (int n = 0; n < end - column; n++)
        {
            new ReadOnlySpan<T>(first + n * b.RowStride, inner).CopyTo(new(copy + n * width, inner));
            copy[n * width + inner] = T.Zero;
        }
        return new(copy, width);
    }

    // Panel: unit u of row r of it at (u · vectors · UnitLanes + r) units; what is missing of the last vector is zero.
    private static void PackPanel(T* packed, int panel, int rows, int inner, Factor a)
    {
        int row = panel * RowsPerPanel, count = Math.Min(RowsPerPanel, rows - row), units = inner / UnitLength;
        int width = VectorsFor(count) * UnitLanes;
        T* to = packed + panel * PanelSize(inner);
        if (count < width || inner % UnitLength != 0) new Span<T>(to, UnitsOf(inner) * UnitLength * width).Clear();
        T* from = a.Pointer + row * a.RowStride;
        int done = PanelOrder.Interleave((double*)from, a.RowStride * sizeof(T) / sizeof(double), count, units, (double*)to, width,
            aligned: a.RowStride % UnitLength == 0);
        for (int r = done; r < count; r++)
        {
            T* x = from + r * a.RowStride;
            for (int u = 0; u < units; u++) ((double*)to)[u * width + r] = *(double*)(x + u * UnitLength);
        }
        if (inner % UnitLength != 0)
            for (int r = 0; r < count; r++) to[(units * width + r) * UnitLength] = from[r * a.RowStride + inner - 1];
    }

    // sums: row n − column, pair by pair of the rows of C.
    private static void Spread(T* sums, int pitch, int row, int count, int column, int end, Target c)
    {
        // What a sum is added to: what is there, the bias or zeros.
        T* to = c.Pointer + row * c.RowStride + column;
        T* start = c.Accumulate ? to : c.Bias != null ? c.Bias + column : (T*)Zeros.Pointer;
        nint startStride = c.Accumulate ? c.RowStride : 0;
        int width = end - column, rows = 0, columns = 0;
        if (UnitLength == 2)
            (rows, columns) = PanelOrder.SumPairs(
                (float*)sums, pitch, count, width, (float*)start, startStride, (float*)to, c.RowStride);
        for (int r = 0; r < count; r++)
            for (int n = r < rows ? columns : 0; n < width; n++)
            {
                T* pair = sums + n * pitch + r * UnitLength;
                to[r * c.RowStride + n] = (UnitLength == 2 ? pair[0] + pair[1] : pair[0]) + start[r * startStride + n];
            }
    }
}
