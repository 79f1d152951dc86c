using System.Text.Json.Nodes;
using PureSaliency.Roberta;

namespace PureSaliency.Tests.Roberta;

/// <summary>Every field of config.json that the reference knows is read, checked or harmless, and the table says which.</summary>
public sealed class ConfigFieldsTests : IDisposable
{
    private readonly MadeCheckpoint made = MadeCheckpoint.Classifier();

    public void Dispose() => made.Dispose();

    [Fact]
    public void The_table_names_what_is_read_and_nothing_else()
    {
        // Nothing is left out that is asked for only where something else is missing.
        made.Config["torch_dtype"] = null;
        var asked = ConfigReader.Read(Path.Combine(made.WriteConfig(), "config.json"), reader =>
        {
            ModelConfig.Of(reader);
            return reader.Asked.ToHashSet();
        });
        Assert.Equal(ConfigFields.All.Where(field => field.Use != FieldUse.Harmless).Select(field => field.Name).Order(), asked.Order());
    }

    [Fact]
    public void Every_field_stands_in_the_table_once_with_its_reason()
    {
        Assert.Equal(ConfigFields.All.Count, ConfigFields.All.DistinctBy(field => field.Name).Count());
        Assert.All(ConfigFields.All, field => Assert.NotEmpty(field.Reason));
        Assert.All(ConfigFields.All, field => Assert.Equal(field.Use == FieldUse.Checked, field.Refusal is not null));
    }

    [Theory]
    [InlineData("is_decoder", "true", "is_decoder is true, expected false: a decoder's rows see only what stands before them")]
    [InlineData("is_decoder", "1", "is_decoder is 1, expected true or false")]
    [InlineData("is_decoder", "\"false\"", "is_decoder is 'false', expected true or false")]
    [InlineData("add_cross_attention", "true", "add_cross_attention is true, expected false")]
    [InlineData("is_encoder_decoder", "true", "is_encoder_decoder is true, expected false")]
    [InlineData("hidden_act", "\"gelu_new\"", "hidden_act is 'gelu_new', expected gelu or gelu_python")]
    [InlineData("hidden_act", "\"silu\"", "hidden_act is 'silu', expected gelu")]
    [InlineData("position_embedding_type", "\"relative_key_query\"", "position_embedding_type is 'relative_key_query', expected absolute")]
    [InlineData("quantization_config", "{\"quant_method\":\"bitsandbytes\",\"load_in_8bit\":true}", "expected none (bitsandbytes)", "save the model in a float type")]
    [InlineData("quantization_config", "{\"load_in_4bit\":true}", "(bitsandbytes)")]
    [InlineData("quantization_config", "{\"quant_method\":\"gptq\",\"bits\":4}", "(gptq)")]
    [InlineData("quantization_config", "\"awq\"", "of an unknown kind")]
    [InlineData("quantization_config", "{\"bits\":4}", "expected none (of an unknown kind)")]
    [InlineData("quantization_config", "{\"bits\":4,\"load_in_4bit\":true}", "expected none (bitsandbytes)")]
    [InlineData("compression_config", "{\"quantization_method\":\"compressed\"}", "(compressed)")]
    [InlineData("pruned_heads", "{\"0\":[1]}", "pruned_heads is {\"0\":[1]}, expected none", "heads were cut out")]
    [InlineData("auto_map", "{\"AutoModelForSequenceClassification\":\"modeling_mine.Mine\"}", "modeling_mine.Mine", "code of the model's own")]
    [InlineData("pruned_heads", "[0]", "pruned_heads is [0], expected none")]
    [InlineData("adapters", "[\"sst\"]", "adapters is [\"sst\"], expected none")]
    [InlineData("adapters", "{\"adapters\":{\"sst\":\"pfeiffer\"}}", "adapters is", "adapters are computed between")]
    public void A_value_that_makes_another_model_is_refused(string name, string value, params string[] parts)
    {
        made.Config[name] = JsonNode.Parse(value);
        Refused.With(() => ModelConfig.Load(made.WriteConfig()), [$"'{made["config.json"]}': {name} is ", .. parts]);
    }

    [Theory]
    [InlineData("is_decoder", "false")]
    [InlineData("is_decoder", "null")]
    [InlineData("hidden_act", "\"gelu_python\"")]
    [InlineData("pruned_heads", "{}")]
    [InlineData("quantization_config", "null")]
    [InlineData("quantization_config", "{}")]
    [InlineData("compression_config", "{}")]
    [InlineData("pruned_heads", "[]")]
    [InlineData("auto_map", "{}")]
    [InlineData("auto_map", "false")]
    [InlineData("adapters", "{}")]
    [InlineData("adapters", "[]")]
    [InlineData("adapters", "{\"adapters\":null}")]
    [InlineData("adapters", "{\"adapters\":{},\"config_map\":{\"a\":null}}")]
    [InlineData("chunk_size_feed_forward", "512")]
    [InlineData("use_bfloat16", "true")]
    [InlineData("tie_encoder_decoder", "true")]
    [InlineData("hidden_dropout_prob", "0.9")]
    [InlineData("task_specific_params", "{\"a\":[1,{\"b\":null}]}")]
    [InlineData("eos_token_id", "2")]
    public void A_value_that_changes_nothing_is_taken(string name, string value)
    {
        made.Config[name] = JsonNode.Parse(value);
        Assert.Empty(ModelConfig.Load(made.WriteConfig()).UnknownFields);
    }

    [Fact]
    public void A_value_of_several_lines_is_told_in_one()
    {
        made.Config["quantization_config"] = JsonNode.Parse("{\"quant_method\":\"gptq\",\"bits\":4}");
        made.WriteConfig();
        File.WriteAllText(made["config.json"], made.Config.ToJsonString(new() { WriteIndented = true }));
        Refused.With(() => ModelConfig.Load(made.Folder), "quantization_config is {\"quant_method\":\"gptq\",\"bits\":4}, expected none (gptq)");
    }

    [Fact]
    public void Fields_that_nobody_knows_are_named()
    {
        made.Config["attention_window"] = new JsonArray(512);
        made.Config["use_cache"] = true;
        made.Config["my_note"] = "hello";
        Assert.Equal(["attention_window", "my_note"], ModelConfig.Load(made.WriteConfig()).UnknownFields);
    }

    /// <summary>The files that this repository ships hold nothing unknown.</summary>
    [Theory]
    [InlineData("weights", "roberta-small")]
    [InlineData("weights", "roberta-small-sst2")]
    [InlineData("tests", "golden", "tiny")]
    [InlineData("tests", "golden", "tiny64")]
    public void Models_of_the_repository_hold_nothing_unknown(params string[] folder) =>
        Assert.Empty(ModelConfig.Load(Repository.Path(folder)).UnknownFields);
}
