using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PureSaliency.Mutate.Running;

namespace PureSaliency.Mutate;

/// <summary>A whole run: build once, see what the tests reach, try each mutant.</summary>
internal sealed class Run(
    string[] files, string journalPath, string work, double share, int seed, bool again, bool reportOnly, bool listOnly)
{
    private readonly string repository = Workplace.Repository();
    private readonly Equivalents[] equivalents = Equivalents.Read(
        Path.Combine(Workplace.Repository(), "fuzz", "Mutate", "equivalent.json"));

    /// <summary>Does it.</summary>
    public int Go()
    {
        var journal = new Journal(Path.GetFullPath(journalPath));
        if (reportOnly) return Tell(journal, [.. journal.Entries.Values.Where(entry => Wanted(entry.Mutant.File))], journal.Entries.Count);
        var place = new Workplace(repository, Path.GetFullPath(work));
        place.Prepare();
        var mutants = Build(place);
        Say($"{mutants.Count} mutants compile");
        if (listOnly)
        {
            foreach (var mutant in mutants.Values) Console.WriteLine(mutant);
            return 0;
        }
        // In an order that the seed makes, so that whatever was tried when a run is stopped is a sample; what is known comes first.
        var chosen = mutants.Where(mutant => Draw(mutant.Value) < share || journal.Entries.ContainsKey(mutant.Value.Key))
            .OrderBy(mutant => journal.Entries.ContainsKey(mutant.Value.Key) ? -1 : Draw(mutant.Value)).ToArray();
        using var host = new HostLink(place);
        host.Restart();
        var coverage = Cover(place, host, mutants);
        var byFile = mutants.ToLookup(mutant => mutant.Value.File, mutant => mutant.Key);
        var trial = new Trial(host, coverage, mutant => byFile[mutants[mutant].File].ToHashSet());
        host.Restart();
        foreach (var (id, mutant) in chosen)
        {
            if (journal.Entries.TryGetValue(mutant.Key, out var known) && !IsTriedAgain(known)) continue;
            var (fate, by) = trial.Try(id);
            journal.Add(new(mutant, fate, by));
            Say($"{fate}: {mutant}");
        }
        return Tell(journal, [.. chosen.Select(mutant => journal.Entries[mutant.Value.Key])], mutants.Count);
    }

    private static void Say(string what) => Console.WriteLine($"{DateTime.Now:HH:mm:ss} {what}");

    private int Tell(Journal journal, Entry[] entries, int all)
    {
        Report.Write(Console.Out, entries, equivalents, all);
        return journal.Entries.Count > 0 ? 0 : 1;
    }

    private bool IsTriedAgain(Entry entry) =>
        again && (entry.Fate is Fate.Survived or Fate.Unreached) && !Array.Exists(equivalents, one => one.Holds(entry.Mutant));

    private bool Wanted(string file) => files.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, file));

    // Depends on the seed and the mutant alone: others may come and go.
    private double Draw(Mutant mutant) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {mutant.Key}"))) / 4294967296.0;

    private Dictionary<int, Mutant> Build(Workplace place)
    {
        var all = new Dictionary<int, Mutant>();
        var refused = File.Exists(place.Refused) ? File.ReadLines(place.Refused).ToHashSet() : [];
        var built = new List<(Source Source, List<(int Id, Proposal Proposal)> Mutants)>();
        foreach (string project in Workplace.Projects.Where(project => Directory.EnumerateFiles(
            Path.Combine(place.Tree, "src", project), "*.cs", SearchOption.AllDirectories)
            .Any(file => Wanted(Path.GetRelativePath(place.Tree, file)))))
        {
            var source = new Source(place.Tree, project, place.CompilerArguments(project));
            var mutants = new List<(int, Proposal)>();
            foreach (var (mutant, proposal) in source.Mutants(Wanted))
            {
                if (refused.Contains(mutant.Key)) continue;
                all.Add(all.Count + 1, mutant);
                mutants.Add((all.Count, proposal));
            }
            built.Add((source, mutants));
        }
        int count = all.Count;
        foreach (var (source, mutants) in built)
            foreach (int dropped in source.Emit(mutants, count, Path.Combine(place.Bin, source.Output)))
            {
                File.AppendAllText(place.Refused, all[dropped].Key + "\n");
                all.Remove(dropped);
            }
        return all;
    }

    private static Coverage Cover(Workplace place, HostLink host, Dictionary<int, Mutant> mutants)
    {
        string stamp = Stamp(place);
        if (File.Exists(place.Coverage)
            && JsonSerializer.Deserialize<Record>(File.ReadAllText(place.Coverage)) is { } kept && kept.Stamp == stamp)
            return new(kept.Tests.ToDictionary(test => test.Test, test => (test.Processor, test.Wall, test.Reached)));
        var groups = mutants.Values.Select(mutant => Group.Of(mutant.File)).Distinct().ToArray();
        Test[] specs = [.. host.Tests.Where(test => Array.Exists(groups, one => one.Holds(test.Class))).Distinct()];
        Say($"{specs.Length} tests are asked what they reach");
        var found = new Dictionary<Test, (long, long, int[])>();
        int largest = mutants.Count == 0 ? 0 : mutants.Keys.Max();
        foreach (var test in specs)
            foreach (var verdict in host.Run(0, largest, [test], _ => new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10))))
                if (verdict is { Passed: true }) found[test] = (verdict.Processor, verdict.Wall, Own(verdict));
                else Say($"left out, for it fails without any mutant: {test.Name} {verdict?.Message}");
        var tests = found.Select(test => new Covered(test.Key, test.Value.Item1, test.Value.Item2, test.Value.Item3));
        File.WriteAllText(place.Coverage, JsonSerializer.Serialize(new Record(stamp, [.. tests])));
        Say($"they took {found.Values.Sum(test => test.Item2) / 1000} s");
        return new(found);

        // What a test of another room reaches in passing is no spec of it.
        int[] Own(Verdict verdict) => [.. verdict.Reached.Where(id => mutants.TryGetValue(id, out var mutant)
            && Group.Of(mutant.File).Holds(verdict.Test.Class))];
    }

    private static string Stamp(Workplace place)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Directory.GetFiles(place.Bin, "*.dll").Order(StringComparer.Ordinal))
            hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed record Covered(Test Test, long Processor, long Wall, int[] Reached);

    private sealed record Record(string Stamp, Covered[] Tests);
}
