using System.Diagnostics;
using System.Numerics;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>Number type of the computation.</summary>
public enum Precision
{
    /// <summary>32-bit floating point.</summary>
    Float32,
    /// <summary>64-bit floating point.</summary>
    Float64,
}

/// <summary>How models are loaded.</summary>
public sealed record LoadOptions
{
    /// <summary>Folder, file or short name of the pre-trained language-model head; found beside the model if null.</summary>
    public string? LanguageModel { get; init; }

    /// <summary>Threads of one computation; all cores if 0.</summary>
    public int Threads { get; init; }

    /// <summary>Number type of the computation.</summary>
    public Precision Precision { get; init; }
}

/// <summary>A classifier ready to explain texts. Thread-safe: concurrent calls compute side by side.</summary>
public sealed class Explainer : IDisposable
{
    private const int RowsAtOnce = 2048;
    private readonly ReaderWriterLockSlim inUse = new();
    private readonly IEngine engine;
    private readonly Tokenizer tokenizer;
    private readonly ExplanationBuilder builder;
    private readonly ModelSettings settings;
    private readonly string name;
    private bool disposed;

    private Explainer(string folder, IEngine engine, Tokenizer tokenizer, ModelSettings settings, string? language, Precision precision)
    {
        (this.engine, this.tokenizer, this.settings) = (engine, tokenizer, settings);
        name = new DirectoryInfo(folder).Name;
        builder = new ExplanationBuilder(engine, tokenizer, name, language, precision);
    }

    /// <summary>Class names in the model's order.</summary>
    public IReadOnlyList<string> Labels => engine.Labels;

    /// <summary>Tokens that fit into one pass, &lt;s&gt; and &lt;/s&gt; included; longer texts are explained in windows.</summary>
    public int MaxTokens => engine.Config.MaxTokens;

    /// <summary>Loads a classifier with its tokenizer, and the language-model head where there is one.</summary>
    /// <param name="model">A folder in Hugging Face's layout, or a short name found under weights/.</param>
    /// <param name="options">How to load.</param>
    /// <exception cref="InputException">Something in the folder cannot be used; the message says what.</exception>
    public static Explainer Load(string? model = null, LoadOptions? options = null)
    {
        options ??= new();
        string folder = ModelFolders.Find(model);
        var settings = ModelSettings.Load(folder);
        var config = ModelConfig.Load(folder);
        string? language = ModelFolders.LanguageModel(options.LanguageModel, folder, config, settings);
        // The tokenizer and the weights load side by side.
        var reading = Task.Run(() => Tokenizer.Load(folder));
        IEngine? engine = null;
        try
        {
            engine = options.Precision == Precision.Float64
                ? LoadEngine<double>(folder, language, options.Threads)
                : LoadEngine<float>(folder, language, options.Threads);
            Warm(engine);
            var tokenizer = reading.GetAwaiter().GetResult();
            CheckVocabulary(folder, engine.Config, tokenizer);
            return new Explainer(folder, engine, tokenizer, settings, language, options.Precision);
        }
        catch
        {
            engine?.Dispose();
            throw;
        }
    }

    /// <summary>Explains one text.</summary>
    /// <exception cref="InputException">The text is empty or an option does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Explanation Explain(string text, ExplainOptions? options = null, CancellationToken cancellation = default) =>
        Explain([text], options, cancellation)[0];

