using PureSaliency.Cli;
using PureSaliency.Cli.Inputs;
using PureSaliency.Fuzz.Healthy;
using PureSaliency.Fuzz.Run;
using PureSaliency.Saliency;
using PureSaliency.Tensors;

namespace PureSaliency.Fuzz.Families;

/// <summary>The tiny model, loaded once for all files that are no part of a model.</summary>
internal sealed class Borrowed(ITextExplainer explainer) : ITextExplainer
{
    private static readonly Lazy<ITextExplainer> Shared = new(Load);

    public static ITextExplainer Lend(string? model, LoadOptions options) => new Borrowed(Shared.Value);

    public (ModelIdentity Model, ModelIdentity? Head) Models => explainer.Models;

    public Explanation Explain(string text, ExplainOptions options, CancellationToken cancellation) => explainer.Explain(text, options, cancellation);

    public IEnumerable<Explained<TextRecord>> ExplainMany(IEnumerable<TextRecord> records, ExplainOptions options, CancellationToken cancellation) =>
        explainer.ExplainMany(records, options, cancellation);

    public void Check(ExplainOptions options) => explainer.Check(options);

    public void Dispose()
    {
        // The next file needs it too.
    }

    // Mapped and hashed, the files are needed no more.
    private static ITextExplainer Load()
    {
        using var place = new Workplace();
        place.Fill(TinyModel.WithHead());
        var explainer = TextExplainer.Load(place.Folder, new LoadOptions { Device = new DeviceChoice(Threads: 1) });
        _ = explainer.Models;
        return explainer;
    }
}
