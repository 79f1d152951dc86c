using PureSaliency.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>verify agrees with the reference, and notices where something does not.</summary>
public sealed class VerifySpec
{
    private const string Tensor = "batch.grad.2";

    private static readonly string Golden = Repository.Path("tests", "golden"), Tokenizer = Repository.Path("tests", "golden", "roberta-base");

    [Fact]
    public void All_that_the_reference_computed()
    {
        string output = Cli.Run(
            ["verify", .. new[] { "tiny", "tiny64", "wide", "small" }.Select(name => Path.Combine(Golden, name))]).Fine().Output;
        Assert.Matches("^[1-9][0-9]{3} passed, 0 failed, [0-9]+ skipped, [1-9][0-9]* given$", Last(output));
    }

    [Fact]
    public void All_tokenizations() => Assert.Equal("250 passed, 0 failed, 0 skipped",
        Last(Cli.Run("verify", Path.Combine(Golden, "tokenizer.jsonl"), "--tokenizer", Tokenizer).Fine().Output));

    [Theory]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    public void A_value_that_differs_fails_by_name(float change)
    {
        using var folder = ModelFolder.Tiny();
        folder.Change("golden.safetensors", tensor => tensor.Name == Tensor ? Changed(change) : tensor);
        Fails(Cli.Run("verify", folder.Place), Tensor);
    }

    [Fact]
    public void Another_shape_fails_by_name()
    {
        using var folder = ModelFolder.Tiny();
        folder.Change("golden.safetensors", tensor => tensor.Name == Tensor ? TensorData.From(Tensor, [2], new float[2]) : tensor);
        Fails(Cli.Run("verify", folder.Place), Tensor);
    }

    [Fact]
    public void A_tensor_that_nobody_computes_fails_by_name()
    {
        using var folder = ModelFolder.Tiny();
        folder.Write("manifest.json", File.ReadAllText(folder["manifest.json"]).Replace("\"batch.grad.2\"", "\"batch.frob\""));
        folder.Change("golden.safetensors", tensor => tensor.Name == Tensor ? null : tensor, TensorData.From("batch.frob", [2], new float[2]));
        Fails(Cli.Run("verify", folder.Place), "batch.frob");
    }

    [Fact]
    public void A_token_that_differs_fails_by_line()
    {
        using var folder = ModelFolder.Tiny();
        folder.Write("t.jsonl", "{\"text\":\"a\",\"ids\":[0,102,2]}\n{\"text\":\"a\",\"ids\":[0,103,2]}\n");
        var outcome = Cli.Run("verify", folder["t.jsonl"], "--tokenizer", Tokenizer);
        Assert.Equal((1, "1 passed, 1 failed, 0 skipped"), (outcome.Code, Last(outcome.Output)));
        Assert.Contains("2", outcome.Output);
    }

    [Fact]
    public void Nothing_to_verify()
    {
        Cli.Run("verify").Refuses("argument", "verify");
        Cli.Run("verify", "nosuch").Refuses("'nosuch'");
        Cli.Run("verify", Golden).Refuses("manifest.json");
        Cli.Run("verify", Path.Combine(Golden, "tokenizer.jsonl")).Refuses("--tokenizer");
    }

    [Fact]
    public void A_line_that_is_no_tokenization()
    {
        using var folder = ModelFolder.Tiny();
        folder.Write("t.jsonl", "{\"text\":\"a\",\"ids\":[0,102,2]}\n{oops\n");
        Cli.Run("verify", folder["t.jsonl"], "--tokenizer", Tokenizer).Refuses("t.jsonl", "line 2");
    }

    private static void Fails(Outcome outcome, string tensor)
    {
        Assert.Matches("^[0-9]+ passed, 1 failed, [0-9]+ skipped, [1-9][0-9]* given$", Last(outcome.Output));
        Assert.Contains(tensor, outcome.Output);
        Assert.Equal((1, ""), (outcome.Code, outcome.Error));
    }

    private static TensorData Changed(float change)
    {
        using var golden = SafetensorsFile.Open(Path.Combine(Golden, "tiny", "golden.safetensors"));
        Assert.True(golden.TryGet(Tensor, out var entry));
        float[] values = new float[entry.Count];
        golden.Read(entry, values.AsSpan());
        values[0] += change;
        return TensorData.From(Tensor, [.. entry.Shape], values);
    }

    private static string Last(string output) => output.TrimEnd('\n').Split('\n')[^1];
}
