using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Roberta.Families;

namespace PureSaliency.Roberta;

/// <summary>A product's weight (O, K) and bias (O).</summary>
public sealed record LinearWeights<T>(Parameter<T> Weight, Parameter<T> Bias) where T : unmanaged, IFloatingPointIeee754<T>
{
    internal static LinearWeights<T> Read(WeightReader<T> reader, string name, int outputs, int inputs) =>
        new(reader.Take(name + ".weight", outputs, inputs), reader.Take(name + ".bias", outputs));
}

/// <summary>γ (K) and β (K) of a layer normalisation.</summary>
public sealed record NormWeights<T>(Parameter<T> Gamma, Parameter<T> Beta) where T : unmanaged, IFloatingPointIeee754<T>
{
    internal static NormWeights<T> Read(WeightReader<T> reader, string name, int width) =>
        new(reader.Take(name + ".weight", width), reader.Take(name + ".bias", width));
}

/// <summary>The weights of one block.</summary>
public sealed record LayerWeights<T>(
    LinearWeights<T> Query, LinearWeights<T> Key, LinearWeights<T> Value, LinearWeights<T> AttentionOutput,
    NormWeights<T> AttentionNorm, LinearWeights<T> Up, LinearWeights<T> Down, NormWeights<T> OutputNorm)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal static LayerWeights<T> Read(WeightReader<T> reader, ModelConfig config, int index)
    {
        string layer = RobertaNames.Layer(index);
        int hidden = config.Hidden, inner = config.Intermediate;
        return new(
            LinearWeights<T>.Read(reader, $"{layer}.attention.self.query", hidden, hidden),
            LinearWeights<T>.Read(reader, $"{layer}.attention.self.key", hidden, hidden),
            LinearWeights<T>.Read(reader, $"{layer}.attention.self.value", hidden, hidden),
            LinearWeights<T>.Read(reader, $"{layer}.attention.output.dense", hidden, hidden),
            NormWeights<T>.Read(reader, $"{layer}.attention.output.LayerNorm", hidden),
            LinearWeights<T>.Read(reader, $"{layer}.intermediate.dense", inner, hidden),
            LinearWeights<T>.Read(reader, $"{layer}.output.dense", hidden, inner),
            NormWeights<T>.Read(reader, $"{layer}.output.LayerNorm", hidden));
    }
}

/// <summary>The weights of the embeddings and all blocks.</summary>
public sealed record EncoderWeights<T>(
    Parameter<T> Word, Parameter<T> Position, Parameter<T> Type, NormWeights<T> EmbeddingNorm, IReadOnlyList<LayerWeights<T>> Layers)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal static EncoderWeights<T> Read(WeightReader<T> reader, ModelConfig config) => new(
        reader.Take(RobertaNames.WordEmbeddings, config.Vocabulary, config.Hidden),
        reader.Take(RobertaNames.Embeddings + ".position_embeddings.weight", config.Positions, config.Hidden),
        reader.Take(RobertaNames.Embeddings + ".token_type_embeddings.weight", config.Types, config.Hidden),
        NormWeights<T>.Read(reader, RobertaNames.Embeddings + ".LayerNorm", config.Hidden),
        [.. Enumerable.Range(0, config.Layers).Select(i => LayerWeights<T>.Read(reader, config, i))]);
}
