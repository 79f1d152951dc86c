using PureSaliency.Autograd;
using PureSaliency.Autograd.Training;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class RunCheckpointsTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly CpuDevice<float> device = new(1);
    private readonly RunCheckpoints checkpoints;
    private readonly AdamW<float> adam;

    public RunCheckpointsTests() => (checkpoints, adam) = (new(scratch.Folder), Optimizer(1));

    public void Dispose()
    {
        device.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public void An_empty_or_missing_folder_has_no_checkpoint()
    {
        Assert.Null(checkpoints.Latest);
        Assert.Null(new RunCheckpoints(scratch["missing"]).Latest);
    }

    [Fact]
    public void What_is_saved_comes_back_to_the_bit()
    {
        Step();
        Step();
        var state = new TrainingState(2, new Dictionary<string, string> { ["rate"] = "1" }, new(1, 0.1 + 0.2), 3, 4.5, 1L << 40);
        checkpoints.Save(device, adam, state);
        var other = Optimizer(2);
        var back = RunCheckpoints.Load(checkpoints.Latest!, device, other);
        Assert.Equal(2, other.Updates);
        for (int i = 0; i < 2; i++)
        {
            Close.SameBits<float>(other.Trained[i].Parameter.Value.Span, adam.Trained[i].Parameter.Value.Span, "weight");
            Close.SameBits<float>(other.Trained[i].Mean.Span, adam.Trained[i].Mean.Span, "mean");
            Close.SameBits<float>(other.Trained[i].Variance.Span, adam.Trained[i].Variance.Span, "variance");
        }
        Assert.Equal(state.Settings, back.Settings);
        Assert.Equal(state, back with { Settings = state.Settings });
    }

    [Fact]
    public void An_older_checkpoint_goes_when_the_new_one_is_there()
    {
        Save(9);
        Save(10);
        Assert.Equal(["update-00000010"], scratch.Names);
    }

    [Fact]
    public void What_holds_something_else_is_not_let_go()
    {
        foreach (string name in (string[])["update-00000003", "update-old", "update-4", "update-00000005x"])
            Directory.CreateDirectory(scratch[name]);
        scratch.File("update-00000003/letters.txt", "dear");
        Save(9);
        Assert.Equal(["update-00000003", "update-00000005x", "update-00000009", "update-4", "update-old"], scratch.Names);
    }

    [Fact]
    public void What_a_killed_run_was_writing_goes_with_the_next_checkpoint()
    {
        Directory.CreateDirectory(scratch["update-00000003.partial"]);
        scratch.File("update-00000003.partial/model.safetensors.partial", "half");
        Directory.CreateDirectory(scratch["mine.partial"]);
        Save(9);
        Assert.Equal(["mine.partial", "update-00000009"], scratch.Names);
    }

    [Fact]
    public void The_latest_is_the_one_of_the_highest_number_that_is_whole()
    {
        foreach (string name in (string[])["update-00000009", "update-00000010", "update-00000011.partial", "update-x", "start"])
            Directory.CreateDirectory(scratch[name]);
        Assert.Equal(scratch["update-00000010"], checkpoints.Latest);
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_leaves_the_last_one_whole()
    {
        Step();
        Save(1);
        float[] saved = adam.Trained[0].Parameter.Value.ToArray();
        scratch.File("update-00000002.partial", "in the way");
        Step();
        Refused.With(() => Save(2), "update-00000002", "cannot be written");
        var other = Optimizer(2);
        Assert.Equal(1, RunCheckpoints.Load(checkpoints.Latest!, device, other).Updates);
        Close.SameBits<float>(other.Trained[0].Parameter.Value.Span, saved, "weight");
        File.Delete(scratch["update-00000002.partial"]);
        Save(2);
        Assert.Equal(["update-00000002"], scratch.Names);
    }

    [Fact]
    public void The_best_weights_stay_beside_the_checkpoints()
    {
        checkpoints.SaveBest(device, adam.Trained.Select(trained => trained.Parameter));
        float[] best = adam.Trained[1].Parameter.Value.ToArray();
        Step();
        Save(1);
        RunCheckpoints.Fill(checkpoints.Best, device, adam.Trained.Select(trained => (trained.Parameter.Name, trained.Parameter.Value)));
        Close.SameBits<float>(adam.Trained[1].Parameter.Value.Span, best, "weight");
    }

    [Theory]
    [InlineData("{", "no state of a training run"), InlineData("null", "null"), InlineData("[]", "no state of a training run")]
    [InlineData("{}", "settings that are texts"), InlineData("{\"Updates\":-1,\"Settings\":{}}", "counts and seconds from 0 on")]
    [InlineData("{\"Updates\":2,\"Settings\":{}}", "after 2 updates, which is not its name")]
    public void A_damaged_state_is_refused(string state, string said)
    {
        Save(1);
        File.WriteAllText(Path.Combine(checkpoints.Latest!, "state.json"), state);
        Refused.With(() => RunCheckpoints.Load(checkpoints.Latest!, device, adam), "update-00000001", said);
    }

    [Fact]
    public void Weights_of_another_model_are_refused()
    {
        Save(1);
        var other = new AdamW<float>(device, [new([new("c", Tensor<float>.Zeros(new(4)))], 0)]);
        Refused.With(() => RunCheckpoints.Load(checkpoints.Latest!, device, other), "model.safetensors", "no tensor c of shape");
    }

    private AdamW<float> Optimizer(int seed) => new(device,
        [new([new("a", Values.Random(new(3, 5), seed).ToTensor<float>()), new("b", Values.Random(new(7), seed).ToTensor<float>())], 0.1)]);

    private void Step()
    {
        foreach (var trained in adam.Trained)
            Values.Random(trained.Gradient.Shape, adam.Updates).ToTensor<float>().Span.CopyTo(trained.Gradient.Span);
        adam.Update(0.01);
    }

    private void Save(int update) => checkpoints.Save(device, adam, new(update, new Dictionary<string, string>()));
}
