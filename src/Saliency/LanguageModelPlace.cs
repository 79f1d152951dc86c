using System.Numerics;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>
/// Where the language model lies that decodes a classifier's layers. One that the caller named must be usable; one that was found
/// beside the classifier, or named in its settings, may be missing or damaged: plain methods work without it, and decoded ones say why
/// they do not.
/// </summary>
internal sealed class LanguageModelPlace
{
    private readonly bool named;

    private LanguageModelPlace(string? path, bool named, string? problem) => (Path, this.named, Problem) = (path, named, problem);

    /// <summary>Its folder or file; null if there is none that can be used.</summary>
    public string? Path { get; private set; }

    /// <summary>Why there is none; null if nothing is known.</summary>
    public string? Problem { get; private set; }

    /// <summary>The one that was named, or else the classifier's own.</summary>
    public static LanguageModelPlace Of(string? named, ModelFolder classifier, ModelSettings settings)
    {
        if (named is not null) return new(ModelFolders.LanguageModel(named, classifier.Location, classifier.Config, settings), true, null);
        string? path = ModelFolders.FindLanguageModel(classifier.Location, classifier.Config, settings, out string? problem);
        return new(path, false, problem);
    }

    /// <summary>Loads the head, which must fit the classifier; null where there is none.</summary>
    /// <exception cref="InputException">The caller named it, and it cannot be used.</exception>
    public MaskedLanguageModel<T>? Load<T>(ModelFolder classifier) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Path is null) return null;
        MaskedLanguageModel<T>? head = null;
        try
        {
            head = MaskedLanguageModel<T>.Load(Path, classifier: classifier.Config);
            HeadRules.CheckWidth(classifier.Location, classifier.Config, Path, head.Config);
            HeadRules.CheckVocabulary(classifier.Location, classifier.Config, Path, head.Config);
            return head;
        }
        catch (InputException problem) when (!named)
        {
            head?.Dispose();
            (Path, Problem) = (null, problem.Message);
            return null;
        }
        catch
        {
            head?.Dispose();
            throw;
        }
    }
}
