using System.Globalization;

namespace PureSaliency.Fuzz.Kills;

/// <summary>A command that can be resumed.</summary>
/// <param name="Name">How it is called in the table.</param>
/// <param name="Args">Its arguments for the folder of a run.</param>
/// <param name="IsFolder">Whether the run makes its folder itself, and everything in it is its own.</param>
internal sealed record Work(string Name, Func<Ground, string, string[]> Args, bool IsFolder)
{
    /// <summary>Of a corpus, the result, and a file of somebody else beside it.</summary>
    public const string Result = "out.jsonl", Stranger = "out.txt";

    public static IReadOnlyList<Work> All { get; } =
    [
        new("explain", (ground, run) =>
            ["explain", "--input", ground["texts.jsonl"], "--model", ground["model"], "--output", Path.Combine(run, Result), "--threads", "1", "--resume"], false),
        new("finetune", (ground, run) =>
            ["finetune", "--model", ground["language"], "--data", ground["data.csv"], "--output", run, "--passes", "6", "--warmup", "3", "--rate", "0.02",
             "--batch", "8", "--attention-dropout", "0.1", "--evaluate-every", "4", "--save-every", "3", "--patience", "9", "--threads", "1", "--resume"], true),
        new("pretrain", (ground, run) =>
            ["pretrain", "--text", ground["plain.txt"], "--config", ground["language/config.json"], "--tokenizer", ground["language"], "--output", run,
             "--updates", Number(60), "--warmup", "3", "--rate", "0.01", "--length", "16", "--batch", "4", "--held-out", "0.1",
             "--evaluate-every", "10", "--save-every", "3", "--threads", "1", "--resume"], true),
    ];

    /// <summary>Makes what is there before the first run.</summary>
    public void Prepare(string run)
    {
        if (IsFolder)
            return;
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, Stranger), "of somebody else");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
