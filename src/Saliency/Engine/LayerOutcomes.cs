using System.Numerics;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>
/// Scores of a layer, decoded where that was asked for, and what they say of the vocabulary. All texts are decoded together: the head's weights are
/// read once.
/// </summary>
internal sealed class LayerOutcomes<T>(Scorer<T> scorer, LmDecoder<T>? decoder, ExplainOptions options, CancellationToken cancellation)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The outcome of each sequence at a layer.</summary>
    public LayerOutcome[] At(ModelPass<T> pass, IReadOnlyList<int[]> texts, int layer)
    {
        var scored = scorer.At(pass, layer);
        LayerOutcome[] plain = [.. scored.Select(text => Plain(layer, text.Scores, text.Gradient))];
        return decoder is not null && options.ReadsHead ? Decoded(decoder, pass, texts, layer, plain, [.. scored.Select(text => text.Scores)]) : plain;
    }

    private LayerOutcome[] Decoded(
        LmDecoder<T> decoder, ModelPass<T> pass, IReadOnlyList<int[]> texts, int layer, LayerOutcome[] plain, PositionScores[] scored)
    {
        var (device, hidden) = (pass.Tape.Device, pass.Hidden(layer));                                  // (ΣN, K)
        var own = decoder.Decode(device, hidden, texts, options, cancellation);
        bool weighFirst = options.Decode && options.Order == DecodeOrder.WeighThenDecode;
        var rows = weighFirst ? decoder.Decode(device, Weighed(hidden.Shape, scored), texts, options, cancellation) : own;
        return [.. plain.Select((outcome, s) =>
        {
            double[] weights = weighFirst ? [.. outcome.Positions.Select(_ => 1.0)] : outcome.Positions;
            var vocabulary = new VocabularySaliency(rows[s], weights, decoder.Vocabulary);
            var coherence = Coherence(own[s], texts[s]);
            // Plain scores owe nothing to a head that overflows.
            return !options.Decode && !coherence.IsFinite ? outcome : outcome with
            {
                TokenScores = options.Decode ? vocabulary.TokenScores(texts[s], options.Duplicates) : outcome.TokenScores,
                Vocabulary = vocabulary,
                Coherence = coherence,
            };
        })];
    }

    private LayerOutcome Plain(int layer, PositionScores scored, Tensor<T>? gradient)
    {
        double[] positions = [.. scored.Scores.Select(s => Rectified(s, options.Rectify))];
        return new(layer, positions, positions, NegativeShare(scored.Scores.AsSpan()[1..^1]),
            Silences.Of(scored.Scores, positions, gradient), null, null, scored.Completeness);
    }

    private static Tensor<T> Weighed(Shape hidden, PositionScores[] scored) => Tensor<T>.From(
        hidden, [.. scored.SelectMany(text => text.Contributions!).Select(T.CreateTruncating)]);

    // How much of Σ|s| over the text's own tokens a ReLU takes away.
    private static double NegativeShare(ReadOnlySpan<double> scores)
    {
        var (negative, all) = (0.0, 0.0);
        foreach (double s in scores) (negative, all) = (negative + Math.Max(-s, 0), all + Math.Abs(s));
        return all == 0 ? 0 : negative / all;
    }

    private static double Rectified(double score, Rectify rectify) => rectify switch
    {
        Rectify.Relu => double.IsFinite(score) ? Math.Max(score, 0) : score, // what overflowed is told, not cut off
        Rectify.Abs => Math.Abs(score),
        _ => score,
    };

    private static LayerCoherence Coherence(DecodedRow[] rows, int[] ids) => new(
        rows.Where((row, n) => row.Ids.Contains(ids[n])).Count() / (double)rows.Length,
        rows.Average(row => row.InputMass),
        rows.Average(row => -row.OwnLogProbability));
}
