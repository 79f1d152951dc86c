using PureSaliency.Saliency;

namespace PureSaliency.Cli;

/// <summary>What explains; tests put canned answers in its place.</summary>
internal interface IEngine : IDisposable
{
    Explanation Explain(string text, ExplainOptions options, CancellationToken cancellation);
}

internal delegate IEngine LoadEngine(string? model, LoadOptions options);

internal sealed class Engine(Explainer explainer) : IEngine
{
    public static IEngine Load(string? model, LoadOptions options) => new Engine(Explainer.Load(model, options));

    public Explanation Explain(string text, ExplainOptions options, CancellationToken cancellation) =>
        explainer.Explain(text, options, cancellation);

    public void Dispose() => explainer.Dispose();
}
