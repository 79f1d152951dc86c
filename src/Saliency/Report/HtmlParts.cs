using static PureSaliency.Saliency.Report.HtmlText;

namespace PureSaliency.Saliency.Report;

/// <summary>What pages of one explanation and of several share.</summary>
internal static class HtmlParts
{
    /// <summary>What was predicted, and what is explained if it is something else.</summary>
    /// <param name="writer">The page.</param>
    /// <param name="explanation">One of the text's explanations.</param>
    /// <param name="eyebrow">What stands above, safe as it is.</param>
    public static void WriteHeading(TextWriter writer, Explanation explanation, string eyebrow)
    {
        var outputs = new OutputText(explanation);
        writer.Write($"<p class=\"eyebrow\">{eyebrow}</p>\n");
        var answer = outputs.Answer().Select(part => $"{Escape(part.Name)} <span class=\"soft\">{part.Value}</span>").ToList();
        if (outputs.AnswerMore() is { } more)
            answer.Add($"<span class=\"soft\">{Escape(more)}</span>");
        writer.Write($"<h1>{string.Join(", ", answer)}</h1>\n");
        if (outputs.Remark is { } remark)
            writer.Write($"<p class=\"soft\">{Escape(remark)}</p>\n");
        var target = explanation.Target;
        if (outputs.ExplainsAnother)
            writer.Write($"<p>Explained here: <strong>{Escape(outputs.Name(target))}</strong>, which got {OutputText.Value(target)}.</p>\n");
    }

    /// <summary>Sentences beside a mark; nothing where there is none.</summary>
    public static void WriteNotes(TextWriter writer, IReadOnlyList<string> notes)
    {
        if (notes.Count == 0)
            return;
        writer.Write("<div class=\"notes\">\n");
        foreach (string note in notes)
            writer.Write($"<p>{Escape(note)}</p>\n");
        writer.Write("</div>\n");
    }

    /// <summary>The text with its stretches painted, each as a part of the largest.</summary>
    /// <param name="writer">The page.</param>
    /// <param name="text">The text.</param>
    /// <param name="cells">Its stretches.</param>
    /// <param name="scores">The scores they are painted by.</param>
    /// <param name="attributes">Attributes of the paragraph, with a blank before each.</param>
    public static void WriteCells(TextWriter writer, string text, IReadOnlyList<HeatCell> cells, IReadOnlyList<double> scores, string attributes)
    {
        double peak = HeatMap.Peak(cells, scores);
        writer.Write($"<p class=\"text\" dir=\"auto\"{attributes}>");
        int at = 0;
        foreach (var cell in cells)
        {
            double score = cell.Score(scores);
            string name = Escape(cell.Name);
            writer.Write(Escape(text[at..cell.Start]));
            writer.Write($"<b data-n=\"{name}\" title=\"{name}: {Number(score)}\"{Paint(HeatMap.Share(score, peak))}>" +
                $"{Escape(text[cell.Start..cell.End])}</b>");
            at = cell.End;
        }
        writer.Write($"{Escape(text[at..])}</p>\n");
    }
}
