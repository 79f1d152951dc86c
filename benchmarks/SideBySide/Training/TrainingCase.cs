namespace PureSaliency.Benchmarks.SideBySide.Training;

/// <summary>Texts with what is to be said of them: the words at some rows, or the class of each where <paramref name="Rows"/> is null.</summary>
internal sealed record TrainingBatch(int[][] Texts, int[]? Rows, int[] Labels);

/// <summary>A kind of step: words to be guessed, or classes to be named.</summary>
internal sealed record TrainingCase(string Name, bool GuessesWords, int Batch, int Tokens)
{
    private const double Guessed = 0.15;
    private const int Mask = Sizes.Vocabulary - 1;

    public static readonly TrainingCase[] All =
    [
        new("masked words 16×128", true, 16, 128),
        new("masked words 48×128", true, 48, 128),
        new("classes 32×32", false, 32, 32),
    ];

    public string Model(string folder) =>
        GuessesWords ? TrainingCheckpoint.LanguageModel(folder) : TrainingCheckpoint.Classifier(folder);

    /// <summary>So many batches, the same in every run.</summary>
    public TrainingBatch[] Batches(int count)
    {
        var random = new Random(Batch);
        return [.. Texts.Random(count * Batch, Tokens).Chunk(Batch).Select(texts => GuessesWords
            ? Masked(texts, random)
            : new(texts, null, [.. texts.Select(_ => random.Next(TrainingCheckpoint.Classes))]))];
    }

    // As many places in every text, none of them its first or last.
    private TrainingBatch Masked(int[][] texts, Random random)
    {
        int[][] shown = [.. texts.Select(text => (int[])[.. text])];
        int[] places = [.. Enumerable.Range(1, Tokens - 2)];
        var (rows, labels) = (new List<int>(), new List<int>());
        for (int text = 0; text < texts.Length; text++)
        {
            random.Shuffle(places);
            foreach (int place in places.Take((int)Math.Round(Guessed * places.Length)).Order())
            {
                rows.Add(text * Tokens + place);
                labels.Add(texts[text][place]);
                shown[text][place] = Mask;
            }
        }
        return new(shown, [.. rows], [.. labels]);
    }
}
