using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

public class NormalisedAopcTests
{
    private static readonly MadeGame Game = MadeGame.OfParts(0.4, 0.3, 0.2, 0.1);

    [Fact]
    public void The_best_order_has_one_and_its_reverse_nought()
    {
        var best = new NormalisedAopc().Of(Game, [0, 4, 3, 2, 1, 0]);
        var worst = new NormalisedAopc().Of(Game, [0, 1, 2, 3, 4, 0]);
        Assert.Equal([1, 1, 1.0], best.Select(one => Math.Round(one.Values[0], 10)));
        Assert.Equal([0, 0, 0.0], worst.Select(one => Math.Round(one.Values[0], 10)));
        Assert.Equal(["aopc.normalised", "aopc.comprehensiveness", "aopc.sufficiency"], best.Select(one => one.Quantity));
    }

    [Fact]
    public void Others_lie_between_as_their_falls_do()
    {
        // Falls of 0.3, 0.7, 0.9, 1 beside 0.4, 0.7, 0.9, 1 at best and 0.1, 0.3, 0.6, 1 at worst.
        var found = new NormalisedAopc().Of(Game, [0, 3, 4, 2, 1, 0]);
        Assert.Equal((2.9 - 2.0) / (3.0 - 2.0), found.Number("aopc.normalised"), 9);
        // Four times the first token, once two: 0.3, 0.7 beside 0.4, 0.7 and 0.1, 0.3.
        Assert.Equal((4 * 0.3 + 0.7 - 0.7) / (4 * 0.4 + 0.7 - 0.7), found.Number("aopc.comprehensiveness"), 9);
        // Left are 0.3 and 0.7, so the falls are 0.7 and 0.3; at best 0.6 and 0.3, at worst 0.9 and 0.7.
        Assert.Equal((4 * 0.9 + 0.7 - (4 * 0.7 + 0.3)) / (4 * 0.9 + 0.7 - (4 * 0.6 + 0.3)), found.Number("aopc.sufficiency"), 9);
    }

    [Fact]
    public void Where_no_order_does_anything_there_is_none()
    {
        Assert.Empty(new NormalisedAopc().Of(new MadeGame(3, _ => 0.5), [0, 3, 2, 1, 0]));
        Assert.Empty(new NormalisedAopc().Of(MadeGame.OfParts(1), [0, 1, 0]));
        Assert.Empty(new NormalisedAopc().Of(new MadeGame(0, _ => 1), [0, 0]));
    }

    [Fact]
    public void Long_texts_are_left_out_unasked() => Assert.Empty(new NormalisedAopc().Of(
        new MadeGame(31, _ => throw new InvalidOperationException("Nobody should ask.")), new double[33]));
}
