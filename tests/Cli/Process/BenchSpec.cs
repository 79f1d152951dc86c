using System.Text.Json;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>bench: what it reports, not how fast it was.</summary>
public sealed class BenchSpec
{
    private static readonly string[] Passes = ["forward", "gradient", "explain"];

    [Fact]
    public void A_report_has_the_passes_and_the_operations()
    {
        string output = Cli.Run("bench", "--seconds", "0.01", "--length", "12").Fine().Output;
        Assert.All((string[])["roberta-small-sst2, 1 text of 12 tokens", "tokens/s", "of peak", "linear", "gelu", .. Passes],
            word => Assert.Contains(word, output));
    }

    [Fact]
    public void Json_has_the_same_as_fields()
    {
        var result = JsonDocument.Parse(Cli.Run(
            "bench", "--seconds", "0.01", "--length", "9", "--batch", "3", "--threads", "1", "--format", "json").Fine().Output).RootElement;
        Assert.Equal((1, 3, 9), (Int("threads"), Int("batch"), Int("tokens")));
        Assert.True(result.GetProperty("peakGflops").GetDouble() > 0);
        Assert.Equal(Passes, result.GetProperty("passes").EnumerateArray().Select(pass => pass.GetProperty("name").GetString()!));
        Assert.All(result.GetProperty("passes").EnumerateArray(), pass => Assert.True(pass.GetProperty("tokensPerSecond").GetDouble() > 0));
        var operations = result.GetProperty("operations").EnumerateArray().ToArray();
        Assert.Equal(1, operations.Sum(op => op.GetProperty("share").GetDouble()), 1e-9);
        Assert.DoesNotContain(operations, op => op.GetProperty("name").GetString() == "leaf");

        int Int(string name) => result.GetProperty(name).GetInt32();
    }

    [Fact]
    public void A_model_without_a_language_model_is_explained_plainly()
    {
        using var alone = ModelFolder.Sst2();
        alone.Delete("puresaliency.json");
        Assert.Contains("explain", Cli.Run("bench", "--seconds", "0.01", "--model", alone.Place).Fine().Output);
    }

    [Theory]
    [InlineData("--length", "2", "--length")]
    [InlineData("--length", "513", "3 to 512")]
    [InlineData("--batch", "0", "--batch")]
    [InlineData("--batch", "100000000", "131072")]
    [InlineData("--seconds", "0", "seconds above 0")]
    [InlineData("--seconds", "NaN", "seconds above 0")]
    [InlineData("--threads", "none", "'none'")]
    [InlineData("--format", "html", "console, json")]
    [InlineData("--model", "nosuch", "roberta-small-sst2")]
    public void A_value_that_is_not_known(string option, string value, string expected) =>
        Cli.Run("bench", option, value).Refuses(value, expected);
}
