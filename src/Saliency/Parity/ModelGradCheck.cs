using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>
/// Finite differences in double against the engine's gradients, on a very model and text: for samples of every layer's
/// hidden state and, if asked for, of every parameter. The function is a random combination of the logits.
/// </summary>
public static class ModelGradCheck
{
    /// <summary>Checks layer by layer, lowest first, then parameter by parameter; results come as they are ready.</summary>
    /// <param name="model">The model; trainable if parameters are checked.</param>
    /// <param name="ids">Token ids with &lt;s&gt; and &lt;/s&gt;.</param>
    /// <param name="options">Step, samples, seed.</param>
    /// <param name="parameters">Whether to check parameters too.</param>
    /// <param name="device">Where to compute; the host's cores if null.</param>
    /// <param name="cancellation">Stops between two passes.</param>
    /// <exception cref="DeviceException">The device cannot be had; told before the first result is asked for.</exception>
    public static IEnumerable<GradCheckResult> Check(
        SequenceClassifier<double> model, int[] ids, GradCheckOptions options, bool parameters, DeviceChoice? device = null,
        CancellationToken cancellation = default) =>
        Check(model, ids, options, parameters, (device ?? new()).Open<double>(), cancellation);

    private static IEnumerable<GradCheckResult> Check(
        SequenceClassifier<double> model, int[] ids, GradCheckOptions options, bool parameters, Device<double> device,
        CancellationToken cancellation)
    {
        using var where = device;
        var batch = Batch.Of(model.Config, ids);
        var layout = model.Encoder.LayoutOf(batch);
        foreach (var hidden in HiddenStates(model, batch, where))
            yield return GradCheck.Check(
                tape => Logits(() => model.ForwardFrom(tape, layout, tape.Leaf(hidden.Parameter), new Kept(hidden.Layer))),
                [hidden.Parameter], options, where)[0];
        if (!parameters) yield break;
        foreach (var parameter in model.Parameters)
            yield return GradCheck.Check(tape => Logits(() => model.Forward(tape, batch)), [parameter], options, where)[0];

        Var Logits(Func<ForwardPass> run)
        {
            cancellation.ThrowIfCancellationRequested();
            return run().Logits;
        }
    }

    private static (int Layer, Parameter<double> Parameter)[] HiddenStates(
        SequenceClassifier<double> model, Batch batch, Device<double> device)
    {
        using var tape = new Tape<double>(device);
        var (states, logits) = model.Forward(tape, batch);
        FinitePass.CheckLogits(model, device, tape.Fetch(logits), batch);
        return [.. states.Hidden.Select((value, layer) => (layer, new Parameter<double>(
            $"hidden.{layer}", Tensor<double>.From(tape[value].Shape, tape.Fetch(value).Span))))];
    }
}
