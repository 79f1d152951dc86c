using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Reports;

/// <summary>What the classifier answers for many texts, a line each: the value, the answer, the beginning of the text.</summary>
internal sealed class PredictionLines
{
    private const int ValueColumns = 8, NameColumns = 20, SeveralColumns = 28;
    private readonly IPen _pen;
    private readonly int _width, _answer;

    public PredictionLines(IPen pen, int width, IReadOnlyList<string> labels, OutputKind outputs)
    {
        (_pen, _width) = (pen, width);
        var names = new ClassNames(labels);
        int[] columns = [.. labels.Select((_, i) => TextLayout.Columns(TextLayout.OneLine(names[i])))];
        bool several = outputs == OutputKind.IndependentLabels && labels.Count > 1;
        _answer = several ? Math.Clamp(columns.Sum(c => c + 2) - 2, 4, SeveralColumns) : Math.Clamp(columns.Max(), 4, NameColumns);
    }

    public void Write(Prediction e)
    {
        var outputs = new OutputText(e);
        var answer = e.Answer();
        string value = answer.Count == 0 ? "–" : OutputText.Value(answer[0]);
        string names = answer.Count == 0 ? "none" : string.Join(", ", answer.Select(outputs.Name));
        _pen.Write($"{value,ValueColumns}  ");
        _pen.Write(TextLayout.Fit(TextLayout.OneLine(names), _answer), Ink.Strong);
        _pen.Write($"  {Beginning(e.Text, _width - ValueColumns - _answer - 4)}\n");
        foreach (string note in e.Notes)
            _pen.Write($"{new string(' ', ValueColumns)}  note: {TextLayout.OneLine(note)}\n", Ink.Soft);
    }

    /// <summary>A text that has no answer, in its place.</summary>
    public void WriteProblem(string? text, string problem)
    {
        _pen.Write($"{"–",ValueColumns}  ");
        _pen.Write($"not {Verb.Predict.Done}", Ink.Strong);
        _pen.Write($": {Printable.InMessage(problem)}\n");
        if (text is { Length: > 0 })
            _pen.Write($"{new string(' ', ValueColumns)}  {Beginning(text, _width - ValueColumns - 2)}\n", Ink.Soft);
    }

    private static string Beginning(string text, int columns) => TextLayout.Fit(TextLayout.OneLine(text), columns).TrimEnd();
}
