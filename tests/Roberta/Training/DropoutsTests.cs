using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;
using PureSaliency.Tests.Autograd;

namespace PureSaliency.Tests.Roberta.Training;

/// <summary>Dropout at every place of a whole model.</summary>
public sealed class DropoutsTests
{
    // As for models without dropout; see docs/numerics.md.
    private const double Allowed = 1e-6;
    private static readonly int[] Rows = [1, 3, 6], Labels = [5, 7, 5];
    private static readonly int[][] Texts = [[0, 5, 7, 9, 2], [0, 8, 2]];
    private static readonly GradCheckOptions Some = new() { Samples = 5 };

    [Theory]
    [InlineData(0.2, 0.3), InlineData(0, 0.3), InlineData(0.2, 0)]
    public void Gradients_of_a_language_model_agree_with_finite_differences(double hidden, double attention)
    {
        using var made = MadeCheckpoint.LanguageModel();
        using var model = MaskedLanguageModel<double>.Load(made.Write(), withEncoder: true, trainable: true);
        Agree(GradCheck.Check(tape => Loss(tape, model, new Dropouts<double>(hidden, attention, 3)), model.Parameters, Some));
    }

    [Fact]
    public void Gradients_of_a_classifier_agree_with_finite_differences()
    {
        using var made = MadeCheckpoint.Classifier();
        using var model = SequenceClassifier<double>.Load(made.Write(), trainable: true);
        var batch = Batch.Of(model.Config, Texts);
        Agree(GradCheck.Check(
            tape =>
            {
                var dropouts = new Dropouts<double>(0.2, 0.3, 3);
                var pass = model.Forward(tape, batch, new Kept(HeadRowsOnly: true, NoAttention: true), dropouts);
                return tape.Apply(new CrossEntropy<double>([2, 0]), pass.Logits);
            },
            model.Parameters, Some));
    }

    [Fact]
    public void The_key_decides_and_either_rate_counts()
    {
        using var made = MadeCheckpoint.LanguageModel();
        using var model = MaskedLanguageModel<double>.Load(made.Write(), withEncoder: true);
        double[] losses = [Run(NoInsertions<double>.Instance), Drop(0.2, 0.3, 1), Drop(0.2, 0.3, 2), Drop(0, 0.3, 1), Drop(0.2, 0, 1)];
        Assert.Equal(losses.Length, losses.Distinct().Count());
        Assert.Equal(losses[1], Drop(0.2, 0.3, 1));
        Assert.Equal(losses[0], Drop(0, 0, 1));

        double Drop(double hidden, double attention, ulong key) => Run(new Dropouts<double>(hidden, attention, key));

        double Run(IInsertions<double> dropouts)
        {
            using var device = new CpuDevice<double>(1);
            using var tape = new Tape<double>(device);
            return tape[Loss(tape, model, dropouts)].Span[0];
        }
    }

    [Fact]
    public void Every_place_has_a_stream_of_its_own()
    {
        using var device = new CpuDevice<double>(1);
        using var tape = new Tape<double>(device);
        var x = tape.Leaf(Recorded.Ones(64));
        IInsertions<double> dropouts = new Dropouts<double>(0.5, 0.5, 3);
        double[][] places =
        [
            .. Enumerable.Range(0, 5).Select(_ => tape[dropouts.Hidden(tape, x)].ToArray()),
            tape[dropouts.Attention(tape, x)].ToArray(),
        ];
        Assert.Equal(places.Length, places.Select(values => string.Join(" ", values)).Distinct().Count());
    }

    private static Var Loss(Tape<double> tape, MaskedLanguageModel<double> model, IInsertions<double> dropouts)
    {
        var states = model.Encoder!.Run(tape, Batch.Of(model.Config, Texts), new Kept(NoAttention: true), dropouts);
        return model.Head.Loss(tape, states.Last, Rows, Labels);
    }

    private static void Agree(IReadOnlyList<GradCheckResult> results)
    {
        Assert.NotEmpty(results);
        Assert.All(results, result => Assert.True(result.RelativeError <= Allowed, $"{result}"));
    }
}
