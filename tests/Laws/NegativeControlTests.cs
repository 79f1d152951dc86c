using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using Xunit.Sdk;

namespace PureSaliency.Tests.Laws;

/// <summary>Laws that nothing can break are no laws: operations with well-known mistakes must be caught.</summary>
public sealed class NegativeControlTests
{
    private static readonly double RootOfTwoPi = Math.Sqrt(2 * Math.PI);
    private static readonly OpCase Wide = new("gelu", null!, Values.Random(new(3, 33), 1, scale: 3));

    [Fact]
    public void The_right_derivative_passes() =>
        OpLaws.AgreesWithDifferences(new WrongGelu(x => x * Math.Exp(-x * x / 2) / RootOfTwoPi), Wide, Tolerance.Differences);

    [Fact]
    public void A_missing_term_is_caught() => Fails(() => OpLaws.AgreesWithDifferences(new WrongGelu(_ => 0), Wide, Tolerance.Differences));

    [Fact]
    public void A_missing_factor_is_caught() =>
        Fails(() => OpLaws.AgreesWithDifferences(new WrongGelu(x => x * Math.Exp(-x * x / 2)), Wide, Tolerance.Differences));

    [Fact]
    public void A_forgotten_accumulation_is_caught()
    {
        var @case = new OpCase("linear", null!, Values.Random(new(3, 5), 1), Values.Random(new(4, 5), 2), Values.Random(new(4), 3));
        OpLaws.Accumulates(new Linear<double>(), @case, Tolerance.Order);
        Fails(() => OpLaws.Accumulates(new ForgetfulLinear(), @case, Tolerance.Order));
    }

    [Fact]
    public void NaN_is_caught()
    {
        Fails(() => Close.Check<double>([1, double.NaN], [1, 2], 1, "actual"));
        Fails(() => Close.Check<double>([1, 2], [1, double.NaN], 1, "expected"));
        Fails(() => Close.Check<float>([float.PositiveInfinity], [1], 1, "infinite"));
    }

    private static void Fails(Action law) => Assert.ThrowsAny<XunitException>(law);

    /// <summary>GELU whose derivative is Φ(x) and something.</summary>
    private sealed record WrongGelu(Func<double, double> Term) : IOp<double>
    {
        private readonly Gelu<double> gelu = new();

        public string Name => "wrong gelu";

        public Shape Output(ReadOnlySpan<Shape> inputs) => gelu.Output(inputs);

        public Shape[] Saved(ReadOnlySpan<Shape> inputs) => gelu.Saved(inputs);

        public void Forward(CpuDevice<double> device, Pass<double> pass) => gelu.Forward(device, pass);

        public void Forward(GpuDevice<double> device, Pass<double> pass) => gelu.Forward(device, pass);

        public void Backward(GpuDevice<double> device, Pass<double> pass, Tensor<double> dy, ReadOnlySpan<Slot<double>> dx) =>
            gelu.Backward(device, pass, dy, dx);

        public void Backward(CpuDevice<double> device, Pass<double> pass, Tensor<double> dy, ReadOnlySpan<Slot<double>> dx)
        {
            Span<double> x = pass.Inputs[0].Span, to = dx[0].Tensor!.Span;
            for (int i = 0; i < x.Length; i++)
                to[i] = (pass.Output.Span[i] / x[i] + Term(x[i])) * dy.Span[i];
        }
    }

    /// <summary>A linear map whose backward always overwrites.</summary>
    private sealed record ForgetfulLinear : IOp<double>
    {
        private readonly Linear<double> linear = new();

        public string Name => "forgetful linear";

        public Shape Output(ReadOnlySpan<Shape> inputs) => linear.Output(inputs);

        public Shape[] Saved(ReadOnlySpan<Shape> inputs) => linear.Saved(inputs);

        public void Forward(CpuDevice<double> device, Pass<double> pass) => linear.Forward(device, pass);

        public void Forward(GpuDevice<double> device, Pass<double> pass) => linear.Forward(device, pass);

        public void Backward(GpuDevice<double> device, Pass<double> pass, Tensor<double> dy, ReadOnlySpan<Slot<double>> dx) =>
            linear.Backward(device, pass, dy, dx);

        public void Backward(CpuDevice<double> device, Pass<double> pass, Tensor<double> dy, ReadOnlySpan<Slot<double>> dx) =>
            linear.Backward(device, pass, dy, [dx[0] with { Accumulate = false }, dx[1], dx[2]]);
    }
}
