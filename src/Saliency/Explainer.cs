using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Saliency.Corpus;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Evidence;
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

    /// <summary>Whether nothing is to be decoded: no language model is looked for, which takes less time and memory.</summary>
    public bool PredictsAlone { get; init; }

    /// <summary>Where to compute; one thread per core of the host by default.</summary>
    public DeviceChoice Device { get; init; } = new();

    /// <summary>Number type of the computation.</summary>
    public Precision Precision { get; init; }
}

/// <summary>A classifier ready to explain texts. Thread-safe: concurrent calls compute side by side.</summary>
public sealed partial class Explainer : IDisposable
{
    private readonly ReaderWriterLockSlim inUse = new();
    private readonly IEngine engine;
    private readonly ExplanationBuilder builder;
    private readonly TextPass pass;
    private readonly Tokenizer tokenizer;
    private readonly ModelSettings settings;
    private readonly string folder;
    private readonly string name;
    private readonly int threads;
    private readonly FoundLanguageModel language;
    private readonly Lazy<IEngine> exact;
    private bool disposed;

    private Explainer(string folder, IEngine engine, Tokenizer tokenizer, ModelSettings settings, FoundLanguageModel language, int threads)
    {
        (this.folder, this.threads) = (folder, threads);
        (this.engine, this.tokenizer, this.settings, this.language) = (engine, tokenizer, settings, language);
        exact = new(() => new ModelEngine<double>(SequenceClassifier<double>.Load(folder), null, new DevicePool<double>(new())) { MaskId = tokenizer.MaskId });
        name = new DirectoryInfo(folder).Name;
        engine.MaskId = tokenizer.MaskId;
        engine.Means = MeanRows.Of(folder, engine.Config);
        builder = new ExplanationBuilder(engine, tokenizer, name, language.Path);
        pass = new TextPass(engine, tokenizer, builder);
    }

    /// <summary>Class names in the model's order.</summary>
    public IReadOnlyList<string> Labels => engine.Labels;

    /// <summary>What the classifier's outputs mean.</summary>
    public OutputKind Outputs => engine.Outputs;

    /// <summary>Whether there is a language model's head, so that methods can decode.</summary>
    public bool CanDecode => engine.HeadVocabulary is not null;

    /// <summary>The classifier, with the hash of its weights; waits for the hash.</summary>
    public ModelIdentity Model => builder.Model;

    /// <summary>The language-model head, null where there is none; waits for its hash.</summary>
    public ModelIdentity? Head => builder.Head;

    /// <summary>Why there is no head that could decode layers; null where there is one.</summary>
    public string? NoHead => CanDecode ? null : language.Missing ?? "none was named";

    /// <summary>Tokens that fit into one pass, &lt;s&gt; and &lt;/s&gt; included; longer texts are explained in windows.</summary>
    public int MaxTokens => engine.Config.MaxTokens;

    /// <summary>Loads a classifier with its tokenizer, and the language-model head where there is one.</summary>
    /// <param name="model">A folder in Hugging Face's layout, or a short name found under weights/.</param>
    /// <param name="options">How to load.</param>
    /// <exception cref="InputException">Something in the folder cannot be used; the message says what.</exception>
    /// <exception cref="DeviceException">The device cannot be had.</exception>
    public static Explainer Load(string? model = null, LoadOptions? options = null)
    {
        options ??= new();
        var opened = ModelFolder.Open(ModelFolders.Find(model));
        var (folder, config, settings) = (opened.Location, opened.Config, opened.LoadSettings());
        var language = options.LanguageModel is { } given
            ? new(ModelFolders.LanguageModel(given, folder, config, settings), null)
            : options.PredictsAlone ? new(null, "the classifier was loaded to predict alone")
            : ModelFolders.SearchLanguageModel(folder, config, settings);
        // The tokenizer and the weights load side by side.
        var reading = Task.Run(opened.LoadTokenizer);
        IEngine? engine = null;
        try
        {
            engine = EngineLoader.Load(opened, reading, ref language, options);
            EngineLoader.Warm(engine, options.PredictsAlone);
            return new Explainer(folder, engine, reading.GetAwaiter().GetResult(), settings, language, options.Device.Threads);
        }
        catch
        {
            engine?.Dispose();
            throw;
        }
    }

