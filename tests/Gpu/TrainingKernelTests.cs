namespace PureSaliency.Tests.Gpu;

/// <summary>The kernels of training on a real driver; the simulator's turn is in <see cref="LaunchedKernelTests"/>.</summary>
[Collection(nameof(OnOpenCl))]
public sealed class TrainingKernelTests
{
    [OpenClFact]
    public void Updates_and_norms_in_float_are_those_of_the_CPU() => TrainingLaws.AgreesWithCpu<float>(TestDevice.Pocl, TrainingLaws.Many, GpuTolerance.Float);

    [OpenClFact]
    public void Updates_and_norms_in_double_are_those_of_the_CPU() => TrainingLaws.AgreesWithCpu<double>(TestDevice.Pocl, TrainingLaws.Many, GpuTolerance.Double);
}
