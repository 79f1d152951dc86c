using static PureSaliency.Saliency.Report.HtmlText;

namespace PureSaliency.Saliency.Report;

/// <summary>What a picture can be traced by: switches, checkpoints, windows, times.</summary>
internal sealed class HtmlFacts(TextWriter writer, Explanation explanation, bool timed)
{
    public void Write()
    {
        WriteWindows();
        writer.Write("<section class=\"columns\">\n");
        WriteSwitches();
        writer.Write("<div class=\"card\"><h2>Models</h2>\n<table class=\"list\">\n");
        WriteModel("Classifier", explanation.Model);
        if (explanation.Head is { } head)
            WriteModel("Language-model head", head);
        var t = explanation.Timing;
        if (timed)
            Row("Milliseconds", $"{t.Total:0} in all: tokenize {t.Tokenize:0}, forward {t.Forward:0}, backward {t.Backward:0}, score and decode {t.Decode:0}");
        Row("Schema", $"<code>{Escape(explanation.Schema)}</code>");
        writer.Write("</table></div>\n</section>\n");
    }

    private void WriteSwitches()
    {
        writer.Write("<div class=\"card\"><h2>Switches <small>bold: changed; pale: not looked at</small></h2>\n<table class=\"list\">\n");
        foreach (var s in Switches.Of(explanation.Options))
            Row(s.Name, Escape(s.Value), !s.Used ? "unused" : s.Standard ? "" : "changed");
        writer.Write("</table></div>\n");
    }

    private void WriteModel(string role, ModelIdentity model)
    {
        Row(role, $"<strong>{Escape(model.Name)}</strong><br>{model.Layers} layers × {model.Hidden}, {model.Vocabulary} entries, {Escape(model.Computed)}" +
            $"<br><span class=\"soft\">SHA-256</span> <code>{Escape(model.Sha256)}</code>");
    }

    private void WriteWindows()
    {
        if (explanation.Windows.Count == 0)
            return;
        writer.Write("<section class=\"card\"><h2>Windows <small>the text is longer than the model's positions</small></h2>\n" +
            "<div class=\"scroll\"><table class=\"list\">\n<tr><th>Tokens</th>");
        var outputs = new OutputText(explanation);
        foreach (var c in explanation.Classes)
            writer.Write($"<th>{Escape(outputs.Name(c))}{(c.Probability is null ? "" : ", logit")}</th>");
        writer.Write("</tr>\n");
        foreach (var window in explanation.Windows)
            writer.Write($"<tr><td>{window.FirstToken}–{window.FirstToken + window.TokenCount - 1}</td>" +
                $"{string.Concat(window.Logits.Select(x => $"<td>{Number(x)}</td>"))}</tr>\n");
        writer.Write("</table></div></section>\n");
    }

    private void Row(string name, string value, string kind = "") =>
        writer.Write($"<tr class=\"{kind}\"><th scope=\"row\">{name}</th><td>{value}</td></tr>\n");
}
