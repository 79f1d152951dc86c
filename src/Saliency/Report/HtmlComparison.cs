using PureSaliency.Saliency.Options;
using static PureSaliency.Saliency.Report.HtmlText;

namespace PureSaliency.Saliency.Report;

/// <summary>Several methods on a page: the text in the colours of each below one another, the shares of the words, and how far the methods agree.</summary>
internal sealed class HtmlComparison(TextWriter writer, MethodComparison comparison)
{
    private readonly Explanation _first = comparison.Explanations[0];
    private readonly IReadOnlyList<HeatCell> _words = HeatMap.Words(comparison.Explanations[0]);

    public void Write()
    {
        HtmlParts.WriteHeading(writer, _first, $"{Escape(_first.Model.Name)} · {comparison.Methods.Count} methods");
        foreach (var explanation in comparison.Explanations)
            WriteMap(explanation);
        WriteShares();
        WriteAgreement();
    }

    private void WriteMap(Explanation explanation)
    {
        var layer = explanation.Chosen();
        bool signed = layer.WordScores.Any(score => score < 0);
        var outputs = new OutputText(explanation);
        writer.Write($"<section class=\"card map\"><h2>{SwitchNames.Method(explanation.Options)} <small>layer {layer.Layer} of {explanation.Model.Layers}" +
            $"{(signed ? $", orange {Escape(outputs.Signs().For)}, blue {outputs.Signs().Against}" : "")}</small></h2>\n");
        HtmlParts.WriteNotes(writer, explanation.Notes);
        HtmlParts.WriteCells(writer, explanation.Text, _words, layer.WordScores, "");
        writer.Write("</section>\n");
    }

    private void WriteShares()
    {
        writer.Write("<section class=\"card\"><h2>Words <small>their shares by each method</small></h2>\n<div class=\"scroll\"><table class=\"list figures\">\n");
        WriteMethods();
        foreach (var word in ComparedWord.Of(comparison))
        {
            writer.Write($"<tr><th scope=\"row\">{Escape(word.Name)}{(word.Count > 1 ? $" ×{word.Count}" : "")}</th>");
            foreach (var line in word.Lines)
                writer.Write($"<td>{HeatMap.Signed(line)}</td>");
            writer.Write("</tr>\n");
        }
        writer.Write("</table></div>\n</section>\n");
    }

    private void WriteAgreement()
    {
        writer.Write("<section class=\"card\"><h2>Agreement <small>rank correlation of all words (Spearman), and how many of the " +
            $"{MethodAgreement.Most} words with the largest shares are the same</small></h2>\n<div class=\"scroll\"><table class=\"list figures agreement\">\n");
        WriteMethods();
        for (int one = 0; one < comparison.Methods.Count; one++)
        {
            writer.Write($"<tr><th scope=\"row\">{comparison.Methods[one]}</th>");
            for (int other = 0; other < comparison.Methods.Count; other++)
                writer.Write(one == other ? "<td></td>" : $"<td>{AgreementText.Correlation(comparison.Between(one, other))} · {AgreementText.Overlap(comparison.Between(one, other))}</td>");
            writer.Write("</tr>\n");
        }
        writer.Write("</table></div>\n</section>\n");
    }

    private void WriteMethods() =>
        writer.Write($"<tr><td></td>{string.Concat(comparison.Methods.Select(name => $"<th scope=\"col\">{name}</th>"))}</tr>\n");
}
