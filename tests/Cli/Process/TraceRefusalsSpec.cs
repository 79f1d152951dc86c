using PureSaliency.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>What trace cannot do is told before any work.</summary>
public sealed class TraceRefusalsSpec : IDisposable
{
    private readonly ModelFolder _model = ModelFolder.Tiny();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void A_case_that_is_not_there() => Refuses(["--ids", _model["golden.safetensors"], "--case", "frob"], "frob.input_ids", "batch, gap, single");

    [Fact]
    public void No_file_of_ids() => Refuses(["--ids", _model["none.safetensors"]], "none.safetensors");

    [Fact]
    public void A_file_without_ids() => Refuses(["--ids", _model["lm.safetensors"]], "NAME.input_ids");

    [Fact]
    public void Neither_text_nor_ids() => Refuses([], "TEXT", "--ids");

    [Fact]
    public void An_empty_text() => Cli.Run("trace", " ", "--output", _model["out.safetensors"]).Refuses("text is empty");

    [Fact]
    public void A_text_longer_than_the_model() => Cli.Run(
        "trace", string.Join(' ', Enumerable.Repeat("film", 600)), "--output", _model["out.safetensors"]).Refuses("512");

    [Fact]
    public void A_head_of_another_width() => Refuses(
        ["--ids", _model["golden.safetensors"], "--lm", Repository.Path("tests", "golden", "wide", "lm.safetensors")], "48", "32");

    [Fact]
    public void A_mask_of_another_shape()
    {
        _model.Change("golden.safetensors", tensor => tensor.Name == "batch.attention_mask"
            ? TensorData.From(tensor.Name, [1], new long[] { 1 }) : tensor);
        Refuses(["--ids", _model["golden.safetensors"]], "batch.attention_mask", "[1]");
    }

    [Theory]
    [InlineData("none/out.safetensors", "none")]
    [InlineData(".", "folder")]
    [InlineData("config.json/out", "config.json")]
    public void An_output_that_cannot_be_written(string output, string word) =>
        Cli.Run("trace", "a film", "--output", _model[output]).Refuses(_model[output], word);

    [Theory]
    [InlineData("--output", "")]
    [InlineData("--steps", "3")]
    public void No_output(string option, string value) => Cli.Run("trace", "a film", option, value).Refuses("--output");

    private void Refuses(string[] args, params string[] words)
    {
        Cli.Run(["trace", "--model", _model.Place, "--output", _model["out.safetensors"], .. args]).Refuses(words);
        _model.HasNoOutput();
    }
}
