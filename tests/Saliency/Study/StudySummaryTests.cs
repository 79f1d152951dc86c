using PureSaliency.Saliency;
using PureSaliency.Saliency.Faithfulness;
using PureSaliency.Saliency.Study;

namespace PureSaliency.Tests.Saliency.Study;

/// <summary>Means, differences and words of rows that are made up.</summary>
public class StudySummaryTests
{
    private static readonly StudyMethod[] Methods = [StudyMethod.Parse("random"), StudyMethod.Parse("lrp")];

    private static StudyHead Head(params StudyEntry[] entries) => new()
    {
        Model = new("made", new('a', 64), 2, 8, 20, "float32"),
        Classes = ["bad", "good"],
        Data = "made",
        DataHash = new('b', 64),
        Measures = [Comprehensiveness.Name],
        Removal = "mask",
        Seed = 1,
        Resamples = 200,
        CostlyTexts = 5,
        Methods = [.. Methods.Select(method => new StudyMethodHead(method.Name, method.Options))],
        Entries = entries.Length > 0 ? entries : [new("random", null, true), new("lrp", 1, true)],
        Quantities = [.. new Comprehensiveness().Info.Quantities.Select(quantity => quantity.Name)],
        Known = new Comprehensiveness().Info.Quantities,
    };

    private static StudyRow Row(long row, int target, double random, double lrp, int? label = null) => new()
    {
        Row = row,
        Tokens = 10,
        Class = target,
        Probability = 0.9,
        Label = label,
        Values = [[[0, 0, 0, 0, random], [random]], [[lrp, 0, 0, 0, 1], [lrp]]],
        Passes = [[1, 0], [1.5, 0.5]],
    };

    private static StudyResult Result(params StudyRow[] rows) => StudySummary.Of(Head(), rows, []);

    [Fact]
    public void Means_curves_differences_and_passes()
    {
        var result = Result(Row(1, 0, 0.1, 0.3, 0), Row(2, 1, 0.2, 0.4, 0), Row(4, 1, 0.3, 0.5, 1));
        var (random, lrp) = (result.Results[0], result.Results[1]);
        Assert.Equal((0.2, 0.4, 3), (random.Numbers["comprehensiveness.mean"].Mean, lrp.Numbers["comprehensiveness.mean"].Mean, lrp.Numbers["comprehensiveness.mean"].Texts));
        Assert.Equal([0.4, 0, 0, 0, 1], lrp.Curves["comprehensiveness"].Select(point => point.Mean));
        Assert.Equal(new Interval(0.2, 0.2, 0.2, 3), lrp.Differences["random"]["comprehensiveness.mean"]);
        Assert.Empty(random.Differences);
        Assert.Equal((1.5, 0.5), (lrp.Forward, lrp.Backward));
        Assert.Equal((3, 2 / 3.0, 10), (result.Texts.Count, Math.Round(result.Texts.Accuracy!.Value, 4) == 0.6667 ? 2 / 3.0 : 0, result.Texts.Tokens));
        Assert.Equal([1, 2], result.Texts.Predicted);
        Assert.Empty(result.Findings);
    }

    [Fact]
    public void Who_is_no_better_than_lots_is_named()
    {
        var result = Result(Row(1, 0, 0.1, 0.3), Row(2, 1, 0.4, 0.2));
        Assert.Equal("lrp @ 1 is no better than random in comprehensiveness.mean: +0.000 [-0.200, 0.200].", Assert.Single(result.Findings));
        Assert.Null(result.Texts.Accuracy);
    }

    [Fact]
    public void Who_does_not_look_at_the_model_is_named()
    {
        CascadeRow[] cascade = [new(1, "head", 1, [1, 0.9]), new(1, "head", 2, [1, 0.7]), new(2, "block 1", 1, [1, 0.5]), new(2, "block 1", 2, [1, null])];
        var result = StudySummary.Of(Head(), [Row(1, 0, 0.1, 0.3), Row(2, 1, 0.1, 0.3)], cascade);
        Assert.Equal([0.8, 0.5], result.Results[1].Cascade!.Select(step => step.Spearman!.Mean));
        Assert.Equal(1, result.Results[1].Cascade![1].Spearman!.Texts);
        Assert.StartsWith("lrp @ 1 is blind to the model: with all weights drawn anew its maps still have a rank correlation of 0.50", Assert.Single(result.Findings));
    }

    [Fact]
    public void Texts_without_a_map_are_counted_and_the_reason_told()
    {
        var without = Row(2, 1, 0.1, 0) with { Values = [[[0, 0, 0, 0, 0.1], [0.1]], null], Passes = [[1, 0], null], Problems = new() { ["lrp"] = "It was too long." } };
        var result = Result(Row(1, 0, 0.1, 0.3), without);
        Assert.Equal("1 of 2 texts: It was too long.", result.Results[1].Without);
        Assert.Equal((0.3, 1), (result.Results[1].Numbers["comprehensiveness.mean"].Mean, result.Results[1].Numbers["comprehensiveness.mean"].Texts));
    }

    [Fact]
    public void It_reads_back_as_it_was_written()
    {
        var result = Result(Row(1, 0, 0.1, 0.3), Row(2, 1, 0.4, 0.2));
        Assert.Equal(StudyJson.Write(result), StudyJson.Write(StudyJson.ReadResult(StudyJson.Write(result))));
        var row = Row(3, 1, 0.25, double.Epsilon, 1);
        Assert.Equal(StudyJson.Write(row), StudyJson.Write(StudyJson.ReadRow(StudyJson.Write(row))));
    }

    [Fact]
    public void Tables_hold_means_with_intervals_and_name_the_yardstick()
    {
        string tables = StudyTables.Markdown(Result(Row(1, 0, 0.1, 0.3, 0), Row(2, 1, 0.2, 0.4, 1)));
        Assert.Contains("# Study of made on made", tables);
        Assert.Contains("| method | passes F + B | texts | comprehensiveness ↑ |", tables);
        Assert.Contains("| lrp @ 1 | 1.5 + 0.5 | 2 | 0.350 [0.300, 0.400] |", tables);
        Assert.Contains("## Differences to random, text by text", tables);
        Assert.Contains("| lrp @ 1 | +0.200 [0.200, 0.200] |", tables);
        Assert.Contains("The model's accuracy on them is 1.0000", tables);
    }

    [Fact]
    public void A_page_holds_all_of_it_and_asks_nobody()
    {
        string page = StudyPage.Write(Result(Row(1, 0, 0.1, 0.3)), [("A <picture>", "<svg>&</svg>")]);
        Assert.StartsWith("<!doctype html>", page);
        Assert.Contains("A &lt;picture&gt;", page);
        Assert.Contains("data:image/svg+xml;base64," + Convert.ToBase64String("<svg>&</svg>"u8), page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("http://", page.Replace("http://www.w3.org", ""));
        Assert.Contains("default-src 'none'", page);
    }
}
