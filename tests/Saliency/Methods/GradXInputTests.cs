using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Saliency.Methods;

public class GradXInputTests
{
    [Fact]
    public void A_score_is_the_product_of_gradient_and_hidden_state()
    {
        var scores = Views.Score(new GradXInput());
        Assert.Equal([2, -9, 30], scores.Scores);
        Assert.Equal([2, 0, 3, -12, 0, 30], scores.Contributions!.Select(c => c + 0.0));
    }

    [Fact]
    public void Scores_are_the_reference_s_at_every_layer()
    {
        for (int l = 0; l <= Golden.Tiny64.Layers; l++) Reference.Check($"gradient_x_input.{l}", l, new() { Method = GradXInput.Name });
    }
}
