using System.Text.Json.Nodes;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// Whether a folder that holds something is that of a run to be resumed: by its mark, or, from versions without marks, by what
/// their runs left. Every name that a run writes must be a file or folder of its own and no link, and as a run left it.
/// </summary>
internal sealed class RunOwnership(string output)
{
    private readonly string training = Path.Combine(output, RunNames.Training);

    private string MarkFile => Path.Combine(training, RunNames.Mark);

    /// <summary>Refuses what cannot be a run's before anything is written, a lock among it.</summary>
    /// <exception cref="InputException">The folder is not that of a run.</exception>
    public void Check()
    {
        if (RunNames.IsLink(training)) throw Link(training);
        if (!Directory.Exists(training)) throw Stranger("it has no folder training/");
        foreach (string path in Directory.GetFileSystemEntries(training, "*", SearchOption.TopDirectoryOnly)) CheckEntry(path);
        foreach (string name in RunNames.Products.Concat(RunNames.Logs)) CheckFile(Path.Combine(output, name));
        if (File.Exists(MarkFile)) RunMark.Read(MarkFile);
        else CheckUnmarked();
    }

    /// <summary>The mark of the run, or a new one for the folder of an older version.</summary>
    /// <exception cref="InputException">It is another kind of run, or a file of the result is not its own.</exception>
    public RunMark Claim(string kind, List<string> notes)
    {
        var mark = File.Exists(MarkFile) ? RunMark.Read(MarkFile) : Adopted(kind);
        if (mark.Kind != kind) throw new InputException($"'{output}' is the folder of a run that makes a {mark.Kind}, not a {kind}; name another folder.");
        foreach (string name in RunNames.Products)
        {
            string path = Path.Combine(output, name);
            if (!File.Exists(path) || mark.Knows(path)) continue;
            if (!MayStay(name)) throw NotOwn(path, mark.Wrote(name));
            notes.Add($"'{path}' {(mark.Wrote(name) ? "was changed since this run wrote it" : "is not of this run")} and stays as it is.");
        }
        return mark;
    }

    /// <summary>Whether a file that is not this run's is left and the run goes on without writing it.</summary>
    public static bool MayStay(string name) => name is RunNames.Card or RunNames.Settings;

    /// <summary>The refusal to replace a file.</summary>
    public static InputException NotOwn(string path, bool wrote) => new(
        $"'{path}' {(wrote ? "was changed since this run wrote it" : "is not of this run")} and would be lost; move it away first.");

    private static void CheckEntry(string path)
    {
        string name = Path.GetFileName(path);
        if (RunNames.IsLink(path)) throw Link(path);
        bool folder = Directory.Exists(path);
        if (!RunNames.IsOfRun(name) || !folder) return;
        foreach (string inner in Directory.EnumerateFileSystemEntries(path))
            if (RunNames.IsLink(inner)) throw Link(inner);
    }

    private void CheckFile(string path)
    {
        if (RunNames.IsLink(path)) throw Link(path);
        if (Directory.Exists(path)) throw Stranger($"'{Path.GetFileName(path)}' is a folder there");
        if (RunNames.Logs.Contains(Path.GetFileName(path)) && File.Exists(path) && !RunLog.IsLog(path))
            throw Stranger($"'{Path.GetFileName(path)}' is no log of a run");
    }

    // Of a version that left no mark, or of a run that was killed before it could.
    private void CheckUnmarked()
    {
        string[] names = [.. Directory.EnumerateFileSystemEntries(training).Select(path => Path.GetFileName(path))];
        if (Array.Find(names, name => !RunNames.IsOfRun(name)) is { } strange) throw Stranger($"'training/{strange}' is not of a run");
        bool begun = Directory.Exists(Path.Combine(training, RunNames.Start)) || names.Any(name => name.StartsWith(RunNames.Start, StringComparison.Ordinal)
            || name.StartsWith(RunNames.Tokens, StringComparison.Ordinal));
        if (!begun && Directory.EnumerateFileSystemEntries(output).Any(path => Path.GetFileName(path) != RunNames.Training))
            throw Stranger("its training/ has no mark and no checkpoint");
        if (new RunCheckpoints(training).Latest is { } latest) TrainingState.Read(Path.Combine(latest, RunNames.State)).CheckShape(latest);
    }

    private RunMark Adopted(string kind)
    {
        var mark = RunMark.New(MarkFile, kind);
        bool same = SameModel();
        foreach (string path in RunNames.Products.Select(name => Path.Combine(output, name)).Where(File.Exists))
            if (Path.GetFileName(path) == RunNames.Card ? File.ReadAllText(path).Contains("trained with PureSaliency", StringComparison.Ordinal) : same)
                mark.Add(path);
        return mark;
    }

    // Whether the result's configuration is the one that the run began with, so that the result is the run's.
    private bool SameModel()
    {
        string[] files = [Path.Combine(output, "config.json"), Path.Combine(training, RunNames.Start, "config.json")];
        if (!Array.TrueForAll(files, File.Exists)) return false;
        JsonObject[] configs = [.. files.Select(ModelFiles.ReadConfig)];
        foreach (var config in configs) config.Remove("torch_dtype");
        return JsonNode.DeepEquals(configs[0], configs[1]);
    }

    private static InputException Link(string path) => new($"'{path}' is a link; a run writes into files and folders of its own alone.");

    private InputException Stranger(string why) => new($"'{output}' is not the folder of a run to go on with: {why}. Name another folder.");
}
