using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd.Ops;

public sealed class GeluSpec(ITestOutputHelper output) : OpSpec(output)
{
    public override Type Op => typeof(Gelu<>);

    public override IEnumerable<OpCase> Cases => ElementwiseCases.Of(new Subject());

    public override IEnumerable<Shape[]> Misfits => ElementwiseCases.Misfits;

    [Theory]
    [InlineData(40), InlineData(1e4), InlineData(1e30)]
    public void Far_from_zero_it_is_the_identity_or_zero(double x)
    {
        using var run = new OpRun<float>(new Gelu<float>(), [Values.Of(new(2), x, -x)]);
        Assert.Equal([(float)x, 0], run.Output);
        Assert.Equal([1, 0], run.Backward([1, 1])[0]);
    }

    private sealed record Subject : ISubject
    {
        IOp<T> ISubject.Create<T>() => new Gelu<T>();

        double[] ISubject.Reference(Values[] inputs) => Array.ConvertAll(inputs[0].Data, x => x * Cumulative(x));

        // Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + …) (Marsaglia 2004): no error function, and nothing cancels for x > 0.
        private static double Cumulative(double x)
        {
            double a = Math.Abs(x), term = a, sum = a;
            for (int i = 3; sum + term > sum; i += 2) sum += term *= a * a / i;
            double upper = 0.5 + sum * Math.Exp(-a * a / 2) / Math.Sqrt(2 * Math.PI);
            return x > 0 ? upper : 1 - upper;
        }
    }
}
