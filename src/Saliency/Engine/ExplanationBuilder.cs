using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>Puts the numbers of a text's windows together into an <see cref="Explanation"/>.</summary>
internal sealed class ExplanationBuilder
{
    private readonly IEngine engine;
    private readonly Tokenizer tokenizer;
    private readonly Task<ModelIdentity> model;
    private readonly Task<ModelIdentity>? head;

    public ExplanationBuilder(IEngine engine, Tokenizer tokenizer, string name, string? language)
    {
        (this.engine, this.tokenizer) = (engine, tokenizer);
        // Hashing reads every byte of the weights; it goes on beside the first computation.
        string arithmetic = engine.Arithmetic;
        model = Task.Run(() => Identity(name, engine.ModelFiles, arithmetic));
        if (language is not null)
            head = Task.Run(() => Identity(Path.GetFileName(Path.TrimEndingDirectorySeparator(language)), engine.HeadFiles, arithmetic));
    }

    public ModelIdentity Model => model.GetAwaiter().GetResult();

    public ModelIdentity? Head => head?.GetAwaiter().GetResult();

    public void WaitForFingerprints()
    {
        try
        {
            Task.WaitAll(head is null ? [model] : [model, head]);
        }
        catch (AggregateException)
        {
            // Whoever asked for an explanation has been told; there is nothing to wait for.
        }
    }

    public Explanation Build(
        Encoding encoding, Windows windows, SequenceOutcome[] outcomes, ExplainOptions options, int chosen, Timing timing)
    {
        double[] logits = Mean([.. outcomes.Select(outcome => outcome.Logits)]);
        var classes = Classes(logits);
        var explanation = new Explanation
        {
            Text = encoding.Text,
            Model = Model,
            Head = options.ReadsHead ? Head : null,
            Options = options,
            Outputs = engine.Outputs,
            Prediction = classes[engine.Outputs == OutputKind.Value ? outcomes[0].Target : engine.Outputs.Predicted(logits)],
            Target = classes[outcomes[0].Target],
            Classes = classes,
            Tokens = [.. encoding.Tokens.Select(token => Place(encoding.Text, token))],
            Words = [.. encoding.Words.Select(word => new WordPlace(
                word.Text, word.CharStart, word.CharEnd, word.ByteStart, word.ByteEnd, word.FirstToken, word.TokenCount))],
            ChosenLayer = chosen,
            Layers = [.. Enumerable.Range(0, outcomes[0].Layers.Count).Select(i =>
                Layer([.. outcomes.Select(outcome => outcome.Layers[i])], encoding, windows, options))],
            Windows = Listed(windows, [.. outcomes.Select(outcome => outcome.Logits)]),
            Timing = timing,
        };
        return explanation with { Notes = [.. new ExplanationNotes(explanation, windows, outcomes, engine.IsOnCard).All()] };
    }

    /// <summary>A prediction from the logits of each window.</summary>
    public Prediction Build(ReadText text, double[][] logits, double milliseconds)
    {
        double[] mean = Mean(logits);
        var classes = Classes(mean);
        return new()
        {
            Text = text.Encoding.Text,
            Model = Model,
            Outputs = engine.Outputs,
            Top = classes[engine.Outputs.Predicted(mean)],
            Holding = engine.Outputs == OutputKind.IndependentLabels ? ClassScore.Holding(classes) : null,
            Classes = classes,
            Tokens = text.Length,
            Windows = Listed(text.Windows, logits),
            Notes = [.. Notes(text.Windows)],
            Milliseconds = milliseconds,
        };
    }

    private IEnumerable<string> Notes(Windows windows)
    {
        if (windows.Count > 1) yield return windows.Sentence("read", "logits are means over windows");
        if (engine.Outputs == OutputKind.Value && engine.Labels.Count > 1)
            yield return $"The model gives {engine.Labels.Count} numbers, and none of them is its answer: the first is named.";
    }

    private ClassScore[] Classes(double[] logits)
    {
        double[]? probabilities = engine.Outputs.Probabilities(logits);
        return [.. logits.Select((logit, c) => new ClassScore(c, engine.Labels[c], logit, probabilities?[c]))];
    }

    private static TextWindow[] Listed(Windows windows, double[][] logits) =>
        windows.Count == 1 ? [] : [.. windows.Places.Zip(logits, (place, own) => new TextWindow(place.First, place.Count, own))];

    /// <summary>Mean of equally long rows.</summary>
    public static double[] Mean(IReadOnlyList<double[]> rows) => rows.Count == 1
        ? rows[0]
        : [.. rows[0].Select((_, c) => rows.Average(row => row[c]))];

    private LayerExplanation Layer(LayerOutcome[] windows, Encoding encoding, Windows places, ExplainOptions options)
    {
        double[] tokens = places.Stitch([.. windows.Select(window => window.TokenScores)]);
        return new LayerExplanation
        {
            Layer = windows[0].Layer,
            TokenScores = tokens,
            WordScores = [.. encoding.Words.Select(word => Enumerable.Range(word.FirstToken, word.TokenCount).Sum(t => tokens[t]))],
            PositionScores = places.Stitch([.. windows.Select(window => window.Positions)]),
            Vocabulary = windows[0].Vocabulary is null ? [] : Top(windows, encoding, options.Top),
            Coherence = windows[0].Coherence is null ? null : new(
                windows.Average(w => w.Coherence!.Copy), windows.Average(w => w.Coherence!.Mass), windows.Average(w => w.Coherence!.Nll)),
            Completeness = windows[0].Completeness is null ? null : new(
                windows.Average(w => w.Completeness!.Sum), windows.Average(w => w.Completeness!.Difference)),
        };
    }

    private List<VocabularyScore> Top(LayerOutcome[] windows, Encoding encoding, int top)
    {
        (int Id, double S)[] named = [.. windows.SelectMany(window => window.Vocabulary!.Ids).Distinct().Order()
            .Select(id => (id, Mean(windows, id))).Where(entry => entry.Item2 != 0)];
        // A map with signs speaks of what is against the class, too; rectified ones have none.
        return [.. TopEntries.Of<double>([.. named.Select(entry => Math.Abs(entry.S))], top)
            .Select(i => named[i])
            .Select(entry => new VocabularyScore(entry.Id, Piece(entry.Id), Readable(entry.Id), entry.S, encoding.Ids.Contains(entry.Id)))];
    }

    private static double Mean(LayerOutcome[] windows, int id)
    {
        double sum = 0;
        foreach (var window in windows) sum += window.Vocabulary![id] / windows.Length;
        return sum;
    }

    private static TokenPlace Place(string text, Token token) => new(
        token.Id, token.Piece, token.HasRange && !token.Special ? text[token.CharStart..token.CharEnd] : token.Piece,
        token.CharStart, token.CharEnd, token.ByteStart, token.ByteEnd, token.Special);

    private string Piece(int id) => id < tokenizer.VocabularySize ? tokenizer.Piece(id) : $"<unused {id}>";

    private string Readable(int id) => id < tokenizer.VocabularySize ? tokenizer.Decode(id) : $"<unused {id}>";

    private ModelIdentity Identity(string name, IReadOnlyList<string> files, string arithmetic) => new(
        name, Fingerprint.Of(files), engine.Config.Layers, engine.Config.Hidden, engine.Config.Vocabulary,
        arithmetic);
}
