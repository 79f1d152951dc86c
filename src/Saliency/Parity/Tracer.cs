using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>What a trace holds beside the hidden states and their gradients.</summary>
/// <param name="ParameterGradients">Whether to compute the loss's gradient for every parameter.</param>
/// <param name="Steps">Points of integrated gradients; none are computed if 0.</param>
public sealed record TraceOptions(bool ParameterGradients = false, int Steps = 64);

/// <summary>Every tensor of a pass under the names of the reference, for comparison with another implementation.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Tracer<T>(
    Device<T> device, SequenceClassifier<T> model, MaskedLanguageModel<T>? language, TraceOptions options,
    CancellationToken cancellation = default)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly ExplainOptions Raw = ExplainOptions.Paper with { Rectify = Rectify.None };

    /// <summary>Traces a case: forward, backward from the target logits, saliency, language-model head, loss.</summary>
    /// <exception cref="InputException">Ids, targets or labels do not fit the model.</exception>
    public IReadOnlyList<TraceTensor> Trace(TraceCase traced)
    {
        using var tape = new Tape<T>(device, cancellation);
        var batch = traced.ToBatch(model.Config);
        var (states, logits) = model.Forward(tape, batch);
        FinitePass.CheckLogits(model, device, tape.Fetch(logits), batch);
        double[][] rows = [.. Enumerable.Range(0, traced.Sequences).Select(s => Array.ConvertAll(tape.Fetch(logits).Row(s).ToArray(), double.CreateTruncating))];
        int[] targets = Classes("target", traced.Targets) ?? [.. rows.Select(row => model.Outputs.Predicted(row))];
        var loss = TraceLoss.Of(model.Outputs, traced with { Targets = targets, Labels = Classes("labels", traced.Labels) }, rows);
        if (loss is null && options.ParameterGradients)
            throw new InputException($"The gradients of parameters are those of a loss, and the model gives numbers: expected {traced.Name}.labels to compare them with.");
        var gradients = tape.Backward(logits, ExplainedOutput<T>.Of(tape, logits, targets, ExplainedValue.Logit, model.Outputs).Seed,
            [.. states.Hidden, .. states.Attention]);
        var padded = new Padded(traced, states.Layout);
        List<TraceTensor> tensors =
        [
            .. Inputs(traced, batch, targets), .. Outputs(tape, logits, rows),
            .. Flow(tape, states, gradients, padded), .. Saliency(tape, states, gradients, padded),
            .. Rollouts(tape, states, padded),
        ];
        if (loss is not null) tensors.AddRange(Loss(tape, logits, loss));
        if (options.Steps > 0) tensors.AddRange(Paths(tape, states, batch, targets, padded));
        if (language is not null) tensors.AddRange(Lenses(tape, states, batch, padded));
        if (tensors.Find(tensor => tensor.Values?.All(double.IsFinite) == false) is { } wrong)
            throw new NotFiniteException($"The tensor {traced.Name}.{wrong.Name} is not finite, though the logits are; nothing was written.");
        return [.. tensors.Select(tensor => tensor with { Name = $"{traced.Name}.{tensor.Name}" })];
    }

    private int[]? Classes(string name, int[]? classes)
    {
        if (classes?.FirstOrDefault(c => (uint)c >= (uint)model.Head.Classes, -1) is { } wrong and not -1)
            throw new InputException($"{name} names class {wrong}, expected 0 to {model.Head.Classes - 1}.");
        return classes;
    }

    private IEnumerable<TraceTensor> Inputs(TraceCase traced, Batch batch, int[] targets)
    {
        int[] padded = [traced.Sequences, traced.Width];
        var positions = new long[traced.Sequences * traced.Width];
        // The reference gives padding the padding's position.
        Array.Fill(positions, model.Config.PadId);
        foreach (var ((s, t), position) in traced.Rows().Zip(batch.Positions)) positions[s * traced.Width + t] = position;
        yield return new("input_ids", padded, null, [.. traced.Ids.SelectMany(ids => ids).Select(id => (long)id)]);
        yield return new("attention_mask", padded, null, [.. traced.Real.SelectMany(real => real).Select(r => r ? 1L : 0)]);
        yield return new("position_ids", padded, null, positions);
        yield return new("target", [traced.Sequences], null, [.. targets.Select(c => (long)c)]);
    }

    private IEnumerable<TraceTensor> Outputs(Tape<T> tape, Var logits, double[][] rows)
    {
        yield return Plain("logits", tape.Fetch(logits));
        if (model.Outputs == OutputKind.ExclusiveClasses) yield return Plain("probabilities", tape.Fetch(tape.Apply(new Softmax<T>(), logits)));
        if (model.Outputs == OutputKind.IndependentLabels)
            yield return new("probabilities", [rows.Length, rows[0].Length], [.. rows.SelectMany(row => model.Outputs.Probabilities(row)!)]);
    }

    private static IEnumerable<TraceTensor> Flow(Tape<T> tape, EncoderStates states, Gradients<T> gradients, Padded padded)
    {
        for (int l = 0; l < states.Hidden.Count; l++)
        {
            yield return padded.Rows<T>($"hidden.{l}", tape.Fetch(states.Hidden[l]).Span);
            yield return padded.Rows<T>($"grad.{l}", gradients.Fetch(states.Hidden[l]).Span);
        }
        yield return padded.Rows<T>("hidden.last", tape.Fetch(states.Last).Span);
        for (int l = 0; l < states.Attention.Count; l++)
        {
            yield return padded.Attention($"attention.{l}", tape.Fetch(states.Attention[l]));
            yield return padded.Attention($"attention_grad.{l}", gradients.Fetch(states.Attention[l]));
        }
    }

    private static IEnumerable<TraceTensor> Saliency(Tape<T> tape, EncoderStates states, Gradients<T> gradients, Padded padded)
    {
        for (int l = 0; l < states.Hidden.Count; l++)
        {
            Tensor<T> hidden = tape.Fetch(states.Hidden[l]), gradient = gradients.Fetch(states.Hidden[l]);
            LayerView<T>[] views = [.. Enumerable.Range(0, states.Layout.Sequences).Select(s =>
                Of(states.Layout, hidden, gradient, s, l))];
            double[] Scores(ILayerMethod method) => [.. views.SelectMany(view => method.Score(view, Raw).Scores)];
            double[] cam = Scores(new GradCam());
            yield return padded.Rows<double>($"gradnorm.{l}", Scores(new GradNorm()), scalar: true);
            yield return padded.Rows<double>($"gradxinput.{l}", Scores(new GradXInput()), scalar: true);
            yield return padded.Rows<double>($"gradcam_raw.{l}", cam, scalar: true);
            yield return padded.Rows<double>($"gradcam.{l}", [.. cam.Select(s => Math.Max(s, 0))], scalar: true);
        }
    }

    private static LayerView<T> Of(AttentionLayout layout, Tensor<T> hidden, Tensor<T> gradient, int sequence, int layer)
    {
        int first = layout.Bounds[sequence], n = layout.Length(sequence);
        return new() { Layer = layer, Hidden = hidden.Rows(first, n), Gradient = gradient.Rows(first, n) };
    }

    private static IEnumerable<TraceTensor> Rollouts(Tape<T> tape, EncoderStates states, Padded padded)
    {
        var layout = states.Layout;
        double[][] rollouts = [.. Enumerable.Range(0, layout.Sequences).Select(s => Rollout.Identity(layout.Length(s)))];
        for (int l = 0; l < states.Attention.Count; l++)
        {
            for (int s = 0; s < rollouts.Length; s++)
                rollouts[s] = AttentionRollout.Next(ModelPass<T>.Attention(tape, states, states.Attention[l], s), rollouts[s]);
            yield return padded.Squares($"rollout.{l}", rollouts);
        }
    }

    private IEnumerable<TraceTensor> Loss(Tape<T> tape, Var logits, TraceLoss given)
    {
        yield return given.Labels;
        var (loss, seed) = given.Classes is { } classes
            ? (tape.Apply(new CrossEntropy<T>(classes), logits), Tensor<T>.From(new Shape([]), [T.One]))
            : (logits, Tensor<T>.From(tape[logits].Shape, Array.ConvertAll(given.Gradient, T.CreateTruncating)));
        yield return given.Classes is null ? new("loss", [], [given.Value]) : Plain("loss", tape.Fetch(loss));
        if (!options.ParameterGradients) yield break;
        Var[] parameters = [.. model.Parameters.Select(tape.Leaf)];
        var gradients = tape.Backward(loss, seed, parameters);
        foreach (var (parameter, value) in model.Parameters.Zip(parameters))
        {
            var gradient = Plain($"param_grad.{parameter.Name}", gradients.Fetch(value));
            yield return gradient;
            double norm = Math.Sqrt(gradient.Values!.Sum(g => g * g));
            yield return new($"param_grad_norm.{parameter.Name}", [], [norm]);
        }
    }

    private IEnumerable<TraceTensor> Paths(
        Tape<T> tape, EncoderStates states, Batch batch, int[] targets, Padded padded)
    {
        var method = new IntegratedGradients();
        var hidden = tape.Fetch(states.At(0));
        foreach (var (name, baseline) in new[] { ("ig_zero", Baseline.Zero), ("ig_pad", Baseline.Pad) })
        {
            var given = Raw.With(IntegratedGradients.Steps, options.Steps).With(IntegratedGradients.Baseline, baseline);
            PathProbe<T>[] probes = [.. Enumerable.Range(0, batch.Sequences).Select(s => new PathProbe<T>(
                model, device, batch.Alone(s), null, hidden.Rows(batch.Bounds[s], states.Layout.Length(s)), 0, targets[s], ExplainedValue.Logit, cancellation))];
            PositionScores[] scores = [.. probes.Select(probe => method.Score(probe, given))];
            yield return padded.Rows<double>(name, [.. scores.SelectMany(score => score.Scores)], scalar: true);
            yield return padded.Rows<double>($"{name}.features", [.. scores.SelectMany(score => score.Contributions!)]);
            yield return padded.Rows<T>($"{name}.baseline", [.. probes.SelectMany(probe => probe.BaselineOf(baseline))]);
            yield return new($"{name}.difference", [scores.Length], [.. scores.Select(score => score.Completeness!.Difference)]);
        }
    }

    private List<TraceTensor> Lenses(Tape<T> tape, EncoderStates states, Batch batch, Padded padded)
    {
        var tensors = new List<TraceTensor>();
        for (int l = 0; l < states.Hidden.Count; l++)
        {
            using var lens = new Tape<T>(device, cancellation);
            tensors.Add(padded.Rows<T>($"lens.{l}", lens.Fetch(language!.Head.Logits(lens, lens.Leaf(tape[states.Hidden[l]]))).Span));
        }
        if (language!.Encoder is null) return tensors;
        using var own = new Tape<T>(device, cancellation);
        tensors.Add(padded.Rows<T>("lm.logits", own.Fetch(language.Forward(own, batch).Logits).Span));
        return tensors;
    }

    private static TraceTensor Plain(string name, Tensor<T> tensor) =>
        new(name, tensor.Shape.AsSpan().ToArray(), Array.ConvertAll(tensor.ToArray(), double.CreateTruncating));
}
