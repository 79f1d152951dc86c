using PureSaliency.Roberta;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Engine;

/// <summary>Saliency of one sequence at one layer, with S over the whole vocabulary where it was decoded.</summary>
internal sealed record LayerOutcome(
    int Layer, double[] TokenScores, double[] Positions, double NegativeShare, Silence Silence, VocabularySaliency? Vocabulary,
    LayerCoherence? Coherence, Completeness? Completeness)
{
    /// <summary>Whether all numbers are; a row of the vocabulary that is not shows in the coherence.</summary>
    public bool IsFinite => Positions.All(double.IsFinite) && TokenScores.All(double.IsFinite) && Coherence is null or { IsFinite: true }
        && Completeness is null or { IsFinite: true };
}

/// <summary>Saliency of one sequence.</summary>
internal sealed record SequenceOutcome(double[] Logits, int Target, IReadOnlyList<LayerOutcome> Layers);

/// <summary>Milliseconds of a batch.</summary>
internal sealed class Stopwatches
{
    public double Forward, Backward, Decode;
}

/// <summary>A model with its head behind one number type.</summary>
internal interface IEngine : IDisposable
{
    ModelConfig Config { get; }
    IReadOnlyList<string> Labels { get; }
    IReadOnlyList<string> ModelFiles { get; }
    IReadOnlyList<string> HeadFiles { get; }
    int? HeadVocabulary { get; }

    /// <summary>The id that hides a token; null where the tokenizer has none. Said once that is read, which goes on beside the weights.</summary>
    int? MaskId { get; set; }

    /// <summary>The mean row of each layer over many texts.</summary>
    MeanRows Means { get; set; }

    /// <summary>Sums over a sequence's rows of each layer, (L + 1, K).</summary>
    double[][] RowSums(int[] sequence, CancellationToken cancellation);

    /// <summary>What the outputs mean.</summary>
    OutputKind Outputs { get; }

    /// <summary>What is computed in.</summary>
    string Arithmetic { get; }

    /// <summary>Whether a card computes.</summary>
    bool IsOnCard { get; }

    /// <summary>Most rows of a pass that several texts share.</summary>
    int RowsAtOnce { get; }

    /// <summary>Logits of whole sequences.</summary>
    double[][] Logits(IReadOnlyList<int[]> sequences, CancellationToken cancellation);

    /// <summary>A sequence and what the model answers to variants of it; other work of the engine may come between.</summary>
    ITextProbe Text(int[] sequence, int target, CancellationToken cancellation);

    /// <summary>Shows a layer of one sequence to whoever tries its gradient.</summary>
    TOut Probe<TOut>(int[] sequence, int layer, int target, ExplainedValue value, Func<IGradientProbe, TOut> ask, CancellationToken cancellation);

    /// <summary>
    /// Saliency of whole sequences; <paramref name="choose"/> names the class of each, given all logits, <paramref name="words"/> the places of each
    /// word's tokens where words are taken away.
    /// </summary>
    IReadOnlyList<SequenceOutcome> Explain(
        IReadOnlyList<int[]> sequences, Func<double[][], int[]> choose, int[] layers, ExplainOptions options,
        Stopwatches watches, CancellationToken cancellation, IReadOnlyList<int[][]?>? words = null, VariantsTried? tried = null);

    /// <summary>Several methods on one sequence; those that explain the same value share a forward and a backward pass.</summary>
    /// <param name="sequence">The text.</param>
    /// <param name="target">The class explained.</param>
    /// <param name="requests">Methods and layers.</param>
    /// <param name="shift">What is added to the embedding output (N, K); null for nothing.</param>
    /// <param name="cancellation">Stops within a pass.</param>
    MethodOutcome[] ExplainTogether(int[] sequence, int target, IReadOnlyList<MethodRequest> requests, double[]? shift, CancellationToken cancellation);
}
