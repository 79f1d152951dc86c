namespace PureSaliency.Roberta.Text;

/// <summary>One row of the model: an entry of the vocabulary and the place in the text that it stands for.</summary>
/// <remarks>
/// A piece may hold only some bytes of a character (half an emoji): the bytes are exact, the characters are those touched.
/// </remarks>
/// <param name="Id">Row of the embedding table.</param>
/// <param name="Piece">Entry of the vocabulary in byte-level letters, <c>Ġworld</c>.</param>
/// <param name="CharStart">First UTF-16 position in the text, -1 for a token that we added.</param>
/// <param name="CharEnd">UTF-16 position after the last, -1 for a token that we added.</param>
/// <param name="ByteStart">First position in the UTF-8 form of the text, -1 for a token that we added.</param>
/// <param name="ByteEnd">UTF-8 position after the last, -1 for a token that we added.</param>
/// <param name="Special">Whether it is one of the model's own marks, such as <c>&lt;s&gt;</c> or <c>&lt;mask&gt;</c>.</param>
public readonly record struct Token(int Id, string Piece, int CharStart, int CharEnd, int ByteStart, int ByteEnd, bool Special)
{
    /// <summary>Whether the token stands for a place in the text; the added <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c> do not.</summary>
    public bool HasRange => ByteStart >= 0;
}

/// <summary>
/// The tokens of one word, number or run of signs, <c>don</c> <c>'t</c> <c>good</c> <c>.</c>; its place is that without the
/// blank before it, though its first token holds the blank.
/// </summary>
/// <param name="FirstToken">Index of its first token in the encoding.</param>
/// <param name="TokenCount">Number of its tokens.</param>
/// <param name="CharStart">First UTF-16 position in the text.</param>
/// <param name="CharEnd">UTF-16 position after the last.</param>
/// <param name="ByteStart">First position in the UTF-8 form of the text.</param>
/// <param name="ByteEnd">UTF-8 position after the last.</param>
/// <param name="Text">The word as written.</param>
public readonly record struct Word(
    int FirstToken, int TokenCount, int CharStart, int CharEnd, int ByteStart, int ByteEnd, string Text);
