using System.Numerics;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Engine;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>
/// Compares every entry of <c>methods.safetensors</c>, of methods and of measures, with what the engine computes: in double from the stored weights within the entry's
/// own tolerances, and in float32 within some multiple of how far the reference strays in it.
/// </summary>
internal static class MethodVerifier
{
    // float32 runs in another order of sums than the reference's.
    private const double SingleSlack = 20, SingleLeast = 1e-5;
    private const double AbsolutePart = 1e-9, AbsoluteFloor = 1e-12;
    private const string Json = "methods.json", Tensors = "methods.safetensors";

    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, Json)) || File.Exists(Path.Combine(folder, Tensors));

    public static IEnumerable<Comparison> Verify(string folder, DeviceChoice device, CancellationToken cancellation)
    {
        var manifest = MethodsManifest.Load(Path.Combine(folder, Json));
        using var file = SafetensorsFile.Open(Path.Combine(folder, Tensors));
        var comparisons = new List<Comparison>();
        comparisons.AddRange(file.Tensors.Where(entry => !manifest.Entries.ContainsKey(entry.Name))
            .Select(entry => new Comparison("methods", entry.Name, Verdict.Skipped, Note: $"{Json} has no entry for it")));
        comparisons.AddRange(manifest.Entries.Values.Where(entry => !file.TryGet(entry.Name, out _))
            .Select(entry => new Comparison("missing", entry.Name, Verdict.Failed, Note: $"not in {Tensors}")));
        MethodEntry[] there = [.. manifest.Entries.Values.Where(entry => file.TryGet(entry.Name, out _))];
        var byUse = there.ToLookup(entry => !entry.Given && MethodEntries<double>.Find(entry.Definition) is not null);
        comparisons.AddRange(byUse[false].Select(NotCompared));
        MethodEntry[] known = [.. byUse[true]];
        comparisons.AddRange(Compare<double>(folder, device, manifest, file, known, cancellation));
        comparisons.AddRange(Compare<float>(folder, device, manifest, file, known, cancellation));
        return comparisons;
    }

    private static Comparison NotCompared(MethodEntry entry) =>
        entry.Given ? new("method inputs", entry.Name, Verdict.Given)
        : new(entry.Definition, entry.Name, Verdict.Skipped, Note: $"nothing here computes {entry.Definition}");

    private static List<Comparison> Compare<T>(
        string folder, DeviceChoice device, MethodsManifest manifest, SafetensorsFile file, MethodEntry[] entries, CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string lm = Path.Combine(folder, "lm.safetensors");
        var classifier = SequenceClassifier<T>.Load(folder);
        var devices = new DevicePool<T>(device);
        // The engine owns all three.
        var language = File.Exists(lm) ? MaskedLanguageModel<T>.Load(lm, withEncoder: true, classifier: classifier.Config) : null;
        using var engine = new ModelEngine<T>(classifier, language, devices) { MaskId = manifest.MaskId };
        var model = new MethodModel<T>(classifier, language, devices, engine, manifest, file, cancellation);
        var cases = manifest.Cases.Keys.ToDictionary(name => name, name => new MethodCase<T>(model, name));
        var comparisons = new List<Comparison>();
        foreach (var entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            comparisons.Add(Compare(file, entry, cases[entry.Case], language is not null));
        }
        return comparisons;
    }

    private static Comparison Compare<T>(SafetensorsFile file, MethodEntry entry, MethodCase<T> text, bool canDecode)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool single = typeof(T) == typeof(float);
        string group = single ? $"{entry.Definition} (float32)" : entry.Definition;
        if (!canDecode && DecodingEntries<T>.All.ContainsKey(entry.Definition))
            return new(group, entry.Name, Verdict.Skipped, Note: "there is no lm.safetensors");
        double[]? actual;
        try
        {
            actual = MethodEntries<T>.Find(entry.Definition)!(text, entry);
        }
        catch (Exception problem) when (problem is InputException or NotFiniteException)
        {
            return new(group, entry.Name, Verdict.Failed, Note: problem.Message);
        }
        if (actual is null) return new(group, entry.Name, Verdict.Skipped, Note: $"no {entry.Definition} of '{string.Join('.', entry.Rest)}' is computed here");
        file.TryGet(entry.Name, out var stored);
        var expected = new double[stored!.Count];
        file.Read(stored, expected.AsSpan());
        if (actual.Length != expected.Length)
            return new(group, entry.Name, Verdict.Failed, Note: $"{actual.Length} numbers, expected {expected.Length}");
        return single
            ? Comparison.Of(group, entry.Name, actual, expected, _ => true, 0, Math.Max(SingleSlack * entry.SingleError, SingleLeast) * SizeOf(entry, expected))
            : Comparison.Of(group, entry.Name, actual, expected, _ => true, entry.Relative, entry.Absolute);
    }

    // The largest element, or what the entry is a difference of: float32 leaves nothing of a gap of 1e-4 between sums of 1. The absolute tolerance
    // is a part of that size, but for entries so small that it has a floor.
    private static double SizeOf(MethodEntry entry, double[] expected) =>
        Math.Max(expected.Max(Math.Abs), entry.Absolute > AbsoluteFloor ? entry.Absolute / AbsolutePart : 0);
}
