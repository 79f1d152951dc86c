using System.Numerics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>A piece of all rows' logits (N, entries), which the kernel may overwrite.</summary>
internal readonly struct PieceOfLogits<TLane, T>(ArrayView<T> logits, ArrayView<TLane> lanes, int first, int entries, int piece, int pieces)
    where TLane : unmanaged
    where T : unmanaged
{
    public readonly ArrayView<T> Logits = logits;
    public readonly ArrayView<TLane> Lanes = lanes;
    public readonly int First = first, Entries = entries, Piece = piece, Pieces = pieces;
}

/// <summary>Sums of each row (N, pieces).</summary>
internal readonly struct SumsOfRows<T>(ArrayView<T> maxima, ArrayView<T> sums, ArrayView<T> squares) where T : unmanaged
{
    public readonly ArrayView<T> Maxima = maxima, Sums = sums, Squares = squares;
}

/// <summary>Logits of the ids of each row's text, end to end.</summary>
internal readonly struct LogitsOfInput<T>(ArrayView<int> ids, ArrayView<int> firsts, ArrayView<T> logits) where T : unmanaged
{
    public readonly ArrayView<int> Ids = ids, Firsts = firsts;
    public readonly ArrayView<T> Logits = logits;
}

/// <summary>The largest entries of each row (N, τ) before and after the piece, and room to find them (N, τ + entries).</summary>
internal readonly struct TopOfRows<T>(
    ArrayView<T> values, ArrayView<int> ids, ArrayView<T> nextValues, ArrayView<int> nextIds, ArrayView<T> candidateValues,
    ArrayView<int> candidateIds, int known, int wanted, int room)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> values = values, nextValues = nextValues, candidateValues = candidateValues;

    /// <summary>
    /// Merges a piece: the threads lay their candidates down one after the other, and a candidate's rank is the number of those
    /// before it by value and id. An atomic counter would spare the counting, but OpenCL without generic pointers has none.
    /// </summary>
    public void Merge(ArrayView<T> logits, long from, int first, int entries)
    {
        long old = (long)Grid.IdxX * wanted, row = (long)Grid.IdxX * room;
        for (int i = Group.IdxX; i < known; i += Group.DimX) (candidateValues[row + i], candidateIds[row + i]) = (values[old + i], ids[old + i]);
        int offered = wanted == 0 ? 0 : entries, mine = 0;
        for (int i = Group.IdxX; i < offered; i += Group.DimX)
            if (MayEnter(logits[from + i], old)) mine++;
        var places = GroupReduce.Line(mine);
        int place = known + places.Before, count = known + places.All;
        for (int i = Group.IdxX; i < offered; i += Group.DimX)
        {
            if (!MayEnter(logits[from + i], old)) continue;
            (candidateValues[row + place], candidateIds[row + place]) = (logits[from + i], first + i);
            place++;
        }
        MemoryFence.GroupLevel();
        Group.Barrier();
        for (int i = Group.IdxX; i < count; i += Group.DimX) Rank(row, old, i, count);
    }

    // Ids come in ascending order: of equal values the ones already there are better.
    private bool MayEnter(T value, long old) => known < wanted || value > values[old + wanted - 1];

    private void Rank(long row, long next, int candidate, int count)
    {
        T value = candidateValues[row + candidate];
        int id = candidateIds[row + candidate], rank = 0;
        for (int i = 0; i < count && rank < wanted; i++)
            if (candidateValues[row + i] > value || (candidateValues[row + i] == value && candidateIds[row + i] < id)) rank++;
        if (rank < wanted) (nextValues[next + rank], nextIds[next + rank]) = (value, id);
    }
}

/// <summary>Reads a piece of one row: its largest entries, its sums, the logits of the text's own ids.</summary>
internal readonly struct PieceKernel<TLane, T>(
    PieceOfLogits<TLane, T> piece, SumsOfRows<T> sums, LogitsOfInput<T> input, TopOfRows<T> top) : IGroupKernel
    where TLane : unmanaged, ILanes<TLane, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run()
    {
        long row = (long)Grid.IdxX * piece.Entries;
        for (int i = input.Firsts[Grid.IdxX] + Group.IdxX; i < input.Firsts[Grid.IdxX + 1]; i += Group.DimX)
        {
            int place = input.Ids[i] - piece.First;
            if (place >= 0 && place < piece.Entries) input.Logits[i] = piece.Logits[row + place];
        }
        top.Merge(piece.Logits, row, piece.First, piece.Entries);
        Group.Barrier();
        Sums(row);
    }

    // Overwrites the logits.
    private void Sums(long row)
    {
        T squares = T.Zero, max = GroupExponentials<TLane, T>.Max(piece.Logits, row, piece.Entries, T.One);
        for (int i = Group.IdxX; i < piece.Entries; i += Group.DimX) squares += piece.Logits[row + i] * piece.Logits[row + i];
        T sum = GroupExponentials<TLane, T>.Sum(piece.Logits, piece.Logits, piece.Lanes, row, piece.Entries, T.One, max);
        squares = GroupReduce.Sum(squares);
        if (Group.IdxX != 0) return;
        long at = (long)Grid.IdxX * piece.Pieces + piece.Piece;
        (sums.Maxima[at], sums.Sums[at], sums.Squares[at]) = (max, sum, squares);
    }
}
