using System.Text;
using PureSaliency.Fuzz.Damage;
using PureSaliency.Fuzz.Healthy;
using PureSaliency.Fuzz.Run;
using PureSaliency.Tensors;

namespace PureSaliency.Fuzz.Families;

/// <summary>
/// The folder of a training run of which one file was damaged, is missing, or is not this run's, and <c>finetune --resume</c> on it:
/// it is refused, or a whole model comes out; what is not the run's own stays.
/// </summary>
internal static class StoppedTraining
{
    private const string Output = "out", Data = "data.csv", Stranger = Output + "/thesis.txt";
    private static readonly string[] Result = ["model.safetensors", "config.json", "README.md", "vocab.json", "merges.txt", "puresaliency.json"];

    private static readonly FileContent[] Inputs =
    [
        new(Data, Encoding.UTF8.GetBytes("text,label\n" + string.Concat(Enumerable.Range(0, 24).Select(i => $"a {(i % 2 == 0 ? "dull" : "good")} film {i},{(i % 2 == 0 ? "bad" : "good")}\n")))),
        new("language/config.json", TinyModel.LanguageConfig), new("language/model.safetensors", TinyModel.LanguageModel),
        new("language/vocab.json", TinyTokenizer.Vocabulary), new("language/merges.txt", TinyTokenizer.MergeLines),
    ];

    private static readonly Lazy<FileContent[]> Whole = new(Trained);

    public static Attempt Make(Dice dice)
    {
        List<FileContent> files = [.. Whole.Value.Where(file => !(Result.Contains(file.Name[(Output.Length + 1)..]) && dice.OneIn(2)))];
        int at = dice.Below(files.Count);
        string done = files[at].Name;
        if (dice.OneIn(6))
            files.RemoveAt(at);
        else
        {
            var (bytes, what) = Mixed.Plain(files[at].Bytes, dice, TinyTokenizer.SpecialTokens);
            files[at] = files[at] with { Bytes = bytes };
            done += ": " + what;
        }
        files.Add(new(Stranger, "years of work"u8.ToArray()));
        FileContent[] all = [.. Inputs, .. files];
        return new("finetune --resume", done, all, folder => Resume(folder, all)) { Writes = true };
    }

    private static int Resume(string folder, FileContent[] all)
    {
        InputException? refusal = null;
        try
        {
            Face.Ran(Args(folder, "--resume"));
        }
        catch (InputException problem)
        {
            refusal = problem;
        }
        foreach (var (name, bytes) in Inputs.Append(all[^1]))
            BrokenRuleException.Unless(File.Exists(Path.Combine(folder, name)) && File.ReadAllBytes(Path.Combine(folder, name)).AsSpan().SequenceEqual(bytes), "others' files stay", name);
        if (refusal is not null)
            throw new InputException(refusal.Message);
        string[] left = Directory.GetFileSystemEntries(folder, "*.partial", SearchOption.AllDirectories);
        BrokenRuleException.Unless(left.Length == 0, "nothing half written is left", string.Join(", ", left));
        using var model = SafetensorsFile.Open(Path.Combine(folder, Output, "model.safetensors"));
        return model.Tensors.Count;
    }

    private static string[] Args(string folder, params string[] more) =>
    [
        "finetune", "--model", Path.Combine(folder, "language"), "--data", Path.Combine(folder, Data), "--output", Path.Combine(folder, Output), "--passes", "2",
        "--warmup", "1", "--batch", "8", "--evaluate-every", "2", "--save-every", "2", "--threads", "1", .. more,
    ];

    private static FileContent[] Trained()
    {
        using var place = new Workplace();
        place.Fill(Inputs);
        Face.Ran(Args(place.Folder));
        string output = Path.Combine(place.Folder, Output);
        return [.. Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => new FileContent(Path.GetRelativePath(place.Folder, path).Replace('\\', '/'), File.ReadAllBytes(path)))];
    }
}
