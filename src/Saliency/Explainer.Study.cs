using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Options;
using PureSaliency.Saliency.Study;

namespace PureSaliency.Saliency;

public sealed partial class Explainer
{
    /// <summary>Throws if a plan does not fit the model; else says what a study by it is about.</summary>
    /// <exception cref="Tensors.InputException">A method, layer or switch does not fit; the message says which and why.</exception>
    public StudyHead Describe(StudyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var study = StudyOf(plan, CancellationToken.None);
        return new()
        {
            Model = Model,
            Head = Head,
            Classes = Labels,
            Measures = plan.Measures,
            Removal = SwitchNames.Of(plan.Removal),
            Seed = plan.Seed,
            Resamples = plan.Resamples,
            CostlyTexts = plan.CostlyTexts,
            Methods = [.. plan.Methods.Select(method => new StudyMethodHead(method.Name, method.IsOracle ? null : method.Options))],
            Entries = study.Entries,
            Quantities = [.. study.Quantities.Select(quantity => quantity.Name)],
            Known = study.Quantities,
        };
    }

    /// <summary>Measures texts, one after the other, as they are asked for.</summary>
    /// <param name="texts">The texts with the place of each among those of the study, from 0.</param>
    /// <param name="plan">What is measured.</param>
    /// <param name="cancellation">Stops within a pass.</param>
    /// <exception cref="Tensors.InputException">The plan does not fit the model.</exception>
    public IEnumerable<StudyRow> Measure(IEnumerable<(StudyText Text, int Index)> texts, StudyPlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(plan);
        var study = StudyOf(plan, cancellation);
        return texts.Select(text => Used(() => study.Of(text.Text, text.Index)));
    }

    /// <summary>
    /// The cascade of randomisation: the head, then the blocks from the top down, then the embeddings are drawn anew, and after each step every map is
    /// held against its first one. A method whose maps keep their order does not look at the model. Computed on the host.
    /// </summary>
    /// <param name="texts">The texts.</param>
    /// <param name="plan">Methods, layers and seed.</param>
    /// <param name="done">How many rows are known already and are not asked for again.</param>
    /// <param name="cancellation">Stops within a pass.</param>
    public IEnumerable<CascadeRow> Cascade(
        IReadOnlyList<StudyText> texts, StudyPlan plan, int done = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(plan);
        var study = StudyOf(plan, cancellation);
        using var drawn = new RandomisedEngine(folder, language.Path, tokenizer.MaskId, threads, plan.Seed);
        drawn.Engine.Means = engine.Means;
        var first = new Dictionary<long, TextStudy.Maps>();
        for (int step = 0; step < drawn.Parts.Count; step++)
        {
            drawn.Draw(step);
            for (int i = 0; i < texts.Count; i++)
            {
                if (step * texts.Count + i < done) continue;
                var text = texts[i];
                if (!first.TryGetValue(text.Row, out var maps)) first[text.Row] = maps = Used(() => study.MapsOf(text));
                yield return new(step + 1, drawn.Parts[step], text.Row, study.Kept(maps, text, drawn.Engine));
            }
        }
    }

    /// <summary>Writes the mean row of each layer over texts, which the centre corpus takes from rows: <c>mean-rows.safetensors</c>, (L + 1, K).</summary>
    /// <param name="folder">Where the file goes; beside the model it is found.</param>
    /// <param name="texts">The texts; longer ones than the model reads are cut.</param>
    /// <param name="cancellation">Stops within a pass.</param>
    public void WriteMeanRows(string folder, IReadOnlyList<StudyText> texts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        double[][] sums = [.. Enumerable.Range(0, engine.Config.Layers + 1).Select(_ => new double[engine.Config.Hidden])];
        long rows = 0;
        foreach (var text in texts)
        {
            int[] ids = tokenizer.Encode(text.Text, engine.Config.MaxTokens, cancellation).Ids;
            rows += ids.Length;
            foreach (var (sum, own) in sums.Zip(Used(() => engine.RowSums(ids, cancellation))))
                for (int k = 0; k < sum.Length; k++) sum[k] += own[k];
        }
        MeanRows.Write(Path.Combine(folder, MeanRows.FileName), [.. sums.Select(sum => Array.ConvertAll(sum, s => s / rows))]);
    }

    private TextStudy StudyOf(StudyPlan plan, CancellationToken cancellation)
    {
        foreach (var method in plan.Methods.Where(method => !method.IsOracle)) Check(method.Options);
        return new(engine, tokenizer, plan, options => OptionRules.Chosen(options, engine.Config.Layers, settings, name), cancellation);
    }
}
