using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>A fixture's model, its head if there is one, and the devices that compute.</summary>
internal sealed record MethodModel<T>(
    SequenceClassifier<T> Classifier, MaskedLanguageModel<T>? Language, DevicePool<T> Devices, ModelEngine<T> Engine,
    MethodsManifest Manifest, SafetensorsFile File, CancellationToken Cancellation)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>One text of a fixture, its class and its given draws, as the formulas of entries see it.</summary>
internal sealed class MethodCase<T>(MethodModel<T> model, string name) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<ExplainOptions, SequenceOutcome> explained = [];
    private readonly MethodText text = model.Manifest.Cases[name];

    public int[] Ids => text.Ids;

    /// <summary>c, the class that is explained.</summary>
    public int Class => text.Class;

    public MethodsManifest Manifest => model.Manifest;

    public OutputKind Outputs => model.Classifier.Outputs;

    public ModelConfig Config => model.Classifier.Config;

    /// <summary>L.</summary>
    public int Depth => Config.Layers;

    /// <summary>Options of a method's own scores, neither rectified nor decoded.</summary>
    public static ExplainOptions Plain(string method) => new() { Method = method, Decode = false, Rectify = Rectify.None };

    /// <summary>The text at all layers; computed once for the same options.</summary>
    public SequenceOutcome Explained(ExplainOptions options) => explained.TryGetValue(options, out var known) ? known
        : explained[options] = model.Engine.Explain(
            [Ids], _ => [text.Class], [.. Enumerable.Range(0, Depth + 1)], options, new(), model.Cancellation)[0];

    /// <summary>The text at one layer; null if the model has none of that name.</summary>
    public LayerOutcome? At(ExplainOptions options, string? layer) =>
        LayerOf(layer) is { } index ? Explained(options).Layers[index] : null;

    /// <summary>The number of a layer, 0…L, or of a block, 0…L − 1, if <paramref name="beyond"/> is 1; null if there is none.</summary>
    public int? LayerOf(string? layer, int beyond = 0) =>
        int.TryParse(layer, out int index) && index >= 0 && index + beyond <= Depth ? index : null;

    /// <summary>Shows the text to a method that asks for variants.</summary>
    public TOut Ask<TOut>(Func<ITextProbe, TOut> ask, ExplainedValue value = ExplainedValue.Logit) => model.Devices.Use(device => ask(
        new TextProbe<T>(model.Classifier, device, Batch.Of(Config, Ids), Manifest.MaskId, text.Class, value, model.Cancellation)));

    /// <summary>Shows the text's hidden state at a layer to a method that asks for points near it.</summary>
    public TOut AskPath<TOut>(int layer, Func<IPathProbe<T>, TOut> ask) => model.Devices.Use(device => ask(new PathProbe<T>(
        model.Classifier, device, Batch.Of(Config, Ids), Manifest.MaskId, Hidden(device)[layer], layer, text.Class, ExplainedValue.Logit,
        model.Cancellation)));

    /// <summary>Shows h_0 … h_L, and what blocks make without the values of a position.</summary>
    public TOut AskStates<TOut>(Func<PassView<T>, TOut> ask) => model.Devices.Use(device =>
    {
        var hidden = Hidden(device);
        return ask(new()
        {
            Layer = Depth,
            Depth = Depth,
            Positions = Ids.Length,
            Attention = [],
            States = hidden,
            WithoutValues = (block, upTo) => new ValueProbe<T>(model.Classifier, device, model.Cancellation).Without(hidden[block], block, upTo),
        });
    });

    /// <summary>Every layer's rows decoded through the head.</summary>
    public DecodedRow[][] Decoded(ExplainOptions options) => model.Devices.Use(device =>
    {
        var decoder = new LmDecoder<T>(model.Language!.Head);
        return (DecodedRow[][])[.. Hidden(device).Select(rows => decoder.Decode(device, rows, Ids, options, model.Cancellation))];
    });

    /// <summary>A given tensor of the case.</summary>
    public double[] Given(string given)
    {
        string full = $"{name}.given.{given}";
        if (!model.File.TryGet(full, out var entry)) throw new InputException($"'{model.File.Path}' has no tensor '{full}', from which it is computed.");
        var values = new double[entry.Count];
        model.File.Read(entry, values.AsSpan());
        return values;
    }

    /// <summary>Given sets of inner tokens.</summary>
    public bool[][] GivenSets(string given, int inner) => [.. Given(given).Select(shown => shown != 0).Chunk(Math.Max(1, inner))];

    /// <summary>Given points (N, K), one after the other.</summary>
    public PointWriter<T> GivenPoints(string given)
    {
        double[] values = Given(given);
        return (sample, point) =>
        {
            for (int i = 0; i < point.Length; i++) point[i] = T.CreateTruncating(values[sample * point.Length + i]);
        };
    }

    private Tensor<T>[] Hidden(Device<T> device)
    {
        using var tape = new Tape<T>(device, model.Cancellation);
        var states = model.Classifier.Encoder.Run(tape, Batch.Of(Config, Ids));
        return [.. states.Hidden.Select(tape.Fetch).Select(h => Tensor<T>.From(h.Shape, h.Span))];
    }
}
