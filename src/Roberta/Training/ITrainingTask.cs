using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>The work of one update.</summary>
/// <param name="Parts">The loss.</param>
/// <param name="Tokens">Tokens in the batch.</param>
public sealed record UpdateWork(IReadOnlyList<LossPart<float>> Parts, int Tokens);

/// <summary>Something to be learned: which parameters, from which batches, evaluated how.</summary>
public interface ITrainingTask : IDisposable
{
    /// <summary>What is trained.</summary>
    IReadOnlyList<Parameter<float>> Parameters { get; }

    /// <summary>The batch of one update, 0, 1, …; it depends on nothing but the number.</summary>
    UpdateWork Work(int update);

    /// <summary>Evaluates the model as it is.</summary>
    Evaluation Evaluate(Device<float> device, CancellationToken cancellation);
}
