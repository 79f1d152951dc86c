using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>What the files of a tokenizer say.</summary>
internal sealed record TokenizerModel
{
    /// <summary>The file with the vocabulary, for complaints.</summary>
    public required string Source { get; init; }

    /// <summary>Every piece and its id.</summary>
    public required List<KeyValuePair<string, int>> Vocabulary { get; init; }

    /// <summary>The merges, first come first merged.</summary>
    public required MergeList Merges { get; init; }

    /// <summary>Tokens that the file with the vocabulary names beside it.</summary>
    public IReadOnlyList<StatedToken> Added { get; init; } = [];

    /// <summary>The marks around a text, where the file names them.</summary>
    public (StatedToken Begin, StatedToken End)? Marks { get; init; }

    /// <summary>Whether plain text that begins without a blank is read as if it had one, where the file says so.</summary>
    public bool? AddPrefixSpace { get; init; }

    /// <summary>What a byte without a piece becomes, where the file says so.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>Whether a byte without a piece vanishes; else it is the unknown token.</summary>
    public bool DropsUnknown { get; init; }

    /// <summary>Whether a word that is a piece is taken as it is, whatever the merges would make of it.</summary>
    public bool WholeWordsFirst { get; init; }

    /// <summary>Why the vocabulary must have a piece for each byte; null if it need not.</summary>
    public string? NeedsAllBytes { get; init; }
}

/// <summary>Where plain text that begins without a blank is read as if it had one.</summary>
internal enum PrefixSpace
{
    /// <summary>Nowhere.</summary>
    None,
    /// <summary>At the beginning of a text that does not begin with white space: the reference's Python tokenizer, for vocab.json.</summary>
    OfText,
    /// <summary>After each added token, too, but not before one: the reference's compiled tokenizer, for tokenizer.json.</summary>
    OfStretches,
}

/// <summary>Merges as written, "left right", and how to name the place of one.</summary>
/// <param name="Lines">The lines or entries.</param>
/// <param name="First">Index of the first merge, after the head line.</param>
/// <param name="Place">File and line of an index.</param>
internal sealed record MergeList(string[] Lines, int First, Func<int, string> Place)
{
    public IEnumerable<string> Written => Lines.Skip(First).Where(line => line.Length > 0);
}

/// <summary>An added token and the place that states it.</summary>
/// <param name="Token">The token.</param>
/// <param name="Place">File and field.</param>
internal sealed record StatedToken(AddedToken Token, string Place);
