using System.Text.Json;
using PureSaliency.Mutate.Running;

namespace PureSaliency.Mutate;

/// <summary>Mutants that no test can tell from the original, and why.</summary>
internal sealed record Equivalents(string Why, string[] Mutants)
{
    /// <summary>The list in the repository: keys as the report prints them; a star stands for any end.</summary>
    public static Equivalents[] Read(string path) => File.Exists(path)
        ? JsonSerializer.Deserialize<Equivalents[]>(File.ReadAllText(path), JsonSerializerOptions.Web)!
        : [];

    /// <summary>Whether a mutant is one of them.</summary>
    public bool Holds(Mutant mutant) =>
        Mutants.Any(key => key.EndsWith('*') ? mutant.Key.StartsWith(key[..^1], StringComparison.Ordinal) : mutant.Key == key);
}

/// <summary>What is printed in the end.</summary>
internal static class Report
{
    /// <summary>Who survived, by file, and a table by group.</summary>
    public static void Write(TextWriter to, IEnumerable<Entry> entries, Equivalents[] equivalents, int all)
    {
        var tried = entries.OrderBy(entry => entry.Mutant.File, StringComparer.Ordinal).ThenBy(entry => entry.Mutant.Line).ToArray();
        bool IsEquivalent(Entry entry) => entry.Fate is Fate.Survived or Fate.Unreached && equivalents.Any(one => one.Holds(entry.Mutant));
        foreach (var entry in tried.Where(entry => entry.Fate is Fate.Survived or Fate.Unreached && !IsEquivalent(entry)))
            to.WriteLine($"{entry.Fate,-9} {entry.Mutant.Line,4} {entry.Mutant.Key}   [{entry.Mutant.Operator}]");
        to.WriteLine();
        to.WriteLine("| group | tried | killed | equivalent | survived | of these never reached | killed of those that can be |");
        to.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var group in tried.GroupBy(entry => Group.Of(entry.Mutant.File).Name))
        {
            int killed = group.Count(entry => entry.Fate is Fate.Killed or Fate.Stopped), equivalent = group.Count(IsEquivalent);
            int survived = group.Count() - killed - equivalent;
            int unreached = group.Count(entry => entry.Fate == Fate.Unreached && !IsEquivalent(entry));
            to.WriteLine($"| {group.Key} | {group.Count()} | {killed} | {equivalent} | {survived} | {unreached} "
                + $"| {100.0 * killed / (killed + survived):0.0} % |");
        }
        to.WriteLine();
        to.WriteLine($"{tried.Length} of {all} mutants were tried.");
    }
}
