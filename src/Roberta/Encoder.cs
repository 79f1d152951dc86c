using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>Hidden states and attention probabilities of a pass through (part of) the encoder.</summary>
/// <param name="First">The layer of the first hidden state.</param>
/// <param name="Hidden">h_First … h_L or up to the layer asked for, each (N, K); h_L is (B, K) if only the head's rows were computed.</param>
/// <param name="Attention">P of the blocks between them; none if they were not kept.</param>
/// <param name="Layout">Sequences and heads.</param>
/// <param name="HeadRows">The rows of h_L that a classifier reads: the first of each sequence.</param>
public sealed record EncoderStates(
    int First, IReadOnlyList<Var> Hidden, IReadOnlyList<Var> Attention, AttentionLayout Layout, int[] HeadRows)
{
    /// <summary>The highest hidden state, h_L unless less was asked for.</summary>
    public Var Last => Hidden[^1];

    /// <summary>h_l.</summary>
    public Var At(int layer) => Hidden[layer - First];
}

/// <summary>What of a pass stays on the tape. Whatever is left out changes no number that stays.</summary>
/// <param name="From">The lowest layer whose hidden state is needed; blocks below it leave nothing but their output.</param>
/// <param name="HeadRowsOnly">
/// Whether of h_L only the rows that a classifier reads are needed; the last block then has one query per sequence.
/// </param>
/// <param name="NoAttention">Whether the attention probabilities are not needed, so that none need be held.</param>
/// <param name="To">The highest layer whose hidden state is needed, at least From; null for L.</param>
public readonly record struct Kept(int From = 0, bool HeadRowsOnly = false, bool NoAttention = false, int? To = null);

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

    /// <summary>The hidden states of a batch that are asked for.</summary>
    public EncoderStates Run(Tape<T> tape, Batch batch, Kept kept = default)
    {
        if (kept.From == 0) return Run(tape, batch, kept, NoInsertions<T>.Instance);
        var layout = LayoutOf(batch);
        var hidden = tape.Device.Allocate(new Shape(layout.Rows, Config.Hidden));                      // (N, K)
        Below(tape, hidden, lower => Embed(lower, batch));
        for (int l = 0; l < kept.From; l++)
            Below(tape, hidden, lower => Block(lower, layout, l, lower.Leaf(hidden), noAttention: true, NoInsertions<T>.Instance).Hidden);
        return RunFrom(tape, layout, tape.Name(tape.Leaf(hidden), $"hidden.{kept.From}"), kept);
    }

    /// <summary>The hidden states of a batch from layer 0 on, with something put in between.</summary>
    internal EncoderStates Run(Tape<T> tape, Batch batch, Kept kept, IInsertions<T> insertions) =>
        RunFrom(tape, LayoutOf(batch), insertions.Hidden(tape, Embed(tape, batch)), kept with { From = 0 }, insertions);

    /// <summary>h_0: word + position + token type, normalised.</summary>
    public Var Embed(Tape<T> tape, Batch batch) => Normalize(tape, Sum(tape, batch));

    /// <summary>The hidden states that are asked for, from a given h_From.</summary>
    public EncoderStates RunFrom(Tape<T> tape, AttentionLayout layout, Var hidden, Kept kept) =>
        RunFrom(tape, layout, hidden, kept, NoInsertions<T>.Instance);

    /// <summary>The same, but that the first block goes without the value vectors of one position of each sequence.</summary>
    /// <param name="tape">Where the pass is recorded; its gradients do not reach below that block.</param>
    /// <param name="layout">Sequences and heads.</param>
    /// <param name="hidden">h_From (N, K).</param>
    /// <param name="places">The position of each sequence.</param>
    /// <param name="kept">What stays; kept.To is at least kept.From + 1, or null.</param>
    public EncoderStates RunWithoutValues(Tape<T> tape, AttentionLayout layout, Var hidden, int[] places, Kept kept)
    {
        var one = RunFrom(tape, layout, hidden, kept with { HeadRowsOnly = false, To = kept.From + 1 }, new WithoutValues<T>(layout, places));
        return RunFrom(tape, layout, one.Last, kept with { From = kept.From + 1 });
    }

    /// <summary>word + position + token type, (N, K), which <see cref="Normalize"/> makes h_0.</summary>
    public Var Sum(Tape<T> tape, Batch batch) => tape.Apply(new Embed<T>(batch.Ids, batch.Positions, Config.PadId),
        tape.Leaf(Weights.Word), tape.Leaf(Weights.Position), tape.Leaf(Weights.Type));

    /// <summary>h_0 of the sum of embeddings.</summary>
    public Var Normalize(Tape<T> tape, Var sum)
    {
        var norm = Weights.EmbeddingNorm;
        return tape.Name(tape.Apply(new LayerNorm<T>(epsilon), sum, tape.Leaf(norm.Gamma), tape.Leaf(norm.Beta)), "hidden.0");
    }

    private EncoderStates RunFrom(Tape<T> tape, AttentionLayout layout, Var hidden, Kept kept, IInsertions<T> insertions)
    {
        var (states, attention) = (new List<Var> { hidden }, new List<Var>());
        int to = kept.To ?? Config.Layers;
        bool narrow = kept.HeadRowsOnly && kept.From < to && to == Config.Layers;
        for (int l = kept.From; l < to; l++)
        {
            var queries = narrow && l == Config.Layers - 1 ? new AttentionLayout(layout.Bounds, layout.Heads, FirstOnly: true) : layout;
            (hidden, var weights) = Block(tape, queries, l, hidden, kept.NoAttention, insertions);
            if (weights is { } p) attention.Add(tape.Name(p, $"attention.{l}"));
            states.Add(tape.Name(hidden, $"hidden.{l + 1}"));
        }
        int[] firsts = layout.Bounds[..^1];
        return new EncoderStates(kept.From, states, attention, layout, narrow ? [.. Enumerable.Range(0, firsts.Length)] : firsts);
    }

    // What the steps need goes back to the arena and serves the next block while it is still in the caches.
    private static void Below(Tape<T> tape, Tensor<T> hidden, Func<Tape<T>, Var> run)
    {
        using var lower = tape.ForwardScope();
        lower.Device.Copy(lower[run(lower)], hidden);
    }

    private (Var Hidden, Var? Attention) Block(
        Tape<T> tape, AttentionLayout layout, int index, Var x, bool noAttention, IInsertions<T> insertions)
    {
        var w = Weights.Layers[index];
        var asking = index < Config.Layers - 1 ? x : tape.Apply(new Gather<T>(Asking(layout)), x);      // (M, K)
        var q = Linear(tape, w.Query, asking);                                                          // (M, K)
        Var k = Linear(tape, w.Key, x), v = Linear(tape, w.Value, x);                                   // (N, K)
        bool apart = !noAttention || insertions.ChangeAttention;
        Var? attention = apart ? tape.Apply(new AttentionWeights<T>(layout), q, k) : null;              // (Σ H m n)
        var context = attention is { } p
            ? tape.Apply(new AttentionContext<T>(layout), insertions.Attention(tape, p), v)
            : tape.Apply(new Attention<T>(layout), q, k, v);                                            // (M, K)
        var attended = insertions.Hidden(tape, Linear(tape, w.AttentionOutput, context));               // (M, K)
        var middle = AddNorm(tape, w.AttentionNorm, attended, asking);                                  // (M, K)
        var inner = tape.Apply(gelu, Linear(tape, w.Up, middle));                                       // (M, I)
        var outer = insertions.Hidden(tape, Linear(tape, w.Down, inner));                               // (M, K)
        return (AddNorm(tape, w.OutputNorm, outer, middle), attention);
    }

    // The last block takes its rows from a copy even where it takes all: its gradient is then summed in one order either way.
    private static int[] Asking(AttentionLayout layout) =>
        layout.FirstOnly ? layout.Bounds[..^1] : [.. Enumerable.Range(0, layout.Rows)];

    private Var Linear(Tape<T> tape, LinearWeights<T> w, Var x) =>
        tape.Apply(linear, x, tape.Leaf(w.Weight), tape.Leaf(w.Bias));

    private Var AddNorm(Tape<T> tape, NormWeights<T> w, Var x, Var residual) =>
        tape.Apply(new AddLayerNorm<T>(epsilon), x, residual, tape.Leaf(w.Gamma), tape.Leaf(w.Beta));
}
