using PureSaliency.Roberta.Text;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Study;

/// <summary>The maps of all methods of a study for one text.</summary>
internal sealed class TextMaps(
    IEngine engine, StudyPlan plan, int[][] layers, Encoding encoding, int[] ids, int target, CancellationToken cancellation)
{
    private readonly MethodOutcome?[] outcomes = new MethodOutcome?[plan.Methods.Count];
    private readonly List<double[]> shifts = [];
    private readonly List<MethodOutcome?[]> moved = [];
    private ulong seed;

    /// <summary>The tokens.</summary>
    public int[] Ids => ids;

    /// <summary>What methods could not do; null where all could.</summary>
    public SortedDictionary<string, string>? Problems { get; private set; }

    /// <summary>What came of a method; null where nothing did.</summary>
    public MethodOutcome? Outcome(int method) => outcomes[method];

    /// <summary>Runs all methods.</summary>
    /// <param name="draws">What random numbers of this text depend on.</param>
    public void Explain(ulong draws)
    {
        seed = draws;
        Explain([.. Enumerable.Range(0, plan.Methods.Count).Where(m => !plan.Methods[m].IsOracle)], null, outcomes, tell: true);
    }

    /// <summary>For each layer: copy, mass and nll of its rows read by the head (0 without one), and the norm of the gradient.</summary>
    public double[][] LayerFigures()
    {
        var options = new ExplainOptions { Method = GradNorm.Name, Top = engine.HeadVocabulary is null ? 0 : 1 };
        var outcome = engine.ExplainTogether(ids, target, [new(options, [.. Enumerable.Range(0, engine.Config.Layers + 1)])], null, cancellation)[0];
        return [.. outcome.Layers.Select(layer =>
        {
            double norm = Math.Sqrt(layer.Positions.Sum(g => g * g));
            double[] figures = layer.Coherence is { } c ? [c.Copy, c.Mass, c.Nll, norm] : [0, 0, 0, norm];
            return Array.ConvertAll(figures, TextStudy.Rounded);
        })];
    }

    /// <summary>
    /// The largest ‖Φ(y) − Φ(x)‖ / ‖Φ(x)‖ over draws of y in the cube of some radius around the embedding output (Yeh et al. 2019); null of methods
    /// that read ids alone, and of a map that is 0.
    /// </summary>
    public double? Sensitivity((int Method, int Place) place, int draws, double radius)
    {
        if (!plan.Methods[place.Method].HasLayers || outcomes[place.Method] is not { } own) return null;
        if (moved.Count == 0) Move(draws, radius);
        double[] map = own.Layers[place.Place].TokenScores;
        double size = Length(map);
        if (size == 0) return null;
        var changes = moved.Select(draw => draw[place.Method]).OfType<MethodOutcome>()
            .Select(other => Length([.. other.Layers[place.Place].TokenScores.Zip(map, (a, b) => a - b)]) / size).ToArray();
        return changes.Length == 0 ? null : changes.Max();
    }

    private void Move(int draws, double radius)
    {
        int[] methods = [.. Enumerable.Range(0, plan.Methods.Count).Where(m => plan.Methods[m].HasLayers && outcomes[m] is not null)];
        for (int draw = 0; draw < draws; draw++)
        {
            ulong key = CounterRandom.Key(CounterRandom.Key(seed, 1), (ulong)draw);
            shifts.Add([.. Enumerable.Range(0, ids.Length * engine.Config.Hidden).Select(i => radius * (2 * CounterRandom.Unit(key, (uint)i) - 1))]);
            var found = new MethodOutcome?[outcomes.Length];
            Explain(methods, shifts[^1], found, tell: false);
            moved.Add(found);
        }
    }

    private void Explain(int[] methods, double[]? shift, MethodOutcome?[] into, bool tell)
    {
        MethodRequest[] requests = [.. methods.Select(RequestOf)];
        try
        {
            foreach (var (m, outcome) in methods.Zip(engine.ExplainTogether(ids, target, requests, shift, cancellation))) into[m] = outcome;
        }
        catch (InputException)
        {
            // One of them cannot do this text: who can does it alone.
            foreach (var (m, request) in methods.Zip(requests)) into[m] = Alone(m, request, shift, tell);
        }
    }

    private MethodOutcome? Alone(int method, MethodRequest request, double[]? shift, bool tell)
    {
        try
        {
            return engine.ExplainTogether(ids, target, [request], shift, cancellation)[0];
        }
        catch (InputException problem)
        {
            if (tell) (Problems ??= new(StringComparer.Ordinal))[plan.Methods[method].Name] = problem.Message;
            return null;
        }
    }

    private MethodRequest RequestOf(int method)
    {
        var study = plan.Methods[method];
        var options = study.IsDrawn ? study.Options.With(Sampling.Seed, (int)(seed >> 33)) : study.Options;
        var info = SaliencyMethods.For(options.Method).Info;
        int[][]? words = options.Unit == TextUnit.Word && info.TakesWordsAway
            ? TextUnits.InWindow(encoding.Words.Select(word => (word.FirstToken, word.TokenCount)), (1, ids.Length - 2)) : null;
        return new(options, layers[method], words);
    }

    private static double Length(double[] a) => Math.Sqrt(a.Sum(x => x * x));
}
