using System.Text.Json.Nodes;
using PureSaliency.Roberta;

namespace PureSaliency.Tests.Roberta;

/// <summary>config.json is read with the reference's defaults, or refused in a sentence with file and field.</summary>
public sealed class ModelConfigTests : IDisposable
{
    private readonly MadeCheckpoint made = MadeCheckpoint.Classifier();

    public void Dispose() => made.Dispose();

    [Fact]
    public void What_is_left_out_has_the_reference_defaults()
    {
        string[] optional = ["type_vocab_size", "layer_norm_eps", "pad_token_id", "model_type", "hidden_act", "architectures"];
        foreach (string name in optional) made.Config.Remove(name);
        var config = ModelConfig.Load(made.WriteConfig());
        Assert.Equal((2, 1e-12, 1, 0, 2), (config.Types, config.LayerNormEpsilon, config.PadId, config.BeginId, config.EndId));
        Assert.Equal("roberta", config.ModelType);
        Assert.Null(config.Labels);
        Assert.Empty(config.Architectures);
        Assert.Equal(14, config.MaxTokens);
    }

    [Fact]
    public void What_is_made_without_a_file_has_the_same_defaults()
    {
        var config = new ModelConfig
        {
            Source = "made",
            ModelType = "roberta",
            Hidden = 8,
            Layers = 1,
            Heads = 2,
            Intermediate = 12,
            Vocabulary = 20,
            Positions = 16,
        };
        Assert.Equal((2, 1e-12, 1, 0, 2), (config.Types, config.LayerNormEpsilon, config.PadId, config.BeginId, config.EndId));
        Assert.True(config.TiesDecoder);
    }

    [Theory]
    [InlineData("{\"num_hidden_layers\":1024}")]
    [InlineData("{\"hidden_size\":1,\"num_attention_heads\":1,\"vocab_size\":2147483647}")] // as many as one tensor can hold
    [InlineData("{\"pad_token_id\":0}")]
    [InlineData("{\"pad_token_id\":19,\"max_position_embeddings\":23}")]
    [InlineData("{\"max_position_embeddings\":5}")]
    [InlineData("{\"layer_norm_eps\":0.999}")]
    public void The_last_values_that_make_a_model_are_taken(string values)
    {
        foreach (var (name, value) in JsonNode.Parse(values)!.AsObject()) made.Config[name] = value!.DeepClone();
        Assert.Equal((string)made.Config["model_type"]!, ModelConfig.Load(made.WriteConfig()).ModelType);
    }

    [Fact]
    public void A_folder_without_the_file_is_refused() =>
        Refused.With(() => ModelConfig.Load(made.Folder), $"'{made["config.json"]}' does not exist");

