using PureSaliency.Benchmarks.SideBySide.Training;
using PureSaliency.Roberta;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PureSaliency.Benchmarks.SideBySide.Peer;

/// <summary>A batch as the peer reads it.</summary>
internal sealed class PeerTrainingBatch(TrainingBatch batch)
{
    public Tensor Ids { get; } = new PeerBatch(batch.Texts).Ids;

    public Tensor? Rows { get; } = batch.Rows is { } rows ? Long(rows) : null;

    public Tensor Labels { get; } = Long(batch.Labels);

    private static Tensor Long(int[] values) => tensor(Array.ConvertAll(values, value => (long)value));
}

/// <summary>RoBERTa whose weights all take gradients; those of Q, K and V are one matrix and are trained as one.</summary>
internal sealed class TrainedRoberta : IDisposable
{
    private readonly Dictionary<string, Tensor> weights;
    private readonly Embeddings embeddings;
    private readonly Block[] blocks;

    public TrainedRoberta(string file, ModelConfig config)
    {
        weights = Weights.Read(file);
        Weights.JoinQkv(weights, config.Layers);
        Parameters = [.. weights.Keys.ToArray().Select(Trainable)];
        embeddings = new Embeddings(weights);
        blocks = [.. Enumerable.Range(0, config.Layers).Select(i => new Block(weights, Weights.Layer(i), config.Heads))];
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    public Tensor Weight(string name) => weights[name];

    /// <summary>The mean cross-entropy; the head sees no rows but those that are asked for.</summary>
    public Tensor Loss(PeerTrainingBatch batch)
    {
        var hidden = embeddings.Run(batch.Ids);
        foreach (var block in blocks) hidden = block.Run(hidden, null);
        var logits = batch.Rows is { } rows
            ? Heads.Vocabulary(weights, hidden.flatten(0, 1).index_select(0, rows))
            : Heads.Classes(weights, hidden);
        return F.cross_entropy(logits, batch.Labels);
    }

    public void Dispose()
    {
        foreach (var parameter in Parameters) parameter.Dispose();
    }

    // A parameter takes the tensor's place, which is empty from then on.
    private Parameter Trainable(string name)
    {
        var parameter = new Parameter(weights[name]);
        weights[name] = parameter;
        return parameter;
    }
}
