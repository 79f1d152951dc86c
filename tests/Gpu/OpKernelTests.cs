using System.Reflection;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Gpu;

/// <summary>The laws of kernels, for every operation.</summary>
public sealed class OpKernelTests(ITestOutputHelper output)
{
    public static TheoryData<string> Operations => [.. Specs().Select(spec => spec.Name)];

    [OpenClTheory, MemberData(nameof(Operations))]
    public void OpenCL_agrees_with_the_CPU(string name)
    {
        foreach (var @case in Cases(name))
        {
            output.WriteLine($"{GpuLaws.AgreesWithCpu<float>(@case, TestDevice.Pocl, 2e-5):E1} float   {@case.Name}");
            output.WriteLine($"{GpuLaws.AgreesWithCpu<double>(@case, TestDevice.Pocl, 1e-12):E1} double  {@case.Name}");
        }
    }

    private IEnumerable<OpCase> Cases(string spec) =>
        ((OpSpec)Activator.CreateInstance(Specs().Single(type => type.Name == spec), output)!).Cases;

    private static IEnumerable<Type> Specs() => Assembly.GetExecutingAssembly().GetTypes()
        .Where(type => type.IsSubclassOf(typeof(OpSpec)) && !type.IsAbstract);
}
