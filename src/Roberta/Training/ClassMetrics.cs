using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>Counts how well logits name their labels.</summary>
public sealed class ClassMetrics
{
    private readonly Dictionary<int, (long Hit, long Labelled, long Guessed)> classes = [];
    private double losses;
    private long right;

    /// <summary>Rows seen.</summary>
    public long Count { get; private set; }

    /// <summary>Mean of −log p_label, in nats.</summary>
    public double Loss => losses / Count;

    /// <summary>Share of rows whose largest logit is their label's.</summary>
    public double Accuracy => (double)right / Count;

    /// <summary>
    /// The mean of F1 = 2 tp / (2 tp + fp + fn) over the classes that occur as a label or as an answer; one that is answered and
    /// is nobody's label counts 0.
    /// </summary>
    public double MacroF1 => classes.OrderBy(entry => entry.Key)
        .Average(entry => ClassFigures.F1Of(entry.Value.Hit, entry.Value.Labelled, entry.Value.Guessed)!.Value);

    /// <summary>Adds rows of logits (N, C) and their labels; of equal logits the first counts.</summary>
    public void Add(Tensor<float> logits, int[] labels)
    {
        var rows = new (double Loss, int Guess)[labels.Length];
        Parallel.For(0, labels.Length, n => rows[n] = Read(logits.Row(n), labels[n]));
        for (int n = 0; n < labels.Length; n++)
        {
            losses += rows[n].Loss;
            bool hit = rows[n].Guess == labels[n];
            if (hit) right++;
            Tally(labels[n], (hit ? 1 : 0, 1, 0));
            Tally(rows[n].Guess, (0, 0, 1));
        }
        Count += labels.Length;
    }

    private void Tally(int number, (int Hit, int Labelled, int Guessed) by)
    {
        var (hit, labelled, guessed) = classes.GetValueOrDefault(number);
        classes[number] = (hit + by.Hit, labelled + by.Labelled, guessed + by.Guessed);
    }

    private static (double Loss, int Guess) Read(ReadOnlySpan<float> logits, int label)
    {
        float max = Simd.Max(logits);
        double sum = 0;
        foreach (float logit in logits) sum += Math.Exp((double)logit - max);
        return (Math.Log(sum) + max - logits[label], logits.IndexOf(max));
    }
}
