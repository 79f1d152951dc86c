using PureSaliency.Roberta;
using PureSaliency.Saliency.Options;
using static PureSaliency.Saliency.Report.HtmlText;

namespace PureSaliency.Saliency.Report;

/// <summary>One explanation on a page: what was predicted, the text in colours, the words, the layers.</summary>
internal sealed class HtmlExplanation(TextWriter writer, Explanation explanation, int number, bool timed)
{
    private readonly OutputText _outputs = new(explanation);
    private readonly LayerExplanation _first = explanation.Chosen();
    private readonly IReadOnlyList<HeatCell> _words = HeatMap.Words(explanation);
    private readonly IReadOnlyList<HeatCell> _tokens = HeatMap.Tokens(explanation);
    private readonly int[] _added = [.. Enumerable.Range(0, explanation.Tokens.Count).Where(i => explanation.Tokens[i].Start < 0)];

    public void Write()
    {
        HtmlParts.WriteHeading(writer, explanation, $"{Escape(explanation.Model.Name)} · {SwitchNames.Method(explanation.Options)}{LayerName()}");
        HtmlParts.WriteNotes(writer, explanation.Notes);
        WriteClasses();
        WriteText();
        foreach (var layer in explanation.Layers)
            WriteLayer(layer);
        if (explanation.Layers.Count > 1)
            new HtmlMatrix(writer, explanation, _first.Layer).Write();
        WriteEvidence();
        new HtmlFacts(writer, explanation, timed).Write();
        WriteScores();
    }

    private string LayerName() => explanation.Layers.Count == 1 ? $" · layer {_first.Layer} of {explanation.Model.Layers}" : "";

    private void WriteClasses()
    {
        string title = explanation.Outputs switch
        {
            OutputKind.ExclusiveClasses => "Classes",
            OutputKind.IndependentLabels => "Labels",
            _ => "Numbers",
        };
        writer.Write($"<section class=\"card\"><h2>{title}</h2>\n<ul class=\"bars classes\">\n");
        double most = explanation.Classes.Max(c => Math.Abs(c.Logit));
        foreach (var c in explanation.Classes)
            Bar(_outputs.Name(c), c.Probability ?? HeatMap.Share(c.Logit, most),
                OutputText.Value(c) + (c.Probability is null ? "" : $" · logit {Number(c.Logit)}"),
                c.Index == explanation.Target.Index ? "explained" : "");
        writer.Write("</ul>\n</section>\n");
    }

    private void WriteText()
    {
        bool signed = explanation.Layers.Any(l => l.TokenScores.Concat(l.WordScores).Any(s => s < 0));
        var (speaksFor, against) = _outputs.Signs();
        writer.Write($"<section class=\"card\"><h2>Text <small>" +
            (signed ? $"orange {Escape(speaksFor)}, blue {against}"
                : $"the stronger the colour, the more it counts for {Escape(_outputs.Name(explanation.Target))}") +
            "</small></h2>\n<div class=\"controls\">\n");
        if (explanation.Layers.Count > 1)
            WriteRadios("layers", "Layer", explanation.Layers.Select(l => (l.Layer.ToString(), l.Layer.ToString(), l == _first)));
        WriteRadios("units", "Colour", [("words", "words", true), ("tokens", "tokens", false)]);
        double peak = HeatMap.Peak(_words, _first.WordScores);
        writer.Write($"<div class=\"scale{(signed ? " signed" : "")}\"><span class=\"low\">{(signed ? Number(-peak) : "0")}</span>" +
            $"<span class=\"ramp\"></span><span class=\"high\">{Number(peak)}</span></div>\n</div>\n");
        WriteCells("words", _words, _first.WordScores, hidden: false);
        WriteCells("tokens", _tokens, _first.TokenScores, hidden: true);
        WriteAdded();
        writer.Write("</section>\n");
    }

    private void WriteRadios(string kind, string legend, IEnumerable<(string Value, string Label, bool Checked)> choices)
    {
        writer.Write($"<fieldset class=\"{kind}\"><legend>{legend}</legend>");
        foreach (var (value, label, check) in choices)
            writer.Write($"<label><input type=\"radio\" name=\"{kind}{number}\" value=\"{value}\"{(check ? " checked" : "")}>{label}</label>");
        writer.Write("</fieldset>\n");
    }

    private void WriteCells(string unit, IReadOnlyList<HeatCell> cells, IReadOnlyList<double> scores, bool hidden) =>
        HtmlParts.WriteCells(writer, explanation.Text, cells, scores, $" data-unit=\"{unit}\"{(hidden ? " hidden" : "")}");

