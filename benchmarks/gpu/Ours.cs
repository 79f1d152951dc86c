using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.Gpu;

/// <summary>PureSaliency's side on one device. Class 1 is explained throughout.</summary>
internal sealed class Ours : IDisposable
{
    private const int Target = 1;
    private readonly SequenceClassifier<float> model;

    public Ours(string folder, DeviceChoice choice)
    {
        Device = choice.Open<float>();
        model = SequenceClassifier<float>.Load(folder);
    }

    public Device<float> Device { get; }

    /// <summary>Kernels and their cost; null on the host.</summary>
    public Launcher? Launcher => (Device as GpuDevice<float>)?.Launcher;

    /// <summary>Logits row by row, and the gradient to every layer's hidden state.</summary>
    public (float[] Logits, float[][] Gradients) Everything(int[][] texts)
    {
        using var tape = new Tape<float>(Device);
        var (states, logits) = Forward(tape, texts);
        float[] values = tape.Fetch(logits).ToArray();
        var gradients = Backward(tape, logits, texts, states.Hidden);
        return (values, [.. states.Hidden.Select(hidden => gradients.Fetch(hidden).ToArray())]);
    }

    /// <summary>The gradient to layer 0.</summary>
    public float[] Gradient(int[][] texts)
    {
        using var tape = new Tape<float>(Device);
        var (states, logits) = Forward(tape, texts);
        return Backward(tape, logits, texts, [states.At(0)]).Fetch(states.At(0)).ToArray();
    }

    /// <summary>Computes it and waits, but leaves it on the device.</summary>
    public void Run(int[][] texts)
    {
        using var tape = new Tape<float>(Device);
        var (states, logits) = Forward(tape, texts);
        Backward(tape, logits, texts, [states.At(0)]);
        Wait();
    }

    /// <summary>
    /// The blocks' products alone, forwards and backwards to their inputs, each with its own weights. Constant inputs: they are
    /// brought to the device once.
    /// </summary>
    public void Products(Tensor<float> narrow, Tensor<float> wide)
    {
        foreach (var layer in model.Encoder.Weights.Layers)
        {
            foreach (var square in (LinearWeights<float>[])[layer.Query, layer.Key, layer.Value, layer.AttentionOutput])
                Product(narrow, square, narrow);
            Product(narrow, layer.Up, wide);
            Product(wide, layer.Down, narrow);
        }
        Wait();
    }

    /// <summary>Reads rows through the language model's head.</summary>
    public void Decode(string folder, int[] ids)
    {
        using var language = MaskedLanguageModel<float>.Load(Path.Combine(folder, "lm.safetensors"), classifier: model.Config);
        var hidden = Tensor<float>.Zeros(new Shape(ids.Length, model.Config.Hidden));
        new LmDecoder<float>(language.Head).Decode(Device, hidden, ids, new ExplainOptions());
    }

    public void Dispose()
    {
        model.Dispose();
        Device.Dispose();
    }

    private ForwardPass Forward(Tape<float> tape, int[][] texts) =>
        model.Forward(tape, Batch.Of(model.Config, texts), new Kept(NoAttention: true));

    private static Gradients<float> Backward(Tape<float> tape, Var logits, int[][] texts, IReadOnlyList<Var> wanted)
    {
        var seed = Tensor<float>.Zeros(tape[logits].Shape);
        for (int text = 0; text < texts.Length; text++) seed.Row(text)[Target] = 1;
        return tape.Backward(logits, seed, [.. wanted]);
    }

    private void Product(Tensor<float> x, LinearWeights<float> weights, Tensor<float> seed)
    {
        using var tape = new Tape<float>(Device);
        var input = tape.Leaf(x);
        var output = tape.Apply(new Linear<float>(), input, tape.Leaf(weights.Weight), tape.Leaf(weights.Bias));
        tape.Backward(output, seed, input);
    }

    private void Wait() => (Device as GpuDevice<float>)?.Synchronize();
}
