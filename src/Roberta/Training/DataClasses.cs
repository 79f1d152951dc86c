using System.Globalization;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// The classes that labels of some data make. Numbers are compared as numbers, so that 1 and 1.0 are one class; they go by size,
/// names by letters, unless names for the classes are chosen. What looks like anything but classes is refused.
/// </summary>
public sealed class DataClasses
{
    private const int ManyClasses = 20, SuspiciousClasses = 10;
    private readonly Dictionary<string, int> numbers;

    private DataClasses(IReadOnlyList<string> names, IReadOnlyList<string> own, Dictionary<string, int> numbers, IReadOnlyList<string> notes) =>
        (Names, Own, this.numbers, Notes) = (names, own, numbers, notes);

    /// <summary>Names of the classes in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What the data call them, in the same order.</summary>
    public IReadOnlyList<string> Own { get; }

    /// <summary>What the user should know of how labels were read, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The class of a label as it was written.</summary>
    public int this[LabelledText text] => numbers[text.Label.Trim()];

    /// <summary>Classes of texts to learn from.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <param name="chosen">Names of the classes: the data's own in the order wanted, or, for labels that are numbers, one for each by size.</param>
    /// <exception cref="InputException">The labels make no classes to learn.</exception>
    public static DataClasses Of(IReadOnlyCollection<LabelledText> texts, string source, IReadOnlyList<string>? chosen = null)
    {
        foreach (var text in texts)
            if (LabelText.Collection(text.Label) is { } kind)
                throw new InputException($"{text.Place}: expected one label, found {kind}; several labels per text are not supported.");
        string[] written = [.. texts.Select(text => text.Label.Trim()).Distinct().Order(StringComparer.Ordinal)];
        var groups = Ordered([.. written.GroupBy(KeyOf)]);
        CheckCount(groups, texts, source);
        if (chosen is null) CheckKind(groups, texts, source);
        else CheckChosen(chosen);
        string[] own = [.. groups.Select(NameOf)];
        int[] order = chosen is null ? [.. Enumerable.Range(0, own.Length)] : Order(own, chosen, source);
        var numbers = groups.SelectMany((group, i) => group.Select(label => (label, Class: order[i]))).ToDictionary(entry => entry.label, entry => entry.Class);
        var ordered = new string[own.Length];
        for (int i = 0; i < own.Length; i++) ordered[order[i]] = own[i];
        return new(chosen ?? own, ordered, numbers, [.. NotesOn(texts, groups, own, chosen, order)]);
    }

    private static string KeyOf(string label) => LabelText.Number(label) is { } number ? LabelText.Written(number) : label;

    private static IGrouping<string, string>[] Ordered(IGrouping<string, string>[] groups) =>
        Array.TrueForAll(groups, group => LabelText.Number(group.Key) is not null)
            ? [.. groups.OrderBy(group => LabelText.Number(group.Key))] : [.. groups.OrderBy(group => NameOf(group), StringComparer.Ordinal)];

    // 1.0 is called 1, 01 stays 01 as long as nobody writes 1.
    private static string NameOf(IGrouping<string, string> group) =>
        group.ToArray() is [var only] && !(only.Contains('.') || only.Contains('e') || only.Contains('E')) ? only : group.Key;

    private static void CheckCount(IGrouping<string, string>[] groups, IReadOnlyCollection<LabelledText> texts, string source)
    {
        if (texts.Count == 0) throw new InputException($"{source} has no texts to learn from.");
        if (groups.Length < 2) throw new InputException($"{source} has the class '{NameOf(groups[0])}' alone; expected two or more to tell apart.");
    }

    private static void CheckKind(IGrouping<string, string>[] groups, IReadOnlyCollection<LabelledText> texts, string source)
    {
        string count = $"{Counted(groups.Length, "class", "classes")} for {Counted(texts.Count, "text", "texts")}";
        string[] names = [.. groups.Select(NameOf)];
        if (Array.Exists(names, LabelText.HasDecimals) && Array.TrueForAll(names, name => LabelText.Number(name) is not null || LabelText.HasDecimals(name)))
            throw new InputException($"{source}: {count}, all numbers and some with decimals ({LabelText.Listed(names)}): are they scores? "
                + "Classes are learned here, not values; name the classes in their order if each number is one.");
        RefuseMissing(groups, texts);
        CheckSpelling(names, source);
        if (groups.Length > SuspiciousClasses && groups.Length > texts.Count / 2)
            throw new InputException($"{source}: {count}; expected classes of several texts each. Is this the column of the labels? If so, name all classes.");
    }