    private void WriteAdded()
    {
        double peak = HeatMap.Peak(_tokens, _first.TokenScores);
        writer.Write("<p class=\"specials\">Added by the model: ");
        foreach (int i in _added)
        {
            string name = Escape(explanation.Tokens[i].Piece);
            double score = _first.TokenScores[i], share = HeatMap.Share(score, peak);
            writer.Write($"<span class=\"chip{(share < 0 ? " n" : "")}\" data-n=\"{name}\" style=\"--s:{Data(Math.Abs(share))}\">" +
                $"{name} <i>{Number(score)}</i></span>");
        }
        writer.Write("</p>\n");
    }

    private void WriteLayer(LayerExplanation layer)
    {
        writer.Write($"<section class=\"columns\" data-layer=\"{layer.Layer}\"{(layer == _first ? "" : " hidden")}>\n");
        writer.Write($"<div class=\"card\"><h2>Top words <small>in the text, layer {layer.Layer}</small></h2>\n<ul class=\"bars\">\n");
        var top = Shares.OfWords(explanation, layer);
        foreach (var line in top)
            Bar(line.Count > 1 ? $"{line.Name} ×{line.Count}" : line.Name, HeatMap.Share(line.Score, Math.Abs(top[0].Score)), HeatMap.Signed(line));
        writer.Write(top.Count > 0 ? "</ul>\n" : $"</ul>\n<p class=\"soft\">{(explanation.Options.Top == 0
            ? "Not listed: top is 0." : "No word has a score at this layer.")}</p>\n");
        if (layer.Completeness is { } sum)
            writer.Write($"<p class=\"soft\">Attributions add up to {Number(sum.Sum)}; the explained value changed by {Number(sum.Difference)}.</p>\n");
        writer.Write("</div>\n");
        if (Shares.OfVocabulary(explanation, layer) is { Count: > 0 } lines)
            WriteVocabulary(layer, lines);
        writer.Write("</section>\n");
    }

    private void WriteEvidence()
    {
        if (explanation.Evidence is not { } evidence)
            return;
        writer.Write($"<section class=\"card evidence\"><h2>Evidence <small>{(evidence.Holds ? "what must hold holds" : "what must hold does not")}; {evidence.Passes} passes</small></h2>\n<ul>\n");
        foreach (var (text, holds) in EvidenceText.Parts(evidence))
            writer.Write($"<li>{(holds ? "" : "<strong>")}{Escape(text)}{(holds ? "" : "</strong>")}</li>\n");
        foreach (string note in evidence.Notes)
            writer.Write($"<li class=\"soft\">{Escape(note)}</li>\n");
        writer.Write("</ul>\n</section>\n");
    }

    private void WriteVocabulary(LayerExplanation layer, IReadOnlyList<ShareLine> lines)
    {
        writer.Write($"<div class=\"card\"><h2>Decoded words <small>what layer {layer.Layer} stands for</small></h2>\n<ul class=\"bars\">\n");
        foreach (var line in lines)
            Bar(line.Name, HeatMap.Share(line.Score, Math.Abs(lines[0].Score)), HeatMap.Signed(line), line.InText ? "" : "new");
        writer.Write("</ul>\n<p class=\"soft\"><span class=\"new\">Italic</span>: not in the text.");
        if (layer.Coherence is { } c)
            writer.Write($" Own token among the top τ: {Percent(c.Copy)}; mass on the text's tokens: {Percent(c.Mass)}; nll {Number(c.Nll)}.");
        writer.Write("</p></div>\n");
    }

    private void Bar(string name, double share, string value, string kind = "") =>
        writer.Write($"<li class=\"{kind}{(share < 0 ? " n" : "")}\"><span class=\"name\" title=\"{Escape(name)}\">{Escape(name)}</span>" +
            $"<span class=\"track\"><span class=\"fill\" style=\"--s:{Data(Math.Abs(share))}\"></span></span><span class=\"value\">{value}</span></li>\n");

    // Numbers only: nothing in here can end the script element.
    private void WriteScores()
    {
        writer.Write($"<script type=\"application/json\" class=\"scores\">{{\"layers\":[{string.Join(',', explanation.Layers.Select(l => l.Layer))}],");
        writer.Write($"\"words\":[{string.Join(',', explanation.Layers.Select(l => Row(_words.Select(c => c.Score(l.WordScores)))))}],");
        writer.Write($"\"tokens\":[{string.Join(',', explanation.Layers.Select(l =>
            $"{{\"text\":{Row(_tokens.Select(c => c.Score(l.TokenScores)))},\"added\":{Row(_added.Select(i => l.TokenScores[i]))}}}"))}]}}</script>\n");
    }

    private static string Row(IEnumerable<double> scores) => $"[{string.Join(',', scores.Select(Data))}]";
}
