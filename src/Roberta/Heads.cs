using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Autograd.Summaries;
using PureSaliency.Roberta.Families;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>logits = W₂ tanh(W₁ h_&lt;s&gt; + b₁) + b₂, read from the first row of each sequence.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class ClassifierHead<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LinearWeights<T> dense, output;

    private ClassifierHead(LinearWeights<T> dense, LinearWeights<T> output) => (this.dense, this.output) = (dense, output);

    /// <summary>Number of classes C.</summary>
    public int Classes => output.Bias.Value.Count;

    /// <summary>Logits (B, C) of all sequences.</summary>
    internal Var Logits(Tape<T> tape, Var hidden, int[] firstRows) => Logits(tape, hidden, firstRows, NoInsertions<T>.Instance);

    /// <summary>Logits (B, C) of all sequences, with something put in before either product.</summary>
    internal Var Logits(Tape<T> tape, Var hidden, int[] firstRows, IInsertions<T> insertions)
    {
        var first = insertions.Hidden(tape, tape.Apply(new Gather<T>(firstRows), hidden));              // (B, K)
        var inner = tape.Apply(new Linear<T>(), first, tape.Leaf(dense.Weight), tape.Leaf(dense.Bias)); // (B, K)
        var pooled = insertions.Hidden(tape, tape.Apply(new Tanh<T>(), inner));                         // (B, K)
        return tape.Name(
            tape.Apply(new Linear<T>(), pooled, tape.Leaf(output.Weight), tape.Leaf(output.Bias)), "logits");
    }

    internal static ClassifierHead<T> Read(WeightReader<T> reader, ModelConfig config, int classes) => new(
        LinearWeights<T>.Read(reader, RobertaNames.Dense, config.Hidden, config.Hidden),
        LinearWeights<T>.Read(reader, RobertaNames.OutProj, classes, config.Hidden));
}

/// <summary>The masked language model's head: logits = D LayerNorm(GELU(W h + b)) + b', D (V, K) tied to the word embeddings.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LmHead<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LinearWeights<T> dense, decoder;
    private readonly NormWeights<T> norm;
    private readonly T epsilon;

    private LmHead(LinearWeights<T> dense, NormWeights<T> norm, LinearWeights<T> decoder, T epsilon)
    {
        (this.dense, this.norm, this.decoder) = (dense, norm, decoder);
        this.epsilon = epsilon;
    }

    /// <summary>K, width of the hidden states it reads.</summary>
    public int Hidden => decoder.Weight.Value.Shape[1];

    /// <summary>V, number of vocabulary entries.</summary>
    public int Vocabulary => decoder.Weight.Value.Shape[0];

    /// <summary>Logits (N, V) of all rows.</summary>
    public Var Logits(Tape<T> tape, Var hidden) => Decode(tape, Transform(tape, hidden));

    /// <summary>The mean of −log p_label over some rows of h_L, a scalar: what masked language modelling makes small.</summary>
    public Var Loss(Tape<T> tape, Var hidden, int[] rows, int[] labels) => tape.Apply(
        new LinearCrossEntropy<T>(labels), Transform(tape, tape.Apply(new Gather<T>(rows), hidden)),
        tape.Leaf(decoder.Weight), tape.Leaf(decoder.Bias));

    /// <summary>LayerNorm(GELU(W h + b)): what the decoder reads.</summary>
    public Var Transform(Tape<T> tape, Var hidden)
    {
        var inner = tape.Apply(new Linear<T>(), hidden, tape.Leaf(dense.Weight), tape.Leaf(dense.Bias));   // (N, K)
        var active = tape.Apply(new Gelu<T>(), inner);                                                     // (N, K)
        return tape.Apply(new LayerNorm<T>(epsilon), active, tape.Leaf(norm.Gamma), tape.Leaf(norm.Beta)); // (N, K)
    }

    /// <summary>The decoder's product on transformed rows.</summary>
    public Var Decode(Tape<T> tape, Var transformed) =>
        tape.Apply(new Linear<T>(), transformed, tape.Leaf(decoder.Weight), tape.Leaf(decoder.Bias));      // (N, V)

    /// <summary>What is asked of each row of the logits, of which (N, V) is never held.</summary>
    public RowSummary[] Summaries(Tape<T> tape, Var hidden, RowDemand demand, CancellationToken cancellation = default) =>
        RowSummaries.OfProduct(
            tape.Device, tape[Transform(tape, hidden)], decoder.Weight.Value, decoder.Bias.Value, demand, cancellation);

    internal static LmHead<T> Read(WeightReader<T> reader, ModelConfig config, Parameter<T>? word = null)
    {
        var dense = LinearWeights<T>.Read(reader, RobertaNames.LmDense, config.Hidden, config.Hidden);
        var norm = NormWeights<T>.Read(reader, RobertaNames.LmNorm, config.Hidden);
        const string decoder = RobertaNames.Decoder + ".weight", decoderBias = RobertaNames.Decoder + ".bias";
        // Unless told not to, the reference ties the decoder to the word embeddings; files may carry a copy, or only the copy.
        bool tied = config.TiesDecoder && (word is not null || reader.Has(RobertaNames.WordEmbeddings));
        var weight = tied && word is not null ? word
            : reader.Take(tied ? RobertaNames.WordEmbeddings : decoder, config.Vocabulary, config.Hidden);
        var bias = reader.Take(reader.Has(RobertaNames.LmBias) || !reader.Has(decoderBias) ? RobertaNames.LmBias : decoderBias,
            config.Vocabulary);
        reader.Ignore(name => name is decoder or decoderBias);
        return new(dense, norm, new(weight, bias), T.CreateChecked(config.LayerNormEpsilon));
    }
}
