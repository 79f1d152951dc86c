using PureSaliency.Benchmarks.SideBySide.Training;
using PureSaliency.Roberta;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PureSaliency.Benchmarks.SideBySide.Peer;

/// <summary>The peer's side of training.</summary>
internal sealed class PeerTrainer : IDisposable
{
    /// <summary>The peer's ways of updating; the faster one counts.</summary>
    public static readonly (string Name, Func<IReadOnlyList<Parameter>, IPeerOptimizer> Create)[] Optimizers =
    [
        ("TorchSharp's AdamW", parameters => new LibraryAdamW(parameters)),
        ("AdamW in place", parameters => new InPlaceAdamW(parameters)),
    ];

    private readonly TrainedRoberta model;
    private readonly IPeerOptimizer optimizer;

    public PeerTrainer(TrainingCase work, string folder, int threads, Func<IReadOnlyList<Parameter>, IPeerOptimizer> create)
    {
        set_num_threads(threads);
        string path = work.Model(folder);
        model = new TrainedRoberta(TrainingCheckpoint.Weights(path), ModelConfig.Load(path));
        optimizer = create(model.Parameters);
    }

    public StepResult Step(PeerTrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        var loss = model.Loss(batch);
        loss.backward();
        double norm = nn.utils.clip_grad_norm_(model.Parameters, TrainingConstants.Clip);
        optimizer.Step();
        // Handed back rather than filled with zeros: the next ones are stored, not added.
        foreach (var parameter in model.Parameters) parameter.grad = null;
        return new(loss.item<float>(), norm);
    }

    /// <summary>A copy of a weight as it is.</summary>
    public float[] Weight(string name)
    {
        using var detached = model.Weight(name).detach();
        return detached.Floats();
    }

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
    }
}
