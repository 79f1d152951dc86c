using PureSaliency.Saliency;

namespace PureSaliency.Tests.Saliency;

/// <summary>The default classifier, loaded once for all tests that only ask it.</summary>
public sealed class DefaultModel : IDisposable
{
    public static string Folder { get; } = Repository.Path("weights", "roberta-small-sst2");

    public Explainer Explainer { get; } = Explainer.Load(Folder);

    public void Dispose() => Explainer.Dispose();
}
