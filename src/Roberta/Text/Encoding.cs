namespace PureSaliency.Roberta.Text;

/// <summary>A text as the model reads it: tokens between <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c>, and the words they form.</summary>
public sealed class Encoding
{
    internal Encoding(string text, IReadOnlyList<Token> tokens, IReadOnlyList<Word> words, bool truncated)
    {
        Text = text;
        Tokens = tokens;
        Words = words;
        Truncated = truncated;
        Ids = [.. tokens.Select(token => token.Id)];
    }

    /// <summary>The whole text; half a surrogate pair in it has become U+FFFD, as UTF-8 cannot write it.</summary>
    public string Text { get; }

    /// <summary>The tokens in the order of the text, the two added ones included.</summary>
    public IReadOnlyList<Token> Tokens { get; }

    /// <summary>The words in the order of the text; white space and added tokens form none.</summary>
    public IReadOnlyList<Word> Words { get; }

    /// <summary>The ids of the tokens: the model's input.</summary>
    public int[] Ids { get; }

    /// <summary>Whether the text has more tokens than were allowed.</summary>
    public bool Truncated { get; }
}
