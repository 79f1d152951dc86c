using System.Numerics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Summaries;

/// <summary>A piece of all rows (N, entries), which the kernel may overwrite.</summary>
internal readonly struct PieceOfRows<TLane, T>(ArrayView<T> values, ArrayView<TLane> lanes, int first, int entries, int piece, int pieces)
    where TLane : unmanaged
    where T : unmanaged
{
    public readonly ArrayView<T> Values = values;
    public readonly ArrayView<TLane> Lanes = lanes;
    public readonly int First = first, Entries = entries, Piece = piece, Pieces = pieces;
}

/// <summary>Sums of each row (N, pieces).</summary>
internal readonly struct SumsOfRows<T>(ArrayView<T> maxima, ArrayView<T> sums, ArrayView<T> squares) where T : unmanaged
{
    public readonly ArrayView<T> Maxima = maxima, Sums = sums, Squares = squares;
}

/// <summary>Values of the columns that are wanted of each row, end to end.</summary>
internal readonly struct PickedOfRows<T>(ArrayView<int> columns, ArrayView<int> firsts, ArrayView<T> values) where T : unmanaged
{
    public readonly ArrayView<int> Columns = columns, Firsts = firsts;
    public readonly ArrayView<T> Values = values;
}

/// <summary>The largest entries of each row (N, top) before and after the piece, and room to find them (N, top + entries).</summary>
internal readonly struct TopOfRows<T>(
    ArrayView<T> values, ArrayView<int> columns, ArrayView<T> nextValues, ArrayView<int> nextColumns, ArrayView<T> candidateValues,
    ArrayView<int> candidateColumns, int known, int wanted, int room)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> values = values, nextValues = nextValues, candidateValues = candidateValues;

    /// <summary>
    /// Merges a piece: the threads lay their candidates down one after the other, and a candidate's rank is the number of those
    /// before it by value and column. An atomic counter would spare the counting, but OpenCL without generic pointers has none.
    /// </summary>
    public void Merge(ArrayView<T> piece, long from, int first, int entries)
    {
        long old = (long)Grid.IdxX * wanted, row = (long)Grid.IdxX * room;
        for (int i = Group.IdxX; i < known; i += Group.DimX)
            (candidateValues[row + i], candidateColumns[row + i]) = (values[old + i], columns[old + i]);
        int offered = wanted == 0 ? 0 : entries, mine = 0;
        for (int i = Group.IdxX; i < offered; i += Group.DimX)
            if (MayEnter(piece[from + i], old)) mine++;
        var places = GroupReduce.Line(mine);
        int place = known + places.Before, count = known + places.All;
        for (int i = Group.IdxX; i < offered; i += Group.DimX)
        {
            if (!MayEnter(piece[from + i], old)) continue;
            (candidateValues[row + place], candidateColumns[row + place]) = (piece[from + i], first + i);
            place++;
        }
        MemoryFence.GroupLevel();
        Group.Barrier();
        for (int i = Group.IdxX; i < count; i += Group.DimX) Rank(row, old, i, count);
    }

    // Columns come in ascending order: of equal values the ones already there are better.
    private bool MayEnter(T value, long old) => known < wanted || value > values[old + wanted - 1];

    private void Rank(long row, long next, int candidate, int count)
    {
        T value = candidateValues[row + candidate];
        int column = candidateColumns[row + candidate], rank = 0;
        for (int i = 0; i < count && rank < wanted; i++)
            if (candidateValues[row + i] > value || (candidateValues[row + i] == value && candidateColumns[row + i] < column)) rank++;
        if (rank < wanted) (nextValues[next + rank], nextColumns[next + rank]) = (value, column);
    }
}

/// <summary>Reads a piece of one row: its largest entries, its sums, the columns that are wanted.</summary>
internal readonly struct PieceKernel<TLane, T>(
    PieceOfRows<TLane, T> piece, SumsOfRows<T> sums, PickedOfRows<T> picked, TopOfRows<T> top) : IGroupKernel
    where TLane : unmanaged, ILanes<TLane, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run()
    {
        long row = (long)Grid.IdxX * piece.Entries;
        for (int i = picked.Firsts[Grid.IdxX] + Group.IdxX; i < picked.Firsts[Grid.IdxX + 1]; i += Group.DimX)
        {
            int place = picked.Columns[i] - piece.First;
            if (place >= 0 && place < piece.Entries) picked.Values[i] = piece.Values[row + place];
        }
        top.Merge(piece.Values, row, piece.First, piece.Entries);
        Group.Barrier();
        Sums(row);
    }

    // Overwrites the piece.
    private void Sums(long row)
    {
        T squares = T.Zero, max = GroupExponentials<TLane, T>.Max(piece.Values, row, piece.Entries, T.One);
        for (int i = Group.IdxX; i < piece.Entries; i += Group.DimX) squares += piece.Values[row + i] * piece.Values[row + i];
        T sum = GroupExponentials<TLane, T>.Sum(piece.Values, piece.Values, piece.Lanes, row, piece.Entries, T.One, max);
        squares = GroupReduce.Sum(squares);
        if (Group.IdxX != 0) return;
        long at = (long)Grid.IdxX * piece.Pieces + piece.Piece;
        (sums.Maxima[at], sums.Sums[at], sums.Squares[at]) = (max, sum, squares);
    }
}
