using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Faithfulness;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Study;

/// <summary>
/// Measures one text: methods that explain the same value share a forward and a backward pass for all layers, and all methods and measures share
/// what the model answers to masked variants.
/// </summary>
internal sealed class TextStudy
{
    private const int Decimals = 7, SensitivityDraws = 10;
    private const double SensitivityRadius = 0.02;
    private readonly IEngine engine;
    private readonly Tokenizer tokenizer;
    private readonly StudyPlan plan;
    private readonly IReadOnlyList<IFaithfulnessMeasure> measures;
    private readonly int[][] layers;
    private readonly (int Method, int Place)[] places;
    private readonly CancellationToken cancellation;

    /// <summary>A study of a model.</summary>
    /// <param name="engine">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="plan">What is measured.</param>
    /// <param name="chosen">The automatic layer of a method.</param>
    /// <param name="cancellation">Stops within a pass.</param>
    public TextStudy(IEngine engine, Tokenizer tokenizer, StudyPlan plan, Func<ExplainOptions, int> chosen, CancellationToken cancellation)
    {
        (this.engine, this.tokenizer, this.plan, this.cancellation) = (engine, tokenizer, plan, cancellation);
        measures = plan.OfGames;
        Quantities = StudyQuantities.Of(plan);
        int depth = engine.Config.Layers;
        if (plan.Layers.Named?.FirstOrDefault(layer => layer > depth) is > 0 and var beyond)
            throw new InputException($"layer is {beyond}, expected 0 to {depth}, the number of blocks.");
        layers = [.. plan.Methods.Select(method => method.IsOracle ? [] : !method.HasLayers || method.OwnLayer is not null || plan.Layers.Named is null ? new[] { chosen(method.Options) }
            : plan.Layers.Named.Count == 0 ? [.. Enumerable.Range(0, depth + 1)] : [.. plan.Layers.Named])];
        Entries = [.. plan.Methods.SelectMany((method, m) => method.HasLayers
            ? layers[m].Select(layer => new StudyEntry(method.Name, layer, layer == Chosen(layers[m], chosen(method.Options)))) : [new StudyEntry(method.Name, null, true)])];
        places = [.. plan.Methods.SelectMany((method, m) => method.HasLayers ? layers[m].Select((_, place) => (m, place)) : [(m, 0)])];
    }

    /// <summary>Methods at layers.</summary>
    public IReadOnlyList<StudyEntry> Entries { get; }

    /// <summary>What each of them has numbers of.</summary>
    public IReadOnlyList<Quantity> Quantities { get; }

    /// <summary>What was found on a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">Its place among those of the study, from 0: the first are measured in what is costly.</param>
    public StudyRow Of(StudyText text, int index)
    {
        var (encoding, ids, cut) = Read(text);
        int target = engine.Outputs.Predicted(engine.Logits([ids], cancellation)[0]);
        var maps = new TextMaps(engine, plan, layers, encoding, ids, target, cancellation);
        maps.Explain(SeedOf(text));
        bool costly = index < plan.CostlyTexts;
        var game = new TextGame(engine.Text(ids, target, cancellation), plan.Removal, target, engine.Outputs);
        double[]?[] scores = [.. places.Select(place => ScoresOf(maps, game, place, costly))];
        return new StudyRow
        {
            Row = text.Row,
            Tokens = ids.Length,
            Cut = cut,
            Class = target,
            Probability = Rounded(game.Whole().Probability),
            Label = text.Class,
            Values = [.. scores.Select((map, e) => map is null ? null : ValuesOf(game, map, text, encoding, costly, places[e], maps))],
            Passes = [.. places.Select(place => maps.Outcome(place.Method)?.Passes[place.Place] is var (forward, backward)
                ? (double[])[Rounded(forward), Rounded(backward)] : null)],
            Agreement = plan.Has(StudyPlan.Agreement) ? Agreement(game.Inner, scores) : null,
            Neighbours = plan.Has(StudyPlan.Agreement) ? Neighbours(game.Inner, scores) : null,
            Layers = plan.Has(StudyPlan.Coherence) ? maps.LayerFigures() : null,
            Saliency = plan.Has(StudyPlan.TokenOverlap) ? [.. places.Select((place, e) => SaliencyOf(maps, place, scores[e], ids, game.Inner))] : null,
            Problems = maps.Problems,
            Seconds = [.. plan.Methods.Select((_, m) => maps.Outcome(m)?.Seconds ?? 0)],
        };
    }

    /// <summary>What a text's maps are: the class that they explain, and a score per place of each entry.</summary>
    internal sealed record Maps(int Target, double[]?[] Scores);

    /// <summary>The maps of a text, and nothing measured.</summary>
    public Maps MapsOf(StudyText text)
    {
        var (_, ids, _) = Read(text);
        int target = engine.Outputs.Predicted(engine.Logits([ids], cancellation)[0]);
        return new(target, ScoresBy(engine, text, target));
    }

    /// <summary>Spearman's correlation of the maps that another model gives with given ones, for each entry.</summary>
    public double?[] Kept(Maps maps, StudyText text, IEngine other)
    {
        var inner = TextUnits.Inner(engine.Config, Read(text).Ids);
        return [.. maps.Scores.Zip(ScoresBy(other, text, maps.Target), (one, now) => Of(inner, one, now))];
    }

