using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>What labelled texts say of a classifier.</summary>
/// <param name="Result">The figures.</param>
/// <param name="Labels">How labels were read: which means which class.</param>
/// <param name="Notes">What the user should know, a sentence each.</param>
/// <param name="Details">Figures of each class, and the errors.</param>
public sealed record LabelledEvaluation(Evaluation Result, string Labels, IReadOnlyList<string> Notes, EvaluationDetails Details);

/// <summary>
/// Evaluates a classifier on labelled texts, by what its outputs mean: exclusive classes by loss, accuracy and macro-F1; one label
/// that holds or not by the same; several labels each by its F1, micro- and macro-F1 and the share of texts with all of them right;
/// a value by its mean squared error and its correlations.
/// </summary>
public static class ClassifierEvaluation
{
    /// <summary>Evaluates.</summary>
    /// <param name="model">The classifier.</param>
    /// <param name="device">Where it is computed.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <param name="names">Names of the model's classes in its order that stand in for its own.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="InputException">Labels do not fit the model, or its outputs are no numbers.</exception>
    public static LabelledEvaluation Of(
        SequenceClassifier<float> model, Device<float> device, Tokenizer tokenizer, IReadOnlyList<LabelledText> texts, string source,
        IReadOnlyList<string>? names = null, CancellationToken cancellation = default)
    {
        if (texts.Count == 0) throw new InputException($"{source} has no texts.");
        var asked = new Asked(model, device, tokenizer, texts, source, names, cancellation);
        var found = model.Outputs switch
        {
            OutputKind.Value => OfValues(asked),
            OutputKind.IndependentLabels when model.Labels.Count == 1 => OfOneLabel(asked),
            OutputKind.IndependentLabels => OfLabels(asked),
            _ => OfClasses(asked),
        };
        foreach (var (metric, value) in found.Result.Metrics)
            if (!double.IsFinite(value)) throw new InputException($"The {metric} on {source} is not finite: the model's outputs are no usual numbers.");
        return found;
    }

    private static LabelledEvaluation OfClasses(Asked asked)
    {
        RefuseCollections(asked.Texts);
        var matching = LabelMatching.Of(asked.Texts.Select(text => text.Label), asked.Model.Labels, asked.Source, asked.Names);
        var texts = LabelledTexts.Encode(asked.Texts, text => matching[text.Label], asked.Tokenizer, asked.Model.Config.MaxTokens);
        string[] absent = [.. matching.Absent];
        var answers = new (int Class, double Probability)[asked.Texts.Count];
        var result = ModelEvaluation.OfClassifier(asked.Model, asked.Device, texts, (part, logits) =>
        {
            for (int row = 0; row < part.Length; row++) answers[part[row]] = Answer(logits.Row(row));
        }, asked.Cancellation);
        return new(result, matching.Described,
            [.. asked.NotesOn(texts.Cut), .. absent.Length == 0 ? [] : (string[])[$"No text of {asked.Source} has the label {LabelText.Listed(absent)}."]],
            EvaluationDetails.OfClasses(asked.Texts, asked.Names ?? asked.Model.Labels, texts.Classes, answers));
    }

    private static LabelledEvaluation OfOneLabel(Asked asked)
    {
        RefuseCollections(asked.Texts);
        var matching = Truths(asked);
        bool[][] truths = [.. asked.Texts.Select(text => (bool[])[matching[text.Label] == 1])];
        var (counts, answers, cut) = Count(asked, truths);
        return new(new(counts.Accuracy, new Dictionary<string, double>
        {
            ["loss"] = counts.Loss,
            ["accuracy"] = counts.Accuracy,
            ["macroF1"] = (counts.F1(0) + counts.F1OfAbsence(0)) / 2,
            ["texts"] = truths.Length,
        }), matching.Described, [.. asked.NotesOn(cut)], EvaluationDetails.OfClasses(
            asked.Texts, asked.Names ?? HoldsOrNot(asked), [.. truths.Select(truth => truth[0] ? 1 : 0)], [.. answers.Select(one => (one.Holds[0] ? 1 : 0, one.Surest))]));
    }

    private static string[] HoldsOrNot(Asked asked) => [$"not {asked.Model.Labels[0]}", asked.Model.Labels[0]];

    // A label that holds or not is written 1 and 0, or true and false.
    private static LabelMatching Truths(Asked asked)
    {
        string[] classes = HoldsOrNot(asked);
        if (asked.Names is { } names) return LabelMatching.Of(asked.Texts.Select(text => text.Label), classes, asked.Source, names);
        bool flags = asked.Texts.All(text => LabelText.Fold(text.Label) is "true" or "false");
        if (!flags && asked.Texts.FirstOrDefault(text => LabelText.Number(text.Label) is not (0 or 1)) is { } wrong)
            throw new LabelsException($"{wrong.Place}: the label is '{wrong.Label.Trim()}'; the model has the one label '{classes[1]}', expected 1 where it holds and 0 where not.");
        return LabelMatching.Of(asked.Texts.Select(text => text.Label), classes, asked.Source, flags ? ["false", "true"] : ["0", "1"]);
    }

