using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>
/// Repeats the training run of a fixture folder, batch by batch from its stored weights (<c>training.json</c> says how,
/// <c>training.safetensors</c> what the reference computed): losses, gradient norms before clipping and final parameters.
/// </summary>
internal static class TrainingVerifier
{
    private const string Numbers = "training.safetensors";

    /// <summary>Whether a folder has a training run.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, Numbers));

    /// <summary>Compares the runs of a folder.</summary>
    /// <exception cref="InputException">A file is damaged.</exception>
    public static IReadOnlyList<Comparison> Verify<T>(string folder, Device<T> device, bool wide, CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var plan = TrainingPlan.Load(Path.Combine(folder, "training.json"), wide);
        using var file = SafetensorsFile.Open(Path.Combine(folder, Numbers));
        var comparisons = new List<Comparison>();
        if (file.TryGet("classify.loss", out _))
        {
            using var model = SequenceClassifier<T>.Load(folder, trainable: true);
            comparisons.AddRange(Run(new(file, plan, "classify"), device, model.Parameters, (tape, traced, _) => Classify(tape, model, traced), cancellation));
        }
        if (file.TryGet("mlm.loss", out _))
        {
            using var model = MaskedLanguageModel<T>.Load(Path.Combine(folder, "lm.safetensors"), withEncoder: true, trainable: true);
            comparisons.AddRange(Run(new(file, plan, "mlm"), device, model.Parameters, (tape, traced, labels) => Guess(tape, model, traced, labels), cancellation));
        }
        return comparisons;
    }

    private sealed record Reference(SafetensorsFile File, TrainingPlan Plan, string Name)
    {
        public double[] Read(string tensor)
        {
            if (!File.TryGet($"{Name}.{tensor}", out var entry)) throw new InputException($"'{File.Path}' has no tensor '{Name}.{tensor}'.");
            var values = new double[entry.Count];
            File.Read(entry, values.AsSpan());
            return values;
        }

        public int[] Labels(int step)
        {
            if (!File.TryGet($"{Name}.step{step}.labels", out var entry)) throw new InputException($"'{File.Path}' has no tensor '{Name}.step{step}.labels'.");
            var values = new long[entry.Count];
            File.Read(entry, values.AsSpan());
            return Array.ConvertAll(values, value => checked((int)value));
        }

        public Comparison Compare(string tensor, double[] actual) =>
            Comparison.Of("training", $"{Name}.{tensor}", actual, Read(tensor), _ => true, Plan.Relative, Plan.Absolute);
    }

    private static List<Comparison> Run<T>(
        Reference reference, Device<T> device, IReadOnlyList<Parameter<T>> parameters, Func<Tape<T>, TraceCase, int[], Var> loss,
        CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var trainer = new Trainer<T>(device, parameters, reference.Plan.Options);
        var (losses, norms) = (new List<double>(), new List<double>());
        for (int step = 0; step < reference.Plan.Options.Schedule.Updates; step++)
        {
            var traced = TraceCase.ReadInputs(reference.File, $"{reference.Name}.step{step}");
            int[] labels = reference.Labels(step);
            var result = trainer.Update([new(tape => loss(tape, traced with { Labels = labels }, labels))], null, cancellation);
            losses.Add(result.Loss);
            norms.Add(result.Norm);
        }
        return
        [
            reference.Compare("loss", [.. losses]), reference.Compare("grad_norm", [.. norms]),
            .. parameters.Select(parameter => reference.Compare("final." + parameter.Name, OnHost(device, parameter.Value))),
        ];
    }

    private static double[] OnHost<T>(Device<T> device, Tensor<T> tensor) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[tensor.Count];
        device.Download(tensor, values);
        return Array.ConvertAll(values, double.CreateTruncating);
    }

    private static Var Classify<T>(Tape<T> tape, SequenceClassifier<T> model, TraceCase traced) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var pass = model.Forward(tape, traced.ToBatch(model.Config), new Kept(HeadRowsOnly: true, NoAttention: true));
        return tape.Apply(new CrossEntropy<T>(traced.Labels!), pass.Logits);
    }

    private static Var Guess<T>(Tape<T> tape, MaskedLanguageModel<T> model, TraceCase traced, int[] labels) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var states = model.Encoder!.Run(tape, traced.ToBatch(model.Config), new Kept(NoAttention: true));
        var places = traced.Rows().Select((place, row) => (row, label: labels[place.Sequence * traced.Width + place.Position]))
            .Where(place => place.label != -100).ToArray();
        return model.Head.Loss(tape, states.Last, [.. places.Select(place => place.row)], [.. places.Select(place => place.label)]);
    }
}
