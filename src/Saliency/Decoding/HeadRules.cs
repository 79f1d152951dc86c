using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Decoding;

/// <summary>Whether a language-model head can read a classifier's hidden states.</summary>
internal static class HeadRules
{
    private const string Vocabulary = "vocab.json";

    /// <summary>Throws unless both have the same width.</summary>
    public static void CheckWidth(string folder, ModelConfig model, string language, ModelConfig head)
    {
        if (head.Hidden != model.Hidden)
            throw new InputException($"The language-model head '{language}' reads hidden states of width {head.Hidden}, "
                + $"expected {model.Hidden}, the width of '{folder}'.");
    }

    /// <summary>Throws unless both have vocabularies of the same size.</summary>
    public static void CheckVocabulary(string folder, ModelConfig model, string language, ModelConfig head)
    {
        if (head.Vocabulary != model.Vocabulary)
            throw new InputException($"The language-model head '{language}' has a vocabulary of {head.Vocabulary}, "
                + $"expected {model.Vocabulary}, that of '{folder}'.");
    }

    /// <summary>Throws unless both call their rows by the same pieces: a row of the head would be shown under another one's name.</summary>
    /// <param name="folder">The classifier's folder.</param>
    /// <param name="language">The language model's folder or file; one without a tokenizer that can be read cannot be asked.</param>
    /// <param name="tokenizer">The classifier's, asked for only where the files differ.</param>
    public static void CheckPieces(string folder, string language, Func<Tokenizer> tokenizer)
    {
        if (!Directory.Exists(language) || SameFile(Path.Combine(folder, Vocabulary), Path.Combine(language, Vocabulary))) return;
        if (Read(language) is not { } other) return;
        var own = tokenizer();
        if (own.FirstDifference(other) is { } id)
            throw new InputException(
                $"The language model '{language}' has another vocabulary than '{folder}': {id} is '{other.Piece(id)}' there and '{own.Piece(id)}' here.");
    }

    private static bool SameFile(string first, string second) => File.Exists(first) && File.Exists(second)
        && new FileInfo(first).Length == new FileInfo(second).Length
        && File.ReadAllBytes(first).AsSpan().SequenceEqual(File.ReadAllBytes(second));

    private static Tokenizer? Read(string folder)
    {
        try
        {
            return Tokenizer.Load(folder);
        }
        catch (InputException)
        {
            return null;
        }
    }
}
