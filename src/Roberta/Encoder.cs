using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;

namespace PureSaliency.Roberta;

/// <summary>Hidden states and attention probabilities of a pass through (part of) the encoder.</summary>
/// <param name="First">The layer of the first hidden state.</param>
/// <param name="Hidden">h_First … h_L, each (N, K).</param>
/// <param name="Attention">P of the blocks between them.</param>
/// <param name="Layout">Sequences and heads.</param>
public sealed record EncoderStates(int First, IReadOnlyList<Var> Hidden, IReadOnlyList<Var> Attention, AttentionLayout Layout)
{
    /// <summary>h_L, the output of the last block.</summary>
    public Var Last => Hidden[^1];

    /// <summary>h_l.</summary>
    public Var At(int layer) => Hidden[layer - First];
}

/// <summary>RoBERTa's embeddings and blocks as operations on a tape.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Encoder<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Linear<T> linear = new();
    private readonly Gelu<T> gelu = new();
    private readonly T epsilon;

    internal Encoder(ModelConfig config, EncoderWeights<T> weights)
    {
        Config = config;
        Weights = weights;
        epsilon = T.CreateChecked(config.LayerNormEpsilon);
    }

    /// <summary>Sizes.</summary>
    public ModelConfig Config { get; }

    /// <summary>Parameters by place.</summary>
    public EncoderWeights<T> Weights { get; }

    /// <summary>Sequences and heads of a batch.</summary>
    public AttentionLayout LayoutOf(Batch batch) => new(batch.Bounds, Config.Heads);

    /// <summary>h_0 … h_L of a batch.</summary>
    public EncoderStates Run(Tape<T> tape, Batch batch) => RunFrom(tape, LayoutOf(batch), Embed(tape, batch), 0);

    /// <summary>h_0: word + position + token type, normalised.</summary>
    public Var Embed(Tape<T> tape, Batch batch)
    {
        var sum = tape.Apply(new Embed<T>(batch.Ids, batch.Positions, Config.PadId),
            tape.Leaf(Weights.Word), tape.Leaf(Weights.Position), tape.Leaf(Weights.Type));            // (N, K)
        var norm = Weights.EmbeddingNorm;
        return tape.Name(tape.Apply(new LayerNorm<T>(epsilon), sum, tape.Leaf(norm.Gamma), tape.Leaf(norm.Beta)), "hidden.0");
    }

    /// <summary>h_layer … h_L from a given h_layer.</summary>
    public EncoderStates RunFrom(Tape<T> tape, AttentionLayout layout, Var hidden, int layer)
    {
        var (states, attention) = (new List<Var> { hidden }, new List<Var>());
        for (int l = layer; l < Config.Layers; l++)
        {
            (hidden, var weights) = Block(tape, layout, Weights.Layers[l], hidden);
            attention.Add(tape.Name(weights, $"attention.{l}"));
            states.Add(tape.Name(hidden, $"hidden.{l + 1}"));
        }
        return new EncoderStates(layer, states, attention, layout);
    }

    private (Var Hidden, Var Attention) Block(Tape<T> tape, AttentionLayout layout, LayerWeights<T> w, Var x)
    {
        Var q = Linear(tape, w.Query, x), k = Linear(tape, w.Key, x), v = Linear(tape, w.Value, x);     // (N, K)
        var attention = tape.Apply(new AttentionWeights<T>(layout), q, k);                              // (Σ H n²)
        var mixed = tape.Apply(new AttentionMix<T>(layout), attention, v);                              // (N, K)
        var middle = AddNorm(tape, w.AttentionNorm, Linear(tape, w.AttentionOutput, mixed), x);         // (N, K)
        var inner = tape.Apply(gelu, Linear(tape, w.Up, middle));                                       // (N, I)
        return (AddNorm(tape, w.OutputNorm, Linear(tape, w.Down, inner), middle), attention);           // (N, K)
    }

    private Var Linear(Tape<T> tape, LinearWeights<T> w, Var x) =>
        tape.Apply(linear, x, tape.Leaf(w.Weight), tape.Leaf(w.Bias));

    private Var AddNorm(Tape<T> tape, NormWeights<T> w, Var x, Var residual) =>
        tape.Apply(new AddLayerNorm<T>(epsilon), x, residual, tape.Leaf(w.Gamma), tape.Leaf(w.Beta));
}
