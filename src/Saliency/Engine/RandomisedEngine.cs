using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>
/// A classifier whose weights are drawn anew part by part, from the head down (Adebayo et al. 2018): normal, with each tensor's own mean and
/// standard deviation. The head that decodes stays as it is. It computes on the host.
/// </summary>
internal sealed class RandomisedEngine : IDisposable
{
    private readonly SequenceClassifier<float> model;
    private readonly ModelEngine<float> engine;
    private readonly ulong key;

    /// <summary>Loads a copy of the model.</summary>
    /// <param name="folder">The classifier.</param>
    /// <param name="language">The language model; null for none.</param>
    /// <param name="mask">The id that hides a token.</param>
    /// <param name="threads">Threads of the host; 0 for all cores.</param>
    /// <param name="seed">Which draws.</param>
    public RandomisedEngine(string folder, string? language, int? mask, int threads, int seed)
    {
        model = SequenceClassifier<float>.Load(folder, trainable: true);
        var head = language is null ? null : MaskedLanguageModel<float>.Load(language, classifier: model.Config);
        engine = new(model, head, new DevicePool<float>(new(Threads: threads))) { MaskId = mask };
        key = CounterRandom.Key(CounterRandom.Key((ulong)seed, 3), 0);
        Parts = [.. model.FromTheTop.Select(part => part.Part)];
    }

    /// <summary>Names of the parts in the order in which they are drawn.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>The model as it is by now.</summary>
    public IEngine Engine => engine;

    /// <summary>Draws a part anew; those above it stay as they were drawn.</summary>
    public void Draw(int part)
    {
        foreach (var (weight, i) in model.FromTheTop[part].Weights.Select((weight, i) => (weight, i)))
            Draw(weight, CounterRandom.Key(CounterRandom.Key(key, (ulong)part), (ulong)i));
    }

    /// <inheritdoc/>
    public void Dispose() => engine.Dispose();

    private static void Draw(Parameter<float> weight, ulong stream)
    {
        var values = weight.Value.Span;
        double mean = 0, squares = 0;
        foreach (float w in values) mean += w / (double)values.Length;
        foreach (float w in values) squares += (w - mean) * (w - mean) / values.Length;
        double deviation = Math.Sqrt(squares);
        for (int i = 0; i < values.Length; i++) values[i] = (float)(mean + deviation * CounterRandom.Normal(stream, (uint)i));
    }
}
