using System.Text.Json;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency.Report;

public class ExplanationJsonSpec
{
    public static TheoryData<string> Names { get; } = ["rich", "plain", "windowed", "labels", "number"];

    internal static Explanation Sample(string name) => name switch
    {
        "rich" => Samples.Rich,
        "plain" => Samples.Plain,
        "labels" => Samples.Labels,
        "number" => Samples.Number,
        _ => Samples.Windowed,
    };

    [Theory, MemberData(nameof(Names))]
    public void What_is_written_is_read_again(string name)
    {
        var sample = Sample(name);
        string json = ExplanationJson.Write(sample);
        Assert.DoesNotContain('\n', json);
        var read = ExplanationJson.Read(json);
        Assert.Equal(json, ExplanationJson.Write(read));
        Assert.Equal(sample.Options, read.Options);
        Assert.Equal(sample.Tokens, read.Tokens);
        Assert.Equal(sample.Layers[^1].TokenScores, read.Layers[^1].TokenScores);
        Assert.Equal(ExplanationJson.Write(sample, indented: true), ExplanationJson.Write(read, indented: true));
    }

    [Fact]
    public void Switches_are_written_as_they_are_typed()
    {
        using var json = JsonDocument.Parse(ExplanationJson.Write(Samples.Rich));
        var options = json.RootElement.GetProperty("options");
        Assert.Equal("grad-x-input", options.GetProperty("aggregation").GetString());
        Assert.Equal("log-probability", options.GetProperty("value").GetString());
        Assert.Equal("aggregate-then-decode", options.GetProperty("order").GetString());
        Assert.Equal("all", options.GetProperty("layer").GetString());
    }

    [Fact]
    public void What_outputs_mean_is_written_and_numbers_have_no_probability()
    {
        Assert.Contains("\"outputs\":\"exclusive-classes\"", ExplanationJson.Write(Samples.Plain));
        Assert.Contains("\"outputs\":\"independent-labels\"", ExplanationJson.Write(Samples.Labels));
        string number = ExplanationJson.Write(Samples.Number);
        Assert.Contains("\"outputs\":\"value\"", number);
        Assert.Contains("\"prediction\":{\"index\":0,\"label\":\"score\",\"logit\":-0.8236,\"probability\":null}", number);
    }

    [Fact]
    public void A_layer_is_a_word_or_a_number()
    {
        Assert.Contains("\"layer\":4,", Write(LayerChoice.At(4)));
        Assert.Contains("\"layer\":\"auto\",", Write(LayerChoice.Auto));
        Assert.Equal(LayerChoice.At(4), ExplanationJson.Read(Write(LayerChoice.At(4))).Options.Layer);

        static string Write(LayerChoice layer) =>
            ExplanationJson.Write(Samples.Plain with { Options = new ExplainOptions { Layer = layer } });
    }

    [Fact]
    public void Words_stay_readable()
    {
        string json = ExplanationJson.Write(Samples.Rich);
        Assert.Contains("映画", json);
        Assert.Contains("<script>", json);
        Assert.Contains("it's", json);
    }

    [Fact]
    public void Hidden_characters_are_escaped_and_read_again()
    {
        var hidden = Samples.Plain with { Text = "a\u202Eb\u200B" };
        string json = ExplanationJson.Write(hidden);
        Assert.Contains("a\\u202Eb\\u200B", json);
        Assert.Equal(hidden.Text, ExplanationJson.Read(json).Text);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"schema\":\"puresaliency/explanation/2\"}")]
    public void What_is_no_explanation_gets_a_sentence(string json) =>
        Assert.StartsWith("Explanation", Assert.Throws<InputException>(() => ExplanationJson.Read(json)).Message);

    [Fact]
    public void Another_version_or_an_unknown_switch_gets_a_sentence()
    {
        string json = ExplanationJson.Write(Samples.Plain);
        Assert.Contains("explanation/9", Refusal(json.Replace("explanation/2", "explanation/9")));
        Assert.Contains("grad-norm", Refusal(json.Replace("\"grad-cam\"", "\"magic\"")));

        static string Refusal(string json) => Assert.Throws<InputException>(() => ExplanationJson.Read(json)).Message;
    }
}
