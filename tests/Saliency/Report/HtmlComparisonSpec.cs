using System.Text.RegularExpressions;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Tests.Saliency.Report;

public sealed class HtmlComparisonSpec
{
    [Fact]
    public void Heat_maps_stand_below_one_another_and_whole_explanations_unfold()
    {
        string page = Page(many: false, ComparisonJsonSpec.Sample);
        string[] maps = [.. Regex.Matches(page, "<section class=\"card map\"><h2>([a-z-]+) ").Select(match => match.Groups[1].Value)];
        Assert.Equal(["decoded-grad-cam", "grad-norm", "random"], maps);
        Assert.Equal(maps, Regex.Matches(page, "<details class=\"explanation\"><summary><strong>([a-z-]+)</strong>").Select(match => match.Groups[1].Value));
        foreach (Match text in Regex.Matches(page, "class=\"card map\">.*?<p class=\"text\"[^>]*>(.*?)</p>", RegexOptions.Singleline))
            Assert.Equal(Samples.Plain.Text, System.Net.WebUtility.HtmlDecode(Regex.Replace(text.Groups[1].Value, "<[^>]*>", "")));
        Assert.Equal(["units1", "units2", "units3"], Regex.Matches(page, "name=\"(units\\d+)\" value=\"words\"").Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void Shares_and_agreement_are_tables_with_a_column_for_each_method()
    {
        var sample = ComparisonJsonSpec.Sample;
        string page = Page(many: false, sample);
        var word = ComparedWord.Of(sample)[0];
        Assert.Contains($"<th scope=\"row\">{word.Name}</th>{string.Concat(word.Lines.Select(line => $"<td>{HeatMap.Signed(line)}</td>"))}</tr>", page);
        string pair = $"<td>{AgreementText.Correlation(sample.Between(0, 1))} · {AgreementText.Overlap(sample.Between(0, 1))}</td>";
        Assert.Equal(2, Regex.Count(page, Regex.Escape(pair)));
        Assert.Contains("<p>It is drawn.</p>", page);
        Assert.Contains("orange speaks for positive, blue against it", page);
    }

    [Fact]
    public void Of_many_texts_each_unfolds_and_equal_runs_are_equal_bytes()
    {
        var sample = ComparisonJsonSpec.Sample;
        var later = sample with { Explanations = [.. sample.Explanations.Select(explanation => explanation with { Timing = new(9, 9, 9, 9, 9) })] };
        string page = Page(many: true, sample, sample);
        Assert.Equal(page, Page(many: true, later, later));
        Assert.Equal(2, Regex.Count(page, "<details class=\"comparison\""));
        Assert.Equal(1, Regex.Count(page, "<details class=\"comparison\" open"));
        Assert.DoesNotContain("<details class=\"explanation\"", page);
    }

    [Fact]
    public void Text_cannot_become_markup()
    {
        var hostile = Samples.Rich with { Notes = ["<img src=x>"], Model = Samples.Rich.Model with { Name = "\"><script>1</script>" } };
        string page = Page(many: true, MethodComparison.Of([hostile, hostile with { Options = hostile.Options with { Method = "grad-norm" } }]));
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("<script>1", page);
        Assert.DoesNotContain("<img", page);
    }

    private static string Page(bool many, params MethodComparison[] comparisons)
    {
        var text = new StringWriter { NewLine = "\n" };
        var page = new HtmlReport(text, many);
        foreach (var comparison in comparisons)
            page.Add(comparison);
        page.Finish();
        return text.ToString();
    }
}
