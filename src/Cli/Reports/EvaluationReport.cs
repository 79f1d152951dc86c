using System.Globalization;
using PureSaliency.Roberta.Training;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Reports;

/// <summary>What stands behind the figures of a classifier: which class it took for which, each class's figures, its errors.</summary>
internal sealed class EvaluationReport(TextWriter writer, int width)
{
    private const int NameColumns = 24, FigureColumns = 11, CountColumns = 9, ValueColumns = 8;

    /// <summary>The tables.</summary>
    public void Write(EvaluationDetails details)
    {
        if (details.Confusion is { } confusion)
            WriteConfusion(confusion);
        if (details.Classes.Count > 0)
            WriteClasses(details.Classes);
    }

    /// <summary>The first errors.</summary>
    public void WriteErrors(IReadOnlyList<EvaluationError> errors, int most)
    {
        bool numbers = errors is [{ Residual: not null }, ..];
        string order = numbers ? "the largest residuals first" : "those first that the model is surest of";
        writer.WriteLine(errors.Count == 0 ? "\nno errors" : FormattableString.Invariant(
            $"\nerrors, {order} ({Math.Min(most, errors.Count):#,0} of {errors.Count:#,0})"));
        foreach (var error in errors.Take(most))
        {
            string value = error.Residual is { } residual ? (residual > 0 ? "+" : "") + OutputText.Number(residual) : Percent(error.Probability!.Value);
            string answer = error.Residual is null ? $"{Named(error.Prediction!)}, truth {Named(error.Truth!)}"
                : $"{OutputText.Number(error.Found!.Value)}, truth {OutputText.Number(error.Expected!.Value)}";
            string place = error.Source.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $" · line {error.Source.Line}") : "";
            writer.WriteLine(Line(value, answer, place));
            writer.WriteLine($"{new string(' ', ValueColumns)}  {Cut(error.Source.Text, width - ValueColumns - 2)}");
        }
    }

    private void WriteConfusion(Confusion confusion)
    {
        writer.WriteLine("\nconfusion (rows truth, columns prediction)");
        if (confusion.Labels.Count > ConfusionTable.Most)
            writer.WriteLine(FormattableString.Invariant($"  {confusion.Labels.Count:#,0} classes are too many for a table; --format json has it"));
        else
            foreach (string line in ConfusionTable.Lines(confusion, width)) writer.WriteLine(line);
    }

    private void WriteClasses(IReadOnlyList<ClassFigures> classes)
    {
        int names = Math.Min(NameColumns, classes.Max(c => TextLayout.Columns(TextLayout.OneLine(c.Label))));
        writer.WriteLine($"\n  {new string(' ', names)}{"precision",FigureColumns}{"recall",FigureColumns}{"F1",FigureColumns}{"count",CountColumns}");
        foreach (var c in classes)
            writer.WriteLine(FormattableString.Invariant(
                $"  {TextLayout.Fit(TextLayout.OneLine(c.Label), names)}{Figure(c.Precision),FigureColumns}{Figure(c.Recall),FigureColumns}{Figure(c.F1),FigureColumns}{c.Count,CountColumns}"));
    }

    private string Line(string value, string answer, string place) =>
        $"{value,ValueColumns}  {Cut(answer, width - ValueColumns - 2 - TextLayout.Columns(place))}{place}";

    private static string Cut(string text, int columns) => TextLayout.Fit(TextLayout.OneLine(text), columns).TrimEnd();

    private static string Named(IReadOnlyList<string> labels) => labels.Count == 0 ? "none" : string.Join(", ", labels.Select(Printable.Name));

    private static string Figure(double? value) => value is { } number ? number.ToString("0.0000", CultureInfo.InvariantCulture) : "–";

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
