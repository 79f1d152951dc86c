using System.Globalization;
using CsvHelper;
using PureSaliency.Cli.Reports;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>All errors of an evaluation: a table, or lines of JSON behind one that has the figures.</summary>
internal static class ErrorsFile
{
    public const string Option = "--errors-output";

    /// <summary>The format that the ending of the name says.</summary>
    /// <exception cref="InputException">It says none that has errors.</exception>
    public static Format FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" => Format.Csv,
        ".jsonl" => Format.Jsonl,
        var ending => throw new InputException($"{Option} {path}: expected a name that ends in .csv or .jsonl; found {(ending.Length == 0 ? "no ending" : $"'{ending}'")}."),
    };

    public static void Write(Sink sink, Format format, EvaluationDocument evaluation, IReadOnlyList<EvaluationError> errors)
    {
        sink.Guard(() =>
        {
            if (format == Format.Csv)
            {
                WriteTable(sink.Writer, errors, numbers: evaluation.Outputs == Roberta.OutputKind.Value);
                return;
            }
            sink.Writer.WriteLine(EvaluationJson.Write(evaluation, indented: false));
            foreach (var error in errors) sink.Writer.WriteLine(EvaluationJson.Write(EvaluationErrorRow.Of(error)));
        });
        sink.Commit();
    }

    private static void WriteTable(TextWriter writer, IReadOnlyList<EvaluationError> errors, bool numbers)
    {
        using var csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        string[] header = ["row", "line", "text", .. numbers ? (string[])["expected", "found", "residual"] : ["truth", "prediction", "probability"]];
        Row(header);
        foreach (var error in errors)
            Row([Invariant(error.Source.Row), Invariant(error.Source.Line), error.Source.Text, .. numbers
                ? (string[])[Number(error.Expected), Number(error.Found), Number(error.Residual)]
                : [string.Join("; ", error.Truth!), string.Join("; ", error.Prediction!), Number(error.Probability)]]);
        csv.Flush();

        void Row(string[] fields)
        {
            foreach (string field in fields) csv.WriteField(field);
            csv.EndRecord();
        }
    }

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(double? value) => value!.Value.ToString("R", CultureInfo.InvariantCulture);
}
