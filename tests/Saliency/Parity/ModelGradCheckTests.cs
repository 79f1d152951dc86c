using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Parity;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Saliency.Parity;

/// <summary>Finite differences in double against the gradients of a whole model: every layer, every parameter.</summary>
public sealed class ModelGradCheckTests(ITestOutputHelper output) : IDisposable
{
    private const double Allowed = 1e-6;
    private readonly SequenceClassifier<double> model =
        SequenceClassifier<double>.Load(Repository.Path("tests", "golden", "tiny64"), trainable: true);

    public void Dispose() => model.Dispose();

    [Fact]
    public void Logits_by_every_layer_and_every_parameter()
    {
        var results = ModelGradCheck.Check(model, Golden.Ids, new GradCheckOptions { Samples = 6 }, parameters: true).ToArray();
        Assert.Equal(model.Config.Layers + 1 + model.Parameters.Count, results.Length);
        AllRight("logits", results);
    }

    [Fact]
    public void Loss_of_a_batch_by_every_parameter()
    {
        var batch = Batch.Of(model.Config, Golden.Ids, [0, 5, 1, 9, 2], [0, 33, 2]);
        var results = GradCheck.Check(
            tape => tape.Apply(new CrossEntropy<double>([2, 0, 1]),
                model.Head.Logits(tape, model.Encoder.Run(tape, batch).Last, batch.FirstRows)),
            model.Parameters, new GradCheckOptions { Samples = 5 });
        Assert.Equal(model.Parameters.Count, results.Count);
        AllRight("loss", results);
    }

    private void AllRight(string what, IReadOnlyList<GradCheckResult> results)
    {
        var worst = results.MaxBy(result => result.RelativeError)!;
        output.WriteLine($"{what}: {results.Sum(result => result.Checked)} elements of {results.Count} variables, worst "
            + $"{worst.RelativeError:0.0e+00} at element {worst.Worst} of {worst.Variable}");
        Assert.All(results, result => Assert.True(result.Checked > 0 && result.RelativeError <= Allowed, result.ToString()));
        // Gradients that vanish everywhere would agree, too.
        Assert.Contains(results, result => Math.Abs(result.Analytic) > 1e-3);
    }
}
