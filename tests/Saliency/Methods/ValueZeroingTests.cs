using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Methods;

public class ValueZeroingTests
{
    [Fact]
    public void Distances_are_one_less_the_cosine()
    {
        Assert.Equal(0, ValueZeroing.Distance<double>(new double[] { 1, 2 }, new double[] { 2, 4 }), 1e-15);
        Assert.Equal(1, ValueZeroing.Distance<double>(new double[] { 1, 0 }, new double[] { 0, 3 }));
        Assert.Equal(2, ValueZeroing.Distance<double>(new double[] { 1, 0 }, new double[] { -5, 0 }));
        Assert.Equal(0, ValueZeroing.Distance<double>(new double[] { 0, 0 }, new double[] { 1, 0 }));
    }

    [Fact]
    public void A_row_is_divided_by_its_sum_and_rows_are_followed_down()
    {
        // Without 0, row 0 turns by 90°; without 1, row 0 turns round and row 1 by 90°: D = (1, 2; 0, 1), E = (⅓, ⅔; 0, 1).
        var view = Made(layer: 2);
        Assert.Equal([1 / 9.0, 8 / 9.0], new ValueZeroing().Score(view, new()).Scores, (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([1 / 3.0, 2 / 3.0], Score(view, ZeroingMap.Block), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([1.0, 2], Score(view, ZeroingMap.Last));
        Assert.Equal([0.0, 0], Score(Made(layer: 0), ZeroingMap.Last));
    }

    [Fact]
    public void The_map_of_every_block_is_the_reference_s()
    {
        var options = new ExplainOptions { Method = ValueZeroing.Name };
        for (int block = 0; block < Golden.Tiny64.Layers; block++)
        {
            Reference.Check($"value_zeroing.{block}", block + 1, options.With(ValueZeroing.Map, ZeroingMap.Block));
            Reference.Check($"value_zeroing.last.{block}", block + 1, options.With(ValueZeroing.Map, ZeroingMap.Last));
        }
        Reference.Check("value_zeroing.rollout", Golden.Tiny64.Layers, options);
    }

    [Property(MaxTest = 5)]
    public void Maps_of_any_text_are_shares_and_what_moves_at_the_top_is_an_angle(int seed)
    {
        var options = new ExplainOptions { Method = ValueZeroing.Name, Decode = false, Rectify = Rectify.None };
        foreach (var map in Enum.GetValues<ZeroingMap>())
            foreach (var layer in Golden.Tiny64.Explain(options.With(ValueZeroing.Map, map), 0, DrawnTexts.Of(seed))[0].Layers.Skip(1))
            {
                Assert.All(layer.Positions, share => Assert.InRange(share, 0, map == ZeroingMap.Last ? 2 : 1));
                if (map != ZeroingMap.Last) Assert.Equal(1, layer.Positions.Sum(), 1e-12);
            }
    }

    private static double[] Score(PassView<double> view, ZeroingMap map) =>
        new ValueZeroing().Score(view, new ExplainOptions().With(ValueZeroing.Map, map)).Scores;

    private static PassView<double> Made(int layer)
    {
        var state = Views.Matrix([[1, 0], [1, 0]]);
        return new()
        {
            Layer = layer,
            Depth = 2,
            Positions = 2,
            Attention = [],
            States = [state, state, state],
            Top = state.Rows(0, 1),
            WithoutValues = (_, _) => [Views.Matrix([[0, 1], [1, 0]]), Views.Matrix([[-1, 0], [0, 1]])],
        };
    }
}
