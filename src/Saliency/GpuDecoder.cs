using System.Numerics;
using ILGPU;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>
/// The decoder on an accelerator: logits come piece by piece, and a kernel with one group per row keeps what is wanted of them,
/// the τ largest among it. Only that comes back to the host.
/// </summary>
internal static class GpuDecoder
{
    // Entries of the vocabulary at once: N times so many logits are held.
    private const int PieceWidth = 1024;

    public static DecodedRow[] Decode<T>(
        GpuDevice<T> device, LmHead<T> head, Tensor<T> transformed, (int Own, int[] Input)[] places, ExplainOptions options,
        CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int tau = options.Vocabulary == VocabularyScope.Full ? Math.Min(options.Tau, head.Vocabulary) : 0;
        var rows = new GpuRows<T>(device, places, head.Vocabulary, PieceWidth, tau);
        for (int first = 0; first < head.Vocabulary; first += PieceWidth)
        {
            cancellation.ThrowIfCancellationRequested();
            var mark = device.Mark();
            var logits = device.Allocate(new Shape(places.Length, Math.Min(PieceWidth, head.Vocabulary - first)));
            head.Decode(device, transformed, first, logits);
            rows.Read(first, logits);
            device.Release(mark);
        }
        return [.. rows.Summaries().Select(row => row.Decoded(options))];
    }
}

/// <summary>What is kept of each row while its logits come by.</summary>
internal sealed class GpuRows<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly GpuDevice<T> device;
    private readonly (int Own, int[] Input)[] places;
    private readonly int width, tau, pieces;
    private readonly int[] firsts;
    private readonly Tensor<T> inputLogits, maxima, sums, squares;
    private readonly ArrayView<int> input, inputFirsts;
    private (Tensor<T> Values, ArrayView<int> Ids) best, other, candidates;

    public GpuRows(GpuDevice<T> device, (int Own, int[] Input)[] places, int vocabulary, int width, int tau)
    {
        (this.device, this.places, this.width, this.tau) = (device, places, width, tau);
        pieces = (vocabulary + width - 1) / width;
        firsts = new int[places.Length + 1];
        for (int n = 0; n < places.Length; n++) firsts[n + 1] = firsts[n] + places[n].Input.Length;
        input = device.Indices([.. places.SelectMany(place => place.Input)]);
        inputFirsts = device.Indices(firsts);
        inputLogits = device.Allocate(new Shape(firsts[^1]));
        (maxima, sums, squares) = (PerPiece(), PerPiece(), PerPiece());
        (best, other, candidates) = (Entries(tau), Entries(tau), Entries(tau + width));
    }

    /// <summary>Takes the logits (N, entries) of the entries from <paramref name="first"/> on.</summary>
    public void Read(int first, Tensor<T> logits)
    {
        if (typeof(T) == typeof(float)) Read<Lane32<T>>(first, logits);
        else Read<Lane64<T>>(first, logits);
        (best, other) = (other, best);
    }

    /// <summary>What was kept, brought to the host.</summary>
    public IEnumerable<RowSummary> Summaries()
    {
        double[] logits = Host(inputLogits), peaks = Host(maxima), totals = Host(sums), norms = Host(squares), values = Host(best.Values);
        int[] ids = device.ToHost(best.Ids);
        return places.Select((place, n) => new RowSummary(
            place.Own, place.Input, logits[firsts[n]..firsts[n + 1]], Of(peaks, n), Of(totals, n), Of(norms, n),
            [.. Enumerable.Range(n * tau, tau).Select(i => (ids[i], values[i]))]));
    }

    private void Read<TLane>(int first, Tensor<T> logits) where TLane : unmanaged, ILanes<TLane, T> =>
        device.ForRows(places.Length, new PieceKernel<TLane, T>(
            new(logits.OnGpu(), logits.OnGpu().Cast<TLane>(), first, logits.Shape[1], first / width, pieces),
            new(maxima.OnGpu(), sums.OnGpu(), squares.OnGpu()),
            new(input, inputFirsts, inputLogits.OnGpu()),
            new(best.Values.OnGpu(), best.Ids, other.Values.OnGpu(), other.Ids, candidates.Values.OnGpu(), candidates.Ids,
                Math.Min(tau, first), tau, tau + width)));

    private Tensor<T> PerPiece() => device.Allocate(new Shape(places.Length, pieces));

    private (Tensor<T>, ArrayView<int>) Entries(int count) =>
        (device.Allocate(new Shape(places.Length, count)), device.Take<int>(places.Length * count));

    private double[] Of(double[] perPiece, int row) => perPiece[(row * pieces)..((row + 1) * pieces)];

    private double[] Host(Tensor<T> tensor) => Array.ConvertAll(device.ToHost(tensor).ToArray(), double.CreateTruncating);
}
