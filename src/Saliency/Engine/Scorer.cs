using System.Numerics;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>Shows a method what it asks to see.</summary>
internal sealed class Scorer<T>(SequenceClassifier<T> model, int? mask, ExplainOptions options, CancellationToken cancellation,
    IReadOnlyList<int[][]?>? words = null, VariantsTried? tried = null, PassMeter? passes = null,
    MeanRows? means = null)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // What is about the text alone is the same at every layer.
    private readonly Dictionary<int, PositionScores> texts = [];
    private readonly ISaliencyMethod method = SaliencyMethods.For(options.Method);

    /// <summary>Scores of each sequence at a layer, with the gradient that they stand on where there is one.</summary>
    public (PositionScores Scores, Tensor<T>? Gradient)[] At(ModelPass<T> pass, int layer)
    {
        var gradients = pass.GradientsAt(layer);
        PositionScores[][] mixed = [.. LayerMix.Of(layer, model.Config.Layers, options)
            .Select(near => Own(pass, near, near == layer ? gradients : pass.GradientsAt(near)))];
        return [.. Enumerable.Range(0, pass.Batch.Sequences).Select(s => (LayerMix.Mean([.. mixed.Select(near => near[s])]), gradients?[s]))];
    }

    private PositionScores[] Own(ModelPass<T> pass, int layer, Tensor<T>[]? gradients) =>
        [.. pass.HiddenAt(layer).Select((h, s) => Score(pass, layer, s, h, gradients?[s]))];

    private PositionScores Score(ModelPass<T> pass, int layer, int sequence, Tensor<T> hidden, Tensor<T>? gradient) => method switch
    {
        ILayerMethod one => one.Score(new LayerView<T> { Layer = layer, Hidden = Weighed(one, pass, sequence, hidden, layer), Gradient = gradient! }, options),
        IPassMethod all => all.Score(View(pass, sequence, hidden, layer), options),
        IPathMethod path => path.Score(Probe(pass, sequence, hidden, layer), options),
        IEmbeddingMethod embedded => Once(sequence, () => embedded.Score(new EmbeddingProbe<T>(
            model, pass.Tape.Device, pass.Batch.Alone(sequence), mask, pass.Targets[sequence], options.Value, cancellation, passes).View(), options)),
        IInputMethod input => Once(sequence, () => input.Score(new TextProbe<T>(
            model, pass.Tape.Device, pass.Batch.Alone(sequence), mask, pass.Targets[sequence], options.Value, cancellation,
            words?[sequence], tried, passes), options)),
        _ => throw new NotSupportedException($"'{method.Info.Name}' implements none of the kinds of method."),
    };

    private PositionScores Once(int sequence, Func<PositionScores> score) =>
        texts.TryGetValue(sequence, out var known) ? known : texts[sequence] = score();

    private Tensor<T> Weighed(ILayerMethod one, ModelPass<T> pass, int sequence, Tensor<T> hidden, int layer) => one.Info.ReadsRows
        ? WeighedRows.Of(hidden, options, Probe(pass, sequence, hidden, layer).BaselineOf, () => (means ?? MeanRows.None)[layer]) : hidden;

    private PassView<T> View(ModelPass<T> pass, int sequence, Tensor<T> hidden, int layer)
    {
        var needs = method.Info.Needs;
        var states = needs.HasFlag(Needs.States) ? pass.StatesOf(layer, sequence) : [];
        return new()
        {
            Layer = layer,
            Depth = model.Config.Layers,
            Positions = hidden.Shape[0],
            Attention = pass.AttentionBelow(layer, sequence),
            AttentionGradients = pass.AttentionGradientsBelow(layer, sequence),
            States = states,
            Top = needs.HasFlag(Needs.States) ? pass.TopOf(sequence) : hidden,
            StateGradients = needs.HasFlag(Needs.StateGradients) ? pass.StateGradientsOf(layer, sequence) : [],
            WithoutValues = (block, upTo) => new ValueProbe<T>(model, pass.Tape.Device, cancellation, passes).Without(states[block], block, upTo),
        };
    }

    private PathProbe<T> Probe(ModelPass<T> pass, int sequence, Tensor<T> hidden, int layer) => new(
        model, pass.Tape.Device, pass.Batch.Alone(sequence), mask, hidden, layer, pass.Targets[sequence], options.Value, cancellation, tried, passes);
}
