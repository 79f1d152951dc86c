using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd.Ops;

public sealed class LayerNormSpec(ITestOutputHelper output) : OpSpec(output)
{
    public override Type Op => typeof(LayerNorm<>);

    public override IEnumerable<OpCase> Cases =>
    [
        Case(3, 1), Case(1, 5), Case(7, 33), Case(2, 48, centre: 10), Case(5, 100), Case(1013, 100),
        // Within a step of the difference a constant row is no longer constant: there the derivative changes a thousandfold.
        Case(2, 33, scale: 0, centre: 3) with { GradCheck = null },
    ];

    public override OpCase Tiny => Case(3, 5);

    public override IEnumerable<Shape[]> Misfits =>
    [
        [new(3, 4), new(5), new(4)],
        [new(3, 4), new(4), new(3)],
        [new(12), new(12), new(12)],
        [new(3, 4), new(4)],
    ];

    private static OpCase Case(int rows, int width, double scale = 1, double centre = 0)
    {
        var x = Values.Random(new(rows, width), 1, scale, centre);
        Values gamma = Values.Random(new(width), 2, centre: 1), beta = Values.Random(new(width), 3);
        return new($"({rows}, {width}) around {centre}", new Subject(), x, gamma, beta)
        {
            Parts = [.. Cuts.Of(rows).Select(cut => new Part(
                new(cut.Name, new Subject(), x.RowsOf(cut.Begin, cut.End), gamma, beta),
                cut.Begin * width, cut.Begin * width, null, null))],
        };
    }

    [Fact]
    public void A_variance_that_overflows_is_no_row_of_zeros()
    {
        float[] row = [3e38f, -3e38f, 1, 2], y = new float[4];
        Assert.True(float.IsNaN(Normalization.Forward<float>(row, [1, 1, 1, 1], [0, 0, 0, 0], 1e-5f, y)));
        Assert.All(y, value => Assert.True(float.IsNaN(value)));
    }

    private sealed record Subject : ISubject
    {
        private const double Epsilon = 1e-5;

        IOp<T> ISubject.Create<T>() => new LayerNorm<T>(T.CreateChecked(Epsilon));

        double[] ISubject.Reference(Values[] inputs) =>
            NaiveLayerNorm.Forward(inputs[0].Data, inputs[1].Data, inputs[2].Data, Epsilon);
    }
}

/// <summary>y = γ (x − mean) / √(variance + ε) + β, row by row.</summary>
internal static class NaiveLayerNorm
{
    public static double[] Forward(double[] x, double[] gamma, double[] beta, double epsilon)
    {
        int width = gamma.Length;
        var y = new double[x.Length];
        for (int at = 0; at < x.Length; at += width)
        {
            double sum = 0, squares = 0;
            for (int k = 0; k < width; k++) sum += x[at + k];
            double mean = sum / width;
            for (int k = 0; k < width; k++) squares += Math.Pow(x[at + k] - mean, 2);
            double deviation = Math.Sqrt(squares / width + epsilon);
            for (int k = 0; k < width; k++) y[at + k] = gamma[k] * (x[at + k] - mean) / deviation + beta[k];
        }
        return y;
    }
}
