using PureSaliency.Autograd;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Gpu;

/// <summary>The laws of kernels in double on ILGPU's simulator, which is everywhere: one tiny case for every operation.</summary>
[Collection(nameof(OnSimulator))]
public sealed class SimulatorTests(ITestOutputHelper output)
{
    // Each barrier costs up to some milliseconds.
    private const int Samples = 3;

    public static TheoryData<string> Operations => OpSpecs.Names;

    [Fact]
    public void No_operation_is_left_out()
    {
        var operations = typeof(IOp<>).Assembly.GetTypes().Where(type => !type.IsAbstract && type.GetInterfaces()
            .Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IOp<>)));
        var covered = OpSpecs.Types.Select(type => OpSpecs.Create(type, output)).Where(spec => spec.Tiny is { GradCheck: not null });
        Assert.Equal(operations.Select(type => type.Name).Order(), covered.Select(spec => spec.Op.Name).Order());
    }

    [Theory, MemberData(nameof(Operations))]
    public void Forward_agrees_with_the_formula(string name) => output.WriteLine(
        $"{GpuLaws.AgreesWithReference(Tiny(name), TestDevice.Simulator, Tolerance.Double):E1}");

    [Theory, MemberData(nameof(Operations))]
    public void Backward_agrees_with_finite_differences(string name)
    {
        var @case = Tiny(name);
        @case = @case with { GradCheck = @case.GradCheck! with { Samples = Samples } };
        output.WriteLine($"{GpuLaws.AgreesWithDifferences(@case, TestDevice.Simulator):E1}");
    }

    [Theory, MemberData(nameof(Operations))]
    public void Kernels_agree_with_the_CPU(string name) => output.WriteLine(
        $"{GpuLaws.AgreesWithCpu<double>(Tiny(name), TestDevice.Simulator, GpuTolerance.Double):E1}");

    [Theory, MemberData(nameof(Operations))]
    public void Kernels_accumulate(string name) => GpuLaws.Accumulates(Tiny(name), TestDevice.Simulator);

    [Theory, MemberData(nameof(Operations))]
    public void Kernels_write_everything_and_give_the_same_bits_again(string name) =>
        GpuLaws.IsDeterministicAndWhole<double>(Tiny(name), TestDevice.Simulator);

    [Theory, MemberData(nameof(Operations))]
    public void Kernels_compute_each_part_as_if_it_were_alone(string name) =>
        GpuLaws.PartsStandAlone<double>(Tiny(name), TestDevice.Simulator);

    private OpCase Tiny(string name) => OpSpecs.Create(name, output).Tiny;
}
