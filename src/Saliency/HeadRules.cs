using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>Whether a language-model head can read a classifier's hidden states.</summary>
internal static class HeadRules
{
    /// <summary>Throws unless both have the same width.</summary>
    public static void CheckWidth(string folder, ModelConfig model, string language, ModelConfig head)
    {
        if (head.Hidden != model.Hidden)
            throw new InputException(
                $"The language-model head '{language}' reads hidden states of width {head.Hidden}, expected {model.Hidden}, the width of '{folder}'.");
    }

    /// <summary>Throws unless both have vocabularies of the same size.</summary>
    public static void CheckVocabulary(string folder, ModelConfig model, string language, ModelConfig head)
    {
        if (head.Vocabulary != model.Vocabulary)
            throw new InputException(
                $"The language-model head '{language}' has a vocabulary of {head.Vocabulary}, expected {model.Vocabulary}, that of '{folder}'.");
    }
}
