using System.Text;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Reports;

/// <summary>An explanation to be read in a terminal or a text file.</summary>
internal sealed class ConsoleReport(IPen pen, int width)
{
    private const int NameColumns = 20, BarColumns = 24;
    private const string Heights = " ▁▂▃▄▅▆▇█", Shades = " ░▒▓";

    /// <param name="e">What is written.</param>
    /// <param name="timed">Whether its time stands below; without it, equal runs are equal bytes.</param>
    public void Write(Explanation e, bool timed = true)
    {
        var layer = e.Chosen();
        var outputs = new OutputText(e);
        WriteHeading(pen, e, outputs);
        WriteText(e, layer, outputs);
        WriteWords(e, layer);
        WriteVocabulary(e, layer);
        if (e.Layers.Count > 1)
            WriteLayers(e);
        foreach (string note in e.Notes)
            pen.Write($"note: {TextLayout.OneLine(note)}\n");
        if (e.Evidence is { } evidence)
            pen.Write($"evidence: {TextLayout.OneLine(EvidenceText.Of(evidence))}\n", evidence.Holds ? Ink.Normal : Ink.Strong);
        pen.Write(TextLayout.OneLine(Switches.Changed(e.Options)) + "\n", Ink.Soft);
        if (e.LayerReason is { } reason) pen.Write(TextLayout.OneLine($"layer {e.ChosenLayer}: {reason}") + "\n", Ink.Soft);
        pen.Write($"{PredictionReport.Model(e.Model)}{Head(e)}{(timed ? $" · {e.Timing.Total:0} ms" : "")}\n", Ink.Soft);
    }

    /// <summary>A text that could not be explained, in its place.</summary>
    public void WriteProblem(string? text, string problem)
    {
        pen.Write("not explained", Ink.Strong);
        pen.Write($": {Printable.InMessage(problem)}\n");
        if (text is { Length: > 0 })
            pen.Write($"  {TextLayout.Fit(TextLayout.OneLine(text), width - 2).TrimEnd()}\n", Ink.Soft);
    }

    /// <summary>What was predicted, and what is explained if it is something else.</summary>
    public static void WriteHeading(IPen pen, Explanation e, OutputText outputs)
    {
        PredictionReport.WriteAnswer(pen, outputs);
        if (outputs.ExplainsAnother)
            pen.Write($", explained: {Printable.Name(outputs.Name(e.Target))} {OutputText.Value(e.Target)}");
        pen.Write("\n");
        if (outputs.Remark is { } remark)
            pen.Write(remark + "\n", Ink.Soft);
        pen.Write("\n");
    }

    private static string Head(Explanation e) => e.Head is { } head ? $", decoded by {PredictionReport.Model(head)}"
        : e.Options.ReadsHead ? ", with no language model to decode with (info says why)" : "";

    private void WriteText(Explanation e, LayerExplanation layer, OutputText outputs)
    {
        var cells = HeatMap.Words(e);
        double peak = HeatMap.Peak(cells, layer.WordScores);
        string text = TextLayout.OnGrid(e.Text);
        foreach (var line in TextLayout.Lines(text, width - 2))
        {
            int[] places = TextLayout.Places(text.AsSpan()[line]);
            int first = line.Start.Value;
            var marks = new StringBuilder("  ");
            pen.Write("  ");
            foreach (var (start, end, cell) in TextLayout.Stretches(line, cells))
            {
                double share = cell is null ? 0 : HeatMap.Share(cell.Score(layer.WordScores), peak);
                pen.Highlight(text[start..end], share);
                marks.Append(Mark(share), places[end - first] - places[start - first]);
            }
            pen.Write("\n");
            if (!pen.Colours && marks.ToString().TrimEnd() is { Length: > 0 } under)
                pen.Write(under + "\n");
        }
        if (!pen.Colours && layer.WordScores.Any(s => s < 0))
            pen.Write($"  ▁…█ {Printable.Line(outputs.Signs().For)}, ░▒▓ {outputs.Signs().Against}\n");
        pen.Write("\n");
    }

    private static char Mark(double share) => share >= 0 ? Heights[Level(share, 8)] : Shades[Level(-share, 3)];

    private static int Level(double share, int levels) => Math.Min(levels, (int)Math.Ceiling(share * levels - 1e-9));

    private void WriteWords(Explanation e, LayerExplanation layer)
    {
        var top = Shares.OfWords(e, layer);
        pen.Write($"Top words, layer {layer.Layer} of {e.Model.Layers}\n", Ink.Strong);
        foreach (var line in top)
            WriteBar(line.Count > 1 ? $"{TextLayout.Fit(TextLayout.OneLine(line.Name), NameColumns - 5).TrimEnd()} ×{line.Count}" : line.Name, line, Math.Abs(top[0].Score));
        pen.Write(top.Count > 0 ? "\n" : e.Options.Top == 0 ? "  not listed (top 0)\n\n" : "  none has a score\n\n");
    }

    private void WriteVocabulary(Explanation e, LayerExplanation layer)
    {
        var lines = Shares.OfVocabulary(e, layer);
        if (lines.Count == 0)
            return;
        pen.Write($"Decoded words of layer {layer.Layer}", Ink.Strong);
        pen.Write(lines.All(line => line.InText) ? "\n" : " (* not in the text)\n", Ink.Soft);
        foreach (var line in lines)
            WriteBar(line.Name + (line.InText ? "" : " *"), line, Math.Abs(lines[0].Score));
        pen.Write("\n");
    }

    private void WriteLayers(Explanation e)
    {
        pen.Write("Layers: their top words | decoded words\n", Ink.Strong);
        foreach (var layer in e.Layers)
        {
            string words = string.Join(", ", Shares.OfWords(e, layer).Take(4).Select(line => line.Name));
            string decoded = string.Join(", ", Shares.OfVocabulary(e, layer).Take(4).Select(line => line.Name));
            pen.Write(TextLayout.Fit($"  {layer.Layer,2}  {(words == "" ? "–" : TextLayout.OneLine(words))}{(decoded == "" ? "" : " | " + TextLayout.OneLine(decoded))}", width).TrimEnd() + "\n");
        }
        pen.Write("\n");
    }

    private void WriteBar(string name, ShareLine line, double peak)
    {
        pen.Write($"  {TextLayout.Fit(TextLayout.OneLine(name), NameColumns)} ");
        pen.Write(Bar.Of(Math.Abs(HeatMap.Share(line.Score, peak)), BarColumns), line.Score < 0 ? Ink.Against : Ink.For);
        pen.Write($" {HeatMap.Signed(line)}\n");
    }
}
