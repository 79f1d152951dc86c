using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Training;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Autograd.Training;

public sealed class AdamWTests
{
    private const int Updates = 7;

    // Odd, and above the 12,500 elements from which on work is shared.
    private static readonly Shape Wide = new(131, 101);

    // Some ten roundings per update, relative to weights of about 1.
    [Fact]
    public void Double_agrees_with_the_formula() => AgreesWithFormula<double>(1e-13);

    // A weight is rounded twice per update, by u = 6e-8 each time: 14 u in the worst case. Steps are of 1e-2 and right to some ten u.
    [Fact]
    public void Float_agrees_with_the_formula() => AgreesWithFormula<float>(1e-6);

    [Fact]
    public void The_first_update_is_the_rate_against_the_sign_of_the_gradient()
    {
        using var device = new CpuDevice<double>(1);
        var weight = new Parameter<double>("w", Tensor<double>.Zeros(new(3)));
        var adam = new AdamW<double>(device, [new([weight], 0.5)], new(Epsilon: 0));
        new double[] { 3, -1e-9, 7e5 }.CopyTo(adam.Trained[0].Gradient.Span);
        adam.Update(0.01);
        Close.Check<double>(weight.Value.Span, [-0.01, 0.01, -0.01], 1e-15, "w");
        Assert.Equal(1, adam.Updates);
    }

    [Fact]
    public void Without_gradients_weights_only_decay()
    {
        using var device = new CpuDevice<double>(1);
        Parameter<double> decaying = Recorded.Make("a", 1, 5), other = Recorded.Make("b", 2, 5);
        double[] before = decaying.Value.ToArray(), untouched = other.Value.ToArray();
        var adam = new AdamW<double>(device, [new([decaying], 0.1, RateFactor: 2), new([other], 0)]);
        for (int i = 0; i < 3; i++) adam.Update(0.5);
        Close.Check<double>(decaying.Value.Span, [.. before.Select(x => x * Math.Pow(1 - 2 * 0.5 * 0.1, 3))], 1e-15, "a");
        Close.SameBits<double>(other.Value.Span, untouched, "b");
    }

    [Fact]
    public void Bits_do_not_depend_on_threads()
    {
        Check<float>();
        Check<double>();

        static void Check<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var one = Run<T>(1);
            foreach (int threads in (int[])[2, 3])
                foreach (var (expected, actual) in one.Zip(Run<T>(threads)))
                {
                    Close.SameBits<T>(actual.Weight, expected.Weight, $"weight on {threads} threads");
                    Close.SameBits<T>(actual.Mean, expected.Mean, $"mean on {threads} threads");
                    Close.SameBits<T>(actual.Variance, expected.Variance, $"variance on {threads} threads");
                }
        }
    }

    [Theory]
    [InlineData(5, null, 1), InlineData(0.5, 1.0, 1), InlineData(0, 1.0, 1)]
    [InlineData(4, 1.0, 1 / (4 + 1e-6)), InlineData(4, 2.0, 2 / (4 + 1e-6))]
    public void Gradients_are_clipped_to_the_limit(double norm, double? limit, double factor) =>
        Assert.Equal(factor, AdamW<float>.ClipFactor(norm, limit));

    [Fact]
    public void Weights_that_are_read_only_are_refused()
    {
        using var device = new CpuDevice<float>(1);
        var weight = new Parameter<float>("w", Tensor<float>.From(new(1), [1], constant: true));
        Assert.Contains("w ", Assert.Throws<InvalidOperationException>(() => new AdamW<float>(device, [new([weight], 0)])).Message);
    }

    private static void AgreesWithFormula<T>(double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var actual = Run<T>(1);
        Check(0, Wide, decay: 0.1, rateFactor: 1);
        Check(1, new(5), decay: 0, rateFactor: 0.5);
        Check(2, new(1), decay: 0, rateFactor: 0.5);

        void Check(int i, Shape shape, double decay, double rateFactor)
        {
            var (w, m, v) = Formula(i, shape, decay, rateFactor);
            Close.Check<T>(actual[i].Weight, w, tolerance, $"weight {i}");
            Close.Check<T>(actual[i].Mean, m, tolerance, $"mean {i}");
            Close.Check<T>(actual[i].Variance, v, tolerance, $"variance {i}");
        }
    }

    private static double Rate(int update) => 0.02 / update;

    private static double Factor(int update) => update % 2 == 0 ? 0.3 : 1;

    private static Values Gradient(int i, int update, Shape shape) => Values.Random(shape, 100 * i + update, scale: update);

    private static (double[] W, double[] M, double[] V) Formula(int i, Shape shape, double decay, double rateFactor)
    {
        double[] w = [.. Values.Random(shape, i).Data], m = new double[w.Length], v = new double[w.Length];
        for (int t = 1; t <= Updates; t++)
        {
            double[] gradient = Gradient(i, t, shape).Data;
            double rate = Rate(t) * rateFactor;
            for (int k = 0; k < w.Length; k++)
            {
                double g = gradient[k] * Factor(t);
                w[k] -= rate * decay * w[k];
                m[k] = 0.8 * m[k] + (1 - 0.8) * g;
                v[k] = 0.95 * v[k] + (1 - 0.95) * g * g;
                w[k] -= rate * (m[k] / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(v[k] / (1 - Math.Pow(0.95, t))) + 1e-3);
            }
        }
        return (w, m, v);
    }

    private static (T[] Weight, T[] Mean, T[] Variance)[] Run<T>(int threads) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var device = new CpuDevice<T>(threads) { Poison = true };
        Shape[] shapes = [Wide, new(5), new(1)];
        Parameter<T>[] all = [.. shapes.Select((shape, i) => new Parameter<T>($"{i}", Values.Random(shape, i).ToTensor<T>()))];
        var adam = new AdamW<T>(device, [new([all[0]], 0.1), new(all[1..], 0, RateFactor: 0.5)], new(0.8, 0.95, 1e-3));
        for (int t = 1; t <= Updates; t++)
        {
            for (int i = 0; i < all.Length; i++) Gradient(i, t, shapes[i]).ToTensor<T>().Span.CopyTo(adam.Trained[i].Gradient.Span);
            adam.Update(Rate(t), Factor(t));
        }
        return [.. adam.Trained.Select(trained => (trained.Parameter.Value.ToArray(), trained.Mean.ToArray(), trained.Variance.ToArray()))];
    }
}
