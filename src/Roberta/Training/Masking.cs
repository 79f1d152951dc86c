using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// Which tokens are to be guessed (Devlin et al. 2019): each one with a probability of 15 %; of those 80 % are shown as
/// <c>&lt;mask&gt;</c>, 10 % as any entry of the vocabulary and 10 % as they are. Marks of the model are never guessed. The choice depends on
/// the key and the place alone (Liu et al. 2019: new masks in each pass over the text).
/// </summary>
public sealed class Masking
{
    private const double Guessed = 0.15, Masked = 0.8, Replaced = 0.9;
    private readonly bool[] special;
    private readonly int mask;

    /// <summary>The masking of a tokenizer's texts.</summary>
    /// <exception cref="InputException">The tokenizer has no <c>&lt;mask&gt;</c>.</exception>
    public Masking(Tokenizer tokenizer)
    {
        mask = tokenizer.MaskIdFor("Guessing hidden tokens");
        special = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.IsSpecial)];
    }

    /// <summary>Sequences with places to be guessed, at least one.</summary>
    /// <param name="config">The model.</param>
    /// <param name="sequences">Whole sequences, with <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c>.</param>
    /// <param name="keys">One per sequence.</param>
    public MaskedBatch Apply(ModelConfig config, IReadOnlyList<int[]> sequences, IReadOnlyList<ulong> keys)
    {
        var (shown, rows, labels) = (new List<int[]>(), new List<int>(), new List<int>());
        int first = 0;
        for (int s = 0; s < sequences.Count; s++)
        {
            int[] ids = [.. sequences[s]];
            for (int i = 0; i < ids.Length; i++)
            {
                if (special[ids[i]] || CounterRandom.Unit(CounterRandom.Key(keys[s], 0), (uint)i) >= Guessed) continue;
                rows.Add(first + i);
                labels.Add(ids[i]);
                ids[i] = Shown(ids[i], keys[s], (uint)i);
            }
            shown.Add(ids);
            first += ids.Length;
        }
        if (rows.Count == 0) Force(sequences, shown, rows, labels);
        return new(Batch.Of(config, shown), [.. rows], [.. labels]);
    }

    private int Shown(int id, ulong key, uint place)
    {
        double choice = CounterRandom.Unit(CounterRandom.Key(key, 1), place);
        return choice < Masked ? mask : choice < Replaced ? CounterRandom.Below(CounterRandom.Key(key, 2), place, special.Length) : id;
    }

    // Short texts may have no place by chance; a loss needs one.
    private void Force(IReadOnlyList<int[]> sequences, List<int[]> shown, List<int> rows, List<int> labels)
    {
        int first = 0;
        for (int s = 0; s < sequences.Count; first += sequences[s++].Length)
        {
            int place = Array.FindIndex(sequences[s], id => !special[id]);
            if (place < 0) continue;
            rows.Add(first + place);
            labels.Add(sequences[s][place]);
            shown[s][place] = mask;
            return;
        }
        throw new InputException("The texts have no token that could be guessed: they consist of marks alone.");
    }
}