    /// <summary>Explains several texts, short ones together. Each gets the very numbers that it gets alone.</summary>
    /// <exception cref="InputException">A text is empty or an option does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<Explanation> Explain(
        IReadOnlyList<string> texts, ExplainOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        inUse.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            var choices = Resolve(options);
            var explanations = new Explanation[texts.Count];
            foreach (var group in Groups(texts)) ExplainTogether(group, choices, explanations, cancellation);
            return explanations;
        }
        finally
        {
            inUse.ExitReadLock();
        }
    }

    /// <summary>Throws if options do not fit the model; <see cref="Explain(string, ExplainOptions?, CancellationToken)"/> asks too.</summary>
    /// <exception cref="InputException">An option does not fit; the message says which and why.</exception>
    public void Check(ExplainOptions options) => Resolve(options);

    /// <summary>Waits for running calls and lets the weights go.</summary>
    public void Dispose()
    {
        inUse.EnterWriteLock();
        try
        {
            if (disposed) return;
            disposed = true;
            builder.WaitForFingerprints();
            engine.Dispose();
        }
        finally
        {
            inUse.ExitWriteLock();
        }
    }

    /// <summary>Options made definite for the model.</summary>
    private sealed record Choices(ExplainOptions Options, int? Target, int Chosen, int[] Layers);

    private Choices Resolve(ExplainOptions options)
    {
        OptionRules.Check(options, engine, name);
        int depth = engine.Config.Layers, chosen = OptionRules.Chosen(options.Layer, depth, settings, name);
        return new(options, OptionRules.Target(options.Target, engine.Labels, name), chosen,
            options.Layer == LayerChoice.All ? [.. Enumerable.Range(0, depth + 1)] : [chosen]);
    }

    private sealed record Item(int Index, Encoding Encoding, Windows Windows, double Milliseconds);

    // Texts of one window share a pass up to a number of rows; a longer text goes alone.
    private List<List<Item>> Groups(IReadOnlyList<string> texts)
    {
        var groups = new List<List<Item>>();
        int rows = RowsAtOnce;
        for (int i = 0; i < texts.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(texts[i]))
                throw new InputException(texts.Count == 1 ? "The text is empty." : $"Text {i + 1} of {texts.Count} is empty.");
            long started = Stopwatch.GetTimestamp();
            var encoding = tokenizer.Encode(texts[i]);
            var windows = new Windows(encoding.Ids, MaxTokens);
            if (windows.Count > 1 || rows + encoding.Ids.Length > RowsAtOnce)
            {
                groups.Add([]);
                rows = 0;
            }
            groups[^1].Add(new Item(i, encoding, windows, Stopwatch.GetElapsedTime(started).TotalMilliseconds));
            rows = windows.Count > 1 ? RowsAtOnce : rows + encoding.Ids.Length;
        }
        return groups;
    }

    private void ExplainTogether(List<Item> group, Choices choices, Explanation[] explanations, CancellationToken cancellation)
    {
        var watches = new Stopwatches();
        long started = Stopwatch.GetTimestamp();
        SequenceOutcome[][] outcomes = group is [{ Windows.Count: > 1 } longText]
            ? [ExplainWindows(longText.Windows, choices, watches, cancellation)]
            : [.. engine.Explain([.. group.Select(item => item.Encoding.Ids)],
                logits => [.. logits.Select(row => choices.Target ?? ExplanationBuilder.Predicted(row))],
                choices.Layers, choices.Options, watches, cancellation)
                .Select(outcome => new[] { outcome })];
        double total = Stopwatch.GetElapsedTime(started).TotalMilliseconds / group.Count;
        foreach (var (item, outcome) in group.Zip(outcomes))
        {
            var timing = new Timing(item.Milliseconds, watches.Forward / group.Count, watches.Backward / group.Count,
                watches.Decode / group.Count, total + item.Milliseconds);
            explanations[item.Index] = builder.Build(item.Encoding, item.Windows, outcome, choices.Options, choices.Chosen, timing);
        }
    }

    // All windows answer for one class, so their logits come first; then each is explained on its own to bound memory.
    private SequenceOutcome[] ExplainWindows(Windows windows, Choices choices, Stopwatches watches, CancellationToken cancellation)
    {
        int[][] sequences = [.. Enumerable.Range(0, windows.Count).Select(windows.Sequence)];
        int target = choices.Target ?? ExplanationBuilder.Predicted(ExplanationBuilder.Mean(
            [.. sequences.Select(ids => engine.Logits([ids], cancellation)[0])]));
        return [.. sequences.Select(ids => engine.Explain(
            [ids], _ => [target], choices.Layers, choices.Options, watches, cancellation)[0])];
    }

    private static Engine<T> LoadEngine<T>(string folder, string? language, int threads) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var model = SequenceClassifier<T>.Load(folder);
        MaskedLanguageModel<T>? head = null;
        try
        {
            head = language is null ? null : MaskedLanguageModel<T>.Load(language, classifier: model.Config);
            if (head is not null)
            {
                HeadRules.CheckWidth(folder, model.Config, language!, head.Config);
                HeadRules.CheckVocabulary(folder, model.Config, language!, head.Config);
            }
            return new Engine<T>(model, head, threads);
        }
        catch
        {
            head?.Dispose();
            model.Dispose();
            throw;
        }
    }

    // A pass over the shortest text packs the weights and compiles the kernels while the tokenizer is still being read.
    private static void Warm(IEngine engine)
    {
        var config = engine.Config;
        if (Math.Max(config.BeginId, config.EndId) >= config.Vocabulary) return;
        engine.Explain([[config.BeginId, config.EndId]], _ => [0], [config.Layers / 2],
            new ExplainOptions { Decode = engine.HeadVocabulary is not null }, new Stopwatches(), CancellationToken.None);
    }

    // Some models pad their tables to a round number of rows; a larger gap means another tokenizer.
    private static void CheckVocabulary(string folder, ModelConfig config, Tokenizer tokenizer)
    {
        const int Padding = 255;
        if (tokenizer.VocabularySize > config.Vocabulary || tokenizer.VocabularySize + Padding < config.Vocabulary)
            throw new InputException(
                $"The tokenizer in '{folder}' has {tokenizer.VocabularySize} entries, but its config.json says vocab_size {config.Vocabulary}.");
        if (tokenizer.PadId != config.PadId)
            throw new InputException(
                $"The tokenizer in '{folder}' has <pad> at {tokenizer.PadId}, but its config.json says pad_token_id {config.PadId}.");
    }
}
