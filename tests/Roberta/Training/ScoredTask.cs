using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta.Training;

/// <summary>Learns three logits; its scores are given.</summary>
internal sealed class ScoredTask(params double[] scores) : ITrainingTask
{
    private readonly Parameter<float> logits = new("logits", Tensor<float>.Zeros(new(1, 3)));
    private int evaluations;

    public IReadOnlyList<Parameter<float>> Parameters => [logits];

    public UpdateWork Work(int update) => new([new(tape => tape.Apply(new CrossEntropy<float>([update % 3]), tape.Leaf(logits)))], 1);

    public Evaluation Evaluate(Device<float> device, CancellationToken cancellation) =>
        new(scores[evaluations++], new Dictionary<string, double>());

    public void Dispose()
    {
    }
}
