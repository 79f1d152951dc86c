using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Sdk;

namespace PureSaliency.Tests.Gpu;

/// <summary>The laws of kernels can fail, too.</summary>
[Collection(nameof(OnSimulator))]
public sealed class GpuNegativeControlTests
{
    private static readonly Values[] Inputs = [Values.Random(new(2, 5), 1), Values.Random(new(5), 2, centre: 1), Values.Random(new(5), 3)];

    [Fact]
    public void Another_epsilon_is_caught()
    {
        GpuLaws.AgreesWithCpu<float>(new OpCase("norm", new Norm(1e-5), Inputs), TestDevice.Simulator, GpuTolerance.Float);
        var wrong = new OpCase("norm", new Norm(1e-4), Inputs);
        Assert.ThrowsAny<XunitException>(() => GpuLaws.AgreesWithCpu<float>(wrong, TestDevice.Simulator, GpuTolerance.Float));
    }

    [Fact]
    public void Fresh_memory_of_test_devices_is_NaN()
    {
        var device = TestDevice.Shared<double>(TestDevice.Simulator);
        var start = device.Mark();
        Assert.All(device.ToHost(device.Allocate(new Shape(7))).ToArray(), x => Assert.True(double.IsNaN(x)));
        device.Release(start);
    }

    // In float another operation than in double, which is the reference.
    private sealed record Norm(double Single) : ISubject
    {
        IOp<T> ISubject.Create<T>() => new LayerNorm<T>(T.CreateChecked(typeof(T) == typeof(float) ? Single : 1e-5));

        double[] ISubject.Reference(Values[] inputs) => throw new NotSupportedException();
    }
}
