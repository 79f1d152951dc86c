using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Laws;

/// <summary>What every operation must satisfy. Each law fails with a sentence; those that measure return the worst error.</summary>
public static class OpLaws
{
    /// <summary>The output is that of the formula.</summary>
    public static double AgreesWithReference<T>(OpCase @case, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var run = Run<T>(@case);
        return Close.Check<T>(run.Output, @case.Subject.Reference(@case.Inputs), tolerance * @case.Condition, $"{@case.Name}, output");
    }

    /// <summary>The gradient is that of finite differences.</summary>
    public static double AgreesWithDifferences(IOp<double> op, OpCase @case, double tolerance, Device<double>? device = null)
    {
        if (@case.GradCheck is not { } options) return 0;
        var results = GradCheck.Check(op, [.. @case.Inputs.Select(input => input.ToTensor<double>())], options, device);
        foreach (var result in results)
            if (!(result.RelativeError <= tolerance)) Assert.Fail($"{op.Name}, {@case.Name}: {result}");
        return results.Max(result => result.RelativeError);
    }

    /// <summary>The backward in float is that in double, but for rounding.</summary>
    public static double FloatAgreesWithDouble(OpCase @case, double tolerance)
    {
        using var narrow = Run<float>(@case);
        using var wide = Run<double>(@case);
        double[] dy = wide.Dy(1);
        var (actual, expected) = (narrow.Backward(dy), wide.Backward(dy));
        // A gradient that is nothing but cancellation has no scale of its own.
        return expected.Select((gradient, i) =>
            Close.Check<float>(actual[i], gradient, tolerance * @case.Condition, $"{@case.Name}, input {i}", floor: 1e-2)).Max();
    }

    /// <summary>backward(a·u + b·v) = a·backward(u) + b·backward(v).</summary>
    public static void IsLinear(OpCase @case)
    {
        using var run = Run<double>(@case);
        double[] u = run.Dy(1), v = run.Dy(2);
        var (du, dv) = (run.Backward(u), run.Backward(v));
        var both = run.Backward([.. u.Zip(v, (a, b) => 3 * a - 0.7 * b)]);
        for (int i = 0; i < both.Length; i++)
        {
            double[] expected = [.. du[i].Zip(dv[i], (a, b) => 3 * a - 0.7 * b)];
            Close.Check<double>(both[i], expected, Tolerance.Order, $"{@case.Name}, input {i}", floor: 1e-2);
        }
    }

    /// <summary>A slot that accumulates adds to what is there, one that does not overwrites it: all at once, and each among others.</summary>
    public static void Accumulates<T>(IOp<T> op, OpCase @case, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var run = new OpRun<T>(op, @case.Inputs);
        double[] dy = run.Dy(1);
        var stored = run.Backward(dy);
        Check([.. stored.Select(_ => Want.Add)]);
        for (int adds = 0; adds < stored.Length && stored.Length > 1; adds++)
            Check([.. stored.Select((_, i) => i == adds ? Want.Add : Want.Store)]);

        void Check(Want[] wants)
        {
            var gradients = run.Backward(dy, wants);
            for (int i = 0; i < stored.Length; i++)
            {
                double[] expected = Close.Widen<T>(stored[i]);
                if (wants[i] == Want.Add) expected = [.. expected.Zip(run.Before(i), (gradient, before) => gradient + before)];
                Close.Check<T>(gradients[i]!, expected, tolerance, $"{op.Name}, {@case.Name}, input {i} of {string.Join(", ", wants)}");
            }
        }
    }

    /// <summary>Each input's gradient has the same bits whether or not the others are wanted.</summary>
    public static void StandAlone<T>(OpCase @case) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var run = Run<T>(@case);
        double[] dy = run.Dy(1);
        var all = run.Backward(dy);
        run.Backward(dy, new Want[all.Length]);
        for (int i = 0; i < all.Length; i++)
        {
            var wants = new Want[all.Length];
            wants[i] = Want.Store;
            Close.SameBits<T>(run.Backward(dy, wants)[i], all[i], $"{@case.Name}, input {i} alone");
        }
    }

    /// <summary>Neither the number of threads nor another run changes a bit.</summary>
    public static void IsDeterministic<T>(OpCase @case) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var first = Run<T>(@case);
        double[] dy = first.Dy(1);
        var gradients = first.Backward(dy);
        Want[] adding = [.. gradients.Select(_ => Want.Add)];
        var sums = first.Backward(dy, adding);
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var again = new OpRun<T>(@case.Subject.Create<T>(), @case.Inputs, threads);
            Close.SameBits<T>(again.Output, first.Output, $"{@case.Name}, output on {threads} threads");
            T[]?[] others = again.Backward(dy), otherSums = again.Backward(dy, adding);
            for (int i = 0; i < others.Length; i++)
            {
                Close.SameBits<T>(others[i], gradients[i], $"{@case.Name}, input {i} on {threads} threads");
                Close.SameBits<T>(otherSums[i], sums[i], $"{@case.Name}, input {i} added on {threads} threads");
            }
        }
    }

    /// <summary>No element is left as it was allocated, and none is made NaN.</summary>
    public static void WritesEverything<T>(OpCase @case) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var run = Run<T>(@case);
        var gradients = run.Backward(run.Dy(1));
        Check("output", run.Output);
        for (int i = 0; i < run.Saved.Length; i++) Check($"saved {i}", run.Saved[i]);
        for (int i = 0; i < gradients.Length; i++) Check($"gradient {i}", gradients[i]);

        void Check(string what, T[] values)
        {
            int at = Array.FindIndex(values, x => !T.IsFinite(x));
            if (at >= 0) Assert.Fail($"{@case.Name}, {what}: element {at} is {values[at]}.");
        }
    }

    /// <summary>A part has the same bits alone as in company, forward and backward.</summary>
    public static void PartsStandAlone<T>(OpCase @case) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var whole = Run<T>(@case);
        double[] dy = whole.Dy(1);
        var gradients = whole.Backward(dy);
        foreach (var part in @case.Parts)
        {
            using var alone = Run<T>(part.Case);
            int length = alone.Output.Length;
            Close.SameBits<T>(alone.Output, whole.Output.AsSpan(part.Output, length), $"{@case.Name}, {part.Case.Name}, output");
            var own = alone.Backward(dy[part.Output..(part.Output + length)]);
            for (int i = 0; i < own.Length; i++)
                if (part.Inputs[i] is { } at)
                    Close.SameBits<T>(own[i], gradients[i].AsSpan(at, own[i].Length), $"{@case.Name}, {part.Case.Name}, input {i}");
        }
    }

    /// <summary>Shapes that do not fit give one sentence with the operation's name and all that was found.</summary>
    public static void Refuses(IOp<float> op, Shape[] inputs)
    {
        string message = Assert.Throws<ShapeException>(() => op.Output(inputs)).Message;
        Assert.StartsWith($"{op.Name} expects ", message);
        Assert.EndsWith($"but was given {string.Join(", ", inputs)}.", message);
    }

    private static OpRun<T> Run<T>(OpCase @case) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(@case.Subject.Create<T>(), @case.Inputs);
}
