using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Saliency.Methods;

public class GradCamTests
{
    [Fact]
    public void A_score_is_the_hidden_state_weighed_by_the_mean_gradient()
    {
        var scores = Views.Score(new GradCam()); // a = (−1, 3)
        Assert.Equal([5, -15, 15], scores.Scores);
        Assert.Equal([-1, 6, -3, -12, 0, 15], scores.Contributions!);
    }

    [Fact]
    public void The_mean_may_leave_the_special_positions_out() => // a = (1, 3)
        Assert.Equal([7, -9, 15], Views.Score(new GradCam(), new ExplainOptions().With(GradCam.MeanOver, MeanOver.WithoutSpecial)).Scores);

    [Fact]
    public void Of_special_positions_alone_the_mean_is_over_them()
    {
        var view = Views.Of([[1, 2], [3, 4]], [[2, 0], [0, 4]]); // a = (1, 2)
        Assert.Equal([5, 11], new GradCam().Score(view, new ExplainOptions().With(GradCam.MeanOver, MeanOver.WithoutSpecial)).Scores);
    }

    [Fact]
    public void Scores_are_the_reference_s_at_every_layer()
    {
        for (int l = 0; l <= Golden.Tiny64.Layers; l++) Reference.Check($"gradcam.raw.{l}", l, new() { Method = GradCam.Name });
    }
}
