using PureSaliency.Cli.Inputs;
using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Tensors;

namespace PureSaliency.Cli;

/// <summary>What explains; tests put canned answers in its place.</summary>
internal interface ITextExplainer : IDisposable
{
    Explanation Explain(string text, ExplainOptions options, IProgress<TextProgress> progress, CancellationToken cancellation);

    /// <summary>The same with what was tried to see whether it can be trusted.</summary>
    Explanation WithEvidence(Explanation explanation, CancellationToken cancellation);

    /// <summary>One result per record, in order; a refused record is a failure in its place.</summary>
    IEnumerable<Explained<TextRecord>> ExplainMany(
        IEnumerable<TextRecord> records, ExplainOptions options, IProgress<TextProgress> progress, CancellationToken cancellation);

    /// <summary>The text explained by several methods.</summary>
    MethodComparison Compare(string text, IReadOnlyList<ExplainOptions> options, IProgress<TextProgress> progress, CancellationToken cancellation);

    /// <summary>The same for each record, as <see cref="ExplainMany"/> explains them.</summary>
    IEnumerable<Compared<TextRecord>> CompareMany(
        IEnumerable<TextRecord> records, IReadOnlyList<ExplainOptions> options, IProgress<TextProgress> progress, CancellationToken cancellation);

    /// <summary>What the classifier answers, without an explanation.</summary>
    Prediction Predict(string text, IProgress<TextProgress> progress, CancellationToken cancellation);

    /// <summary>The same for each record, as <see cref="ExplainMany"/> explains them.</summary>
    IEnumerable<Predicted<TextRecord>> PredictMany(
        IEnumerable<TextRecord> records, IProgress<TextProgress> progress, CancellationToken cancellation);

    /// <summary>Refuses options, of one method or of several, that do not fit the model, before any text is read.</summary>
    void Check(IReadOnlyList<ExplainOptions> options);

    /// <summary>The classifier, and the head that decodes for it.</summary>
    (ModelIdentity Model, ModelIdentity? Head) Models { get; }

    /// <summary>Names of the classes in the model's order.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>What the classifier's outputs mean.</summary>
    OutputKind Outputs { get; }
}

internal delegate ITextExplainer LoadExplainer(string? model, LoadOptions options);

internal sealed class TextExplainer(Explainer explainer) : ITextExplainer
{
    public static ITextExplainer Load(string? model, LoadOptions options) => new TextExplainer(Explainer.Load(model, options));

    public void Check(IReadOnlyList<ExplainOptions> options) => explainer.CheckAll(options);

    public (ModelIdentity Model, ModelIdentity? Head) Models => (explainer.Model, explainer.Head);

    public IReadOnlyList<string> Labels => explainer.Labels;

    public OutputKind Outputs => explainer.Outputs;

    public Explanation Explain(string text, ExplainOptions options, IProgress<TextProgress> progress, CancellationToken cancellation) =>
        explainer.Explain(text, options, progress, cancellation);

    public Explanation WithEvidence(Explanation explanation, CancellationToken cancellation) => explainer.WithEvidence(explanation, cancellation);

    public IEnumerable<Explained<TextRecord>> ExplainMany(
        IEnumerable<TextRecord> records, ExplainOptions options, IProgress<TextProgress> progress, CancellationToken cancellation) =>
        explainer.ExplainItems(records, TextOf, options, progress, cancellation);

    public MethodComparison Compare(string text, IReadOnlyList<ExplainOptions> options, IProgress<TextProgress> progress, CancellationToken cancellation) =>
        explainer.Compare(text, options, progress, cancellation);

    public IEnumerable<Compared<TextRecord>> CompareMany(
        IEnumerable<TextRecord> records, IReadOnlyList<ExplainOptions> options, IProgress<TextProgress> progress, CancellationToken cancellation) =>
        explainer.CompareItems(records, TextOf, options, progress, cancellation);

    public Prediction Predict(string text, IProgress<TextProgress> progress, CancellationToken cancellation) =>
        explainer.Predict(text, progress, cancellation);

    public IEnumerable<Predicted<TextRecord>> PredictMany(
        IEnumerable<TextRecord> records, IProgress<TextProgress> progress, CancellationToken cancellation) =>
        explainer.PredictItems(records, TextOf, progress, cancellation);

    public void Dispose() => explainer.Dispose();

    private static string TextOf(TextRecord record) => record.Text ?? throw new InputException(record.Problem!);
}
