using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// Cuts some texts off for evaluation, drawn at random by a seed. Where the draw leaves a class of two or more texts in one part
/// alone, one of its texts changes places with the last drawn one of a class that can spare it; a class of one text is to be learned.
/// </summary>
internal sealed class DevelopmentSplit
{
    private const int MostEnlarged = 5; // of the texts, one in so many may be taken so that each class has one

    private readonly int[] order, classes;
    private readonly int count;
    private readonly Dictionary<int, int> development = [], train = [];

    private DevelopmentSplit(int[] classes, double share, int seed)
    {
        this.classes = classes;
        order = CounterRandom.Permutation(CounterRandom.Key((ulong)seed, 17), classes.Length);
        int several = classes.CountBy(one => one).Count(entry => entry.Value > 1);
        count = Math.Max(Math.Max(1, (int)(classes.Length * share)), Math.Min(several, classes.Length / MostEnlarged));
        for (int i = 0; i < order.Length; i++) Add(i, 1);
    }

    /// <summary>Whether each text is kept for evaluation.</summary>
    public static bool[] Of(int[] classes, double share, int seed)
    {
        var split = new DevelopmentSplit(classes, share, seed);
        split.GiveBack();
        split.Take();
        var kept = new bool[classes.Length];
        foreach (int text in split.order.AsSpan(0, split.count)) kept[text] = true;
        return kept;
    }

    // A class that only the development part has gives a text back.
    private void GiveBack()
    {
        int spare = order.Length;
        for (int i = 0; i < count; i++)
        {
            if (train.GetValueOrDefault(ClassAt(i)) > 0) continue;
            do spare--;
            while (spare >= count && train[ClassAt(spare)] < 2);
            if (spare < count) return;
            Exchange(i, spare);
        }
    }

    // A class of two or more that the development part lacks gets a place there.
    private void Take()
    {
        int spare = count;
        for (int i = count; i < order.Length; i++)
        {
            if (development.GetValueOrDefault(ClassAt(i)) > 0 || train[ClassAt(i)] < 2) continue;
            do spare--;
            while (spare >= 0 && development[ClassAt(spare)] < 2);
            if (spare < 0) return;
            Exchange(spare, i);
        }
    }

    private int ClassAt(int place) => classes[order[place]];

    private void Exchange(int one, int other)
    {
        Add(one, -1);
        Add(other, -1);
        (order[one], order[other]) = (order[other], order[one]);
        Add(one, 1);
        Add(other, 1);
    }

    private void Add(int place, int by)
    {
        var part = place < count ? development : train;
        part[ClassAt(place)] = part.GetValueOrDefault(ClassAt(place)) + by;
    }
}
