using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Autograd.Training;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly TinyModel model = new();

    public void Dispose() => model.Dispose();

    [Theory]
    [InlineData(2), InlineData(3), InlineData(8)]
    public void Parts_add_up_to_the_whole(int parts)
    {
        var (whole, expected) = First(new(8));
        var (divided, actual) = First(new(8, parts));
        Assert.Equal(whole.Loss, divided.Loss, 1e-6 * whole.Loss);
        Assert.Equal(whole.Norm, divided.Norm, 1e-6 * whole.Norm);
        // As for one operation, but there are some ten one after the other. What is nothing but cancellation has no scale of its own.
        for (int i = 0; i < expected.Length; i++)
            Close.Check<float>(actual[i], Close.Widen<float>(expected[i]), 5 * Tolerance.FloatGradient, $"gradient {i}", floor: 1e-2);
    }

    [Fact]
    public void The_norm_is_that_of_all_gradients()
    {
        var (result, gradients) = First(new(4));
        Assert.Equal(Math.Sqrt(gradients.Sum(gradient => gradient.Sum(x => (double)x * x))), result.Norm, 1e-5 * result.Norm);
    }

    [Fact]
    public void Shares_weigh_losses()
    {
        using var device = new CpuDevice<float>(1);
        var logits = new Parameter<float>("logits", Tensor<float>.Zeros(new(1, 2)));
        using var trainer = new Trainer<float>(device, [logits], new(new(0, 0, 2)));
        LossPart<float> part = Part(logits, 0.25);
        Assert.Equal(Math.Log(2) * 0.75, trainer.Update([part, part with { Share = 0.5 }]).Loss, 1e-6);
        Close.Check<float>(trainer.Optimizer.Trained[0].Gradient.Span, [-0.375, 0.375], 1e-6, "gradient");
    }

    [Fact]
    public void A_cancelled_update_changes_nothing()
    {
        using var device = new CpuDevice<float>(1);
        var logits = new Parameter<float>("logits", Tensor<float>.Zeros(new(1, 2)));
        using var trainer = new Trainer<float>(device, [logits], new(new(1, 0, 2)));
        Assert.ThrowsAny<OperationCanceledException>(() => trainer.Update([Part(logits, 1)], null, new(true)));
        Assert.Equal([0, 0], logits.Value.ToArray());
        Assert.Equal(0, trainer.Optimizer.Updates);
    }

    [Theory]
    [InlineData(1e30, "the norm of the gradients"), InlineData(1e39, "the gradient of logits")]
    public void Gradients_that_are_too_large_are_refused_and_nothing_changes(double share, string what)
    {
        using var device = new CpuDevice<float>(1);
        var logits = new Parameter<float>("logits", Tensor<float>.Zeros(new(1, 2)));
        using var trainer = new Trainer<float>(device, [logits], new(new(1, 0, 2)));
        string message = Assert.Throws<NotFiniteException>(() => trainer.Update([Part(logits, share)])).Message;
        Assert.StartsWith($"Update 1: {what} is not finite.", message);
        Assert.Equal([0, 0], logits.Value.ToArray());
    }

    private static LossPart<float> Part(Parameter<float> logits, double share) =>
        new(tape => tape.Apply(new CrossEntropy<float>([0]), tape.Leaf(logits)), share);

    private (UpdateResult Result, float[][] Gradients) First(BatchOptions batches)
    {
        using var device = new CpuDevice<float>(1);
        using var task = new MaskedLanguageTask(
            model.Load(), model.Tokenizer, new(model.Text(1, 500), model.Tokenizer, 20, 1), null, batches);
        using var trainer = new Trainer<float>(device, task.Parameters, new(new(0.01, 0, 5)));
        var result = trainer.Update(task.Work(0).Parts);
        return (result, [.. trainer.Optimizer.Trained.Select(trained => trained.Gradient.ToArray())]);
    }
}
