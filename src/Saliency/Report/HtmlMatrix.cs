using static PureSaliency.Saliency.Report.HtmlText;

namespace PureSaliency.Saliency.Report;

/// <summary>Tokens across, layers upwards; each layer in its own scale, for they differ by orders of magnitude.</summary>
internal sealed class HtmlMatrix(TextWriter writer, Explanation explanation, int shown)
{
    private const int Unfolded = 80;

    public void Write()
    {
        writer.Write($"<details class=\"card\"{(explanation.Tokens.Count <= Unfolded ? " open" : "")}>" +
            "<summary><h2>Layers × tokens <small>each layer in its own scale</small></h2></summary>\n" +
            "<div class=\"scroll\"><table class=\"matrix\">\n<thead><tr><th></th>");
        foreach (var token in explanation.Tokens)
            writer.Write($"<th scope=\"col\"{(token.Special ? " class=\"added\"" : "")} title=\"{Escape(token.Piece)}\">{Escape(Visible(token))}</th>");
        writer.Write("</tr></thead>\n<tbody>\n");
        foreach (var layer in explanation.Layers.Reverse())
            WriteRow(layer);
        writer.Write("</tbody></table></div>\n</details>\n");
    }

    private void WriteRow(LayerExplanation layer)
    {
        // The added tokens may tower over the text; they set the scale only where nothing else has a score.
        double peak = Peak(layer, special: false);
        if (peak == 0)
            peak = Peak(layer, special: true);
        writer.Write($"<tr data-row=\"{layer.Layer}\"{(layer.Layer == shown ? " class=\"shown\"" : "")}><th scope=\"row\">{layer.Layer}</th>");
        for (int i = 0; i < explanation.Tokens.Count; i++)
        {
            double score = layer.TokenScores[i];
            writer.Write($"<td{Paint(HeatMap.Share(score, peak))} title=\"{Escape(explanation.Tokens[i].Piece)}, layer {layer.Layer}: {Number(score)}\"></td>");
        }
        writer.Write("</tr>\n");
    }

    private double Peak(LayerExplanation layer, bool special)
    {
        double peak = 0;
        for (int i = 0; i < explanation.Tokens.Count; i++)
            if (explanation.Tokens[i].Special == special)
                peak = Math.Max(peak, Math.Abs(layer.TokenScores[i]));
        return peak;
    }
}
