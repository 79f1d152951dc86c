using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd.Ops;

public sealed class SoftmaxSpec(ITestOutputHelper output) : OpSpec(output)
{
    public override Type Op => typeof(Softmax<>);

    public override IEnumerable<OpCase> Cases =>
    [
        Case(3, 1), Case(1, 5), Case(7, 33), Case(2, 48, scale: 5), Case(19, 100),
        Case(3, 5, scale: 1000) with { GradCheck = OpCase.ForLargeValues },
        new("far apart", new Subject(), Values.Of(new(2, 3), 1000, 999, -1000, -1e30, 1e30, 0)) { GradCheck = OpCase.ForLargeValues },
    ];

    public override IEnumerable<Shape[]> Misfits => [[new(3)], [new(1, 2, 3)], [new(2, 3), new(2, 3)]];

    private static OpCase Case(int rows, int width, double scale = 1)
    {
        var x = Values.Random(new(rows, width), 1, scale);
        return new($"({rows}, {width}) within ±{scale}", new Subject(), x)
        {
            Parts = [.. Cuts.Of(rows).Select(cut =>
                new Part(new(cut.Name, new Subject(), x.RowsOf(cut.Begin, cut.End)), cut.Begin * width, cut.Begin * width))],
        };
    }

    private sealed record Subject : ISubject
    {
        IOp<T> ISubject.Create<T>() => new Softmax<T>();

        double[] ISubject.Reference(Values[] inputs)
        {
            int rows = inputs[0].Shape[0], width = inputs[0].Shape[1];
            var p = new double[rows * width];
            for (int n = 0; n < rows; n++)
                for (int k = 0; k < width; k++)
                {
                    // 1 / Σ exp(x_j − x_k): no maximum, no quotient of exponentials.
                    double sum = 0;
                    for (int j = 0; j < width; j++) sum += Math.Exp(inputs[0][n, j] - inputs[0][n, k]);
                    p[n * width + k] = 1 / sum;
                }
            return p;
        }
    }
}
