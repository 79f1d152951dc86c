using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;
using PureSaliency.Tests.Roberta.Text;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Roberta.Training;

/// <summary>What lies in the folder of a stopped run and is not what a run wrote.</summary>
public sealed class DamagedRunsTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("""{"Updates":-1,"Settings":{"seed":"1"}}""")]
    [InlineData("""{"Updates":1,"Settings":null}""")]
    [InlineData("""{"Updates":1,"Settings":{"seed":null}}""")]
    [InlineData("""{"Updates":1,"Settings":{},"Idle":-2}""")]
    [InlineData("""{"Updates":1,"Settings":{},"Tokens":-2}""")]
    [InlineData("""{"Updates":1,"Settings":{},"Seconds":1e999}""")]
    [InlineData("""{"Updates":1,"Settings":{},"Seconds":-1}""")]
    [InlineData("""{"Updates":1,"Settings":{},"Best":{"Update":1,"Score":1e999}}""")]
    public void A_state_that_no_run_can_be_in(string json) => Assert.Contains(
        "is no state of a training run", Assert.Throws<InputException>(() => TrainingState.Read(scratch.File("state.json", json))).Message);

    [Theory]
    [InlineData("""{"update":2,"update":3}""")]
    [InlineData("""{"update":2.5}""")]
    [InlineData("""{"update":null}""")]
    [InlineData("""{"\ud800":1,"update":2}""")]
    [InlineData("""{"loss":1}""")]
    [InlineData("""{"update":2,"loss":"\ud800"}""")]
    [InlineData("[2]")]
    [InlineData("""{"update":""")]
    public void A_line_of_the_log_that_no_run_wrote_ends_what_is_kept(string line)
    {
        string path = scratch.File("training.jsonl", "{\"update\":1}\n" + line + "\n{\"update\":3}\n");
        RunLog.GoOn(path, 9).Dispose();
        Assert.Equal("{\"update\":1}\n", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("two", 4, "found 'two'")]
    [InlineData("2", 4000, "train has 4000 at 1, expected ids of the tokenizer's 263 pieces")]
    [InlineData("2", -1, "train has -1 at 1")]
    public void Tokens_of_another_vocabulary(string documents, int id, string expected)
    {
        using var tokenizer = TokenizerFolder.Small();
        SafetensorsWriter.Write(scratch["tokens.safetensors"],
            [TensorData.From("train", [2], new[] { 0, id }), TensorData.From("held_out", [1], new[] { 2 })], new Dictionary<string, string> { ["documents"] = documents });
        Assert.Contains(expected, Assert.Throws<InputException>(() =>
            TokenFile.LoadOrMake(scratch["tokens.safetensors"], [], tokenizer.Load(), 0, 1, CancellationToken.None)).Message);
    }
}
