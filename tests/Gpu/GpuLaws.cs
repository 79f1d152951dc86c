using System.Numerics;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Gpu;

/// <summary>What the kernels of every operation must satisfy on a device. Each law fails with a sentence.</summary>
internal static class GpuLaws
{
    /// <summary>Output and gradients are those of the CPU in double.</summary>
    /// <returns>The worst relative L2 distance.</returns>
    public static double AgreesWithCpu<T>(OpCase @case, DeviceChoice choice, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var run = Run<T>(@case, choice);
        using var cpu = new OpRun<double>(@case.Subject.Create<double>(), @case.Inputs);
        double[] dy = cpu.Dy(1);
        var (actual, expected) = (run.Backward(dy), cpu.Backward(dy));
        double worst = Distance(run.Output, cpu.Output, "output");
        for (int i = 0; i < expected.Length; i++) worst = Math.Max(worst, Distance(actual[i], expected[i], $"input {i}"));
        return worst;

        double Distance(T[] values, double[] reference, string what)
        {
            double squares = 0, size = 1e-4;
            for (int i = 0; i < values.Length; i++)
            {
                double difference = double.CreateTruncating(values[i]) - reference[i];
                (squares, size) = (squares + difference * difference, size + reference[i] * reference[i]);
            }
            double distance = Math.Sqrt(squares / size);
            if (!(distance <= tolerance * @case.Condition)) Assert.Fail($"{@case.Name}, {what}: relative L2 distance {distance:E1}, at most {tolerance:E1}.");
            return distance;
        }
    }

    /// <summary>The output is that of the formula.</summary>
    public static double AgreesWithReference(OpCase @case, DeviceChoice choice, double tolerance)
    {
        using var run = Run<double>(@case, choice);
        return Close.Check<double>(run.Output, @case.Subject.Reference(@case.Inputs), tolerance * @case.Condition, $"{@case.Name}, output");
    }

    /// <summary>The gradient is that of finite differences, both computed on the device.</summary>
    public static double AgreesWithDifferences(OpCase @case, DeviceChoice choice) => OpLaws.AgreesWithDifferences(
        @case.Subject.Create<double>(), @case, Tolerance.Differences, TestDevice.Shared<double>(choice));

    /// <summary>A slot that accumulates adds to what is there, to rounding.</summary>
    public static void Accumulates(OpCase @case, DeviceChoice choice)
    {
        using var run = Run<double>(@case, choice);
        double[] dy = run.Dy(1);
        var stored = run.Backward(dy);
        var added = run.Backward(dy, [.. stored.Select(_ => Want.Add)]);
        for (int i = 0; i < stored.Length; i++)
        {
            double[] expected = [.. stored[i].Zip(run.Before(i), (gradient, before) => gradient + before)];
            Close.Check<double>(added[i]!, expected, Tolerance.Order, $"{@case.Name}, input {i}");
        }
    }

    /// <summary>Every element is written, and another run gives the same bits.</summary>
    public static void IsDeterministicAndWhole<T>(OpCase @case, DeviceChoice choice) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using OpRun<T> first = Run<T>(@case, choice), again = Run<T>(@case, choice);
        double[] dy = first.Dy(1);
        T[][] one = [first.Output, .. first.Saved, .. first.Backward(dy)], other = [again.Output, .. again.Saved, .. again.Backward(dy)];
        for (int i = 0; i < one.Length; i++)
        {
            Assert.True(Array.TrueForAll(one[i], T.IsFinite), $"{@case.Name}, result {i}: not all elements were written.");
            Close.SameBits<T>(other[i], one[i], $"{@case.Name}, result {i}, again");
        }
    }

    /// <summary>A part has the same bits alone as in company.</summary>
    public static void PartsStandAlone<T>(OpCase @case, DeviceChoice choice) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var whole = Run<T>(@case, choice);
        double[] dy = whole.Dy(1);
        var gradients = whole.Backward(dy);
        foreach (var part in @case.Parts)
        {
            using var alone = Run<T>(part.Case, choice);
            int length = alone.Output.Length;
            Close.SameBits<T>(alone.Output, whole.Output.AsSpan(part.Output, length), $"{@case.Name}, {part.Case.Name}, output");
            var own = alone.Backward(dy[part.Output..(part.Output + length)]);
            for (int i = 0; i < own.Length; i++)
                if (part.Inputs[i] is { } at)
                    Close.SameBits<T>(own[i], gradients[i].AsSpan(at, own[i].Length), $"{@case.Name}, {part.Case.Name}, input {i}");
        }
    }

    private static OpRun<T> Run<T>(OpCase @case, DeviceChoice choice) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(@case.Subject.Create<T>(), @case.Inputs, TestDevice.Shared<T>(choice));
}
