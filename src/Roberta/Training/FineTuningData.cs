using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>Labelled texts as fine-tuning takes them: classes, the two parts, and what the user should know of them.</summary>
internal sealed class FineTuningData
{
    private const double DevelopmentShare = 0.1;
    private readonly DataClasses classes;
    private readonly List<string> notes;

    private FineTuningData(FineTuningOptions model, int seed)
    {
        classes = DataClasses.Of(model.Texts, model.Source, model.Names);
        notes = [.. classes.Notes];
        int[] all = [.. model.Texts.Select(text => classes[text])];
        var (train, development) = model.Development is { } given
            ? (new Part(model.Texts, all), new Part(given, [.. ClassesOf(given)])) : Split(model.Texts, all, seed);
        if (train.Classes.Distinct().Take(2).Count() < 2)
            throw new InputException($"{model.Source}: of {DataClasses.Counted(all.Length, "text", "texts")}, those to learn from have one class alone; "
                + "give more texts, or those to measure on apart.");
        TellClasses(train, development);
        TellEqualTexts(train, development);
        var folder = ModelFolder.Open(model.Model);
        var tokenizer = folder.LoadTokenizer();
        int most = Math.Min(model.MaxTokens, folder.Config.MaxTokens);
        Train = train.Encode(tokenizer, most);
        Development = development.Encode(tokenizer, most);
        if (Train.Cut.Sentence("to learn from") is { } learned) notes.Add(learned);
        if (Development.Cut.Sentence("to measure on") is { } evaluated) notes.Add(evaluated);
    }

    public IReadOnlyList<string> Labels => classes.Names;

    public LabelledTexts Train { get; }

    public LabelledTexts Development { get; }

    public IReadOnlyList<string> Notes => notes;

    /// <summary>Numbers for the model's card.</summary>
    public Dictionary<string, string> Facts => new()
    {
        ["texts to learn from"] = TrainingOptions.Text(Train.Ids.Count),
        ["texts to measure on"] = TrainingOptions.Text(Development.Ids.Count),
        ["texts that were cut"] = FormattableString.Invariant($"{Train.Cut.Cut} and {Development.Cut.Cut}, at {Train.Cut.Limit} tokens"),
        ["classes"] = LabelText.Listed([.. Labels]),
    };

    public string Fingerprint => LabelledTexts.Fingerprint(Train, Development);

    /// <summary>Reads and divides the texts.</summary>
    /// <exception cref="InputException">There is nothing to be learned or evaluated.</exception>
    public static FineTuningData Of(FineTuningOptions model, int seed) => new(model, seed);

    private static (Part Train, Part Development) Split(IReadOnlyList<LabelledText> texts, int[] all, int seed)
    {
        bool[] kept = DevelopmentSplit.Of(all, DevelopmentShare, seed);
        return (Those(false), Those(true));

        Part Those(bool wanted)
        {
            int[] numbers = [.. Enumerable.Range(0, all.Length).Where(i => kept[i] == wanted)];
            return new([.. numbers.Select(i => texts[i])], [.. numbers.Select(i => all[i])]);
        }
    }

    // A class that nothing is learned of cannot be evaluated.
    private IEnumerable<int> ClassesOf(IReadOnlyList<LabelledText> development)
    {
        string[] written = [.. development.Select(text => text.Label.Trim()).Distinct()];
        var matching = LabelMatching.ByName(written, classes.Own) ?? LabelMatching.ByName(written, classes.Names);
        if (matching is not null) return development.Select(text => matching[text.Label]);
        var wrong = development.First(text => LabelMatching.ByName([text.Label], classes.Own) is null);
        throw new InputException($"{wrong.Place}: the label is '{wrong.Label.Trim()}', expected one of {LabelText.Listed([.. classes.Own])}.");
    }

    private void TellClasses(Part train, Part development)
    {
        int[] learned = train.CountsOf(Labels.Count), evaluated = development.CountsOf(Labels.Count);
        Tell(i => evaluated[i] == 0 && learned[i] > 0, learned, "are in the part to learn from alone and not measured", "is in the part to learn from alone and not measured");
        Tell(i => learned[i] == 0, evaluated, "are in the part to measure on alone and not learned", "is in the part to measure on alone and not learned");
        if (evaluated.Count(count => count > 0) == 1)
            notes.Add($"All texts to measure on ({development.Texts.Count}) are of the class {Labels[Array.FindIndex(evaluated, count => count > 0)]}; measures will say little.");
    }

    private void Tell(Func<int, bool> wanted, int[] counts, string many, string one)
    {
        string[] names = [.. Enumerable.Range(0, counts.Length).Where(wanted).Select(i => $"{Labels[i]} ({DataClasses.Counted(counts[i], "text", "texts")})")];
        if (names.Length > 0) notes.Add($"{LabelText.Listed(names)} {(names.Length == 1 ? one : many)}.");
    }

    private void TellEqualTexts(Part train, Part development)
    {
        var learned = train.Texts.Select(text => text.Text.Trim()).ToHashSet();
        int both = development.Texts.Count(text => learned.Contains(text.Text.Trim()));
        if (both > 0)
            notes.Add($"{both} of {DataClasses.Counted(development.Texts.Count, "text", "texts")} to measure on {(both == 1 ? "is" : "are")} also among those to learn from; measures will flatter.");
        int torn = train.All.Concat(development.All).GroupBy(entry => entry.Text.Text.Trim(), entry => entry.Class).Count(group => group.Distinct().Count() > 1);
        if (torn > 0) notes.Add($"{DataClasses.Counted(torn, "text stands", "texts stand")} there with two or more labels.");
    }

    private sealed record Part(IReadOnlyList<LabelledText> Texts, int[] Classes)
    {
        public IEnumerable<(LabelledText Text, int Class)> All => Texts.Zip(Classes);

        public int[] CountsOf(int classes)
        {
            var counts = new int[classes];
            foreach (int one in Classes) counts[one]++;
            return counts;
        }

        public LabelledTexts Encode(Tokenizer tokenizer, int most)
        {
            int next = 0;
            return LabelledTexts.Encode(Texts, _ => Classes[next++], tokenizer, most);
        }
    }
}
