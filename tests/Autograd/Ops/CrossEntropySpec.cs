using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd.Ops;

public sealed class CrossEntropySpec(ITestOutputHelper output) : OpSpec(output)
{
    private const int Ignored = -100;

    public override Type Op => typeof(CrossEntropy<>);

    public override IEnumerable<OpCase> Cases =>
    [
        Case(5, 1, 2, 1, 0),
        Case(1, 0),
        Case(33, 32),
        Case(48, 0, Ignored, 47, Ignored, 5, 5),
        Case(100, [.. Enumerable.Range(0, 19)]),
        new("smoothed", new Subject([1, Ignored, 4, 4], 0.1), Values.Random(new(4, 5), 1, scale: 3)),
        new("smoothed, many classes", new Subject([0, 99], 0.5), Values.Random(new(2, 100), 1, scale: 3)),
        new("far apart", new Subject([0, 2, Ignored]), Values.Of(new(3, 3), 0, 200, -1000, 1000, 0, -1000, 1, 2, 3))
        {
            GradCheck = new() { Step = 1e-4 },
        },
    ];

    public override OpCase Tiny => Case(5, 1, Ignored, 0);

    public override IEnumerable<Shape[]> Misfits => [[new(4, 2)], [new(3, 5)], [new(4)], [new(4, 5), new(4, 5)]];

    [Fact]
    public void Rows_that_do_not_count_have_no_gradient()
    {
        using var run = new OpRun<double>(new CrossEntropy<double>([1, Ignored, 0]), [Values.Random(new(3, 2), 1)]);
        Assert.Equal([0, 0], run.Backward([1])[0][2..4]);
    }

    [Fact]
    public void Without_smoothing_classes_that_are_impossible_cost_nothing()
    {
        using var run = new OpRun<double>(
            new CrossEntropy<double>([0]), [Values.Of(new(1, 4), 1, 1, double.NegativeInfinity, double.NegativeInfinity)]);
        Close.Check<double>(run.Output, [Math.Log(2)], Tolerance.Double, "y");
        Close.Check<double>(run.Backward([1])[0], [-0.5, 0.5, 0, 0], Tolerance.Double, "dx");
    }

    [Theory]
    [InlineData(Ignored, Ignored), InlineData(0, 5), InlineData(0, -1)]
    public void Labels_that_do_not_fit_are_refused(params int[] labels)
    {
        OpLaws.Refuses(new CrossEntropy<float>(labels), [new(labels.Length, 5)]);
        OpLaws.Refuses(new CrossEntropy<float>([]), [new(0, 5)]);
    }

    [Theory]
    [InlineData(-0.1), InlineData(1.0), InlineData(double.NaN)]
    public void Smoothing_that_is_no_share_is_refused(double smoothing) =>
        OpLaws.Refuses(new CrossEntropy<float>([0], Smoothing: smoothing), [new(1, 5)]);

    private static OpCase Case(int classes, params int[] labels) => new(
        $"({labels.Length}, {classes})", new Subject(labels), Values.Random(new(labels.Length, classes), 1, scale: 3));

    private sealed record Subject(int[] Labels, double Smoothing = 0) : ISubject
    {
        IOp<T> ISubject.Create<T>() => new CrossEntropy<T>(Labels, Ignored, Smoothing);

        double[] ISubject.Reference(Values[] inputs)
        {
            double total = 0, count = 0;
            for (int n = 0; n < Labels.Length; n++)
            {
                if (Labels[n] == Ignored) continue;
                double sum = 0, mean = 0, max = double.NegativeInfinity;
                for (int c = 0; c < inputs[0].Shape[1]; c++) max = Math.Max(max, inputs[0][n, c]);
                for (int c = 0; c < inputs[0].Shape[1]; c++) sum += Math.Exp(inputs[0][n, c] - max);
                for (int c = 0; c < inputs[0].Shape[1]; c++) mean += inputs[0][n, c] / inputs[0].Shape[1];
                total += Math.Log(sum) + max - (1 - Smoothing) * inputs[0][n, Labels[n]] - Smoothing * mean;
                count++;
            }
            return [total / count];
        }
    }
}
