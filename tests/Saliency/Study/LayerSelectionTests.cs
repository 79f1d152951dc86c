using PureSaliency.Saliency.Faithfulness;
using PureSaliency.Saliency.Study;

namespace PureSaliency.Tests.Saliency.Study;

public class LayerSelectionTests
{
    // Depth 12: 7/12 of it is layer 7.
    private static IReadOnlyList<SelectedLayer> Of(params double[][] balances)
    {
        var head = new StudyHead
        {
            Model = new("made", new('a', 64), 12, 8, 20, "float32"),
            Classes = ["bad", "good"],
            Data = "texts",
            Measures = [Balance.Name],
            Removal = "mask",
            Seed = 1,
            Resamples = 400,
            CostlyTexts = 0,
            Methods = [new("lrp", new())],
            Entries = [.. balances.Select((_, layer) => new StudyEntry("lrp", 4 + layer, layer == 0))],
            Quantities = [Balance.Name],
        };
        return LayerSelection.Of(head, [.. Enumerable.Range(0, balances[0].Length).Select(text => new StudyRow
        {
            Row = text + 1,
            Tokens = 5,
            Class = 0,
            Probability = 1,
            Values = [.. balances.Select(layer => (double[]?[])[[layer[text]]])],
            Passes = [[1, 1]],
        })]);
    }

    [Fact]
    public void The_best_layer_is_chosen_where_the_others_are_worse()
    {
        var chosen = Assert.Single(Of([0.5, 0.6, 0.7, 0.6], [0.2, 0.3, 0.4, 0.3], [0.1, 0.1, 0.1, 0.1], [0.1, 0.2, 0.3, 0.2]));
        Assert.Equal(("lrp", 4), (chosen.Method, chosen.Layer));
        Assert.Matches(@"^balance 0\.600 \[0\.5\d+, 0\.6\d+\] on 4 texts of texts, the best of all layers\.$", chosen.Reason);
    }

    [Fact]
    public void Of_layers_no_worse_than_the_best_the_one_nearest_to_the_middle_is_chosen()
    {
        // Layers 4, 5 and 6: 6 is worse than 4 on some texts and better on others, 5 always worse.
        var chosen = Assert.Single(Of([0.5, 0.6, 0.7, 0.6], [0.4, 0.5, 0.6, 0.5], [0.3, 0.8, 0.5, 0.7]));
        Assert.Equal(6, chosen.Layer);
        Assert.Contains("of 2 layers no worse than the best (4) the nearest to 7/12 of the depth.", chosen.Reason);
    }

    [Fact]
    public void Of_two_as_near_the_lower_one_is_chosen() =>
        Assert.Equal(6, Assert.Single(Of([0, 0, 0], [0, 0, 0], [1, 1, 1], [0, 0, 0], [1, 1, 1])).Layer); // 6 and 8

    [Fact]
    public void Without_balance_or_texts_nothing_is_chosen() => Assert.Empty(Of([[]]));
}
