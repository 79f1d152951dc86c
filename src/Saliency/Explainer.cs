using System.Numerics;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Saliency.Corpus;
using PureSaliency.Saliency.Decoding;
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

    /// <summary>Where to compute; one thread per core of the host by default.</summary>
    public DeviceChoice Device { get; init; } = new();

    /// <summary>Number type of the computation.</summary>
    public Precision Precision { get; init; }
}

/// <summary>A classifier ready to explain texts. Thread-safe: concurrent calls compute side by side.</summary>
public sealed class Explainer : IDisposable
{
    private readonly ReaderWriterLockSlim inUse = new();
    private readonly IEngine engine;
    private readonly ExplanationBuilder builder;
    private readonly TextPass pass;
    private readonly ModelSettings settings;
    private readonly string name;
    private readonly FoundLanguageModel language;
    private readonly Lazy<IEngine> exact;
    private bool disposed;

    private Explainer(string folder, IEngine engine, Tokenizer tokenizer, ModelSettings settings, FoundLanguageModel language)
    {
        (this.engine, this.settings, this.language) = (engine, settings, language);
        exact = new(() => new ModelEngine<double>(SequenceClassifier<double>.Load(folder), null, new DevicePool<double>(new())) { MaskId = tokenizer.MaskId });
        name = new DirectoryInfo(folder).Name;
        engine.MaskId = tokenizer.MaskId;
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
            : ModelFolders.SearchLanguageModel(folder, config, settings);
        // The tokenizer and the weights load side by side.
        var reading = Task.Run(opened.LoadTokenizer);
        IEngine? engine = null;
        try
        {
            bool named = options.LanguageModel is not null;
            engine = options.Precision == Precision.Float64
                ? LoadEngine<double>(opened, reading, ref language, named, options.Device)
                : LoadEngine<float>(opened, reading, ref language, named, options.Device);
            Warm(engine);
            return new Explainer(folder, engine, reading.GetAwaiter().GetResult(), settings, language);
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
        ArgumentNullException.ThrowIfNull(texts);
        var choices = Resolve(options ?? new());
        ReadText[] read = [.. texts.Select((text, i) => string.IsNullOrWhiteSpace(text) && texts.Count > 1
            ? throw new InputException($"Text {i + 1} of {texts.Count} is empty.") : pass.Read(text, cancellation))];
        var explanations = new Explanation[read.Length];
        foreach (int[] group in pass.Groups(read.Select(text => text.Length)))
            foreach (var (i, explanation) in group.Zip(ExplainTogether([.. group.Select(i => read[i])], choices, progress, cancellation)))
                explanations[i] = explanation;
        return explanations;
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
        return CorpusOrder.Explain(items, item => pass.Read(text(item), cancellation), pass.Groups,
            texts => ExplainTogether(texts, choices, progress, cancellation), pass.RowsAhead, cancellation);
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
            options.Layer == LayerChoice.All ? [.. Enumerable.Range(0, depth + 1)] : [chosen]);
    }

    private Explanation[] ExplainTogether(ReadText[] texts, Choices choices, IProgress<TextProgress>? progress, CancellationToken cancellation) =>
        Used(() => pass.Explain(texts, choices, progress, cancellation));

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

    // A head that nobody named and that cannot be used is a reason why there is none: plain methods do without.
    private static ModelEngine<T> LoadEngine<T>(ModelFolder folder, Task<Tokenizer> reading, ref FoundLanguageModel language, bool named, DeviceChoice device)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var model = folder.LoadClassifier<T>();
        MaskedLanguageModel<T>? head = null;
        try
        {
            head = language.Path is { } path ? LoadHead<T>(folder.Location, model.Config, path, reading) : null;
        }
        catch (InputException problem) when (!named)
        {
            language = new(null, problem.Message);
        }
        catch
        {
            model.Dispose();
            throw;
        }
        return new ModelEngine<T>(model, head, new DevicePool<T>(device));
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

    // A pass over the shortest text compiles the kernels while the tokenizer is still being read.
    private static void Warm(IEngine engine)
    {
        var config = engine.Config;
        if (Math.Max(config.BeginId, config.EndId) >= config.Vocabulary) return;
        try
        {
            engine.Explain([[config.BeginId, config.EndId]], _ => [0], [config.Layers / 2],
                new ExplainOptions { Decode = engine.HeadVocabulary is not null }, new Stopwatches(), CancellationToken.None);
        }
        catch (NotFiniteException)
        {
            // Told where a text is explained.
        }
    }
}
