using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

/// <summary>What holds of all measures.</summary>
public class FaithfulnessMeasuresTests
{
    [Fact]
    public void Every_measure_is_listed_has_a_spec_and_is_alone_in_its_file()
    {
        Type[] all = [.. typeof(IFaithfulnessMeasure).Assembly.GetTypes().Where(type => type.IsClass && typeof(IFaithfulnessMeasure).IsAssignableFrom(type))];
        Assert.Equal(all.OrderBy(type => type.Name), FaithfulnessMeasures.All.Select(measure => measure.GetType()).OrderBy(type => type.Name));
        Assert.All(all, type => Assert.True(File.Exists(Repository.Path("src", "Saliency", "Faithfulness", "Measures", type.Name + ".cs")), type.Name));
        Assert.All(all, type => Assert.True(File.Exists(Repository.Path("tests", "Saliency", "Faithfulness", "Measures", type.Name + "Tests.cs")), type.Name));
    }

    [Fact]
    public void Names_are_found_and_are_nobody_elses()
    {
        Assert.Equal(FaithfulnessMeasures.All.Count, FaithfulnessMeasures.All.Select(measure => measure.Info.Name).Distinct().Count());
        Assert.All(FaithfulnessMeasures.All, measure => Assert.Same(measure, FaithfulnessMeasures.Find(measure.Info.Name)));
        Assert.Null(FaithfulnessMeasures.Find("beauty"));
    }

    [Fact]
    public void A_measure_gives_the_quantities_that_it_declares_each_once_and_curves_where_it_says_so()
    {
        var game = MadeGame.OfParts(0.4, 0.3, 0.2, 0.1);
        foreach (var measure in FaithfulnessMeasures.All)
        {
            var found = measure.Of(game, [0, 2, 4, 3, 1, 0]);
            Assert.Equal(measure.Info.Quantities.Select(quantity => quantity.Name), found.Select(one => one.Quantity));
            Assert.All(found, one => Assert.Equal(
                measure.Info.Quantities.Single(quantity => quantity.Name == one.Quantity).IsCurve, one.Values.Length > 1));
        }
    }

    [Fact]
    public void Only_the_order_counts_but_for_sums()
    {
        var game = MadeGame.OfParts(0.4, 0.3, 0.2, 0.1);
        Assert.All(FaithfulnessMeasures.All.Where(measure => measure is not Infidelity), measure => Assert.Equal(
            measure.Of(game, [0, 2, 4, 3, 1, 0]).SelectMany(one => one.Values), measure.Of(game, [9, -1, 40, 3.5, -2, 7]).SelectMany(one => one.Values)));
    }
}
