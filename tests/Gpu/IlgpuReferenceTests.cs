using System.Reflection;
using PureSaliency.Autograd.Ops;
using PureSaliency.Cli;
using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Gpu;

/// <summary>Kernels are the affair of tensors and of operations: above them nobody knows of ILGPU.</summary>
public sealed class IlgpuReferenceTests
{
    [Theory]
    [InlineData(typeof(GpuDevice<>), true), InlineData(typeof(Linear<>), true)]
    [InlineData(typeof(ModelFolder), false), InlineData(typeof(Explainer), false), InlineData(typeof(Shell), false)]
    public void Only_the_two_lowest_rooms_refer_to_ILGPU(Type inhabitant, bool refers) =>
        Assert.Equal(refers, inhabitant.Assembly.GetReferencedAssemblies().Any(Is));

    private static bool Is(AssemblyName assembly) => assembly.Name!.StartsWith("ILGPU", StringComparison.Ordinal);
}
