using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd.Ops;

public sealed class AddLayerNormSpec(ITestOutputHelper output) : OpSpec(output)
{
    public override Type Op => typeof(AddLayerNorm<>);

    public override IEnumerable<OpCase> Cases => [Case(3, 1), Case(1, 5), Case(7, 33), Case(2, 48), Case(5, 100), Case(1013, 100)];

    public override OpCase Tiny => Case(3, 5);

    public override IEnumerable<Shape[]> Misfits =>
    [
        [new(3, 4), new(4, 3), new(4), new(4)],
        [new(3, 4), new(3, 4), new(3), new(4)],
        [new(3, 4), new(3, 4), new(4), new(4, 1)],
        [new(3, 4), new(4), new(4)],
    ];

    [Fact]
    public void Both_gradients_are_the_same_however_they_are_wanted()
    {
        Want[] wants = [Want.No, Want.Store, Want.Add];
        using var run = new OpRun<double>(new AddLayerNorm<double>(1e-5), Case(7, 33).Inputs);
        double[] dy = run.Dy(1), stored = run.Backward(dy)[0];
        double[] Expected(int i, Want want) => want == Want.Store
            ? stored
            : [.. stored.Zip(run.Before(i), (gradient, there) => there + gradient)];
        foreach (var first in wants)
            foreach (var second in wants)
            {
                var gradients = run.Backward(dy, first, second, Want.No, Want.No);
                if (first != Want.No) Close.SameBits<double>(gradients[0], Expected(0, first), $"x, {first} and {second}");
                if (second != Want.No) Close.SameBits<double>(gradients[1], Expected(1, second), $"r, {first} and {second}");
            }
    }

    private static OpCase Case(int rows, int width)
    {
        Values x = Values.Random(new(rows, width), 1), residual = Values.Random(new(rows, width), 2, scale: 2);
        Values gamma = Values.Random(new(width), 3, centre: 1), beta = Values.Random(new(width), 4);
        return new($"({rows}, {width})", new Subject(), x, residual, gamma, beta)
        {
            Parts = [.. Cuts.Of(rows).Select(cut => new Part(
                new(cut.Name, new Subject(), x.RowsOf(cut.Begin, cut.End), residual.RowsOf(cut.Begin, cut.End), gamma, beta),
                cut.Begin * width, cut.Begin * width, cut.Begin * width, null, null))],
        };
    }

    private sealed record Subject : ISubject
    {
        private const double Epsilon = 1e-5;

        IOp<T> ISubject.Create<T>() => new AddLayerNorm<T>(T.CreateChecked(Epsilon));

        double[] ISubject.Reference(Values[] inputs)
        {
            double[] sum = [.. inputs[0].Data.Zip(inputs[1].Data, (x, residual) => x + residual)];
            return NaiveLayerNorm.Forward(sum, inputs[2].Data, inputs[3].Data, Epsilon);
        }
    }
}
