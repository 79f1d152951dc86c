using System.Globalization;
using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>Reads added tokens as the files write them.</summary>
internal static class AddedTokenFields
{
    /// <summary>The entries of added_tokens in tokenizer.json.</summary>
    public static List<StatedToken> List(JsonPlace list) => [.. list.Entries().Select(entry => new StatedToken(
        Token(entry, entry.Field("id") is JsonPlace id ? id.Id() : throw entry.Wrong("an object with content and id")), entry.Name))];

    /// <summary>The entries of added_tokens_decoder in tokenizer_config.json, by id.</summary>
    public static List<StatedToken> ById(JsonPlace table) => [.. table.Fields().Select(field => new StatedToken(
        Token(field.Value, int.TryParse(field.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? id : throw new InputException($"{table.Name}: expected ids, found '{field.Name}'.")), field.Value.Name))];

    /// <summary>The entries of added_tokens.json: texts and ids, and no more.</summary>
    public static List<StatedToken> Ids(JsonPlace file) => [.. file.Fields().Select(field => field.Name.Length > 0
        ? new StatedToken(new(field.Name, field.Value.Id()) { Normalized = true }, file.File)
        : throw new InputException($"{file.Name}: expected tokens of a letter or more, found an empty one."))];

    /// <summary>One token with its flags; what is not said is false, but normalized.</summary>
    public static AddedToken Token(JsonPlace place, int id)
    {
        if (place.Field("content") is not { Kind: JsonValueKind.String } content || content.Text().Length == 0)
            throw place.Wrong("an object with content and id");
        TokenizerFields.CheckAll(place, TokenizerFields.AddedToken);
        bool special = place.Flag("special") ?? false;
        return new(content.Text(), id)
        {
            Special = special,
            TakesLeft = place.Flag("lstrip") ?? false,
            TakesRight = place.Flag("rstrip") ?? false,
            SingleWord = place.Flag("single_word") ?? false,
            Normalized = place.Flag("normalized") ?? !special,
        };
    }
}