    private static LabelledEvaluation OfLabels(Asked asked)
    {
        var sets = LabelSets.Of(asked.Texts, asked.Model.Labels, asked.Source, asked.Names);
        var (counts, answers, cut) = Count(asked, sets.Truths);
        double[] each = [.. Enumerable.Range(0, asked.Model.Labels.Count).Select(counts.F1)];
        var metrics = new Dictionary<string, double>
        {
            ["loss"] = counts.Loss,
            ["accuracy"] = counts.Accuracy,
            ["microF1"] = counts.MicroF1,
            ["macroF1"] = each.Average(),
        };
        for (int i = 0; i < each.Length; i++) metrics[$"F1 {(asked.Model.Labels.Count(name => name == asked.Model.Labels[i]) > 1 ? i + " " : "")}{asked.Model.Labels[i]}"] = each[i];
        metrics["texts"] = asked.Texts.Count;
        return new(new(counts.MicroF1, metrics), sets.Described,
            ["Accuracy is the share of texts with all labels right; a label holds from a probability of 0.5.", .. asked.NotesOn(cut)],
            EvaluationDetails.OfLabels(asked.Texts, asked.Names ?? asked.Model.Labels, sets.Truths, answers, counts));
    }

    private static LabelledEvaluation OfValues(Asked asked)
    {
        if (asked.Model.Labels.Count != 1)
            throw new InputException($"The model gives {asked.Model.Labels.Count} values for a text; only models of one value are measured.");
        if (asked.Names is not null) throw new InputException("The model gives a value and has no classes to be named.");
        RefuseCollections(asked.Texts);
        double[] expected = [.. asked.Texts.Select(text => LabelText.Number(text.Label) is { } number ? (double)number
            : throw new InputException($"{text.Place}: the label is '{text.Label.Trim()}'; the model gives a value, expected a number."))];
        var (found, cut) = Values(asked);
        var fit = new ValueMetrics(expected, found);
        return new(new(-fit.MeanSquaredError, fit.Metrics), "numbers, held against the model's value", [.. fit.Notes, .. asked.NotesOn(cut)],
            EvaluationDetails.OfValues(asked.Texts, expected, found));
    }

    private static (double[] Values, CutTexts Cut) Values(Asked asked)
    {
        var (ids, cut) = LabelledTexts.EncodeAlone(asked.Texts, asked.Tokenizer, asked.Model.Config.MaxTokens);
        var values = new double[ids.Length];
        ModelEvaluation.Read(asked.Model, asked.Device, ids, (part, logits) =>
        {
            for (int row = 0; row < part.Length; row++) values[part[row]] = logits.Row(row)[0];
        }, asked.Cancellation);
        return (values, cut);
    }

    private static (LabelMetrics Counts, (bool[] Holds, double Surest)[] Answers, CutTexts Cut) Count(Asked asked, bool[][] truths)
    {
        var (ids, cut) = LabelledTexts.EncodeAlone(asked.Texts, asked.Tokenizer, asked.Model.Config.MaxTokens);
        var counts = new LabelMetrics(asked.Model.Labels.Count);
        var answers = new (bool[], double)[ids.Length];
        ModelEvaluation.Read(asked.Model, asked.Device, ids, (part, logits) =>
        {
            for (int row = 0; row < part.Length; row++)
            {
                counts.Add(logits.Row(row), truths[part[row]]);
                answers[part[row]] = Answer(logits.Row(row), truths[part[row]]);
            }
        }, asked.Cancellation);
        return (counts, answers, cut);
    }

    private static (int Class, double Probability) Answer(ReadOnlySpan<float> logits)
    {
        double[] row = Array.ConvertAll(logits.ToArray(), logit => (double)logit);
        int answer = OutputKind.ExclusiveClasses.Predicted(row);
        return (answer, OutputKind.ExclusiveClasses.Probabilities(row)![answer]);
    }

    // How sure a model is that a label holds or not is the sigmoid of its logit's size.
    private static (bool[] Holds, double Surest) Answer(ReadOnlySpan<float> logits, bool[] truth)
    {
        bool[] holds = Array.ConvertAll(logits.ToArray(), LabelMetrics.Holds);
        double surest = 0;
        for (int i = 0; i < holds.Length; i++)
            if (holds[i] != truth[i]) surest = Math.Max(surest, OutputKinds.Sigmoid(Math.Abs(logits[i])));
        return (holds, surest);
    }

    private static void RefuseCollections(IEnumerable<LabelledText> texts)
    {
        foreach (var text in texts)
            if (LabelText.Collection(text.Label) is { } kind)
                throw new InputException($"{text.Place}: expected one label, found {kind}; the model has one answer for a text.");
    }

    private sealed record Asked(
        SequenceClassifier<float> Model, Device<float> Device, Tokenizer Tokenizer, IReadOnlyList<LabelledText> Texts, string Source,
        IReadOnlyList<string>? Names, CancellationToken Cancellation)
    {
        public IEnumerable<string> NotesOn(CutTexts cut) => cut.Sentence($"of {Source}") is { } sentence ? [sentence] : [];
    }
}
