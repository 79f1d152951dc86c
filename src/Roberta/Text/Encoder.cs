using System.Text.RegularExpressions;

namespace PureSaliency.Roberta.Text;

/// <summary>
/// Encodes one text. Pieces are written in byte-level letters, one letter a byte, so that running sums of their lengths
/// are exact UTF-8 positions.
/// </summary>
/// <param name="tokenizer">Gives ids and pieces.</param>
/// <param name="text">Well-formed UTF-16.</param>
/// <param name="limit">Most tokens, the two added ones not counted.</param>
internal sealed class Encoder(Tokenizer tokenizer, string text, int limit)
{
    private readonly List<Token> tokens = [];
    private readonly List<Word> words = [];
    private Utf8Cursor cursor = new(text);
    private bool truncated;

    public Encoding Run()
    {
        tokens.Add(Mark(tokenizer.BeginId));
        for (int at = 0; at < text.Length && !truncated;)
        {
            AddedMatch match = tokenizer.Added.Next(text, at);
            AddPlain(at, match.Before);
            if (match.Token is not null) AddWritten(match.Token, match.Start, match.End);
            at = match.After;
        }
        tokens.Add(Mark(tokenizer.EndId));
        return new Encoding(text, tokens, words, truncated);
    }

    private Token Mark(int id) => new(id, tokenizer.Piece(id), -1, -1, -1, -1, Special: true);

    private void AddPlain(int start, int end)
    {
        if (start == end) return;
        int invented = tokenizer.AddPrefixSpace && text[start] != ' ' ? 1 : 0;
        ReadOnlySpan<char> plain = invented == 1 ? string.Concat(" ", text.AsSpan(start, end - start)) : text.AsSpan(start, end - start);
        foreach (ValueMatch piece in Splitter.Split(plain))
        {
            if (truncated) return;
            bool first = piece.Index == 0;
            AddPiece(plain.Slice(piece.Index, piece.Length), start + piece.Index - (first ? 0 : invented), first ? invented : 0);
        }
    }

    /// <param name="piece">A piece of the split.</param>
    /// <param name="charStart">Where it begins in the text.</param>
    /// <param name="invented">1 if its first blank is not in the text.</param>
    private void AddPiece(ReadOnlySpan<char> piece, int charStart, int invented)
    {
        int first = tokens.Count, origin = cursor.ByteAt(charStart), at = origin - invented;
        foreach (int id in tokenizer.Merge(piece))
        {
            int next = at + (id == tokenizer.UnknownId ? 1 : tokenizer.Piece(id).Length);
            if (!Add(id, Math.Max(at, origin), next)) break;
            at = next;
        }
        int blank = piece[0] == ' ' ? 1 - invented : 0;
        if (!piece.IsWhiteSpace()) AddWord(first, charStart + blank, origin + blank);
    }

    private void AddWritten(AddedToken token, int start, int end)
    {
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
