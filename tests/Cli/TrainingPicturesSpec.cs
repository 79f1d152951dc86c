using System.Text.Json.Nodes;
using PureSaliency.Cli.Outputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Roberta.Training;

namespace PureSaliency.Tests.Cli;

/// <summary>Each loss is told by its name, each layer by the number that people count.</summary>
public sealed class TrainingPicturesSpec
{
    private const string Two = """{"update":10,"loss":2.3,"losses":{"classification":{"loss":1.1,"weight":0.8},"language":{"loss":7.1,"weight":0.2}}}""";

    [Fact]
    public void A_sum_of_losses_is_drawn_with_its_parts()
    {
        var (legends, axis) = Drawn("accuracy", Two, """{"update":10,"evaluation":{"accuracy":0.5}}""");
        Assert.Equal(["classification loss (weight 0.8)", "language loss (weight 0.2)", "weighted sum of both, while learning", "accuracy, held out"], legends);
        Assert.Equal("losses, nats", axis);
    }

    [Fact]
    public void One_loss_is_cross_entropy()
    {
        var (legends, axis) = Drawn("loss", """{"update":10,"loss":2.3}""", """{"update":10,"evaluation":{"loss":2}}""");
        Assert.Equal(["loss while learning", "loss, held out"], legends);
        Assert.Equal("cross-entropy, nats", axis);
    }

    [Fact]
    public void A_log_that_an_older_version_began_is_drawn() =>
        Assert.Contains("language loss (weight 0.2)", Drawn("accuracy", """{"update":10,"loss":2.3}""", Two.Replace("10", "20", StringComparison.Ordinal)).Legends);

    [Fact]
    public void Nothing_is_drawn_of_nothing() => Assert.Null(LossPlot.Make([], "loss"));

    [Theory]
    [InlineData("roberta.embeddings.word_embeddings.weight", "layer 0 (embedding)")]
    [InlineData("roberta.encoder.layer.0.output.dense.weight", "layer 1")]
    [InlineData("roberta.encoder.layer.11.output.dense.weight", "layer 12")]
    [InlineData("classifier.out_proj.weight", "head")]
    [InlineData("lm_head.bias", "head")]
    public void Gradients_are_drawn_by_layer(string parameter, string group) => Assert.Equal(group, WatchPlot.GroupOf(parameter));

    [Fact]
    public void Progress_tells_each_loss_by_its_name()
    {
        var state = new TrainingState(3, new Dictionary<string, string>());
        Assert.Contains("update 3 of 9, loss 2.300, rate 1.0e-3, ", new TrainingPace().Updated(state, new(2.3, 1, 1e-3), 5, 9));
        var result = new UpdateResult(2.3, 1, 1e-3) { Losses = [new("classification", 1.1, 0.8), new("language", 7.1, 0.2)] };
        Assert.Contains("classification loss 1.100 (weight 0.8), language loss 7.100 (weight 0.2), sum 2.300, rate", new TrainingPace().Updated(state, result, 5, 9));
    }

    private static (string[] Legends, string Axis) Drawn(string measure, params string[] lines)
    {
        var plot = LossPlot.Make([.. lines.Select(line => JsonNode.Parse(line)!.AsObject())], measure)!;
        return ([.. plot.Legend.GetItems().Select(item => item.LabelText)], plot.Axes.Left.Label.Text);
    }
}
