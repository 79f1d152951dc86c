using System.Text.Json.Nodes;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta.Text;

/// <summary>Each field of a tokenizer's files is followed, refused by name or harmless, as one table says.</summary>
public sealed class TokenizerFieldsTests
{
    public static TheoryData<string, string> RefusedFields() => Each(TokenizerFieldUse.Refused);

    public static TheoryData<string, string> HarmlessFields() => Each(TokenizerFieldUse.Harmless);

    [Theory]
    [MemberData(nameof(RefusedFields))]
    public void AFieldThatWouldChangeTheTokensIsRefusedByName(string table, string name)
    {
        TokenizerField field = Tables[table].Single(field => field.Name == name);
        JsonNode[] bad = field.Allowed == "true" ? [false] : field.Allowed.Length > 0 ? [0.5] : [true, "x", new JsonArray(1), new JsonObject { ["a"] = 1 }, 1];
        foreach (JsonNode value in bad)
        {
            using TokenizerFolder folder = With(table, name, value.DeepClone());
            string message = Assert.Throws<InputException>(folder.Load).Message;
            Assert.Contains(table.Split('/')[0], message);
            Assert.Contains(name, message);
        }
        foreach (JsonNode? value in (JsonNode?[])[null, "", new JsonArray(), new JsonObject(), field.Allowed == "true"])
        {
            using TokenizerFolder folder = With(table, name, value);
            Assert.Equal(Tokenizers.Healthy, folder.Load().Encode(Tokenizers.Sentence).Ids);
        }
    }

    [Theory]
    [MemberData(nameof(HarmlessFields))]
    public void AHarmlessFieldChangesNothing(string table, string name)
    {
        foreach (JsonNode? value in (JsonNode?[])[null, true, false, 7, "x", new JsonArray("<mask>"), new JsonObject { ["a"] = "he" }])
        {
            using TokenizerFolder folder = With(table, name, value);
            Assert.Equal(Tokenizers.Healthy, folder.Load().Encode(Tokenizers.Sentence).Ids);
        }
    }

    [Fact]
    public void EachFieldStandsInItsTableOnce() =>
        Assert.All(Tables.Values, table => Assert.Equal(table.Length, table.Select(field => field.Name).Distinct().Count()));

    [Fact]
    public void TheDocumentationNamesEachField()
    {
        string page = File.ReadAllText(Repository.Path("docs", "tokenizer.md"));
        Assert.All(Tables.Values.SelectMany(table => table), field => Assert.Contains($"`{field.Name}`", page));
    }

    [Fact]
    public void FieldsThatNobodyKnowsAreListed()
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.Write("tokenizer_config.json", """{"add_prefix_space": false, "flavour": 3}""");
        Assert.EndsWith("tokenizer_config.json, flavour", Assert.Single(folder.Load().UnknownSettings));
    }

    [Fact]
    public void AFieldThatTheReferenceIgnoresIsSaidToBe()
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.Write("tokenizer_config.json", """{"strip_accents": true}""");
        Refused.With(() => folder.Load(), "strip_accents: expected null, found true; RoBERTa's tokenizer takes no notice of it; remove the field");
    }

    private static readonly Dictionary<string, TokenizerField[]> Tables = new()
    {
        ["tokenizer_config.json"] = TokenizerFields.TokenizerConfig,
        ["special_tokens_map.json"] = TokenizerFields.SpecialTokensMap,
        ["tokenizer.json"] = TokenizerFields.TokenizerJson,
        ["tokenizer.json/pre_tokenizer"] = TokenizerFields.PreTokenizer,
        ["tokenizer.json/model"] = TokenizerFields.Model,
        ["tokenizer.json/added_tokens"] = TokenizerFields.AddedToken,
    };

    private static TheoryData<string, string> Each(TokenizerFieldUse use)
    {
        var data = new TheoryData<string, string>();
        foreach (var (table, fields) in Tables)
            foreach (TokenizerField field in fields.Where(field => field.Use == use)) data.Add(table, field.Name);
        return data;
    }

    private static TokenizerFolder With(string table, string name, JsonNode? value)
    {
        TokenizerFolder folder = TokenizerFolder.Small();
        string[] parts = table.Split('/');
        if (parts[0] != "tokenizer.json")
        {
            folder.Write(parts[0], new JsonObject { [name] = value?.DeepClone() }.ToJsonString());
            return folder;
        }
        return folder.ToJson(change: root =>
        {
            JsonNode parent = parts.Length == 1 ? root : parts[1] == "added_tokens" ? root["added_tokens"]![4]! : root[parts[1]]!;
            parent[name] = value?.DeepClone();
        });
    }
}
