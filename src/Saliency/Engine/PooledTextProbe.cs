using System.Numerics;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>A text and a model that answers variants of it, on a device of the pool for as long as that takes and no longer.</summary>
internal sealed class PooledTextProbe<T>(
    SequenceClassifier<T> model, DevicePool<T> devices, int[] ids, int? mask, int target, CancellationToken cancellation) : ITextProbe
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Batch text = Batch.Of(model.Config, ids);
    private IReadOnlyList<int>? inner;

    public IReadOnlyList<int> Ids => ids;

    public IReadOnlyList<int> Positions => text.Positions;

    public IReadOnlyList<int> Inner => inner ??= TextUnits.Inner(model.Config, ids);

    public IReadOnlyList<int[]> Units => TextUnits.Of(Inner, null);

    public int MaskId => mask ?? throw MissingMask.In(model.Config);

    public int PadId => model.Config.PadId;

    public double[] Values(IEnumerable<Variant> variants, int count) => devices.Use(device => Probe(device).Values(variants, count), cancellation);

    public double[][] Logits(IEnumerable<Variant> variants, int count) => devices.Use(device => Probe(device).Logits(variants, count), cancellation);

    private TextProbe<T> Probe(Device<T> device) => new(model, device, text, mask, target, ExplainedValue.Logit, cancellation);
}
