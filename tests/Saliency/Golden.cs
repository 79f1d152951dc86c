using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Parity;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency;

/// <summary>A golden model with its head, loaded once for all tests that only ask it.</summary>
internal sealed class Golden<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly string folder;

    public Golden(string name)
    {
        folder = Repository.Path("tests", "golden", name);
        Model = SequenceClassifier<T>.Load(folder);
        Language = MaskedLanguageModel<T>.Load(Path.Combine(folder, "lm.safetensors"), withEncoder: true);
        Engine = new ModelEngine<T>(Model, Language, new(new(Threads: 1))) { MaskId = Vocabulary - 1 };
    }

    public SequenceClassifier<T> Model { get; }

    public MaskedLanguageModel<T> Language { get; }

    public ModelEngine<T> Engine { get; }

    public int Layers => Model.Config.Layers;

    public int Vocabulary => Model.Config.Vocabulary;

    /// <summary>Explains sequences of ids at all layers, each for one class.</summary>
    public IReadOnlyList<SequenceOutcome> Explain(ExplainOptions options, int target, params int[][] sequences) => Engine.Explain(
        sequences, logits => [.. logits.Select(_ => target)], [.. Enumerable.Range(0, Layers + 1)], options, new(), default);

    /// <summary>Position scores as they are, without head and rectification: layers × positions.</summary>
    public double[][] Plain(ExplainOptions options, int target, int[] ids) =>
        [.. Explain(options with { Decode = false, Rectify = Rectify.None }, target, ids)[0].Layers.Select(layer => layer.Positions)];

    /// <summary>Shows a text as methods see it that ask for variants.</summary>
    public TOut Ask<TOut>(int[] ids, int target, Func<ITextProbe, TOut> ask)
    {
        using var device = new CpuDevice<T>(1);
        return ask(new TextProbe<T>(Model, device, Batch.Of(Model.Config, ids), Vocabulary - 1, target, ExplainedValue.Logit, default));
    }

    /// <summary>Shows a text's hidden state at a layer as methods see it that ask for points near it.</summary>
    public TOut AskPath<TOut>(int[] ids, int target, int layer, Func<IPathProbe<T>, TOut> ask)
    {
        using var device = new CpuDevice<T>(1);
        return ask(new PathProbe<T>(
            Model, device, Batch.Of(Model.Config, ids), Vocabulary - 1, Hidden(ids)[layer], layer, target, ExplainedValue.Logit, default));
    }

    /// <summary>Hidden states h_0 … h_L of one sequence.</summary>
    public Tensor<T>[] Hidden(int[] ids)
    {
        using var device = new CpuDevice<T>(1);
        using var tape = new Tape<T>(device);
        return [.. Model.Encoder.Run(tape, Batch.Of(Model.Config, ids)).Hidden.Select(h => Tensor<T>.From(tape[h].Shape, tape[h].Span))];
    }

    /// <summary>A tensor of methods.safetensors.</summary>
    public double[] OfMethods(string name) => Expected(name, "methods.safetensors");

    /// <summary>A tensor of golden.safetensors.</summary>
    public double[] Expected(string name, string from = "golden.safetensors")
    {
        using var file = SafetensorsFile.Open(Path.Combine(folder, from));
        Assert.True(file.TryGet(name, out var entry));
        var values = new double[entry.Count];
        file.Read(entry, values.AsSpan());
        return values;
    }

    /// <summary>The padded inputs of a golden case.</summary>
    public TraceCase Case(string name)
    {
        using var file = SafetensorsFile.Open(Path.Combine(folder, "golden.safetensors"));
        return TraceCase.Read(file, name);
    }
}

/// <summary>The golden models by number type.</summary>
internal static class Golden
{
    private static readonly Lazy<Golden<float>> Single = new(() => new("tiny"));
    private static readonly Lazy<Golden<double>> Double = new(() => new("tiny64"));

    public static Golden<float> Tiny => Single.Value;

    public static Golden<double> Tiny64 => Double.Value;

    /// <summary>A text of the golden models with two equal ids.</summary>
    public static int[] Ids => [0, 17, 42, 99, 42, 63, 8, 2];
}
