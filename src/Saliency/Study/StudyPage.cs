using static PureSaliency.Saliency.Report.HtmlText;

namespace PureSaliency.Saliency.Study;

/// <summary>A study's results as one page that opens anywhere and asks nobody for anything.</summary>
public static class StudyPage
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1d2129; --soft: #5b6472; --line: #d7dbe2; --paper: #fff; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8eaee; --soft: #a2abb9; --line: #3a404b; --paper: #16181d; } figure { background: #fff; } }
        body { margin: 0 auto; max-width: 70rem; padding: 2rem 1rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
        .soft { color: var(--soft); }
        .wide { overflow-x: auto; } table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
        th:first-child, td:first-child { text-align: left; position: sticky; left: 0; background: var(--paper); }
        figure { margin: 1rem 0; padding: .5rem; border: 1px solid var(--line); border-radius: .4rem; } figure img { max-width: 100%; height: auto; }

        """;

    /// <summary>The page.</summary>
    /// <param name="result">The study.</param>
    /// <param name="pictures">Pictures in SVG, each with its title.</param>
    public static string Write(StudyResult result, IEnumerable<(string Title, string Svg)> pictures)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(pictures);
        var writer = new StringWriter { NewLine = "\n" };
        string title = $"{result.Study.Model.Name} on {result.Study.Data}";
        writer.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>PureSaliency: study of {Escape(title)}</title>
            <style>
            {Style}</style>
            </head>
            <body>
            <main>
            <p class="soft">Which words did the model really use?</p>
            <h1>{Escape(title)}</h1>

            """.ReplaceLineEndings("\n"));
        WriteList(writer, StudyTables.Facts(result));
        foreach (var (name, svg) in pictures) WritePicture(writer, name, svg);
        foreach (var table in StudyTables.Of(result)) WriteTable(writer, table);
        if (result.Findings.Count > 0)
        {
            writer.WriteLine("<h2>In words</h2>");
            WriteList(writer, result.Findings);
        }
        writer.Write("</main>\n</body>\n</html>\n");
        return writer.ToString();
    }

    private static void WriteList(StringWriter writer, IEnumerable<string> sentences)
    {
        writer.WriteLine("<ul>");
        foreach (string sentence in sentences) writer.WriteLine($"<li>{Escape(sentence)}</li>");
        writer.WriteLine("</ul>");
    }

    // A picture of its own document: nothing in it can reach the page.
    private static void WritePicture(StringWriter writer, string title, string svg) => writer.WriteLine(
        $"<h2>{Escape(title)}</h2>\n<figure><img alt=\"{Escape(title)}; the numbers stand in the tables below\" "
        + $"src=\"data:image/svg+xml;base64,{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(svg))}\"></figure>");

    private static void WriteTable(StringWriter writer, StudyTable table)
    {
        writer.WriteLine($"<h2>{Escape(table.Title)}</h2>\n<div class=\"wide\" tabindex=\"0\"><table>");
        writer.WriteLine($"<thead><tr>{string.Concat(table.Head.Select(cell => $"<th scope=\"col\">{Escape(cell)}</th>"))}</tr></thead>\n<tbody>");
        foreach (var row in table.Rows)
            writer.WriteLine($"<tr><th scope=\"row\">{Escape(row[0])}</th>{string.Concat(row.Skip(1).Select(cell => $"<td>{Escape(cell)}</td>"))}</tr>");
        writer.WriteLine("</tbody></table></div>");
    }
}
