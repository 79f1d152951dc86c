using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>Options of explain that cannot be followed.</summary>
public sealed class OptionsSpec
{
    [Theory]
    [InlineData("--target", "sad", "'sad'", "negative, positive")]
    [InlineData("--target", "2", "'2'", "0 to 1")]
    [InlineData("--target", "-1", "'-1'", "0 to 1")]
    [InlineData("--method", "magic", "'magic'", "decoded-grad-cam")]
    [InlineData("--layer", "13", "13", "0 to 12")]
    [InlineData("--layer", "-1", "'-1'", "auto, all")]
    [InlineData("--tau", "100000000", "100000000", "16384")]
    [InlineData("--tau", "99999999999", "'99999999999'", "--tau")]
    [InlineData("--format", "xml", "'xml'", "text, json, jsonl, csv, html")]
    [InlineData("--model", "nosuch", "'nosuch'", "roberta-small-sst2")]
    [InlineData("--model", "", "''", "weights/")]
    [InlineData("--frob", "1", "--frob", "")]
    public void A_value_that_is_not_known(string option, string value, string found, string expected)
    {
        using var scratch = new Scratch();
        Cli.Run("explain", "a film", option, value, "--output", scratch["out.html"]).Refuses(found, expected);
        Assert.Empty(scratch.Names);
    }

    [Theory]
    [InlineData("none/out.json", "there is no folder")]
    [InlineData(".", "found a folder")]
    [InlineData("file/out.json", "there is no folder")]
    public void An_output_that_cannot_be_written(string output, string word)
    {
        using var scratch = new Scratch();
        scratch.File("file", "");
        Cli.Run("explain", "a film", "--output", scratch[output]).Refuses("--output", scratch.Folder, word);
        Assert.Equal(["file"], scratch.Names);
    }

    [Fact]
    public void An_output_without_a_name() => Cli.Run("explain", "a film", "--output", "").Refuses("--output");

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    public void An_empty_text(string text) => Cli.Run("explain", text).Refuses("text is empty");

    [Fact]
    public void No_command() => Assert.Contains("explain", Cli.Run().Fine().Output);

    [Fact]
    public void A_command_that_is_not_known() => Cli.Run("exlpain", "x").Refuses("exlpain");
}
