using PureSaliency.Roberta.Training;

namespace PureSaliency.Tests.Roberta.Training;

/// <summary>Figures of heads whose outputs are not exclusive classes, against those counted by hand.</summary>
public sealed class MetricsTests
{
    [Fact]
    public void Errors_and_correlations_of_values()
    {
        var fit = new ValueMetrics([1, 2, 3, 4], [1, 3, 2, 6]);
        Assert.Equal((0 + 1 + 1 + 4) / 4.0, fit.MeanSquaredError, 1e-15);
        Assert.Equal(7 / Math.Sqrt(5 * 14), fit.Metrics["pearson"], 1e-14); // Σ dx dy = 7, Σ dx² = 5, Σ dy² = 14
        Assert.Equal(1 - 6 * 2 / (4.0 * 15), fit.Metrics["spearman"], 1e-14); // no ties: 1 − 6 Σ d² / (n (n² − 1))
        Assert.Empty(fit.Notes);
    }

    [Fact]
    public void The_rank_correlation_sees_order_alone()
    {
        Assert.Equal(1, new ValueMetrics([1, 2, 3], [1, 10, 1e9]).Metrics["spearman"], 1e-14);
        Assert.Equal(-1, new ValueMetrics([1, 2, 3], [0, -1, -5]).Metrics["spearman"], 1e-14);
    }

    [Theory]
    [InlineData(2, 2, 1, 3), InlineData(1, 3, 5, 5)]
    public void What_does_not_vary_has_no_correlation(double a, double b, double c, double d)
    {
        var fit = new ValueMetrics([a, b], [c, d]);
        Assert.Equal(["mse", "texts"], fit.Metrics.Keys);
        Assert.Single(fit.Notes);
    }

    [Fact]
    public void F1_of_labels_that_stand_by_themselves()
    {
        var counts = new LabelMetrics(3);
        counts.Add([1, -1, -1], [true, false, false]);
        counts.Add([1, 0, -1], [false, true, false]); // 0 is a probability of 0.5, which holds
        counts.Add([-1, -1, -1], [true, false, false]);
        Assert.Equal([2 * 1 / 4.0, 1, 0], Enumerable.Range(0, 3).Select(counts.F1));
        Assert.Equal(2 * 2 / (3 + 3.0), counts.MicroF1, 1e-15);
        Assert.Equal(1 / 3.0, counts.Accuracy);
        double loss = Math.Log(1 + Math.Exp(-1)), miss = Math.Log(1 + Math.E);
        Assert.Equal((loss + loss + loss + miss + Math.Log(2) + loss + miss + loss + loss) / 9, counts.Loss, 1e-14);
    }

    [Fact]
    public void The_answer_no_has_an_F1_too()
    {
        var counts = new LabelMetrics(1);
        foreach (var (logit, truth) in new[] { (1f, true), (-1f, false), (-1f, false), (-1f, true) }) counts.Add([logit], [truth]);
        Assert.Equal(2 * 1 / 3.0, counts.F1(0), 1e-15);
        Assert.Equal(2 * 2 / 5.0, counts.F1OfAbsence(0), 1e-15);
    }

    [Theory]
    [InlineData("[\"oil\"]", "oil"), InlineData("['oil', 'sport']", "oil sport"), InlineData("oil; sport", "oil sport"), InlineData("sport|OIL", "oil sport")]
    [InlineData("money", "money"), InlineData("[]", "")]
    public void Sets_of_names(string label, string expected) => Assert.Equal(expected, Read(label, "[\"money\"]"));

    [Theory]
    [InlineData("[1, 0, 1]", "oil sport"), InlineData("[0,0,0]", ""), InlineData("[true, false, false]", "oil"), InlineData("[1.0, 0.0, 0.0]", "oil")]
    public void Vectors(string label, string expected) => Assert.Equal(expected, Read(label, "[0, 1, 0]"));

    [Fact]
    public void Indices_where_not_all_are_vectors() => Assert.Equal("oil money", Read("[0, 1]", "[2]"));

    [Theory]
    [InlineData("[\"corn\"]", "corn"), InlineData("[[0]]", "[0]"), InlineData("[null]", "null"), InlineData("{\"a\":1}", "an object"), InlineData("[3]", "3")]
    public void Other_things_are_refused(string label, string found) => Refused.With(() => Read(label, "[\"money\"]"), found);

    private static string Read(string label, string other)
    {
        string[] model = ["oil", "money", "sport"];
        var sets = LabelSets.Of([new("a", label, "place 1"), new("b", other, "place 2")], model, "the data", null);
        return string.Join(' ', model.Where((_, i) => sets.Truths[0][i]));
    }
}
