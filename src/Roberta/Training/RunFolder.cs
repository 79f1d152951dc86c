using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// The folder of a model in the making: the model itself, once it is there, and <c>training/</c> with what a run needs to go on. It
/// belongs to one run until it is disposed; nothing is written there that is not this run's own.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string output;
    private readonly bool hadOutput;
    private readonly List<string> notes = [];
    private bool hadContent;
    private RunLock? held;
    private RunMark? mark;

    private RunFolder(string output)
    {
        this.output = output;
        hadOutput = Directory.Exists(output);
        hadContent = hadOutput && Directory.EnumerateFileSystemEntries(output).Any();
        Checkpoints = new RunCheckpoints(Path.Combine(output, RunNames.Training));
    }

    /// <summary>Checkpoints.</summary>
    public RunCheckpoints Checkpoints { get; }

    /// <summary>Configuration and weights at the beginning.</summary>
    public string StartFolder => Path.Combine(Checkpoints.Path, RunNames.Start);

    /// <summary>The tokens of the text.</summary>
    public string Tokens => Path.Combine(Checkpoints.Path, RunNames.Tokens);

    /// <summary>What the user should know of the folder, a sentence each.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>The output folder, made if it is not there, and held against other runs.</summary>
    /// <param name="options">Names the folder.</param>
    /// <param name="kind">What is made.</param>
    /// <param name="read">Files and folders that are read.</param>
    /// <exception cref="InputException">It has something in it that is not of this run, or cannot be made.</exception>
    public static RunFolder Prepare(TrainingOptions options, string kind, params IEnumerable<string> read)
    {
        RunFolder? run = null;
        AtomicFile.Guarded(options.Output, () => run = Held(options, kind, read)); // a folder that cannot be listed, say
        return run!;
    }

    private static RunFolder Held(TrainingOptions options, string kind, IEnumerable<string> read)
    {
        if (options.Output.Length == 0) throw new InputException("Expected the name of a folder for the new model; found nothing.");
        if (RunNames.IsLink(options.Output) && !Directory.Exists(options.Output))
            throw new InputException($"'{options.Output}' is a link that leads to no folder.");
        if (File.Exists(options.Output)) throw new InputException($"'{options.Output}' is a file, expected a folder for the new model.");
        RunInputs.Check(options.Output, read);
        var run = new RunFolder(options.Output);
        if (!options.Resume && run.hadContent)
            throw new InputException($"'{options.Output}' is not empty: name another folder, or resume the run that it holds.");
        var ownership = new RunOwnership(options.Output);
        if (run.hadContent) ownership.Check();
        Directory.CreateDirectory(run.Checkpoints.Path);
        run.held = RunLock.Take(Path.Combine(run.Checkpoints.Path, RunNames.Lock), options.Output);
        try
        {
            return run.Begin(() => run.Claimed(ownership, kind));
        }
        catch when (run.hadContent)
        {
            run.held.Undo();
            throw;
        }
    }

    /// <summary>Does what comes before the first update. If that fails in a new folder, nothing is left behind in it.</summary>
    public T Begin<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch when (!hadContent)
        {
            Dispose();
            if (Directory.Exists(Checkpoints.Path)) Directory.Delete(Checkpoints.Path, recursive: true);
            if (!hadOutput && Directory.Exists(output)) Directory.Delete(output);
            throw;
        }
    }

    /// <summary>Fills the start folder, unless that was done for the same model.</summary>
    /// <exception cref="InputException">It was done for another one.</exception>
    public void Start(JsonObject config, Action<string> fill)
    {
        if (Directory.Exists(StartFolder)) CheckConfig(config);
        else AtomicFile.Folder(StartFolder, folder =>
        {
            ModelFiles.WriteConfig(folder, config);
            fill(folder);
        });
    }

    /// <summary>Notes which texts the run begins with.</summary>
    public void NoteText(string? hash)
    {
        mark!.Text = hash;
        mark.Save();
    }

    /// <summary>Whether texts are known to be those that the run began with.</summary>
    /// <exception cref="InputException">They are others.</exception>
    public bool KnowsText(string? hash) => hash is not null && mark!.Text is { } begun && (hash == begun ? true
        : throw new InputException($"'{output}' was begun with other texts, or another column of them; give those, or name another folder."));

    /// <summary>
    /// Lets files of the result be written into a folder, and gives them their names only when all are whole. A file that is not
    /// this run's stays, or is told.
    /// </summary>
    /// <returns>Names that stayed as they were.</returns>
    /// <exception cref="InputException">They cannot be written; what was there is still whole.</exception>
    public IReadOnlyList<string> Publish(Action<string> write)
    {
        var stayed = new List<string>();
        AtomicFile.Stage(Path.Combine(Checkpoints.Path, RunNames.Result + ".partial"), staged =>
        {
            AtomicFile.Guarded(output, () =>
            {
                write(staged);
                Name(Directory.GetFiles(staged).Order(StringComparer.Ordinal), stayed);
            });
        });
        return stayed;
    }

    /// <summary>Writes the finished model.</summary>
    public void WriteModel(
        Device<float> device, IEnumerable<Parameter<float>> parameters, JsonObject config, DType type, string tokenizer, JsonObject? settings = null)
    {
        config["torch_dtype"] = type == DType.F16 ? "float16" : "float32";
        Publish(folder =>
        {
            ModelFiles.CopyTokenizer(tokenizer, folder);
            ModelFiles.WriteTensors(Path.Combine(folder, RunNames.Weights), device, parameters, type);
            ModelFiles.WriteConfig(folder, config);
            if (settings is not null) AtomicFile.Write(Path.Combine(folder, RunNames.Settings), settings.ToJsonString() + "\n");
        });
    }

    /// <summary>Lets the folder go.</summary>
    public void Dispose() => held?.Dispose();

    // Another run may have come and gone before the folder was held.
    private RunFolder Claimed(RunOwnership ownership, string kind)
    {
        if (hadContent) ownership.Check();
        else if (Directory.EnumerateFileSystemEntries(output).Count() > 1 || Directory.EnumerateFileSystemEntries(Checkpoints.Path).Count() > 1)
        {
            hadContent = true;
            throw new InputException($"'{output}' is not empty any more: another run, or somebody else, has written there.");
        }
        mark = ownership.Claim(kind, notes);
        if (!hadContent) mark.Save(); // what an older version left is marked when the result is written
        return this;
    }

    private void Name(IEnumerable<string> staged, List<string> stayed)
    {
        string[] files = [.. staged.Where(file => Replaces(file, stayed))];
        foreach (string file in files)
        {
            AtomicFile.Sync(file);
            mark!.Add(file);
        }
        mark!.Save();
        foreach (string file in files) AtomicFile.Guarded(Target(file), () => File.Move(file, Target(file), overwrite: true));
    }

    private bool Replaces(string file, List<string> stayed)
    {
        string target = Target(file);
        if (RunNames.IsLink(target)) throw new InputException($"'{target}' is a link; a run writes into files of its own alone.");
        if (!File.Exists(target) || mark!.Knows(target)) return true;
        if (!RunOwnership.MayStay(Path.GetFileName(file))) throw RunOwnership.NotOwn(target, mark.Wrote(Path.GetFileName(file)));
        stayed.Add(Path.GetFileName(file));
        return false;
    }

    private string Target(string file) => Path.Combine(output, Path.GetFileName(file));

    private void CheckConfig(JsonObject now)
    {
        var begun = ModelFiles.ReadConfig(Path.Combine(StartFolder, "config.json"));
        string[] changed = [.. begun.Concat(now).Select(entry => entry.Key).Distinct()
            .Where(name => !JsonNode.DeepEquals(begun[name], now[name]))
            .Select(name => $"{name} was {Text(begun[name])}, is {Text(now[name])}")];
        if (changed.Length > 0)
            throw new InputException($"'{output}' was begun with another model: {string.Join("; ", changed)}.");

        static string Text(JsonNode? value) => value is null ? "not given" : value.ToJsonString(Plain);
    }
}
