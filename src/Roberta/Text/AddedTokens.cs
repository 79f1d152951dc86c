namespace PureSaliency.Roberta.Text;

/// <summary>A token that is found in the text as written, before anything is split or merged.</summary>
/// <param name="Text">How it is written.</param>
/// <param name="Id">Its id; <see cref="NoId"/> for a mark of the model that this vocabulary lacks.</param>
internal sealed record AddedToken(string Text, int Id)
{
    public const int NoId = -1;

    /// <summary>Whether it is a mark of the model and no word of the user.</summary>
    public bool Special { get; init; }

    /// <summary>Whether it swallows the white space before it, as <c>&lt;mask&gt;</c> does.</summary>
    public bool TakesLeft { get; init; }

    /// <summary>Whether it swallows the white space after it.</summary>
    public bool TakesRight { get; init; }

    /// <summary>Whether it is found only where no letter, digit or underscore touches it.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Whether it is looked for in the normalised text, hence after the others; there is no normaliser, but the order stays.</summary>
    public bool Normalized { get; init; }
}

/// <summary>Where an added token lies: plain text ends at <c>Before</c> and goes on at <c>After</c>; between is white space.</summary>
internal readonly record struct AddedMatch(AddedToken Token, int Before, int Start, int End, int After);

/// <summary>
/// Finds added tokens in a text as the reference does: first those that are not normalised, then the others in what is left; each time the
/// leftmost, of several there the longest.
/// </summary>
internal sealed class AddedTokens
{
    private readonly AddedTokenSet first, second;
    private readonly HashSet<int> special;
    private readonly Dictionary<int, string> texts;

    public AddedTokens(IReadOnlyCollection<AddedToken> tokens)
    {
        first = new([.. tokens.Where(token => !token.Normalized)]);
        second = new([.. tokens.Where(token => token.Normalized)]);
        special = [.. tokens.Where(token => token.Special).Select(token => token.Id)];
        texts = tokens.Where(token => token.Id != AddedToken.NoId).DistinctBy(token => token.Id).ToDictionary(token => token.Id, token => token.Text);
    }

    public bool IsSpecial(int id) => special.Contains(id);

    /// <summary>How an added token is written; null for the ids of pieces.</summary>
    public string? TextOf(int id) => texts.GetValueOrDefault(id);

    /// <summary>All matches in the order of the text, as far as they are asked for.</summary>
    public IEnumerable<AddedMatch> Find(string text)
    {
        int at = 0;
        foreach (AddedMatch match in first.Find(text, 0, text.Length))
        {
            foreach (AddedMatch within in second.Find(text, at, match.Before)) yield return within;
            yield return match;
            at = match.After;
        }
        foreach (AddedMatch within in second.Find(text, at, text.Length)) yield return within;
    }
}
