using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Tests.Saliency.Report;

public partial class HtmlReportSpec
{
    [Theory]
    [MemberData(nameof(ExplanationJsonSpec.Names), MemberType = typeof(ExplanationJsonSpec))]
    public void A_page_asks_for_nothing(string name)
    {
        string page = HtmlReport.Write(ExplanationJsonSpec.Sample(name));
        Assert.DoesNotContain("http:", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page);
        Assert.DoesNotContain("url(", page);
        Assert.DoesNotContain("@import", page);
        Assert.Contains("default-src 'none'", page);
    }

    [Fact]
    public void The_policy_lets_only_its_own_script_run()
    {
        string page = HtmlReport.Write(Samples.Rich);
        string script = Regex.Match(page, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'", page);
        Assert.Equal(1, Regex.Count(page, "unsafe")); // the style's
    }

    [Fact]
    public void Text_cannot_become_markup()
    {
        var hostile = Samples.Rich with
        {
            Notes = ["<img src=x onerror=alert(1)>"],
            Model = Samples.Rich.Model with { Name = "\"><script>1</script>" },
            Options = Samples.Rich.Options with { Target = "<i>" },
        };
        string page = HtmlReport.Write(hostile);
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("<script>1", page);
        Assert.DoesNotContain("<img", page);
        Assert.Contains("<td>&lt;i&gt;</td>", page);
        Assert.Equal(2, Regex.Count(page, "</script>"));
        Assert.Contains("&lt;script&gt;", page);
        Assert.Contains("&quot;", page);
    }

    [Fact]
    public void Every_token_and_word_stands_on_the_page()
    {
        string page = HtmlReport.Write(Samples.Rich);
        foreach (var token in Samples.Rich.Tokens)
            Assert.Contains(Escaped(token.Piece), page);
        foreach (var word in Samples.Rich.Words)
            Assert.Contains(Escaped(word.Text), page);
        Assert.Contains(Samples.Rich.Model.Sha256, page);
        Assert.Contains(Samples.Rich.Head!.Sha256, page);
        foreach (var s in Switches.Of(Samples.Rich.Options))
            Assert.Contains($"<th scope=\"row\">{s.Name}</th><td>{s.Value}</td>", page);

        static string Escaped(string text) =>
            text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;");
    }

    [Theory]
    [MemberData(nameof(ExplanationJsonSpec.Names), MemberType = typeof(ExplanationJsonSpec))]
    public void The_coloured_text_is_the_text(string name)
    {
        var sample = ExplanationJsonSpec.Sample(name);
        foreach (Match text in Coloured().Matches(HtmlReport.Write(sample)))
            Assert.Equal(sample.Text, System.Net.WebUtility.HtmlDecode(Regex.Replace(text.Groups[1].Value, "<[^>]*>", "")));
    }

    [Fact]
    public void The_script_finds_one_score_per_painted_stretch()
    {
        string page = HtmlReport.Write(Samples.Rich);
        using var data = JsonDocument.Parse(Regex.Match(page, "class=\"scores\">(.*?)</script>").Groups[1].Value);
        string[] texts = [.. Coloured().Matches(page).Select(m => m.Groups[1].Value)];
        Assert.Equal([0, 2, 4, 6], data.RootElement.GetProperty("layers").EnumerateArray().Select(l => l.GetInt32()));
        foreach (var words in data.RootElement.GetProperty("words").EnumerateArray())
            Assert.Equal(Regex.Count(texts[0], "<b "), words.GetArrayLength());
        foreach (var tokens in data.RootElement.GetProperty("tokens").EnumerateArray())
        {
            Assert.Equal(Regex.Count(texts[1], "<b "), tokens.GetProperty("text").GetArrayLength());
            Assert.Equal(2, tokens.GetProperty("added").GetArrayLength());
        }
    }

    [Fact]
    public void Negative_scores_take_the_other_colour()
    {
        Assert.Contains("class=\"n\" style=\"--s:", HtmlReport.Write(Samples.Rich));
        Assert.DoesNotContain("class=\"n\" style=\"--s:", HtmlReport.Write(Samples.Plain));
    }

    [Fact]
    public void Where_only_an_added_token_has_a_score_it_takes_the_full_colour()
    {
        var layer = Samples.Rich.Layers[0];
        var alone = layer with { TokenScores = [-2.5, .. layer.TokenScores.Skip(1).Select(_ => 0.0)] };
        string page = HtmlReport.Write(Samples.Rich with { ChosenLayer = alone.Layer, Layers = [alone, Samples.Rich.Layers[1]] });
        Assert.Contains("<td class=\"n\" style=\"--s:1\" title=\"&lt;s&gt;, layer 0: -2.5\">", page);
    }

    [Fact]
    public void The_matrix_has_the_last_layer_first()
    {
        string[] rows = [.. Regex.Matches(HtmlReport.Write(Samples.Rich), "<tr data-row=\"(\\d+)\"").Select(row => row.Groups[1].Value)];
        Assert.Equal(["6", "4", "2", "0"], rows);
    }

    [Fact]
    public void What_is_explained_beside_the_prediction_and_what_attributions_add_up_to_is_told()
    {
        string rich = HtmlReport.Write(Samples.Rich), plain = HtmlReport.Write(Samples.Plain);
        Assert.Contains("Explained here: <strong>negative</strong>, which got 2.9 %.", rich);
        Assert.Contains("Attributions add up to 1.2; the explained value changed by 1.25.", rich);
        Assert.Contains("Top words <small>in the text, layer 6</small>", rich);
        Assert.DoesNotContain("Explained here", plain);
        Assert.DoesNotContain("add up", plain);
    }

    [Theory]
    [InlineData(0.1, "0.100")]
    [InlineData(-0.0994, "-0.0994")]
    [InlineData(999999.4, "999999.400")]
    [InlineData(2345678, "2.346E+06")]
    public void A_number_is_told_to_its_size(double value, string told) => Assert.Equal(told, OutputText.Value(new(0, "score", value, null)));

    [Fact]
    public void A_page_has_somewhere_to_go() => Assert.Throws<ArgumentNullException>(() => new HtmlReport(null!));

    [Fact]
    public void Windows_and_notes_are_told()
    {
        string page = HtmlReport.Write(Samples.Windowed);
        Assert.Contains("2 overlapping windows", page);
        Assert.Contains("<td>257–600</td>", page);
    }

    [Fact]
    public void Many_explanations_share_a_page_and_none_makes_a_whole_one()
    {
        string page = HtmlReport.Write(Samples.Plain, Samples.Rich);
        Assert.Equal(2, Regex.Count(page, "<details class=\"explanation\""));
        Assert.Equal(1, Regex.Count(page, "<details class=\"explanation\" open"));
        Assert.Contains("name=\"units1\"", page);
        Assert.EndsWith("</html>\n", HtmlReport.Write());
    }

    [GeneratedRegex("<p class=\"text\"[^>]*>(.*?)</p>", RegexOptions.Singleline)]
    private static partial Regex Coloured();
}
