using System.Globalization;
using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Reports;

/// <summary>What the classifier answers for one text, to be read in a terminal or a text file.</summary>
internal sealed class PredictionReport(IPen pen, int width)
{
    private const int NameColumns = 24, BarColumns = 24, ValueColumns = 8, LogitColumns = 10, Most = 20;

    public void Write(Prediction e)
    {
        var outputs = new OutputText(e);
        WriteAnswer(pen, outputs);
        pen.Write("\n");
        if (outputs.Remark is { } remark)
            pen.Write(remark + "\n", Ink.Soft);
        pen.Write("\n");
        if (e.Outputs != OutputKind.Value || e.Classes.Count > 1)
            WriteClasses(e, outputs);
        foreach (string note in e.Notes)
            pen.Write($"note: {TextLayout.OneLine(note)}\n");
        pen.Write($"{Model(e.Model)} · {e.Milliseconds:0} ms\n", Ink.Soft);
    }

    /// <summary>The model's name and the beginning of its hash.</summary>
    public static string Model(ModelIdentity model) => $"{Printable.Name(model.Name)} ({model.Sha256[..Math.Min(8, model.Sha256.Length)]})";

    /// <summary>The answer with its values, as the first line of an explanation has it.</summary>
    public static void WriteAnswer(IPen pen, OutputText outputs)
    {
        string between = "";
        foreach (var (name, value) in outputs.Answer())
        {
            pen.Write(between);
            pen.Write(Printable.Name(name), Ink.Strong);
            pen.Write($" {value}");
            between = ", ";
        }
        if (outputs.AnswerMore() is { } more)
            pen.Write((between == "" ? "" : " ") + Printable.Line(more));
    }

    // The most probable first; numbers, none of which is more so, in the model's order and without bars.
    private void WriteClasses(Prediction e, OutputText outputs)
    {
        bool numbers = e.Outputs == OutputKind.Value;
        ClassScore[] order = numbers ? [.. e.Classes] : [.. e.Classes.OrderByDescending(c => c.Logit)];
        int names = Math.Min(Math.Min(NameColumns, width / 3), order.Take(Most).Max(c => TextLayout.Columns(TextLayout.OneLine(outputs.Name(c)))));
        if (!numbers)
            pen.Write($"  {new string(' ', names + 1 + BarColumns)}{"probability",ValueColumns + 4}{"logit",LogitColumns}\n", Ink.Soft);
        foreach (var c in order.Take(Most))
        {
            pen.Write($"  {TextLayout.Fit(TextLayout.OneLine(outputs.Name(c)), names)} ", e.Answer().Contains(c) && !numbers ? Ink.Strong : Ink.Normal);
            if (c.Probability is { } p)
            {
                pen.Write(Bar.Of(p, BarColumns), Ink.For);
                pen.Write($"{OutputText.Value(c),ValueColumns + 4}");
            }
            pen.Write($"{(numbers || Math.Abs(c.Logit) >= 1e6 ? OutputText.Number(c.Logit) : c.Logit.ToString("0.000", CultureInfo.InvariantCulture)),LogitColumns}\n");
        }
        if (order.Length > Most)
            pen.Write($"  … and {order.Length - Most} more, which --format json has\n", Ink.Soft);
        pen.Write("\n");
    }
}
