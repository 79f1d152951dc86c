using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>
/// Which added tokens there are, from all files that name some. Where two disagree, the reference takes one and says nothing, by its kind of
/// tokenizer and its version: so that is refused.
/// </summary>
internal sealed class MarkTable
{
    private readonly string source;
    private readonly TokenizerSettings settings;
    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<string, StatedToken> stated = [];
    private readonly Dictionary<string, AddedToken> tokens = [];

    /// <param name="model">The vocabulary.</param>
    /// <param name="settings">What stands beside it.</param>
    /// <param name="ids">Ids of the pieces; those of added tokens are put in.</param>
    /// <param name="pieces">The pieces by id.</param>
    public MarkTable(TokenizerModel model, TokenizerSettings settings, Dictionary<string, int> ids, string[] pieces)
    {
        (source, this.settings, this.ids) = (model.Source, settings, ids);
        foreach (StatedToken token in model.Added.Concat(settings.Decoder ?? [])) State(token, pieces, withFlags: true);
        foreach (StatedToken token in settings.Added)
        {
            if (settings.Decoder is not null && !stated.ContainsKey(token.Token.Text))
                throw new InputException(
                    $"{token.Place} names '{token.Token.Text}', which added_tokens_decoder in tokenizer_config.json leaves out; expected the same tokens.");
            State(token, pieces, withFlags: false);
        }
        Pieces = [.. pieces, .. NewPieces(pieces.Length)];
        foreach (var (text, token) in stated) tokens[text] = token.Token;
        foreach (StatedMark mark in settings.Further) tokens[mark.Text!] = Token(mark.Text!, mark.Token, takesLeft: false);
        foreach (string role in TokenizerFields.Roles) AddRole(role);
    }

    /// <summary>Everything that is found in a text as written.</summary>
    public IReadOnlyCollection<AddedToken> Tokens => tokens.Values;

    /// <summary>The pieces by id, added tokens included.</summary>
    public string[] Pieces { get; }

    /// <summary>How the mark of a role is written; null where the files say that there is none.</summary>
    public string? Text(string role) => settings.Mark(role) is StatedMark mark ? mark.Text : role switch
    {
        "bos_token" or "cls_token" => "<s>",
        "eos_token" or "sep_token" => "</s>",
        "unk_token" => "<unk>",
        "pad_token" => "<pad>",
        _ => "<mask>",
    };

    /// <summary>The id of the mark of a role; null where the vocabulary lacks it.</summary>
    public int? Id(string role) => Text(role) is string text && ids.TryGetValue(text, out int id) ? id : null;

    private void State(StatedToken token, string[] pieces, bool withFlags)
    {
        var (text, id) = (token.Token.Text, token.Token.Id);
        if (stated.TryGetValue(text, out StatedToken? other)) CheckAgreement(token, other, withFlags);
        else if (ids.TryGetValue(text, out int known))
        {
            if (known != id) throw new InputException($"{token.Place} gives '{text}' the id {id}, but {source} the id {known}; expected one id.");
        }
        else if (id < pieces.Length)
            throw new InputException($"{token.Place} gives '{text}' the id {id}, which belongs to '{pieces[id]}' in {source}; expected an id of its own.");
        if (other is null) stated.Add(text, token);
    }

    private static void CheckAgreement(StatedToken token, StatedToken other, bool withFlags)
    {
        string text = token.Token.Text;
        if (token.Token.Id != other.Token.Id)
            throw new InputException($"{token.Place} gives '{text}' the id {token.Token.Id}, but {other.Place} the id {other.Token.Id}; expected one id.");
        if (withFlags && token.Token with { Normalized = other.Token.Normalized } != other.Token)
            throw new InputException($"{token.Place} and {other.Place} disagree about single_word, lstrip, rstrip or special of '{text}'; expected the same.");
    }

    // The reference numbers new tokens one after the other, whatever the files say.
    private IEnumerable<string> NewPieces(int pieces)
    {
        int expected = pieces;
        foreach (StatedToken token in stated.Values.Where(token => token.Token.Id >= pieces).OrderBy(token => token.Token.Id))
        {
            if (token.Token.Id != expected)
                throw new InputException($"{token.Place} gives '{token.Token.Text}' the id {token.Token.Id}; expected {expected}, the next one after "
                    + $"the {pieces} pieces of {source}{(expected == pieces ? "" : " and the tokens added before it")}.");
            ids.Add(token.Token.Text, expected++);
            yield return token.Token.Text;
        }
    }

    private void AddRole(string role)
    {
        StatedMark? mark = settings.Mark(role);
        if (Text(role) is not string text || (mark is null && settings.IsBare)) return;
        bool isMask = role == "mask_token";
        AddedToken token = Token(text, mark?.Token, takesLeft: isMask);
        // RoBERTa's tokenizer brings its own mask where no settings name one.
        tokens[text] = isMask && mark is null ? token with { TakesLeft = true, TakesRight = false, SingleWord = false } : token;
    }

    // What tokenizer.json or added_tokens_decoder say of a token counts before what its role says.
    private AddedToken Token(string text, AddedToken? mark, bool takesLeft)
    {
        if (stated.TryGetValue(text, out StatedToken? known) && !settings.Added.Contains(known)) return known.Token with { Special = true };
        int id = ids.GetValueOrDefault(text, AddedToken.NoId);
        return mark is null ? new(text, id) { Special = true, TakesLeft = takesLeft } : mark with { Id = id, Special = true };
    }
}
