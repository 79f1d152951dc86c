using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Methods;

public class AttentionRolloutTests
{
    [Fact]
    public void Of_no_block_all_comes_from_the_first_position() =>
        Assert.Equal([1, 0, 0], new AttentionRollout().Score(Views.Pass(3), new()).Scores);

    [Fact]
    public void A_block_mixes_its_heads_mean_with_the_identity()
    {
        // Two heads of two positions: mean rows (½, ½) and (¼, ¾); with the identity (¾, ¼) and (⅛, ⅞).
        var block = Tensor<double>.From(new(2, 2, 2), [1, 0, 0.5, 0.5, 0, 1, 0, 1]);
        var view = Views.Pass(2, block, block);
        Assert.Equal([0.75 * 0.75 + 0.25 * 0.125, 0.75 * 0.25 + 0.25 * 0.875], new AttentionRollout().Score(view, new()).Scores);
    }

    [Property(MaxTest = 50)]
    public void Every_row_sums_to_one(int seed, byte positions)
    {
        int n = 1 + positions % 9;
        var random = new Random(seed);
        double[] rollout = Rollout.Identity(n);
        for (int block = 0; block < 4; block++)
        {
            var attention = Tensor<double>.Zeros(new(3, n, n));
            foreach (ref double p in attention.Span) p = random.NextDouble();
            for (int row = 0; row < 3 * n; row++)
            {
                double sum = Simd.Sum<double>(attention.Row(row));
                foreach (ref double p in attention.Row(row)) p /= sum;
            }
            rollout = AttentionRollout.Next(attention, rollout);
            for (int i = 0; i < n; i++) Assert.Equal(1, rollout[(i * n)..((i + 1) * n)].Sum(), 1e-12);
        }
    }

    [Fact]
    public void Scores_are_the_first_row_of_the_reference_s_rollout_and_the_same_for_every_class()
    {
        var traced = Golden.Tiny64.Case("single");
        var options = new ExplainOptions { Method = AttentionRollout.Name };
        double[][] scores = Golden.Tiny64.Plain(options, 0, traced.Ids[0]);
        Assert.Equal(scores, Golden.Tiny64.Plain(options, 2, traced.Ids[0]));
        for (int l = 0; l < Golden.Tiny64.Layers; l++)
        {
            double[] expected = Golden.Tiny64.Expected($"single.rollout.{l}");
            Close.Check<double>(scores[l + 1], expected.AsSpan(0, traced.Width), 1e-9, $"rollout of block {l}");
        }
    }
}
