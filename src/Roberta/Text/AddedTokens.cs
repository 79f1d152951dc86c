namespace PureSaliency.Roberta.Text;

/// <summary>A token that is found in the text as written, before anything is split or merged.</summary>
/// <param name="Text">How it is written.</param>
/// <param name="Id">Its id.</param>
/// <param name="Special">Whether it is a mark of the model and no word of the user.</param>
/// <param name="TakesLeft">Whether it swallows the white space before it, as <c>&lt;mask&gt;</c> does.</param>
/// <param name="TakesRight">Whether it swallows the white space after it.</param>
internal sealed record AddedToken(string Text, int Id, bool Special = true, bool TakesLeft = false, bool TakesRight = false);

/// <summary>Where an added token lies: plain text ends at <c>Before</c> and goes on at <c>After</c>; between is white space.</summary>
internal readonly record struct AddedMatch(AddedToken? Token, int Before, int Start, int End, int After);

/// <summary>Finds added tokens in a text: the leftmost, of several there the longest.</summary>
internal sealed class AddedTokens(IReadOnlyCollection<AddedToken> tokens)
{
    private readonly AddedToken[] longestFirst = [.. tokens.OrderByDescending(token => token.Text.Length)];
    private readonly string firstLetters = string.Concat(tokens.Select(token => token.Text[0]).Distinct());
    private readonly HashSet<int> special = [.. tokens.Where(token => token.Special).Select(token => token.Id)];

    public bool IsSpecial(int id) => special.Contains(id);

    /// <summary>The first match at or after <paramref name="from"/>; without one, a match of nothing at the end of the text.</summary>
    public AddedMatch Next(string text, int from)
    {
        for (int at = from; (at = Candidate(text, at)) >= 0; at++)
        {
            foreach (AddedToken token in longestFirst)
            {
                if (string.CompareOrdinal(text, at, token.Text, 0, token.Text.Length) == 0) return Match(text, from, at, token);
            }
        }
        return new AddedMatch(null, text.Length, text.Length, text.Length, text.Length);
    }

    private int Candidate(string text, int at)
    {
        int found = text.AsSpan(at).IndexOfAny(firstLetters);
        return found < 0 ? -1 : at + found;
    }

    private static AddedMatch Match(string text, int from, int at, AddedToken token)
    {
        int end = at + token.Text.Length, before = at, after = end;
        while (token.TakesLeft && before > from && char.IsWhiteSpace(text[before - 1])) before--;
        while (token.TakesRight && after < text.Length && char.IsWhiteSpace(text[after])) after++;
        return new AddedMatch(token, before, at, end, after);
    }
}
