using System.Globalization;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// Which class of a model each label of some data means. One rule holds for all labels, the first that knows them all: the
/// model's names to the letter; the names without case and blanks, numbers as numbers; the index of a class, as 1, 1.0 or LABEL_1.
/// The order of labels says nothing. What could mean two classes is refused.
/// </summary>
public sealed class LabelMatching
{
    private const int MostDescribed = 12;
    private readonly Dictionary<string, int> classes;
    private readonly IReadOnlyList<string> model;

    private LabelMatching(Dictionary<string, int> classes, IReadOnlyList<string> model) => (this.classes, this.model) = (classes, model);

    /// <summary>The class of a label of the data.</summary>
    public int this[string label] => classes[label.Trim()];

    /// <summary>Whether a label of the data is among those that were matched.</summary>
    public bool Knows(string label) => classes.ContainsKey(label.Trim());

    /// <summary>Each label with its class, as "art = LABEL_0, law = 1 (law)".</summary>
    public string Described
    {
        get
        {
            string[] all = [.. classes.GroupBy(entry => entry.Value, entry => entry.Key).OrderBy(group => group.Key)
                .Select(group => $"{string.Join(", ", group.Order(StringComparer.Ordinal))} = {Class(group.Key)}")];
            string more = all.Length > MostDescribed ? $" and {(all.Length - MostDescribed).ToString("#,0", CultureInfo.InvariantCulture)} more" : "";
            return string.Join(", ", all.Take(MostDescribed)) + more;
        }
    }

    /// <summary>Names of the model's classes that no label means.</summary>
    public IReadOnlyList<string> Absent => [.. Enumerable.Range(0, model.Count).Except(classes.Values).Select(i => model[i])];

    /// <summary>Matches labels to a model's classes.</summary>
    /// <param name="labels">The labels that occur.</param>
    /// <param name="model">The model's names.</param>
    /// <param name="source">Where the labels come from, for messages.</param>
    /// <param name="given">Names for the classes in the model's order that stand in for its own; indices are not read then.</param>
    /// <exception cref="LabelsException">They do not fit, or could mean several classes.</exception>
    public static LabelMatching Of(IEnumerable<string> labels, IReadOnlyList<string> model, string source, IReadOnlyList<string>? given = null)
    {
        if (given is not null) CheckGiven(given, model);
        string[] all = [.. labels.Select(label => label.Trim()).Distinct()];
        var names = new ClassNames(given ?? model);
        var found = Matched(all, names.Exact) ?? Matched(all, names.Alike);
        var indices = given is null ? Matched(all, names.Indexed) : null;
        if (found is not null) RefuseTwoReadings(found, indices, names);
        else if (indices is not null) RefuseIndicesThatAreNames(indices, names);
        return (found ?? indices) is { } fitting ? new(fitting, model) : throw Misfit(all, names, source, given is null);
    }

    /// <summary>The same by names alone, to the letter or alike; null if some label is no name.</summary>
    internal static LabelMatching? ByName(IReadOnlyList<string> labels, IReadOnlyList<string> names)
    {
        string[] all = [.. labels.Select(label => label.Trim()).Distinct()];
        var known = new ClassNames(names);
        return (Matched(all, known.Exact) ?? Matched(all, known.Alike)) is { } found ? new(found, names) : null;
    }

    private static LabelsException Misfit(string[] labels, ClassNames names, string source, bool own)
    {
        string[] listed = [.. labels.OrderBy(label => LabelText.Number(label) ?? decimal.MaxValue).ThenBy(label => label, StringComparer.Ordinal)];
        string unnamed = own && names.Own.Select(LabelText.IsPlaceholder).All(placeholder => placeholder) ? ", which are no names" : "";
        return new($"{source} has the labels {LabelText.Listed(listed)}; {(own ? "the model's classes are" : "the names given are")} {LabelText.Listed(names.Own)}{unnamed}.");
    }

    private static void CheckGiven(IReadOnlyList<string> given, IReadOnlyList<string> model)
    {
        if (given.Count != model.Count)
            throw new LabelsException($"{DataClasses.Counted(given.Count, "name", "names")} given for {model.Count} classes of the model.");
        if (given.Select(LabelText.Fold).Distinct().Count() != given.Count || given.Contains(""))
            throw new LabelsException($"Expected a name of its own for each class; found '{string.Join(',', given)}'.");
    }

    private static Dictionary<string, int>? Matched(string[] labels, Func<string, int[]> rule)
    {
        var candidates = labels.Select(label => (Label: label, Classes: rule(label))).ToArray();
        if (candidates.Any(one => one.Classes.Length == 0)) return null;
        foreach (var (label, several) in candidates.Where(one => one.Classes.Length > 1))
            throw new LabelsException($"'{label}' is the name of classes {string.Join(" and ", several)} of the model; expected names of which no two are equal, or the index of the class.");
        return candidates.ToDictionary(one => one.Label, one => one.Classes[0]);
    }

    // Names 1, 2, …, C in this order are what counting from 1 gives; other numbers as names leave a doubt.
    private static void RefuseTwoReadings(Dictionary<string, int> named, Dictionary<string, int>? indices, ClassNames names)
    {
        bool countsFromOne = names.Own.Select((name, i) => LabelText.Number(name) == i + 1).All(counts => counts);
        if (indices is null || countsFromOne) return;
        foreach (var (label, index) in indices)
            if (named[label] != index) throw TwoReadings(label, named[label], index);
    }

    private static void RefuseIndicesThatAreNames(Dictionary<string, int> indices, ClassNames names)
    {
        foreach (var (label, index) in indices)
            if (names.Alike(label) is [var other, ..] && other != index) throw TwoReadings(label, other, index);
    }

    private static LabelsException TwoReadings(string label, int named, int index) => new(
        $"The label '{label}' is the name of the model's class {named} and the index of class {index}; expected labels that mean one class.");

    private string Class(int index) => LabelText.IsPlaceholder(model[index], index) ? model[index] : $"{index} ({model[index]})";

    private sealed class ClassNames(IReadOnlyList<string> own)
    {
        private readonly ILookup<string, int> exact = Lookup(own, name => name.Trim());
        private readonly ILookup<string, int> folded = Lookup(own, LabelText.Fold);
        private readonly ILookup<string, int> numbers = Lookup(own, name => LabelText.Number(name) is { } number ? LabelText.Written(number) : "");

        public string[] Own { get; } = [.. own];

        public int[] Exact(string label) => [.. exact[label]];

        public int[] Alike(string label) => LabelText.Number(label) is { } number && numbers[LabelText.Written(number)].Any()
            ? [.. numbers[LabelText.Written(number)]] : [.. folded[LabelText.Fold(label)]];

        public int[] Indexed(string label) => LabelText.Index(label) is { } index && index < Own.Length ? [index] : [];

        private static ILookup<string, int> Lookup(IReadOnlyList<string> names, Func<string, string> form) =>
            names.Select((name, i) => (Form: form(name), i)).ToLookup(entry => entry.Form, entry => entry.i);
    }
}
