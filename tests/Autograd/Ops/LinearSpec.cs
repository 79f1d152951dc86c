using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd.Ops;

public sealed class LinearSpec(ITestOutputHelper output) : OpSpec(output)
{
    public override Type Op => typeof(Linear<>);

    public override IEnumerable<OpCase> Cases =>
    [
        Case(1, 1, 1), Case(1, 33, 5), Case(7, 5, 33), Case(3, 100, 1), Case(29, 48, 100), Case(130, 33, 48),
        // Several parts of rows, either way round; weights too many to be turned, and such as do not change.
        Case(600, 8, 6), Case(520, 6, 9), Case(300, 41, 25), Case(300, 9, 100),
        Case(2, 512, 513), Case(3, 33, 5, constant: true), Case(130, 48, 33, constant: true),
    ];

    // More steps than a small tile brings at once, more columns than it has.
    public override OpCase Tiny => Case(3, 18, 10);

    public override IEnumerable<Shape[]> Misfits =>
    [
        [new(3, 4), new(2, 5), new(2)],
        [new(3, 4), new(2, 4), new(3)],
        [new(12), new(2, 4), new(2)],
        [new(3, 4), new(2, 4), new(2, 1)],
        [new(3, 4), new(2, 4)],
    ];

    [Theory]
    [InlineData(130, 48, 33), InlineData(600, 5, 9)]
    public void Constant_weights_have_the_gradients_of_trained_ones(int rows, int inputs, int outputs)
    {
        OpCase trained = Case(rows, inputs, outputs), constant = Case(rows, inputs, outputs, constant: true);
        using OpRun<double> one = new(new Linear<double>(), trained.Inputs), other = new(new Linear<double>(), constant.Inputs);
        double[][] expected = one.Backward(one.Dy(7)), actual = other.Backward(other.Dy(7));
        for (int i = 0; i < expected.Length; i++) Close.Check<double>(actual[i], expected[i], Tolerance.Order, $"input {i}");
    }

    [Fact]
    public void Sums_of_many_parts_are_shared_among_threads()
    {
        // Eleven parts of 9,312 weights: enough to be added by several threads, a thousand and some at a time.
        OpCase @case = Case(2600, 97, 96);
        using OpRun<double> alone = new(new Linear<double>(), @case.Inputs), shared = new(new Linear<double>(), @case.Inputs, threads: 3);
        double[] dy = alone.Dy(7);
        double[][] one = alone.Backward(dy), other = shared.Backward(dy);
        for (int i = 0; i < one.Length; i++) Close.SameBits<double>(other[i], one[i], $"input {i}");
        var expected = new double[96 * 97];
        for (int n = 0; n < 2600; n++)
            for (int o = 0; o < 96; o++)
                for (int k = 0; k < 97; k++) expected[o * 97 + k] += dy[n * 96 + o] * @case.Inputs[0][n, k];
        Close.Check<double>(one[1], expected, Tolerance.Order, "dW");
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Without_rows_gradients_are_0(bool constant)
    {
        Values w = Values.Random(new(4, 3), 2) with { IsConstant = constant };
        using var run = new OpRun<double>(new Linear<double>(), [Values.Random(new(0, 3), 1), w, Values.Random(new(4), 3)]);
        double[][] gradients = run.Backward([]);
        Assert.Equal([0, 12, 4], gradients.Select(gradient => gradient.Length));
        Assert.All(gradients, gradient => Assert.All(gradient, x => Assert.Equal(0, x)));
    }

    private static OpCase Case(int rows, int inputs, int outputs, bool constant = false)
    {
        Values w = Values.Random(new(outputs, inputs), 2) with { IsConstant = constant };
        Values x = Values.Random(new(rows, inputs), 1), b = Values.Random(new(outputs), 3);
        return new($"({rows}, {inputs}) → {outputs}{(constant ? ", constant" : "")}", new Subject(), x, w, b)
        {
            // What is constant cannot be moved; its gradients are compared with those of the same weights while they are trained.
            GradCheck = constant ? null : new() { Samples = 24 },
            Parts = [.. Cuts.Of(rows).Select(cut => new Part(
                new(cut.Name, new Subject(), x.RowsOf(cut.Begin, cut.End), w, b), cut.Begin * outputs, cut.Begin * inputs, null, null))],
        };
    }

    private sealed record Subject : ISubject
    {
        IOp<T> ISubject.Create<T>() => new Linear<T>();

        double[] ISubject.Reference(Values[] inputs)
        {
            var (x, w, b) = (inputs[0], inputs[1], inputs[2]);
            int rows = x.Shape[0], outputs = b.Shape[0];
            var y = new double[rows * outputs];
            for (int n = 0; n < rows; n++)
                for (int o = 0; o < outputs; o++)
                {
                    double sum = b.Data[o];
                    for (int k = 0; k < x.Shape[1]; k++) sum += x[n, k] * w[o, k];
                    y[n * outputs + o] = sum;
                }
            return y;
        }
    }
}
