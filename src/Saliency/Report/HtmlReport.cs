using System.Security.Cryptography;
using System.Text;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Report;

/// <summary>
/// One page that opens anywhere: style and script stand inside, and its own policy forbids it every request.
/// Explanations are written as they come, so a page of thousands takes no memory.
/// </summary>
public sealed class HtmlReport
{
    private static readonly Lazy<string> Style = new(() => Resource("report.css"));
    private static readonly Lazy<string> Script = new(() => Resource("report.js"));

    private readonly TextWriter _writer;
    private readonly bool _many;
    private int _count;

    /// <summary>Starts a page.</summary>
    /// <param name="writer">Where it goes, in UTF-8.</param>
    /// <param name="many">
    /// Whether explanations stand one below the other and unfold, or one fills the page. Those of many hold no times, so that equal runs make
    /// equal pages.
    /// </param>
    public HtmlReport(TextWriter writer, bool many = false)
    {
        ArgumentNullException.ThrowIfNull(writer);
        (_writer, _many) = (writer, many);
        WriteHead();
    }

    /// <summary>A whole page.</summary>
    public static string Write(params IReadOnlyList<Explanation> explanations)
    {
        ArgumentNullException.ThrowIfNull(explanations);
        var text = new StringWriter { NewLine = "\n" };
        var page = new HtmlReport(text, explanations.Count != 1);
        foreach (var explanation in explanations)
            page.Add(explanation);
        page.Finish();
        return text.ToString();
    }

    /// <summary>Adds one explanation.</summary>
    public void Add(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        int number = _count++;
        Open("explanation", number, explanation);
        new HtmlExplanation(_writer, explanation, number, timed: !_many).Write();
        Close();
    }

    /// <summary>Adds several methods side by side; below those of a single text, their whole explanations unfold.</summary>
    public void Add(MethodComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        Open("comparison", _count++, comparison.Explanations[0]);
        new HtmlComparison(_writer, comparison).Write();
        foreach (var explanation in _many ? [] : comparison.Explanations)
        {
            _writer.Write($"<details class=\"explanation\"><summary><strong>{SwitchNames.Method(explanation.Options)}</strong></summary>\n");
            new HtmlExplanation(_writer, explanation, _count++, timed: true).Write();
            _writer.Write("</details>\n");
        }
        Close();
    }

    /// <summary>Adds a text that could not be explained.</summary>
    /// <param name="text">The text.</param>
    /// <param name="problem">Why not, in a sentence.</param>
    public void AddProblem(string text, string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(problem);
        _count++;
        _writer.Write($"<details class=\"explanation\"><summary><strong>not explained</strong>" +
            $"<span class=\"clip\">{HtmlText.Escape(HtmlText.Clip(text, 90))}</span></summary>\n" +
            $"<div class=\"notes\"><p>{HtmlText.Escape(problem)}</p></div>\n</details>\n");
    }

    /// <summary>Ends the page.</summary>
    public void Finish() => _writer.Write($"</main>\n<script>{Script.Value}</script>\n</body>\n</html>\n");

    private void Open(string kind, int number, Explanation explanation)
    {
        if (!_many)
        {
            _writer.Write($"<article class=\"{kind}\">\n");
            return;
        }
        var outputs = new OutputText(explanation);
        string answer = string.Join(", ", outputs.Answer().Select(part => $"{part.Name} {part.Value}").Append(outputs.AnswerMore()).OfType<string>());
        _writer.Write($"<details class=\"{kind}\"{(number == 0 ? " open" : "")}><summary><strong>{HtmlText.Escape(answer)}</strong>" +
            $"<span class=\"clip\">{HtmlText.Escape(HtmlText.Clip(explanation.Text, 90))}</span></summary>\n");
    }

    private void Close() => _writer.Write(_many ? "</details>\n" : "</article>\n");

    private void WriteHead()
    {
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script.Value)));
        _writer.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <link rel="icon" href="data:,">
            <title>PureSaliency</title>
            <style>
            {Style.Value}</style>
            </head>
            <body>
            <main>

            """.ReplaceLineEndings("\n"));
    }

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
