using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>Some heads in the order of sequences and heads, and their part of all probabilities.</summary>
internal readonly record struct HeadRange(int First, int Count, int Start, int Probabilities);

/// <summary>One head of a sequence in matrices of some width: its numbers of queries m and keys n, its size D, and where it begins.</summary>
internal readonly struct HeadPlace(AttentionLayout layout, int sequence, int head, int width)
{
    public readonly int Width = width, Size = width / layout.Heads, Queries = layout.QueriesOf(sequence), Keys = layout.Length(sequence);
    public readonly long Query = (long)layout.FirstQuery(sequence) * width + head * (width / layout.Heads);
    public readonly long Key = (long)layout.Bounds[sequence] * width + head * (width / layout.Heads);
}

/// <summary>
/// Sequences end to end and the attention probabilities between their rows: for each sequence of n rows, H matrices (m, n),
/// query by key; all rows are queries, m = n, or the first alone is, m = 1. The head split is index arithmetic: head h reads
/// columns hD … hD + D − 1.
/// </summary>
/// <param name="Bounds">Row at which each sequence begins, and the number of rows at the end: B + 1 numbers.</param>
/// <param name="Heads">Number of heads H.</param>
/// <param name="FirstOnly">Whether only the first row of each sequence asks; the queries are then (B, K).</param>
public sealed record AttentionLayout(int[] Bounds, int Heads, bool FirstOnly = false)
{
    private readonly int[] offsets = Offsets(Bounds, Heads, FirstOnly);

    // Without `init`: a copy by `with` would keep the offsets.
    /// <summary>Row at which each sequence begins, and the number of rows at the end.</summary>
    public int[] Bounds { get; } = Bounds;

    /// <summary>Number of heads.</summary>
    public int Heads { get; } = Heads;

    /// <summary>Whether only the first row of each sequence asks.</summary>
    public bool FirstOnly { get; } = FirstOnly;

    /// <summary>Number of sequences.</summary>
    public int Sequences => Bounds.Length - 1;

    /// <summary>Number of rows of all sequences.</summary>
    public int Rows => Bounds[^1];

    /// <summary>Number of queries M of all sequences.</summary>
    public int Queries => FirstOnly ? Sequences : Rows;

    /// <summary>Number of probabilities, Σ H m n.</summary>
    public int Count => offsets[^1];

    /// <summary>Rows of a sequence.</summary>
    public int Length(int sequence) => Bounds[sequence + 1] - Bounds[sequence];

    /// <summary>Queries m of a sequence.</summary>
    public int QueriesOf(int sequence) => FirstOnly ? 1 : Length(sequence);

    /// <summary>The row of a sequence's first query among all queries.</summary>
    public int FirstQuery(int sequence) => FirstOnly ? sequence : Bounds[sequence];

    /// <summary>Where the (m, n) matrix of a sequence's head begins.</summary>
    public int Offset(int sequence, int head) => offsets[sequence] + head * QueriesOf(sequence) * Length(sequence);

    /// <summary>Whether keys or values fit: one row each, divisible among the heads.</summary>
    internal bool Fits(Shape x) => x.Rank == 2 && x[0] == Rows && x[1] % Heads == 0;

    /// <summary>Runs <paramref name="body"/> for each head of each sequence.</summary>
    internal void ForEachHead<T>(CpuDevice<T> device, int width, Action<int, int> body)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        device.ForEach(Sequences * Heads, (long)Count * (width / Heads), task => body(task / Heads, task % Heads));

    /// <summary>Rows of the longest sequence.</summary>
    internal int Longest => Enumerable.Range(0, Sequences).Max(Length);

    /// <summary>Most queries of a sequence.</summary>
    internal int MostQueries => FirstOnly ? 1 : Longest;

    /// <summary>The layout where kernels can read it.</summary>
    internal GpuLayout OnGpu<T>(GpuDevice<T> device) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(device.Indices(Bounds), device.Indices(offsets), Heads, FirstOnly ? 1 : 0);

    /// <summary>All heads of all sequences.</summary>
    internal HeadRange AllHeads => new(0, Sequences * Heads, 0, Count);

    /// <summary>Heads of one sequence or several, in order, with at most so many probabilities unless one head has more.</summary>
    internal IEnumerable<HeadRange> Chunks(int most)
    {
        int first = 0, start = 0;
        for (int index = 1; index <= Sequences * Heads; index++)
        {
            int end = EndOf(index - 1), next = index < Sequences * Heads ? EndOf(index) : int.MaxValue;
            if (next - start <= most && index < Sequences * Heads) continue;
            yield return new(first, index - first, start, end - start);
            (first, start) = (index, end);
        }
    }

    /// <summary>1/√D for matrices of some width.</summary>
    internal T Scale<T>(int width) where T : unmanaged, IFloatingPointIeee754<T> => T.One / T.Sqrt(T.CreateTruncating(width / Heads));

    /// <summary>softmax of the scaled scores, row by row of some length, in place.</summary>
    internal void Softmax<T>(Span<T> scores, int length, int width) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T scale = Scale<T>(width);
        for (int i = 0; i < scores.Length; i += length)
        {
            var row = scores.Slice(i, length);
            Simd.Scale(row, scale, row);
            Simd.Softmax(row, row);
        }
    }

    /// <summary>The rows of P where kernels can find them.</summary>
    internal HeadRows RowsOnGpu<T>(GpuDevice<T> device, HeadRange heads) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(OnGpu(device), heads.First, heads.Start);

    /// <summary>One product for each of some heads: C = factor · A·B, or C += A·B.</summary>
    internal void Multiply<T>(
        GpuDevice<T> device, HeadProduct which, int width, Tensor<T> a, Tensor<T> b, Tensor<T> c, T factor, bool accumulate,
        HeadRange heads)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        GpuProduct.RunMany(device, heads.Count,
            which == HeadProduct.ToKeys ? Longest : MostQueries, which == HeadProduct.Scores ? Longest : width / Heads,
            new HeadProducts(OnGpu(device), which, width, heads.First, heads.Start), a.OnGpu(), b.OnGpu(),
            new(c.OnGpu(), c.OnGpu(), factor, false, accumulate));

    // Where the probabilities of a sequence's head end.
    private int EndOf(int index) => Offset(index / Heads, index % Heads) + QueriesOf(index / Heads) * Length(index / Heads);

    private static int[] Offsets(int[] bounds, int heads, bool firstOnly)
    {
        var offsets = new int[bounds.Length];
        for (int s = 1; s < bounds.Length; s++)
        {
            int length = bounds[s] - bounds[s - 1];
            offsets[s] = checked(offsets[s - 1] + heads * (firstOnly ? 1 : length) * length);
        }
        return offsets;
    }
}
