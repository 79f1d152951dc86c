using System.Text.RegularExpressions;

namespace PureSaliency.Roberta.Text;

/// <summary>
/// One text becomes tokens. Pieces are written in byte-level letters, one letter a byte, so that running sums of their lengths
/// are exact UTF-8 positions.
/// </summary>
/// <param name="tokenizer">Gives ids and pieces.</param>
/// <param name="text">Well-formed UTF-16.</param>
/// <param name="limit">Most tokens, the two added ones not counted.</param>
/// <param name="cancellation">Stops between two pieces, and within long ones.</param>
internal sealed class Tokenization(Tokenizer tokenizer, string text, int limit, CancellationToken cancellation)
{
    private readonly List<Token> tokens = [];
    private readonly List<Word> words = [];
    private Utf8Cursor cursor = new(text);
    private bool truncated;

    public Encoding Run()
    {
        tokens.Add(Mark(tokenizer.BeginId));
        int at = 0;
        foreach (AddedMatch match in tokenizer.Added.Find(text))
        {
            // A blank put before the text would be swallowed, too.
            if (match.Before > 0 || !match.Token.TakesLeft) AddPlain(at, match.Before);
            if (!truncated) AddWritten(match.Token, match.Start);
            if (truncated) break;
            at = match.After;
        }
        if (!truncated) AddPlain(at, text.Length);
        tokens.Add(Mark(tokenizer.EndId));
        return new Encoding(text, tokens, words, truncated);
    }

    private Token Mark(int id) => new(id, tokenizer.Piece(id), -1, -1, -1, -1, Special: true);

    private void AddPlain(int start, int end)
    {
        int invented = NeedsBlank(start, end) ? 1 : 0;
        if (start == end && invented == 0) return;
        ReadOnlySpan<char> plain = invented == 1 ? string.Concat(" ", text.AsSpan(start, end - start)) : text.AsSpan(start, end - start);
        foreach (ValueMatch piece in Splitter.Split(plain))
        {
            if (truncated) return;
            cancellation.ThrowIfCancellationRequested();
            bool first = piece.Index == 0;
            AddPiece(plain.Slice(piece.Index, piece.Length), start + piece.Index - (first ? 0 : invented), first ? invented : 0);
        }
    }

    private bool NeedsBlank(int start, int end) => tokenizer.Prefix switch
    {
        PrefixSpace.OfText => start == 0 && text.Length > 0 && !char.IsWhiteSpace(text[0]) && text[0] is < '\u001C' or > '\u001F',
        PrefixSpace.OfStretches => start < end && text[start] != ' ',
        _ => false,
    };

    /// <param name="piece">A piece of the split.</param>
    /// <param name="charStart">Where it begins in the text.</param>
    /// <param name="invented">1 if its first blank is not in the text.</param>
    private void AddPiece(ReadOnlySpan<char> piece, int charStart, int invented)
    {
        int first = tokens.Count, origin = cursor.ByteAt(charStart), at = origin - invented;
        foreach (int id in tokenizer.Merge(piece, cancellation))
        {
            bool known = id != BytePairs.NoPiece;
            int next = at + (known ? tokenizer.Piece(id).Length : 1);
            if ((known || !tokenizer.DropsUnknown) && !Add(known ? id : Unknown(), Math.Max(at, origin), next)) break;
            at = next;
        }
        int blank = piece[0] == ' ' ? 1 - invented : 0;
        if (!piece.IsWhiteSpace()) AddWord(first, charStart + blank, origin + blank);
    }

    private int Unknown() => tokenizer.UnknownId ?? throw tokenizer.Lacks("a character without a piece, and the token <unk> for it");

    private void AddWritten(AddedToken token, int start)
    {
        cancellation.ThrowIfCancellationRequested();
        if (token.Id == AddedToken.NoId) throw tokenizer.Lacks($"the token {token.Text}");
        int first = tokens.Count, at = cursor.ByteAt(start);
        int length = System.Text.Encoding.UTF8.GetByteCount(token.Text);
        if (!Add(token.Id, at, at + length)) return;
        bool border = token.Id == tokenizer.BeginId || token.Id == tokenizer.EndId || token.Id == tokenizer.PadId;
        if (!border) AddWord(first, start, at);
    }

    private bool Add(int id, int byteStart, int byteEnd)
    {
        truncated = tokens.Count > limit;
        if (truncated) return false;
        int charStart = cursor.CharAt(byteStart).Start;
        int charEnd = byteEnd > byteStart ? cursor.CharAt(byteEnd - 1).End : charStart;
        tokens.Add(new Token(id, tokenizer.Piece(id), charStart, charEnd, byteStart, byteEnd, tokenizer.IsSpecial(id)));
        return true;
    }

    private void AddWord(int first, int charStart, int byteStart)
    {
        Token last = tokens[^1];
        // Of a truncated word nothing but the blank may be left.
        if (tokens.Count == first || last.ByteEnd <= byteStart) return;
        words.Add(new Word(first, tokens.Count - first, charStart, last.CharEnd, byteStart, last.ByteEnd, text[charStart..last.CharEnd]));
    }
}
