using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Summaries;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Decoding;

/// <summary>
/// Reads rows through the pre-trained language-model head: Z = f_lm(h), P = scale(Z) row by row, only the τ largest kept.
/// Of Z only summaries of its rows come here: (N, V) is never held.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LmDecoder<T>(LmHead<T> head) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Decodes rows (N, K) of one text, row n of which stands at the place of id n.</summary>
    public DecodedRow[] Decode(
        Device<T> device, Tensor<T> rows, int[] ids, ExplainOptions options, CancellationToken cancellation = default) =>
        Decode(device, rows, [ids], options, cancellation)[0];

    /// <summary>Decodes rows (ΣN, K) of several texts end to end; every row gets the numbers that it gets alone.</summary>
    public DecodedRow[][] Decode(
        Device<T> device, Tensor<T> rows, IReadOnlyList<int[]> texts, ExplainOptions options,
        CancellationToken cancellation = default)
    {
        (int Own, int[] Input)[] places = [.. texts.SelectMany(PlacesOf)];
        int atOnce = RowSummaries.RowsAtOnce(device);
        DecodedRow[] decoded = [.. places.Chunk(atOnce).SelectMany(
            (chunk, i) => Decode(device, rows.Rows(i * atOnce, chunk.Length), chunk, options, cancellation))];
        int first = 0;
        return [.. texts.Select(ids => decoded[first..(first += ids.Length)])];
    }

    // A row's own id and all ids of its text, ascending.
    private static IEnumerable<(int Own, int[] Input)> PlacesOf(int[] ids)
    {
        int[] input = [.. ids.Distinct().Order()];
        return ids.Select(id => (id, input));
    }

    private DecodedRow[] Decode(
        Device<T> device, Tensor<T> rows, (int Own, int[] Input)[] places, ExplainOptions options, CancellationToken cancellation)
    {
        using var tape = new Tape<T>(device, cancellation);
        var demand = DecodedRow.Demand([.. places.Select(place => place.Input)], options);
        var summaries = head.Summaries(tape, tape.Leaf(rows), demand, cancellation);
        return [.. summaries.Select((z, n) => DecodedRow.Of(z, places[n].Own, options))];
    }
}
