using System.Diagnostics;
using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>
/// One forward and one backward pass of a text for several methods that explain the same value: what each reads is there, and the numbers are
/// those that it gets alone.
/// </summary>
internal sealed class SharedPass<T>(SequenceClassifier<T> model, LmDecoder<T>? decoder, int? mask, MeanRows means, Device<T> device, CancellationToken cancellation)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const Needs Back = Needs.Gradient | Needs.AttentionGradient | Needs.StateGradients;

    /// <summary>An outcome for each request.</summary>
    public IEnumerable<MethodOutcome> Of(int[] sequence, int target, MethodRequest[] requests, double[]? shift)
    {
        using var tape = new Tape<T>(device, cancellation);
        long started = Stopwatch.GetTimestamp();
        var batch = Batch.Of(model.Config, sequence);
        int[] read = [.. requests.SelectMany(ReadBy).Distinct().Order()];
        var needs = requests.Aggregate(Needs.None, (all, request) => all | NeedsOf(request));
        var kept = Demand.Kept(model.Config, read, needs);
        var (states, logits) = shift is null ? model.Forward(tape, batch, kept) : Shifted(tape, batch, kept, shift);
        FinitePass.CheckLogits(model, device, tape.Fetch(logits), batch);
        double forward = Stopwatch.GetElapsedTime(started).TotalSeconds;
        started = Stopwatch.GetTimestamp();
        Var[] wanted = [.. Demand.Wanted(states, read, needs)];
        var explained = ExplainedOutput<T>.Of(tape, logits, [target], requests[0].Options.Value, model.Outputs);
        var gradients = wanted.Length > 0 ? tape.Backward(explained.Output, explained.Seed, wanted) : null;
        double backward = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var pass = new ModelPass<T>(tape, states, gradients, batch, [target]);
        foreach (var request in requests) yield return One(pass, sequence, request, forward, backward);
    }

    // From h_0 + e instead of h_0.
    private ForwardPass Shifted(Tape<T> tape, Batch batch, Kept kept, double[] shift)
    {
        var h = tape.Fetch(model.Encoder.Embed(tape, batch));
        var moved = Tensor<T>.From(h.Shape, h.Span);                                                    // (N, K)
        for (int i = 0; i < shift.Length; i++) moved.Span[i] += T.CreateTruncating(shift[i]);
        return model.ForwardFrom(tape, model.Encoder.LayoutOf(batch), tape.Leaf(moved), kept with { From = 0 });
    }

    private MethodOutcome One(ModelPass<T> pass, int[] sequence, MethodRequest request, double forward, double backward)
    {
        long started = Stopwatch.GetTimestamp();
        bool back = (NeedsOf(request) & Back) != 0;
        var meter = new PassMeter();
        var scorer = new Scorer<T>(model, mask, request.Options, cancellation, [request.Words], passes: meter, means: means);
        var outcomes = new LayerOutcomes<T>(scorer, decoder, request.Options, cancellation);
        var layers = new LayerOutcome[request.Layers.Length];
        var passes = new (double, double)[layers.Length];
        // What is about the text alone is computed at the first layer, and each of them needs all of it.
        bool once = SaliencyMethods.For(request.Options.Method).Info.IsAboutText;
        for (int i = 0; i < layers.Length; i++)
        {
            var (forward0, backward0) = once ? (0, 0) : (meter.Forward, meter.Backward);
            layers[i] = outcomes.At(pass, [sequence], request.Layers[i])[0];
            passes[i] = (1 + meter.Forward - forward0, (back ? 1 : 0) + meter.Backward - backward0);
        }
        if (layers.FirstOrDefault(layer => !layer.IsFinite) is { } wrong)
            throw new NotFiniteException($"The scores of {request.Options.Method} at layer {wrong.Layer} are not finite.");
        double own = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new(layers, passes, forward + (back ? backward : 0) + own);
    }

    private IEnumerable<int> ReadBy(MethodRequest request) =>
        request.Layers.SelectMany(layer => LayerMix.Of(layer, model.Config.Layers, request.Options));

    private static Needs NeedsOf(MethodRequest request) => SaliencyMethods.For(request.Options.Method).Info.Needs;
}
