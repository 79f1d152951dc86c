using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>
/// Sequences end to end: only real rows, no padding. Position ids are those of the reference:
/// pad + 1 + the number of ids other than pad before it, and pad for the pad id itself.
/// </summary>
/// <param name="Ids">Vocabulary ids, N.</param>
/// <param name="Positions">Position ids, N.</param>
/// <param name="Bounds">Row at which each sequence begins, and N at the end.</param>
public sealed record Batch(int[] Ids, int[] Positions, int[] Bounds)
{
    /// <summary>Number of sequences.</summary>
    public int Sequences => Bounds.Length - 1;

    /// <summary>Rows of the first tokens, which the classifier reads.</summary>
    public int[] FirstRows => Bounds[..^1];

    /// <summary>One sequence by itself, at its own positions.</summary>
    public Batch Alone(int sequence)
    {
        var rows = Bounds[sequence]..Bounds[sequence + 1];
        return new(Ids[rows], Positions[rows], [0, Bounds[sequence + 1] - Bounds[sequence]]);
    }

    /// <summary>A batch of whole sequences.</summary>
    /// <exception cref="InputException">A sequence is empty, too long, or has an id outside the vocabulary.</exception>
    public static Batch Of(ModelConfig config, params IReadOnlyList<int[]> sequences) =>
        Of(config, sequences, [.. sequences.Select(ids => Enumerable.Repeat(true, ids.Length).ToArray())]);

    /// <summary>A batch of the real tokens of padded sequences; positions count as in the padded ones.</summary>
    /// <param name="config">The model.</param>
    /// <param name="sequences">Ids with padding.</param>
    /// <param name="real">Which of them are real.</param>
    public static Batch Of(ModelConfig config, IReadOnlyList<int[]> sequences, IReadOnlyList<bool[]> real)
    {
        var (ids, positions, bounds) = (new List<int>(), new List<int>(), new List<int> { 0 });
        for (int s = 0; s < sequences.Count; s++)
        {
            if (sequences[s].Length == 0 || !real[s][0])
                throw new InputException($"Sequence {s} does not begin with a real token; the classifier reads the first one.");
            int position = config.PadId;
            for (int i = 0; i < sequences[s].Length; i++)
            {
                int id = sequences[s][i];
                bool pad = id == config.PadId;
                if (!pad) position++;
                if (!real[s][i]) continue;
                ids.Add(id);
                positions.Add(pad ? config.PadId : position);
            }
            bounds.Add(ids.Count);
        }
        var batch = new Batch([.. ids], [.. positions], [.. bounds]);
        batch.Check(config);
        return batch;
    }

    private void Check(ModelConfig config)
    {
        foreach (int id in Ids)
            if ((uint)id >= (uint)config.Vocabulary)
                throw new InputException(
                    $"Token id {id} is outside the vocabulary of '{config.Source}', expected 0 to {config.Vocabulary - 1}.");
        foreach (int position in Positions)
            if (position >= config.Positions)
                throw new InputException(
                    $"A sequence needs position {position}, but '{config.Source}' has max_position_embeddings {config.Positions}: "
                    + $"at most {config.MaxTokens} tokens fit.");
    }
}
