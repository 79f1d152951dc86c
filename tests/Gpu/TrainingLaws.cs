using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Training;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Gpu;

/// <summary>What the kernels of training must satisfy on a device.</summary>
internal static class TrainingLaws
{
    /// <summary>A matrix and a vector.</summary>
    public static readonly Shape[] Few = [new(5, 7), new(3)];

    /// <summary>More than one piece of a norm among them.</summary>
    public static readonly Shape[] Many = [new(5, 7), new(3), new(130, 131)];

    /// <summary>Weights after some updates, clipped, and the norm of all gradients are those of the CPU in double.</summary>
    public static void AgreesWithCpu<T>(DeviceChoice choice, Shape[] shapes, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var cpu = new CpuDevice<double>(1);
        var (expected, expectedNorm) = Run(cpu, shapes);
        var (actual, norm) = Run(TestDevice.Shared<T>(choice), shapes);
        Assert.InRange(norm, expectedNorm * (1 - tolerance), expectedNorm * (1 + tolerance));
        for (int i = 0; i < expected.Length; i++)
            Close.Check<T>(actual[i], Close.Widen<double>(expected[i]), tolerance, $"{shapes[i]}");
    }

    private static (T[][] Weights, double Norm) Run<T>(Device<T> device, Shape[] shapes) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Parameter<T>[] parameters = [.. shapes.Select((shape, i) => new Parameter<T>($"p{i}", Values.Random(shape, i).ToTensor<T>()))];
        var start = device.Mark();
        var optimizer = new AdamW<T>(device, ParameterGroup<T>.ByDimensions(parameters, 0.1));
        double norm = 0;
        for (int update = 0; update < 3; update++)
        {
            foreach (var (one, i) in optimizer.Trained.Select((one, i) => (one, i)))
                device.Upload(Values.Random(one.Gradient.Shape, 10 * update + i).ToTensor<T>().Span, one.Gradient);
            norm = Norm.Of(device, optimizer.Trained.Select(one => one.Gradient));
            optimizer.Update(1e-2, AdamW<T>.ClipFactor(norm, 1));
        }
        T[][] weights = [.. parameters.Select(parameter => Host(device, parameter.Value))];
        device.Release(start);
        return (weights, norm);
    }

    private static T[] Host<T>(Device<T> device, Tensor<T> tensor) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[tensor.Count];
        device.Download(tensor, values);
        return values;
    }
}
