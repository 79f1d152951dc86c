using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>One text of a batch and variants of it, end to end in passes of as many rows as the device likes.</summary>
internal sealed class TextProbe<T>(
    SequenceClassifier<T> model, Device<T> device, Batch text, int? mask, int target, ExplainedValue value, CancellationToken cancellation,
    int[][]? words = null, VariantsTried? tried = null, PassMeter? passes = null) : ITextProbe
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private IReadOnlyList<int[]>? units;

    public IReadOnlyList<int> Ids => text.Ids;

    public IReadOnlyList<int> Positions => text.Positions;

    public IReadOnlyList<int> Inner { get; } = TextUnits.Inner(model.Config, text.Ids);

    public IReadOnlyList<int[]> Units => units ??= TextUnits.Of(Inner, words);

    public int MaskId => mask ?? throw MissingMask.In(model.Config);

    public int PadId => model.Config.PadId;

    public double[] Values(IEnumerable<Variant> variants, int count) =>
        Array.ConvertAll(Logits(variants, count), row => ExplainedOutput<T>.ValueOf(row, target, value, model.Outputs));

    public double[][] Logits(IEnumerable<Variant> variants, int count)
    {
        var found = new List<double[]>();
        var group = new List<Batch>();
        int rows = 0;
        foreach (var batch in variants.Select(BatchOf))
        {
            if (rows > 0 && rows + batch.Ids.Length > device.PreferredRows) Run();
            group.Add(batch);
            rows += batch.Ids.Length;
        }
        Run();
        return [.. found];

        void Run()
        {
            if (group.Count > 0) found.AddRange(LogitsOf(group));
            tried?.Invoke(found.Count, count);
            group.Clear();
            rows = 0;
        }
    }

    private Batch BatchOf(Variant variant) => variant.Positions is { } positions
        ? new(variant.Ids, positions, [0, variant.Ids.Length]) : Batch.Of(model.Config, variant.Ids);

    private IEnumerable<double[]> LogitsOf(List<Batch> group)
    {
        int[] bounds = new int[group.Count + 1];
        for (int s = 0; s < group.Count; s++) bounds[s + 1] = bounds[s] + group[s].Ids.Length;
        var batch = new Batch([.. group.SelectMany(one => one.Ids)], [.. group.SelectMany(one => one.Positions)], bounds);
        using var tape = new Tape<T>(device, cancellation);
        passes?.Count(group.Count, model.Config.Layers, model.Config.Layers);
        var logits = tape.Fetch(model.Forward(tape, batch, new Kept(model.Config.Layers - 1, HeadRowsOnly: true, NoAttention: true)).Logits);
        FinitePass.CheckLogits(model, device, logits, batch);
        return [.. Enumerable.Range(0, group.Count).Select(s => Array.ConvertAll(logits.Row(s).ToArray(), double.CreateTruncating))];
    }
}