    [Theory]
    [InlineData("", "is empty, or a pipe or device")]
    [InlineData("{\"hidden_size\": NaN}", "is not valid JSON at line 1, byte 17")]
    [InlineData("{\"hidden_size\": 8, \"vocab_size\": 9, \"hidden_size\": 8}", "has 'hidden_size' twice")]
    [InlineData("{\"id2label\": {\"0\": \"a\", \"0\": \"b\"}}", "has '0' twice")]
    [InlineData("{\"id2label\": {\"0\": \"\\ud83d\"}}", "the value of '0' should be Unicode, but has half a surrogate pair")]
    [InlineData("{\"\\udc00\": 1}", "should be Unicode, but has half a surrogate pair")]
    [InlineData("{\"architectures\": [\"\\ud800\"]}", "the value of 'architectures' should be Unicode")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:ab\n", "is a Git LFS pointer", "git lfs pull")]
    [InlineData("<!DOCTYPE html>\n<html>", "is a web page")]
    [InlineData("\n <HTML lang='en'>", "is a web page")]
    [InlineData("Entry not found", "is text that begins with 'Entry not found'")]
    [InlineData("PK\u0003\u0004archive/data.pkl", "is a PyTorch file")]
    [InlineData("{\"hidden_size\": 8,\n  \"vocab_size\" 9}", "is not valid JSON at line 2, byte 16")]
    [InlineData("[1]", "holds a JSON array, expected an object")]
    [InlineData("null", "holds a JSON literal, expected an object")]
    [InlineData("{}", "has no hidden_size; expected an integer")]
    public void A_damaged_file_is_refused(string content, params string[] parts)
    {
        File.WriteAllText(made["config.json"], content);
        Refused.With(() => ModelConfig.Load(made.Folder), [$"'{made["config.json"]}'", .. parts]);
    }

    [Fact]
    public void UTF_16_is_named_and_a_byte_order_mark_passed_over()
    {
        string text = made.Config.ToJsonString();
        File.WriteAllText(made["config.json"], text, System.Text.Encoding.Unicode);
        Refused.With(() => ModelConfig.Load(made.Folder), "is text in UTF-16; save it as UTF-8");
        File.WriteAllText(made["config.json"], text, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(8, ModelConfig.Load(made.Folder).Hidden);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        File.WriteAllBytes(made["config.json"], [.. "{\"model_type\": \"rob"u8, 0xFF, .. "\"}"u8]);
        Refused.With(() => ModelConfig.Load(made.Folder), "the value of 'model_type' should be Unicode", "no UTF-8");
    }

    [Theory]
    [InlineData("{\"1\":1,\"0\":0}", "0", "1")]
    [InlineData("{\"0\":1.50,\"1\":true}", "1.50", "true")]
    public void Names_of_classes_may_be_numbers(string names, params string[] expected)
    {
        made.Config["id2label"] = JsonNode.Parse(names);
        Assert.Equal(expected, ModelConfig.Load(made.WriteConfig()).Labels);
    }

    [Theory]
    [InlineData("hidden_size")]
    [InlineData("num_hidden_layers")]
    [InlineData("num_attention_heads")]
    [InlineData("intermediate_size")]
    [InlineData("vocab_size")]
    [InlineData("max_position_embeddings")]
    public void A_size_must_be_there_and_positive(string name)
    {
        made.Config.Remove(name);
        Refuses($"has no {name}; expected an integer");
        foreach (string value in (string[])["0", "-1", "-2147483648"])
        {
            made.Config[name] = JsonNode.Parse(value);
            Refuses($"{name} is {value}, expected 1 or more");
        }
        foreach (string value in (string[])["2147483648", "1.5", "\"8\"", "true", "[8]", "1e99"])
        {
            made.Config[name] = JsonNode.Parse(value);
            Refuses($"{name} is {value}, expected an integer");
        }
    }

    [Theory]
    [InlineData("hidden_size", "2147483647", "vocab_size 20 times hidden_size 2147483647 is more than one tensor can hold")]
    [InlineData("hidden_size", "60000", "hidden_size 60000 times hidden_size 60000 is more than")]
    [InlineData("vocab_size", "2147483647", "vocab_size 2147483647 times hidden_size 8 is more than")]
    [InlineData("intermediate_size", "2147483647", "intermediate_size 2147483647 times hidden_size 8 is more than")]
    [InlineData("max_position_embeddings", "2147483647", "max_position_embeddings 2147483647 times hidden_size 8 is more than")]
    [InlineData("type_vocab_size", "2147483647", "type_vocab_size 2147483647 times hidden_size 8 is more than")]
    [InlineData("num_hidden_layers", "2147483647", "num_hidden_layers is 2147483647, expected at most 1024")]
    [InlineData("num_attention_heads", "3", "num_attention_heads 3 does not divide hidden_size 8")]
    [InlineData("num_attention_heads", "2147483647", "num_attention_heads 2147483647 does not divide hidden_size 8")]
    [InlineData("type_vocab_size", "0", "type_vocab_size is 0, expected 1 or more")]
    [InlineData("max_position_embeddings", "4", "max_position_embeddings is 4, expected at least 5")]
    [InlineData("pad_token_id", "20", "pad_token_id is 20, expected 0 to 19 (vocab_size 20)")]
    [InlineData("pad_token_id", "-1", "pad_token_id is -1, expected 0 to 19")]
    [InlineData("layer_norm_eps", "0", "layer_norm_eps is 0, expected a small positive number")]
    [InlineData("layer_norm_eps", "-1e-5", "layer_norm_eps is -1E-05, expected a small positive number")]
    [InlineData("num_hidden_layers", "1025", "num_hidden_layers is 1025, expected at most 1024")]
    [InlineData("layer_norm_eps", "1", "layer_norm_eps is 1, expected a small positive number")]
    [InlineData("layer_norm_eps", "1e999", "layer_norm_eps is")]
    [InlineData("layer_norm_eps", "\"small\"", "layer_norm_eps is \"small\", expected a number")]
    [InlineData("hidden_act", "\"relu\"", "hidden_act is 'relu', expected gelu")]
    [InlineData("hidden_act", "7", "hidden_act is 7, expected a string")]
    [InlineData("model_type", "\"bert\"", "model_type is 'bert', expected roberta or xlm-roberta or camembert")]
    [InlineData("position_embedding_type", "\"relative_key\"", "position_embedding_type is 'relative_key', expected absolute")]
    [InlineData("architectures", "\"Roberta\"", "architectures is \"Roberta\", expected an array of strings")]
    [InlineData("architectures", "[\"Roberta\",7]", "architectures is [\"Roberta\",7], expected an array of strings")]
    [InlineData("id2label", "[\"a\"]", "id2label is [\"a\"], expected an object")]
    [InlineData("id2label", "{\"0\":\"a\",\"2\":\"b\"}", "id2label has the key '2', expected each of 0 to 1 once")]
    [InlineData("id2label", "{\"zero\":\"a\"}", "id2label has the key 'zero', expected each of 0 to 0 once")]
    [InlineData("id2label", "{\"0\":[5]}", "id2label.0 is [5], expected a string")]
    [InlineData("id2label", "{\"0\":null}", "id2label.0 is null, expected a string")]
    [InlineData("id2label", "{\"0\":\"a\",\"1\":{\"b\":1}}", "id2label.1 is {\"b\":1}, expected a string")]
    [InlineData("tie_word_embeddings", "1", "tie_word_embeddings is 1, expected true or false")]
    public void A_value_that_makes_no_model_is_refused(string name, string value, string part)
    {
        made.Config[name] = JsonNode.Parse(value);
        Refuses(part);
    }

    private void Refuses(string part) => Refused.With(() => ModelConfig.Load(made.WriteConfig()), $"'{made["config.json"]}'", part);
}