    private static void CheckSpelling(string[] names, string source)
    {
        if (names.GroupBy(LabelText.Fold).FirstOrDefault(alike => alike.Count() > 1) is { } alike)
            throw Refusal(alike, "case, width, blanks or invisible letters");
        if (LabelText.DifferByComposition(names) is var (composed, upon))
            throw Refusal([composed, upon], "how accents are written");

        InputException Refusal(IEnumerable<string> labels, string what) =>
            new($"{source}: the labels {string.Join(" and ", labels.Select(name => $"'{name}'"))} differ in {what} alone; "
                + "write them alike, or name all classes if they are to be told apart.");
    }

    private static void RefuseMissing(IGrouping<string, string>[] groups, IReadOnlyCollection<LabelledText> texts)
    {
        string[] words = [.. groups.Where(group => LabelText.Number(group.Key) is null).Select(group => group.Key)];
        bool numbers = words.Length < groups.Length && Array.TrueForAll(words, LabelText.IsNoNumber);
        string? missing = numbers ? words.FirstOrDefault() : Array.Find(words, LabelText.IsMissing);
        if (missing is null) return;
        var first = texts.First(text => text.Label.Trim() == missing);
        throw new InputException($"{first.Place}: the label is '{missing}'"
            + (numbers ? " where all others are numbers; is it missing?" : ", as programs write a missing one; name all classes if it is one."));
    }

    private static void CheckChosen(IReadOnlyList<string> chosen)
    {
        if (chosen.Distinct().Count() != chosen.Count || chosen.Contains(""))
            throw new InputException($"Expected a name of its own for each class; found '{string.Join(',', chosen)}'.");
    }

    // To which place of the chosen names each class of the data goes.
    private static int[] Order(string[] own, IReadOnlyList<string> chosen, string source)
    {
        if (chosen.Count != own.Length)
            throw new InputException($"{Counted(chosen.Count, "name", "names")} given for {own.Length} classes of {source}: {LabelText.Listed(own)}.");
        if (ByName(own, chosen) is { } order) return order;
        bool counted = Array.TrueForAll(own, name => LabelText.Number(name) is not null) || own.Select(LabelText.Fold).SequenceEqual(["false", "true"]);
        return counted ? [.. Enumerable.Range(0, own.Length)]
            : throw new InputException($"{source} has the classes {LabelText.Listed(own)}, the names given are {LabelText.Listed([.. chosen])}; "
                + "expected the data's own names in the order wanted, as the order of letters says nothing.");
    }

    private static int[]? ByName(string[] own, IReadOnlyList<string> chosen)
    {
        return Places(own, chosen, name => name) ?? Places(own, chosen, LabelText.Fold);
    }

    private static int[]? Places(string[] own, IReadOnlyList<string> chosen, Func<string, string> form)
    {
        var places = chosen.Select((name, i) => (Form: form(name), i)).GroupBy(entry => entry.Form).ToDictionary(group => group.Key, group => group.First().i);
        int[] found = [.. own.Select(name => places.GetValueOrDefault(form(name), -1))];
        return found.Contains(-1) || found.Distinct().Count() < found.Length ? null : found;
    }

    private static IEnumerable<string> NotesOn(
        IReadOnlyCollection<LabelledText> texts, IGrouping<string, string>[] groups, string[] own, IReadOnlyList<string>? chosen, int[] order)
    {
        int blanks = texts.Count(text => text.Label != text.Label.Trim());
        if (blanks > 0) yield return $"{Counted(blanks, "label has", "labels have")} blanks around, which do not count.";
        for (int i = 0; i < groups.Length; i++)
            if (groups[i].Count() > 1) yield return $"The labels {string.Join(" and ", groups[i])} are one number and one class, {own[i]}.";
        if (chosen is not null && !own.Order(StringComparer.Ordinal).SequenceEqual(chosen.Order(StringComparer.Ordinal)))
            yield return $"The classes are named {LabelText.Listed([.. own.Select((name, i) => $"{name} = {chosen[order[i]]}")])}.";
        if (groups.Length > ManyClasses && groups.Length > texts.Count / 10)
            yield return $"{Counted(groups.Length, "class", "classes")} for {Counted(texts.Count, "text", "texts")}: few texts teach one class.";
    }

    internal static string Counted(int count, string one, string many) =>
        $"{count.ToString("#,0", CultureInfo.InvariantCulture)} {(count == 1 ? one : many)}";
}
