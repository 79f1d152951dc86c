using PureSaliency.Saliency;

namespace PureSaliency.Cli;

/// <summary>What explains; tests put canned answers in its place.</summary>
internal interface ITextExplainer : IDisposable
{
    Explanation Explain(string text, ExplainOptions options, CancellationToken cancellation);

    /// <summary>Refuses options that do not fit the model, before any text is read.</summary>
    void Check(ExplainOptions options);
}

internal delegate ITextExplainer LoadExplainer(string? model, LoadOptions options);

internal sealed class TextExplainer(Explainer explainer) : ITextExplainer
{
    public static ITextExplainer Load(string? model, LoadOptions options) => new TextExplainer(Explainer.Load(model, options));

    public void Check(ExplainOptions options) => explainer.Check(options);

    public Explanation Explain(string text, ExplainOptions options, CancellationToken cancellation) =>
        explainer.Explain(text, options, cancellation);

    public void Dispose() => explainer.Dispose();
}
