using PureSaliency.Saliency;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Gpu;

/// <summary>No kernel goes untested: the operations, the decoder and training launch all there are, and only such as are tried for NVIDIA.</summary>
[Collection(nameof(OnSimulator))]
public sealed class LaunchedKernelTests(ITestOutputHelper output)
{
    [Fact]
    public void Tests_launch_every_kernel_and_PTX_is_made_of_all_that_are_launched()
    {
        foreach (var type in OpSpecs.Types)
        {
            var @case = OpSpecs.Create(type, output).Tiny;
            GpuLaws.AgreesWithCpu<double>(@case, TestDevice.Simulator, GpuTolerance.Double);
        }
        TopOfRowsLaws.AgreesWithCpu<double>(TestDevice.Simulator, 8, 6, new ExplainOptions { Tau = 2 }, GpuTolerance.Double);
        TrainingLaws.AgreesWithCpu<double>(TestDevice.Simulator, TrainingLaws.Few, GpuTolerance.Double);
        Type[] launched = [.. TestDevice.Shared<double>(TestDevice.Simulator).Launcher.Costs.Keys];
        // What needs a card's tensor cores is launched with an emulation of them, in a test of its own.
        var expected = Kernels.Definitions.Where(kernel => kernel != typeof(TensorCoreProduct<,,>));
        Assert.Equal(Names(expected), Names(launched.Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type)));
        Assert.Empty(launched.Except(Kernels.Definitions.SelectMany(definition => Kernels.Closed(definition, typeof(double)))));
    }

    private static IEnumerable<string> Names(IEnumerable<Type> kernels) => kernels.Select(kernel => kernel.Name).Distinct().Order();
}
