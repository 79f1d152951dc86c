using PureSaliency.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>gradcheck and info.</summary>
public sealed class InspectSpec
{
    [Fact]
    public void The_gradients_are_right()
    {
        string output = Cli.Run("gradcheck", "--samples", "2").Fine().Output;
        Assert.Contains("hidden.6", output);
        Assert.Contains("the gradients are right", output);
    }

    [Fact]
    public void Gradients_that_are_all_zero_show_nothing()
    {
        using var model = ModelFolder.Sst2();
        model.Change("model.safetensors", tensor => tensor.Name == "classifier.out_proj.weight"
            ? TensorData.From(tensor.Name, tensor.Shape, new float[tensor.Shape[0] * tensor.Shape[1]]) : tensor);
        var outcome = Cli.Run("gradcheck", "film", "--samples", "1", "--model", model.Place);
        Assert.Equal(1, outcome.Code);
        Assert.Contains("derivatives that were compared are zero, which shows nothing", outcome.Output);
    }

    [Fact]
    public void An_empty_text() => Cli.Run("gradcheck", "").Refuses("text is empty");

    [Fact]
    public void A_text_longer_than_the_model() =>
        Cli.Run("gradcheck", string.Join(' ', Enumerable.Repeat("film", 600))).Refuses("602", "at most 512");

    [Fact]
    public void A_model_without_tokenizer() => Cli.Run("gradcheck", "--model", Repository.Path("tests", "golden", "tiny")).Refuses("vocab.json");

    [Fact]
    public void A_checkpoint_tells_what_it_is()
    {
        string output = Cli.Run("info").Fine().Output;
        Assert.All(["12 blocks × 256", "16384", "negative, positive", "usable         yes"], word => Assert.Contains(word, output));
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_used_tells_what_is_missing()
    {
        using var model = ModelFolder.Tiny();
        model.Change("model.safetensors", tensor => tensor.Name == "classifier.dense.bias" ? null : tensor);
        var outcome = Cli.Run("info", model.Place);
        Assert.Equal((2, ""), (outcome.Code, outcome.Error));
        Assert.Contains("4 blocks × 32", outcome.Output);
        Assert.Contains("usable         no: ", outcome.Output);
        Assert.Contains("missing: classifier.dense.bias", outcome.Output);
    }

    [Fact]
    public void No_checkpoint()
    {
        Cli.Run("info", "nosuch").Refuses("'nosuch'");
        Cli.Run("info", Repository.Path("tests", "golden")).Refuses("config.json");
    }
}
