using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Laws;
using PureSaliency.Tests.Saliency.Methods;

namespace PureSaliency.Tests.Saliency.Engine;

public class WeighedRowsTests
{
    [Fact]
    public void Rows_are_as_they_are_unless_something_is_asked_for() =>
        Assert.Same(Views.Small.Hidden, WeighedRows.Of(Views.Small.Hidden, new(), _ => throw new InvalidOperationException(), Nobody));

    [Fact]
    public void The_mean_row_of_the_text_is_taken_from_each() =>
        Assert.Equal([-1, 3, 1, -9, 0, 6], Of(new() { Centre = Centre.Text }, [[0, 2], [2, -10], [1, 5]]));

    [Theory]
    [InlineData(Centre.Mask, Baseline.Mask)]
    [InlineData(Centre.Pad, Baseline.Pad)]
    public void The_row_of_a_text_without_words_is_taken_from_each_place(Centre centre, Baseline baseline)
    {
        var rows = WeighedRows.Of(Views.Matrix([[0, 2], [2, -10]]), new() { Centre = centre }, asked =>
        {
            Assert.Equal(baseline, asked);
            return [1.0, 1, 2, 2];
        }, Nobody);
        Assert.Equal([-1, 1, 0, -12], rows.ToArray());
    }

    [Fact]
    public void The_mean_row_of_many_texts_is_taken_from_each() => Assert.Equal([-1, 1, 1, -11], WeighedRows.Of(
        Views.Matrix([[0, 2], [2, -10]]), new() { Centre = Centre.Corpus }, _ => throw new InvalidOperationException(), () => [1, 1]).ToArray());

    [Fact]
    public void A_row_has_a_mean_square_of_one_and_a_row_of_zeros_stays() =>
        Assert.Equal([0.6, 0.8, 0, 0], Of(new() { LayerScale = LayerScale.Rms }, [[3, 4], [0, 0]]).Select(h => h / Math.Sqrt(2)), (a, b) => Math.Abs(a - b) < 1e-15);

    [Fact]
    public void Rows_are_centred_before_they_are_scaled() =>
        Assert.Equal([-1, 1, 1, -1], Of(new() { Centre = Centre.Text, LayerScale = LayerScale.Rms }, [[10, 20], [14, 16]]));

    [Fact]
    public void Centred_scores_of_grad_cam_are_scores_less_their_mean()
    {
        var options = new ExplainOptions { Method = GradCam.Name };
        double[][] raw = Golden.Tiny64.Plain(options, 1, Golden.Ids), centred = Golden.Tiny64.Plain(options with { Centre = Centre.Text }, 1, Golden.Ids);
        for (int l = 0; l < raw.Length; l++)
            Close.Check<double>(centred[l], [.. raw[l].Select(s => s - raw[l].Average())], 1e-9, $"layer {l}");
    }

    [Fact]
    public void A_text_of_masks_has_nothing_left_when_masks_are_the_centre()
    {
        int mask = Golden.Tiny64.Vocabulary - 1;
        double[][] scores = Golden.Tiny64.Plain(new() { Method = GradXInput.Name, Centre = Centre.Mask }, 1, [0, mask, mask, 2]);
        Assert.All(scores.SelectMany(layer => layer), score => Assert.Equal(0, score));
    }

    private static double[] Of(ExplainOptions options, double[][] rows) =>
        WeighedRows.Of(Views.Matrix(rows), options, _ => throw new InvalidOperationException(), Nobody).ToArray();

    private static double[] Nobody() => throw new InvalidOperationException();
}