    private double[]?[] ScoresBy(IEngine by, StudyText text, int target)
    {
        var (encoding, ids, _) = Read(text);
        var maps = new TextMaps(by, plan, layers, encoding, ids, target, cancellation);
        maps.Explain(SeedOf(text));
        return [.. places.Select(place => maps.Outcome(place.Method)?.Layers[place.Place].TokenScores)];
    }

    private (Encoding Encoding, int[] Ids, bool Cut) Read(StudyText text)
    {
        var encoding = tokenizer.Encode(text.Text, engine.Config.MaxTokens, cancellation);
        return (encoding, encoding.Ids, encoding.Truncated);
    }

    private static int Chosen(int[] layers, int automatic) => layers.Contains(automatic) ? automatic : layers[0];

    private ulong SeedOf(StudyText text) => CounterRandom.Key(CounterRandom.Key((ulong)plan.Seed, 2), (ulong)text.Row);

    private double[]? ScoresOf(TextMaps maps, TextGame game, (int Method, int Place) place, bool costly)
    {
        if (!plan.Methods[place.Method].IsOracle) return maps.Outcome(place.Method)?.Layers[place.Place].TokenScores;
        if (!costly || game.Inner.Count is 0 or > NormalisedAopc.MostTokens) return null;
        return NormalisedAopc.As(BeamSearch.Order(game, fastest: true), new double[maps.Ids.Length]);
    }

    private double[]?[] ValuesOf(
        TextGame game, double[] scores, StudyText text, Encoding encoding, bool costly, (int Method, int Place) place, TextMaps maps)
    {
        IEnumerable<Measured> found = measures.Where(measure => costly || measure is not NormalisedAopc).SelectMany(measure => measure.Of(game, scores));
        if (plan.Has(StudyPlan.Plausibility) && text.Rationale is { } marks) found = found.Concat(Plausibility(encoding, scores, marks));
        if (costly && plan.Has(StudyPlan.MaxSensitivity) && maps.Sensitivity(place, SensitivityDraws, SensitivityRadius) is { } moved)
            found = found.Append(new(StudyQuantities.Sensitivity, moved));
        var known = found.ToDictionary(one => one.Quantity, one => Array.ConvertAll(one.Values, Rounded));
        return [.. Quantities.Select(quantity => known.GetValueOrDefault(quantity.Name))];
    }

    // A word has what its tokens have together; of a text that was cut the words that are left.
    private static IEnumerable<Measured> Plausibility(Encoding encoding, double[] scores, IReadOnlyList<double> marks)
    {
        var words = StudyText.WordsOf(encoding.Text);
        var sums = new double[words.Count];
        int last = 0;
        for (int n = 1, word = 0; n < scores.Length - 1; n++)
        {
            int end = encoding.Tokens[n].CharEnd;
            // A blank by itself is the beginning of the word behind it.
            if (end > 0 && char.IsWhiteSpace(encoding.Text[end - 1])) end++;
            while (word + 1 < words.Count && words[word + 1].Start < end) word++;
            sums[word] += scores[n];
            last = word;
        }
        return StudyQuantities.Plausibility(sums[..(last + 1)], [.. marks.Take(last + 1)]);
    }

    private double?[] Agreement(IReadOnlyList<int> inner, double[]?[] scores)
    {
        double[]?[] chosen = [.. Enumerable.Range(0, Entries.Count).Where(e => Entries[e].Chosen).Select(e => scores[e])];
        return [.. Enumerable.Range(0, chosen.Length).SelectMany(a => Enumerable.Range(a + 1, chosen.Length - a - 1).Select(b => Of(inner, chosen[a], chosen[b])))];
    }

    private double?[] Neighbours(IReadOnlyList<int> inner, double[]?[] scores) => [.. Enumerable.Range(0, Entries.Count).Select(e =>
        e + 1 < Entries.Count && Entries[e].Method == Entries[e + 1].Method && Entries[e + 1].Layer == Entries[e].Layer + 1 ? Of(inner, scores[e], scores[e + 1]) : null)];

    private static double? Of(IReadOnlyList<int> inner, double[]? one, double[]? other) => one is null || other is null ? null
        : Correlation.Spearman([.. inner.Select(place => one[place])], [.. inner.Select(place => other[place])]) is { } rho ? Rounded(rho) : null;

    private double[]? SaliencyOf(TextMaps maps, (int Method, int Place) place, double[]? scores, int[] ids, IReadOnlyList<int> inner)
    {
        if (scores is null) return null;
        var vocabulary = plan.Methods[place.Method].Options.Decode ? maps.Outcome(place.Method)!.Layers[place.Place].Vocabulary : null;
        var sums = vocabulary is not null ? vocabulary.Ids.Select(id => (Id: id, Sum: vocabulary[id]))
            : inner.GroupBy(at => ids[at], (id, at) => (Id: id, Sum: at.Sum(one => scores[one])));
        return [.. sums.OrderBy(one => one.Id).Where(one => Rounded(one.Sum) != 0).SelectMany(one => new[] { one.Id, Rounded(one.Sum) })];
    }

    /// <summary>As numbers are kept: so many decimals, and no sign before nought.</summary>
    internal static double Rounded(double value) => Math.Round(value, Decimals) + 0.0;
}