    /// <summary>Explains one text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">How to explain.</param>
    /// <param name="progress">Hears of every window of a text that needs several, on the calling thread.</param>
    /// <param name="cancellation">Stops within a pass.</param>
    /// <exception cref="InputException">The text is empty or an option does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Explanation Explain(
        string text, ExplainOptions? options = null, IProgress<TextProgress>? progress = null, CancellationToken cancellation = default) =>
        Explain([text], options, progress, cancellation)[0];

    /// <summary>Explains several texts, short ones together. Each gets the very numbers that it gets alone.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">How to explain.</param>
    /// <param name="progress">Hears of every window of a text that needs several, on the calling thread.</param>
    /// <param name="cancellation">Stops within a pass.</param>
    /// <exception cref="InputException">A text is empty or an option does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<Explanation> Explain(
        IReadOnlyList<string> texts, ExplainOptions? options = null, IProgress<TextProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var choices = Resolve(options ?? new());
        return Together(texts, group => pass.Explain(group, choices, progress, cancellation), cancellation);
    }

    /// <summary>Explains a corpus of any size, one result per text in the order of the texts.</summary>
    /// <inheritdoc cref="ExplainItems{T}"/>
    public IEnumerable<Explained<string>> ExplainMany(
        IEnumerable<string> texts, ExplainOptions? options = null, IProgress<TextProgress>? progress = null,
        CancellationToken cancellation = default) => ExplainItems(texts, text => text, options, progress, cancellation);

    /// <summary>Explains the texts of a corpus of any size, one result per item in the order of the items.</summary>
    /// <remarks>
    /// A few thousand tokens are read ahead on another thread, texts of similar length share a pass, and results are handed
    /// on as they become whole. A text that is empty, or for which <paramref name="text"/> throws an
    /// <see cref="InputException"/>, is a failure in its place. When the source fails, its exception follows the results
    /// of what came before. A source that is silent when the token is cancelled is left behind.
    /// </remarks>
    /// <param name="items">Read on another thread, once.</param>
    /// <param name="text">The text of an item; called on the same thread.</param>
    /// <param name="options">How to explain.</param>
    /// <param name="progress">Hears of every window of a text that needs several, on the thread that asks for results.</param>
    /// <param name="cancellation">Stops within a pass; results that were not yet handed on are dropped.</param>
    /// <exception cref="InputException">An option does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IEnumerable<Explained<T>> ExplainItems<T>(
        IEnumerable<T> items, Func<T, string> text, ExplainOptions? options = null, IProgress<TextProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(text);
        var choices = Resolve(options ?? new());
        return CorpusOrder.Of(items, item => pass.Read(text(item), cancellation), pass.Groups,
                texts => Used(() => pass.Explain(texts, choices, progress, cancellation)), pass.RowsAhead, cancellation)
            .Select(result => new Explained<T>(result.Item, result.Result, result.Problem));
    }

    /// <summary>What the classifier answers for one text: a pass without a gradient, and no language model. The numbers are those of an explanation.</summary>
    /// <inheritdoc cref="Predict(IReadOnlyList{string}, IProgress{TextProgress}?, CancellationToken)"/>
    public Prediction Predict(string text, IProgress<TextProgress>? progress = null, CancellationToken cancellation = default) =>
        Predict([text], progress, cancellation)[0];

    /// <summary>What the classifier answers for several texts, short ones together. Each gets the very numbers that it gets alone.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="progress">Hears of the windows of a text that needs several, on the calling thread.</param>
    /// <param name="cancellation">Stops within a pass.</param>
    /// <exception cref="InputException">A text is empty.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<Prediction> Predict(
        IReadOnlyList<string> texts, IProgress<TextProgress>? progress = null, CancellationToken cancellation = default) =>
        Together(texts, group => pass.Predict(group, progress, cancellation), cancellation);

    /// <summary>Predicts for a corpus of any size, one result per text in the order of the texts.</summary>
    /// <inheritdoc cref="PredictItems{T}"/>
    public IEnumerable<Predicted<string>> PredictMany(
        IEnumerable<string> texts, IProgress<TextProgress>? progress = null, CancellationToken cancellation = default) =>
        PredictItems(texts, text => text, progress, cancellation);

    /// <summary>Predicts for the texts of a corpus of any size, one result per item in the order of the items, as <see cref="ExplainItems{T}"/> explains them.</summary>
    /// <param name="items">Read on another thread, once.</param>
    /// <param name="text">The text of an item; called on the same thread.</param>
    /// <param name="progress">Hears of the windows of a text that needs several, on the thread that asks for results.</param>
    /// <param name="cancellation">Stops within a pass; results that were not yet handed on are dropped.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IEnumerable<Predicted<T>> PredictItems<T>(
        IEnumerable<T> items, Func<T, string> text, IProgress<TextProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(text);
        return CorpusOrder.Of(items, item => pass.Read(text(item), cancellation), pass.Groups,
                texts => Used(() => pass.Predict(texts, progress, cancellation)), pass.RowsAhead, cancellation)
            .Select(result => new Predicted<T>(result.Item, result.Result, result.Problem));
    }

    /// <summary>
    /// Tries an explanation of this model on its own text: the layer's gradient against finite differences in double, the sum that its method
    /// promises, what the number type costs, and what the model answers as words are hidden or shown in the map's order. The weights are read once
    /// more, in double, when this is first asked for. It costs fewer than sixty forward passes.
    /// </summary>
    /// <param name="explanation">What <see cref="Explain(string, ExplainOptions?, IProgress{TextProgress}?, CancellationToken)"/> gave.</param>
    /// <param name="cancellation">Stops within a pass.</param>
    /// <returns>The same with its evidence.</returns>
    public Explanation WithEvidence(Explanation explanation, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return Used(() => explanation with { Evidence = Evidence(explanation, cancellation) });
    }

    /// <summary>Throws if options do not fit the model; <see cref="Explain(string, ExplainOptions?, IProgress{TextProgress}?, CancellationToken)"/> asks too.</summary>
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
            if (exact.IsValueCreated) exact.Value.Dispose();
        }
        finally
        {
            inUse.ExitWriteLock();
        }
    }

    private Choices Resolve(ExplainOptions options)
    {
        OptionRules.Check(options, engine, name, language.Missing);
        int depth = engine.Config.Layers, chosen = OptionRules.Chosen(options, depth, settings, name);
        pass.CheckBaseline(options);
        return new(options, OptionRules.Target(options.Target, engine.Labels, name), chosen,
            options.Layer == LayerChoice.All ? [.. Enumerable.Range(0, depth + 1)] : [chosen],
            options.Layer.Index >= 0 ? null : OptionRules.Named(options, settings)?.Reason);
    }

    // Texts of similar length share a pass; results are in the order of the texts.
    private TResult[] Together<TResult>(IReadOnlyList<string> texts, Func<ReadText[], TResult[]> compute, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ReadText[] read = [.. texts.Select((text, i) => string.IsNullOrWhiteSpace(text) && texts.Count > 1
            ? throw new InputException($"Text {i + 1} of {texts.Count} is empty.") : pass.Read(text, cancellation))];
        var results = new TResult[read.Length];
        foreach (int[] group in pass.Groups(read.Select(text => text.Length)))
            foreach (var (i, result) in group.Zip(Used(() => compute([.. group.Select(i => read[i])]))))
                results[i] = result;
        return results;
    }

    private ExplanationEvidence Evidence(Explanation explanation, CancellationToken cancellation)
    {
        int[] ids = [.. explanation.Tokens.Select(token => token.Id)];
        var windows = new Windows(ids, engine.Config.MaxTokens);
        var scores = explanation.Chosen().TokenScores;
        var (first, count) = windows.Places[0];
        double[] own = [scores[0], .. scores.Skip(first).Take(count), scores[^1]];
        string? part = windows.Count > 1 ? $"Of {windows.Count} windows the first was tried." : null;
        return Ask(engine, layer => engine is ModelEngine<double> ? Check(layer, null) : Ask(exact.Value, wide => Check(layer, wide)));

        ExplanationEvidence Check(IGradientProbe layer, IGradientProbe? wide) => new EvidenceCheck(layer, wide, explanation).Of(own, part);

        TOut Ask<TOut>(IEngine by, Func<IGradientProbe, TOut> ask) => by.Probe(
            windows.Sequence(0), explanation.ChosenLayer, explanation.Target.Index, explanation.Options.Value, ask, cancellation);
    }

    private TOut Used<TOut>(Func<TOut> use)
    {
        inUse.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return use();
        }
        finally
        {
            inUse.ExitReadLock();
        }
    }
}
