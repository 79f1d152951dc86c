using PureSaliency.Saliency;

namespace PureSaliency.Tests.Gpu;

/// <summary>The running top τ on a real driver.</summary>
[Collection(nameof(OnOpenCl))]
public sealed class TopOfRowsTests
{
    private const int Vocabulary = 700, Width = 300;

    public static TheoryData<int, DecodeScale, VocabularyScope> Choices => new()
    {
        { 1, DecodeScale.Softmax, VocabularyScope.Full },
        { 10, DecodeScale.L2, VocabularyScope.Full },
        { 299, DecodeScale.Softmax, VocabularyScope.Full },
        { 300, DecodeScale.Logits, VocabularyScope.Full },
        { 301, DecodeScale.Softmax, VocabularyScope.Full },
        { Vocabulary, DecodeScale.L2, VocabularyScope.Full },
        { Vocabulary + 1, DecodeScale.Logits, VocabularyScope.Full },
        { 2, DecodeScale.L2, VocabularyScope.Input },
    };

    [OpenClTheory, MemberData(nameof(Choices))]
    public void The_largest_entries_are_those_of_the_CPU_ties_among_them(int tau, DecodeScale scale, VocabularyScope scope)
    {
        var options = new ExplainOptions { Tau = tau, DecodeScale = scale, Vocabulary = scope };
        TopOfRowsLaws.AgreesWithCpu<float>(TestDevice.Pocl, Vocabulary, Width, options, GpuTolerance.Float);
        TopOfRowsLaws.AgreesWithCpu<double>(TestDevice.Pocl, Vocabulary, Width, options, GpuTolerance.Double);
    }
}

/// <summary>The running top τ on the simulator.</summary>
[Collection(nameof(OnSimulator))]
public sealed class TopOfRowsOnSimulatorTests
{
    [Theory, InlineData(3), InlineData(12), InlineData(30)]
    public void The_largest_entries_are_those_of_the_CPU_ties_among_them(int tau) => TopOfRowsLaws.AgreesWithCpu<double>(
        TestDevice.Simulator, vocabulary: 30, width: 12, new() { Tau = tau, DecodeScale = DecodeScale.L2 }, GpuTolerance.Double);
}
