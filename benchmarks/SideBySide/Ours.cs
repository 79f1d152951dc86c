using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>PureSaliency's side: all calls into the library are in this file. Class 1 is explained throughout.</summary>
internal sealed class Ours : IDisposable
{
    private const int Target = 1;
    private readonly string folder;
    private readonly CpuDevice<float> device;
    private readonly SequenceClassifier<float> model;
    private readonly Lazy<MaskedLanguageModel<float>> language;
    private readonly Lazy<LmDecoder<float>> decoder;
    private readonly Lazy<Explainer> explainer;

    public Ours(string folder, int threads)
    {
        this.folder = folder;
        device = new CpuDevice<float>(threads);
        model = SequenceClassifier<float>.Load(folder);
        language = new(() => MaskedLanguageModel<float>.Load(Checkpoint.LanguageModel(folder)));
        decoder = new(() => new LmDecoder<float>(language.Value.Head));
        explainer = new(() => Explainer.Load(folder, new LoadOptions { Device = new(Threads: threads) }));
    }

    public Tokenizer Tokenizer() => PureSaliency.Roberta.Text.Tokenizer.Load(folder);

    /// <summary>Logits of the classes, row by row.</summary>
    public float[] Logits(int[][] texts)
    {
        using var tape = new Tape<float>(device);
        var batch = Batch.Of(model.Config, texts);
        return tape[model.Forward(tape, batch, Kept(model.Config.Layers - 1)).Logits].ToArray();
    }

    /// <summary>Gradients to the hidden states of some layers; <paramref name="look"/> sees them while they are there.</summary>
    public void Gradient(int[][] texts, int[] layers, Action<Tensor<float>>? look = null)
    {
        using var tape = new Tape<float>(device);
        var batch = Batch.Of(model.Config, texts);
        var (states, logits) = model.Forward(tape, batch, Kept(layers.Min(), whole: layers.Contains(model.Config.Layers)));
        var seed = Tensor<float>.Zeros(tape[logits].Shape);
        for (int text = 0; text < texts.Length; text++) seed.Row(text)[Target] = 1;
        var gradients = tape.Backward(logits, seed, [.. layers.Select(states.At)]);
        foreach (int layer in layers) look?.Invoke(gradients[states.At(layer)]);
    }

    public float[] Gradient(int[][] texts, int layer)
    {
        float[] copy = [];
        Gradient(texts, [layer], gradient => copy = gradient.ToArray());
        return copy;
    }

    /// <summary>
    /// The blocks' products alone, forwards and backwards to their inputs, each with its own weights: they come from memory as in a pass.
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
    }

    // What an explanation keeps: of the last block the rows that the head reads, unless all are asked for; nothing below the layer.
    private static Kept Kept(int from, bool whole = false) => new(from, HeadRowsOnly: !whole, NoAttention: true);

    private void Product(Tensor<float> x, LinearWeights<float> weights, Tensor<float> seed)
    {
        using var tape = new Tape<float>(device);
        var input = tape.Leaf(x);
        var output = tape.Apply(new Linear<float>(), input, tape.Leaf(weights.Weight), tape.Leaf(weights.Bias));
        tape.Backward(output, seed, input);
    }

    /// <summary>All logits of the language-model head.</summary>
    public float[] Vocabulary(Tensor<float> hidden)
    {
        using var tape = new Tape<float>(device);
        return tape[language.Value.Head.Logits(tape, tape.Leaf(hidden))].ToArray();
    }

    /// <summary>The fifty best vocabulary entries of every row, which stands at the place of an id.</summary>
    public DecodedRow[] Decode(Tensor<float> hidden, int[] ids) =>
        decoder.Value.Decode(device, hidden, ids, new ExplainOptions { Tau = 50 });

    /// <summary>Decoded Grad-CAM as a user calls it.</summary>
    public LayerExplanation GradCam(string text, int layer) => explainer.Value.Explain(text, ExplainOptions.Paper with
    {
        Layer = LayerChoice.At(layer),
        Target = $"{Target}",
        Tau = 50,
    }).Chosen();

    /// <summary>Integrated gradients to the embeddings as a user calls them.</summary>
    public LayerExplanation IntegratedGradients(string text, int steps) => explainer.Value.Explain(text, new ExplainOptions
    {
        Method = PureSaliency.Saliency.Methods.IntegratedGradients.Name,
        Top = 0, // nothing is decoded beside the scores
        Layer = LayerChoice.At(0),
        Target = $"{Target}",
    }.With(PureSaliency.Saliency.Methods.IntegratedGradients.Steps, steps)).Chosen();

    public void Dispose()
    {
        if (explainer.IsValueCreated) explainer.Value.Dispose();
        if (language.IsValueCreated) language.Value.Dispose();
        model.Dispose();
        device.Dispose();
    }
}
