using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Gpu;

/// <summary>The laws of kernels on a real driver, for every operation.</summary>
[Collection(nameof(OnOpenCl))]
public sealed class OpKernelTests(ITestOutputHelper output)
{
    public static TheoryData<string> Operations => OpSpecs.Names;

    [OpenClTheory, MemberData(nameof(Operations))]
    public void Kernels_agree_with_the_CPU(string name)
    {
        foreach (var @case in OpSpecs.Create(name, output).Cases)
        {
            output.WriteLine($"{GpuLaws.AgreesWithCpu<float>(@case, TestDevice.Pocl, GpuTolerance.Float):E1} float   {@case.Name}");
            output.WriteLine($"{GpuLaws.AgreesWithCpu<double>(@case, TestDevice.Pocl, GpuTolerance.Double):E1} double  {@case.Name}");
        }
    }

    [OpenClTheory, MemberData(nameof(Operations))]
    public void Kernels_accumulate(string name)
    {
        foreach (var @case in OpSpecs.Create(name, output).Cases) GpuLaws.Accumulates(@case, TestDevice.Pocl);
    }

    [OpenClTheory, MemberData(nameof(Operations))]
    public void Kernels_write_everything_and_give_the_same_bits_again(string name)
    {
        foreach (var @case in OpSpecs.Create(name, output).Cases)
        {
            GpuLaws.IsDeterministicAndWhole<float>(@case, TestDevice.Pocl);
            GpuLaws.IsDeterministicAndWhole<double>(@case, TestDevice.Pocl);
        }
    }

    [OpenClTheory, MemberData(nameof(Operations))]
    public void Kernels_compute_each_part_as_if_it_were_alone(string name)
    {
        foreach (var @case in OpSpecs.Create(name, output).Cases)
        {
            GpuLaws.PartsStandAlone<float>(@case, TestDevice.Pocl);
            GpuLaws.PartsStandAlone<double>(@case, TestDevice.Pocl);
        }
    }
}
