using System.Numerics;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>
/// Recomputes a fixture folder (config.json, model.safetensors, lm.safetensors, golden.safetensors, manifest.json)
/// and compares every golden tensor within the manifest's tolerances; repeats its training run where it has one
/// (training.json, training.safetensors), and its methods (methods.json, methods.safetensors).
/// </summary>
public static class FixtureVerifier
{
    private static readonly string[] Given = ["input_ids", "attention_mask", "target", "labels"];

    /// <summary>What is said of tensors that a classifier and a masked language model do not compute.</summary>
    internal const string SentenceNote = "sentence embeddings are not computed here";

    /// <summary>Compares all cases of a folder.</summary>
    /// <param name="folder">The fixture.</param>
    /// <param name="device">Where to compute; the host's cores if null.</param>
    /// <param name="cancellation">Stops within a case.</param>
    /// <exception cref="InputException">A file is missing or damaged.</exception>
    /// <exception cref="DeviceException">The device cannot be had or failed.</exception>
    public static IReadOnlyList<Comparison> Verify(
        string folder, DeviceChoice? device = null, CancellationToken cancellation = default)
    {
        var manifest = Manifest.Load(folder);
        var comparisons = manifest.Float64
            ? Verify<double>(folder, manifest, device, cancellation)
            : Verify<float>(folder, manifest, device, cancellation);
        if (MethodVerifier.IsIn(folder)) comparisons.AddRange(MethodVerifier.Verify(folder, device ?? new(), cancellation));
        return comparisons;
    }

    private static List<Comparison> Verify<T>(
        string folder, Manifest manifest, DeviceChoice? device, CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var model = SequenceClassifier<T>.Load(folder);
        string lm = Path.Combine(folder, "lm.safetensors");
        using var language = File.Exists(lm) ? MaskedLanguageModel<T>.Load(lm, withEncoder: true) : null;
        using var golden = SafetensorsFile.Open(Path.Combine(folder, "golden.safetensors"));
        using var where = (device ?? new()).Open<T>();
        var comparisons = new List<Comparison>();
        foreach (string name in TraceCase.NamesIn(golden))
        {
            var traced = TraceCase.Read(golden, name);
            var options = new TraceOptions(
                golden.Tensors.Any(entry => entry.Name.StartsWith($"{name}.param_grad", StringComparison.Ordinal)),
                golden.TryGet($"{name}.ig_zero", out _) || golden.TryGet($"{name}.ig_pad", out _) ? 64 : 0);
            var actual = new Tracer<T>(where, model, language, options, cancellation).Trace(traced).ToDictionary(tensor => tensor.Name);
            foreach (var entry in golden.Tensors.Where(entry => entry.Name.StartsWith(name + ".", StringComparison.Ordinal)))
                comparisons.Add(Compare(entry, golden, traced, actual.GetValueOrDefault(entry.Name), manifest));
        }
        if (TrainingVerifier.IsIn(folder)) comparisons.AddRange(TrainingVerifier.Verify(folder, where, manifest.Float64, cancellation));
        // What the manifest promises and nobody compared must not pass in silence.
        comparisons.AddRange(manifest.Tolerances.Keys.Except(comparisons.Select(comparison => comparison.Name)).Select(name =>
            new Comparison("missing", name, Verdict.Failed,
                Note: golden.TryGet(name, out _) ? "its case has no input_ids" : "not in golden.safetensors")));
        return comparisons;
    }

    private static Comparison Compare(
        TensorEntry entry, SafetensorsFile golden, TraceCase traced, TraceTensor? actual, Manifest manifest)
    {
        string local = entry.Name[(traced.Name.Length + 1)..], group = GroupOf(local);
        if (Given.Contains(local)) return new(group, entry.Name, Verdict.Given);
        if (local.StartsWith("sentence.", StringComparison.Ordinal)) return new(group, entry.Name, Verdict.Skipped, Note: SentenceNote);
        if (!manifest.Tolerances.TryGetValue(entry.Name, out var tolerance))
            return new(group, entry.Name, Verdict.Skipped, Note: "the manifest has no tolerance for it");
        if (actual is null) return new(group, entry.Name, Verdict.Failed, Note: "not computed");
        if (!entry.Shape.SequenceEqual(actual.Shape.Select(extent => (long)extent)))
            return new(group, entry.Name, Verdict.Failed,
                Note: $"shape [{string.Join(", ", actual.Shape)}], expected [{string.Join(", ", entry.Shape)}]");
        var expected = new double[entry.Count];
        golden.Read(entry, expected.AsSpan());
        double[] values = actual.Values ?? Array.ConvertAll(actual.Integers!, integer => (double)integer);
        return Comparison.Of(group, entry.Name, values, expected, Counts(local, actual.Shape, traced), tolerance.Relative, tolerance.Absolute);
    }

    // What the reference computes for padding means nothing: only rows, queries and keys of real tokens count.
    private static Func<int, bool> Counts(string local, int[] shape, TraceCase traced)
    {
        int axis = local.StartsWith("attention", StringComparison.Ordinal) ? 2 : 1;
        bool padded = shape.Length > axis && shape[0] == traced.Sequences && shape[axis] == traced.Width
            && !local.StartsWith("param_grad", StringComparison.Ordinal)
            && local is not ("logits" or "probabilities" or "position_ids");
        if (!padded) return _ => true;
        bool square = axis == 2 || local.StartsWith("rollout", StringComparison.Ordinal);
        int inner = shape[(axis + 1)..].Aggregate(1, (a, b) => a * b), outer = shape[1..].Aggregate(1, (a, b) => a * b);
        return i => traced.Real[i / outer] is var real && real[i / inner % traced.Width] && (!square || real[i % traced.Width]);
    }

    // hidden.3 → hidden, param_grad.roberta.… → param_grad, ig_zero.features stays.
    private static string GroupOf(string local) =>
        local.StartsWith("param_grad", StringComparison.Ordinal) ? local[..local.IndexOf('.')]
        : local.LastIndexOf('.') is > 0 and var dot && (char.IsDigit(local[dot + 1]) || local.EndsWith(".last", StringComparison.Ordinal))
            ? local[..dot]
            : local;
}
