using PureSaliency.Roberta.Families;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// Weights to begin with: gains 1, biases 0, embeddings normal with a deviation of 0.02 (Devlin et al. 2019), matrices with
/// 0.55 / √inputs, which is 0.02 at the width of 768. Two things start better than at random, as small models stay on the level of
/// word frequencies for thousands of updates otherwise: positions are waves (Vaswani et al. 2017) in the first dimensions of the
/// hidden state, as many as a head has, and the heads of the first block look at the tokens one and two places before and behind
/// (after d'Ascoli et al. 2021): their queries and keys read those waves, the queries turned by the distance. Everything may
/// change in training.
/// </summary>
public static class InitialWeights
{
    private const double EmbeddingDeviation = 0.02, MatrixGain = 0.55, WaveSize = 0.0566, Sharpness = 1.26;
    private static readonly int[] Distances = [-1, 1, -2, 2];

    /// <summary>All tensors of a masked language model of a configuration.</summary>
    public static IReadOnlyList<(string Name, Tensor<float> Value)> LanguageModel(ModelConfig config, int seed)
    {
        var tensors = new List<(string Name, Tensor<float> Value)>();
        foreach (var (name, shape) in Shapes(config)) tensors.Add((name, Drawn(name, shape, seed, config)));
        var byName = tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Value);
        if (config.Hidden / config.Heads % 2 != 0) return tensors;
        Waves(byName[RobertaNames.Embeddings + ".position_embeddings.weight"], config);
        string first = RobertaNames.Layer(0) + ".attention.self";
        for (int head = 0; head < config.Heads; head++)
            LookAside(byName[first + ".query.weight"], byName[first + ".key.weight"], config, head);
        return tensors;
    }

    /// <summary>The two products of a classifier's head, by name.</summary>
    public static IReadOnlyList<(string Name, Tensor<float> Value)> ClassifierHead(ModelConfig config, int classes, int seed) =>
        [.. Product(RobertaNames.Dense, config.Hidden, config.Hidden).Concat(Product(RobertaNames.OutProj, classes, config.Hidden))
            .Select(tensor => (tensor.Name, Drawn(tensor.Name, tensor.Shape, seed, config)))];

    private static IEnumerable<(string Name, Shape Shape)> Shapes(ModelConfig config)
    {
        int hidden = config.Hidden, inner = config.Intermediate;
        yield return (RobertaNames.WordEmbeddings, new(config.Vocabulary, hidden));
        yield return (RobertaNames.Embeddings + ".position_embeddings.weight", new(config.Positions, hidden));
        yield return (RobertaNames.Embeddings + ".token_type_embeddings.weight", new(config.Types, hidden));
        foreach (var norm in Norm(RobertaNames.Embeddings + ".LayerNorm")) yield return norm;
        for (int l = 0; l < config.Layers; l++)
        {
            string layer = RobertaNames.Layer(l);
            foreach (string product in new[] { "self.query", "self.key", "self.value", "output.dense" })
                foreach (var tensor in Product($"{layer}.attention.{product}", hidden, hidden)) yield return tensor;
            foreach (var norm in Norm(layer + ".attention.output.LayerNorm")) yield return norm;
            foreach (var tensor in Product(layer + ".intermediate.dense", inner, hidden)) yield return tensor;
            foreach (var tensor in Product(layer + ".output.dense", hidden, inner)) yield return tensor;
            foreach (var norm in Norm(layer + ".output.LayerNorm")) yield return norm;
        }
        foreach (var tensor in Product(RobertaNames.LmDense, hidden, hidden)) yield return tensor;
        foreach (var norm in Norm(RobertaNames.LmNorm)) yield return norm;
        yield return (RobertaNames.LmBias, new(config.Vocabulary));

        IEnumerable<(string, Shape)> Norm(string name) => Product(name, hidden);
    }

    private static IEnumerable<(string Name, Shape Shape)> Product(string name, int outputs, int? inputs = null) =>
        [(name + ".weight", inputs is { } width ? new(outputs, width) : new(outputs)), (name + ".bias", new(outputs))];

    private static Tensor<float> Drawn(string name, Shape shape, int seed, ModelConfig config)
    {
        var tensor = Tensor<float>.Zeros(shape);
        if (shape.Rank == 1)
        {
            if (name.EndsWith(".weight", StringComparison.Ordinal)) tensor.Span.Fill(1);
            return tensor;
        }
        if (name.Contains("position_embeddings") || name.Contains("token_type")) return tensor;
        double deviation = name == RobertaNames.WordEmbeddings ? EmbeddingDeviation : MatrixGain / Math.Sqrt(shape[1]);
        ulong key = name.Aggregate(CounterRandom.Key((ulong)seed, 29), (key, letter) => CounterRandom.Key(key, letter));
        for (int i = 0; i < tensor.Count; i++) tensor.Span[i] = (float)(deviation * CounterRandom.Normal(key, (uint)i));
        if (name == RobertaNames.WordEmbeddings) tensor.Row(config.PadId).Clear(); // as the reference has it
        return tensor;
    }

    // Pairs of cosine and sine in the first D dimensions; the rest is 0.
    private static void Waves(Tensor<float> positions, ModelConfig config)
    {
        int size = config.Hidden / config.Heads;
        for (int p = 0; p < positions.Shape[0]; p++)
        {
            var row = positions.Row(p);
            for (int i = 0; i < size / 2; i++)
            {
                double angle = p * Frequency(i, size);
                row[2 * i] = (float)(WaveSize * Math.Cos(angle));
                row[2 * i + 1] = (float)(WaveSize * Math.Sin(angle));
            }
        }
    }

    // From half a turn a place down to one in some hundreds: the sum of all waves is sharp, and no two places have the same.
    private static double Frequency(int pair, int size) => Math.PI * Math.Pow((pair + 0.5) / (size / 2), 1.5);

    // q turns each pair of waves by the distance, so that q·k is largest there.
    private static void LookAside(Tensor<float> query, Tensor<float> key, ModelConfig config, int head)
    {
        int size = config.Hidden / config.Heads, distance = Distances[head % Distances.Length];
        for (int i = 0; i < size / 2; i++)
        {
            double angle = distance * Frequency(i, size);
            float cos = (float)(Sharpness * Math.Cos(angle)), sin = (float)(Sharpness * Math.Sin(angle));
            int row = head * size + 2 * i;
            Set(query.Row(row), 2 * i, cos, -sin);
            Set(query.Row(row + 1), 2 * i, sin, cos);
            Set(key.Row(row), 2 * i, (float)Sharpness, 0);
            Set(key.Row(row + 1), 2 * i, 0, (float)Sharpness);
        }

        static void Set(Span<float> row, int column, float first, float second)
        {
            row.Clear();
            (row[column], row[column + 1]) = (first, second);
        }
    }
}
