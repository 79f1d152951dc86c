using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using PureSaliency.Cli.Reports;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>README.md of a trained model: data, steps, machine, figures.</summary>
internal static class ModelCard
{
    public static void Write(string folder, string name, TrainingSubject subject, TrainingOutcome outcome)
    {
        var card = new StringBuilder();
        card.Append(CultureInfo.InvariantCulture, $"""
            # {Cell(name)}

            A {subject.Kind}, trained with PureSaliency on {DateTime.UtcNow:yyyy-MM-dd}.

            | | |
            | --- | --- |
            | data | {Cell(subject.Data)} |

            """);
        foreach (var (fact, value) in outcome.Facts) Row(fact, value);
        Row("updates, tokens seen", FormattableString.Invariant($"{outcome.State.Updates:#,0}, {outcome.State.Tokens:#,0}"));
        foreach (var (setting, value) in outcome.State.Settings) Row(setting, value);
        Row("machine", $"{Environment.ProcessorCount} {(Environment.ProcessorCount == 1 ? "core" : "cores")}, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}");
        Row("time", TimeSpan.FromSeconds(outcome.State.Seconds).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture));
        foreach (var (metric, value) in outcome.Final.Metrics) Row($"**{metric}**, held out", value.ToString("0.####", CultureInfo.InvariantCulture));
        card.Append("\nCommand:\n\n    ").Append(Printable.Line(Command())).Append('\n');
        if (File.Exists(Path.Combine(folder, "loss.png"))) card.Append("\n![Loss](loss.png)\n");
        File.WriteAllText(Path.Combine(folder, "README.md"), card.ToString());

        void Row(string what, string value) => card.Append(CultureInfo.InvariantCulture, $"| {Cell(what)} | {Cell(value)} |\n");
    }

    // Names and paths are the user's: they neither end a row nor turn its direction.
    private static string Cell(string text) => Printable.Line(text).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Command() => "puresaliency " + string.Join(' ', Environment.GetCommandLineArgs().Skip(1)
        .Select(arg => arg.Contains(' ') ? $"\"{arg}\"" : arg));
}
