using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace PureSaliency.Tensors;

/// <summary>
/// One tile of C = C₀ + A·B: rows of A, a few vectors of columns, every element one chain of fused multiply-adds. Strides in bytes.
/// </summary>
internal unsafe struct Tile
{
    /// <summary>The left factor: unit k of row r at A + r·ARow + k·AStep.</summary>
    public byte* A;
    public nint ARow, AStep, Steps;

    /// <summary>The right factor: the vectors of step k at B + k·BRow.</summary>
    public byte* B;
    public nint BRow;

    /// <summary>C₀, where the chains begin: row r at Init + r·InitRow.</summary>
    public byte* Init;
    public nint InitRow;

    /// <summary>The result: row r at C + r·CRow. May be C₀.</summary>
    public byte* C;
    public nint CRow;

    /// <summary>Memory wanted next, a line per step.</summary>
    public byte* PrefetchAt;
    public nint PrefetchStep;
}

/// <summary>
/// Tiles held in registers. Their code is straight on purpose: a branch, call or stackalloc behind the loop, or a sum in a
/// structure, makes the JIT keep the sums on the stack.
/// </summary>
internal static unsafe partial class Tiles<O, V> where O : IRegister<V> where V : unmanaged
{
    /// <summary>Vectors in the widest tile.</summary>
    public static int Widest => O.Many ? 4 : 3;

    /// <summary>Computes the tallest tile of that many vectors that fits into <paramref name="rows"/> rows; returns its rows.</summary>
    public static int Run(int rows, int vectors, in Tile tile) => vectors switch
    {
        4 => Four(rows, tile),
        3 => Three(rows, tile),
        2 => Two(rows, tile),
        _ => One(rows, tile),
    };

    /// <summary>Copies the vectors of all steps together and lets the tile read them there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(ref Tile tile, int vectors, byte* to)
    {
        byte* from = tile.B;
        nint next = tile.BRow;
        tile.B = to;
        tile.BRow = vectors * sizeof(V);
        for (nint k = 0; k < tile.Steps; k++, from += next)
            for (int v = 0; v < vectors; v++, to += sizeof(V)) O.Store(O.Load(from + v * sizeof(V)), to);
    }

    // Asks for a line of memory that is needed soon; any address will do.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(byte* line)
    {
        if (Sse.IsSupported) Sse.Prefetch1(line);
    }

    private static int Four(int rows, in Tile tile)
    {
        if (rows < 6)
        {
            Tile1x4(tile);
            return 1;
        }
        Tile6x4(tile);
        return 6;
    }

    private static int Three(int rows, in Tile tile)
    {
        if (rows >= 8 && O.Many)
        {
            Tile8x3(tile);
            return 8;
        }
        if (rows < 4)
        {
            Tile1x3(tile);
            return 1;
        }
        Tile4x3(tile);
        return 4;
    }

    private static int Two(int rows, in Tile tile)
    {
        if (rows >= 8 && O.Many)
        {
            Tile8x2(tile);
            return 8;
        }
        if (rows < 4)
        {
            Tile1x2(tile);
            return 1;
        }
        Tile4x2(tile);
        return 4;
    }

    private static int One(int rows, in Tile tile)
    {
        if (rows >= 8)
        {
            Tile8x1(tile);
            return 8;
        }
        if (rows < 4)
        {
            Tile1x1(tile);
            return 1;
        }
        Tile4x1(tile);
        return 4;
    }
}
