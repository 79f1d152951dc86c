using System.Numerics;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>Loads a classifier, and the head that decodes for it, for one number type.</summary>
internal static class EngineLoader
{
    /// <summary>Loads; what of <paramref name="language"/> cannot be used becomes the reason why there is none.</summary>
    /// <param name="folder">The classifier.</param>
    /// <param name="reading">Its tokenizer.</param>
    /// <param name="language">The head's folder, or why there is none.</param>
    /// <param name="options">How to load.</param>
    public static IEngine Load(ModelFolder folder, Task<Tokenizer> reading, ref FoundLanguageModel language, LoadOptions options) =>
        options.Precision == Precision.Float64
            ? Load<double>(folder, reading, ref language, options)
            : Load<float>(folder, reading, ref language, options);

    /// <summary>A pass over the shortest text compiles the kernels while the tokenizer is still being read.</summary>
    public static void Warm(IEngine engine, bool predictsAlone)
    {
        var config = engine.Config;
        if (Math.Max(config.BeginId, config.EndId) >= config.Vocabulary) return;
        try
        {
            int[][] shortest = [[config.BeginId, config.EndId]];
            if (predictsAlone) engine.Logits(shortest, CancellationToken.None);
            else
                engine.Explain(shortest, _ => [0], [config.Layers / 2], new(), new Stopwatches(), CancellationToken.None);
        }
        catch (NotFiniteException)
        {
            // Told where a text is explained.
        }
    }

    // A head that nobody named and that cannot be used is a reason why there is none: plain methods do without.
    private static ModelEngine<T> Load<T>(ModelFolder folder, Task<Tokenizer> reading, ref FoundLanguageModel language, LoadOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var model = folder.LoadClassifier<T>();
        MaskedLanguageModel<T>? head = null;
        try
        {
            head = language.Path is { } path ? LoadHead<T>(folder.Location, model.Config, path, reading) : null;
        }
        catch (InputException problem) when (options.LanguageModel is null)
        {
            language = new(null, problem.Message);
        }
        catch
        {
            model.Dispose();
            throw;
        }
        return new ModelEngine<T>(model, head, new DevicePool<T>(options.Device));
    }

    private static MaskedLanguageModel<T> LoadHead<T>(string folder, ModelConfig config, string path, Task<Tokenizer> reading) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var head = MaskedLanguageModel<T>.Load(path, classifier: config);
        try
        {
            HeadRules.CheckWidth(folder, config, path, head.Config);
            HeadRules.CheckVocabulary(folder, config, path, head.Config);
            HeadRules.CheckPieces(folder, path, () => reading.GetAwaiter().GetResult());
            return head;
        }
        catch
        {
            head.Dispose();
            throw;
        }
    }
}
