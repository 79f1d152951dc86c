using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>Counts how well logits name their labels.</summary>
public sealed class Guesses
{
    private readonly Dictionary<(int Label, int Guess), long> pairs = [];
    private double losses;
    private long right;

    /// <summary>Rows seen.</summary>
    public long Count { get; private set; }

    /// <summary>Mean of −log p_label, in nats.</summary>
    public double Loss => losses / Count;

    /// <summary>Share of rows whose largest logit is their label's.</summary>
    public double Accuracy => (double)right / Count;

    /// <summary>The mean over labels of F1 = 2 tp / (2 tp + fp + fn).</summary>
    public double MacroF1
    {
        get
        {
            int[] labels = [.. pairs.Keys.Select(pair => pair.Label).Distinct()];
            return labels.Average(label =>
            {
                double hit = pairs.GetValueOrDefault((label, label));
                double labelled = pairs.Where(pair => pair.Key.Label == label).Sum(pair => pair.Value);
                double guessed = pairs.Where(pair => pair.Key.Guess == label).Sum(pair => pair.Value);
                return 2 * hit / (labelled + guessed);
            });
        }
    }

    /// <summary>Adds rows of logits (N, C) and their labels; of equal logits the first counts.</summary>
    public void Add(Tensor<float> logits, int[] labels)
    {
        var rows = new (double Loss, int Guess)[labels.Length];
        Parallel.For(0, labels.Length, n => rows[n] = Read(logits.Row(n), labels[n]));
        for (int n = 0; n < labels.Length; n++)
        {
            losses += rows[n].Loss;
            if (rows[n].Guess == labels[n]) right++;
            pairs[(labels[n], rows[n].Guess)] = pairs.GetValueOrDefault((labels[n], rows[n].Guess)) + 1;
        }
        Count += labels.Length;
    }

    private static (double Loss, int Guess) Read(ReadOnlySpan<float> logits, int label)
    {
        float max = Simd.Max(logits);
        double sum = 0;
        foreach (float logit in logits) sum += Math.Exp((double)logit - max);
        return (Math.Log(sum) + max - logits[label], logits.IndexOf(max));
    }
}
