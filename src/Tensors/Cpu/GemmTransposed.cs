using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PureSaliency.Tensors;

// C = A·Bᵀ: the rows of B take the tile's rows and the rows of A its lanes, so that a weight (O, K) is read where it lies, line
// after line. A is brought into panels for that: unit by unit (64 bits of a row), as many rows side by side as the lanes hold.
internal static unsafe partial class Gemm<T>
{
    // Elements that stay in the second cache: a block of A's panels beside a group of B's rows.
    private const int CachedElements = 1 << 16;

    // A multiple of every tile's rows.
    private const int SmallestGroup = 24;

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
        T* packed = device.Allocate(new Shape(checked((int)(panels * PanelSize(inner))))).Pointer;
        device.ForEach(panels, 8L * rows * inner, panel => PackPanel(packed, panel, rows, inner, a));
        int group = SmallestGroup * Math.Clamp(CachedElements / Math.Max(1, SmallestGroup * inner), 1, 4);
        int atOnce = Math.Max(1, (int)(2 * CachedElements / Math.Max(1, PanelSize(inner))));
        int across = (columns + group - 1) / group, down = (panels + atOnce - 1) / atOnce;
        device.ForEach(across * down, (long)rows * columns * inner, task =>
        {
            int column = task % across * group, panel = task / across * atOnce;
            Group(column, Math.Min(columns, column + group), panel, Math.Min(panels, panel + atOnce), packed, rows, inner, b, c);
        });
        device.Release(mark);
    }

    /// <summary>C = A·Bᵀ on the calling thread.</summary>
    public static void MultiplyTransposedAlone(int rows, int columns, int inner, Factor a, Factor b, Target c)
    {
        int panels = (rows + RowsPerPanel - 1) / RowsPerPanel;
        T* packed = Scratch<T>.Take(Purpose.Panels, panels * PanelSize(inner) + 1);
        for (int panel = 0; panel < panels; panel++) PackPanel(packed, panel, rows, inner, a);
        for (int column = 0; column < columns; column += SmallestGroup)
            Group(column, Math.Min(columns, column + SmallestGroup), 0, panels, packed, rows, inner, b, c);
    }

    private static void Group(
        int column, int end, int panel, int panelEnd, T* packed, int rows, int inner, Factor b, Target c)
    {
        int pitch = RowsPerPanel * UnitLength, units = UnitsOf(inner);
        T* sums = Scratch<T>.Take(Purpose.Sums, (long)(end - column) * pitch);
        b = Padded(column, end, inner, b);
        for (int first = panel; first < panelEnd; first++)
        {
            int row = first * RowsPerPanel, count = Math.Min(RowsPerPanel, rows - row), vectors = VectorsFor(count);
            var tile = new Tile
            {
                ARow = b.RowStride * sizeof(T),
                AStep = sizeof(double),
                Steps = units,
                B = (byte*)(packed + first * PanelSize(inner)),
                BRow = vectors * Lanes * sizeof(T),
                Init = (byte*)Zeros.Pointer,
                CRow = pitch * sizeof(T),
            };
            for (int n = column; n < end && units > 0;)
            {
                tile.A = (byte*)(b.Pointer + (n - column) * b.RowStride);
                tile.C = (byte*)(sums + (n - column) * pitch);
                // The rows of the next tile follow those of this one.
                tile.Ahead = tile.A + (first == panel ? 8 * tile.ARow : 0);
                tile.AheadStep = first == panel ? 64 : 0;
                n += Run<Pair>(end - n, vectors, tile);
            }
            if (units == 0) new Span<T>(sums, (end - column) * pitch).Clear();
            Spread(sums, pitch, row, count, column, end, c);
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
        for (int r = 0; r < count; r++)
        {
            T* to = c.Pointer + (row + r) * c.RowStride + column;
            T* from = sums + r * UnitLength;
            for (int n = 0; n < end - column; n++, from += pitch)
            {
                T sum = UnitLength == 2 ? from[0] + from[1] : from[0];
                if (c.Bias != null) sum += c.Bias[column + n];
                to[n] = c.Accumulate ? to[n] + sum : sum;
            }
        }
    }
}
