namespace PureSaliency.Roberta.Training;

/// <summary>Counts how well outputs that stand by themselves say which labels hold.</summary>
internal sealed class LabelMetrics(int labels)
{
    private readonly (long Hit, long Labelled, long Guessed)[] each = new (long, long, long)[labels];
    private double losses;
    private long texts, right;

    /// <summary>Mean of −log p of what holds or not, over texts and labels, in nats.</summary>
    public double Loss => losses / (texts * (double)labels);

    /// <summary>Share of texts with all labels right.</summary>
    public double Accuracy => (double)right / texts;

    /// <summary>F1 = 2 tp / (2 tp + fp + fn) over all labels together.</summary>
    public double MicroF1 => F1Of((each.Sum(label => label.Hit), each.Sum(label => label.Labelled), each.Sum(label => label.Guessed)));

    /// <summary>F1 of one label; 0 where it neither holds nor is answered, as in scikit-learn.</summary>
    public double F1(int label) => F1Of(each[label]);

    /// <summary>F1 of the answer that a label does not hold.</summary>
    public double F1OfAbsence(int label)
    {
        var (hit, labelled, guessed) = each[label];
        return F1Of((texts - labelled - guessed + hit, texts - labelled, texts - guessed));
    }

    /// <summary>The figures of one label.</summary>
    public ClassFigures Figures(int label, string name)
    {
        var (hit, labelled, guessed) = each[label];
        return new(label, name, labelled, guessed, hit, F1(label));
    }

    /// <summary>Whether a logit says that its label holds: a probability of 0.5.</summary>
    public static bool Holds(float logit) => logit >= 0;

    /// <summary>Adds the outputs of a text and which labels hold.</summary>
    public void Add(ReadOnlySpan<float> logits, bool[] truth)
    {
        bool all = true;
        for (int i = 0; i < labels; i++)
        {
            bool holds = Holds(logits[i]);
            losses -= OutputKinds.LogSigmoid(truth[i] ? logits[i] : -logits[i]);
            all &= holds == truth[i];
            var (hit, labelled, guessed) = each[i];
            each[i] = (hit + (holds && truth[i] ? 1 : 0), labelled + (truth[i] ? 1 : 0), guessed + (holds ? 1 : 0));
        }
        (texts, right) = (texts + 1, right + (all ? 1 : 0));
    }

    private static double F1Of((long Hit, long Labelled, long Guessed) count) =>
        ClassFigures.F1Of(count.Hit, count.Labelled, count.Guessed) ?? 0;
}
