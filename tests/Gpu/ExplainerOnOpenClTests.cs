using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Gpu;

/// <summary>Explanations of the default model by kernels, beside those of the CPU.</summary>
[Collection(nameof(OnOpenCl))]
public sealed class ExplainerOnOpenClTests(ExplainersOnOpenCl explainers, ITestOutputHelper output) : IClassFixture<ExplainersOnOpenCl>
{
    private const string Film = "a warm, funny and gripping film that stays with you";
    private const int Vocabulary = 16384;

    private static readonly Dictionary<string, ExplainOptions> Choices = new()
    {
        ["default"] = new(),
        ["the paper's, all layers"] = ExplainOptions.Paper with { Layer = LayerChoice.All },
        ["rollout"] = ExplainOptions.Paper with { Method = AttentionRollout.Name, Decode = false, Layer = LayerChoice.All },
        ["integrated gradients"] = (ExplainOptions.Paper with { Method = IntegratedGradients.Name, Rectify = Rectify.Abs }).With(IntegratedGradients.Steps, 3),
        ["integrated gradients from padding"] = (ExplainOptions.Paper with { Method = IntegratedGradients.Name, Layer = LayerChoice.At(2) }).With(IntegratedGradients.Baseline, Baseline.Pad).With(IntegratedGradients.Steps, 2),
        ["scale logits"] = ExplainOptions.Paper with { DecodeScale = DecodeScale.Logits, Value = ExplainedValue.LogProbability },
        ["scale l2"] = ExplainOptions.Paper with { DecodeScale = DecodeScale.L2, Method = GradNorm.Name },
        ["input's vocabulary"] = ExplainOptions.Paper with { Vocabulary = VocabularyScope.Input, Duplicates = Duplicates.Split },
        ["weighed first"] = ExplainOptions.Paper with { Order = DecodeOrder.WeighThenDecode, Method = GradXInput.Name },
        ["tau of 200"] = ExplainOptions.Paper with { Tau = 200 },
    };

    public static TheoryData<string> Names => [.. Choices.Keys];

    [OpenClTheory, MemberData(nameof(Names))]
    public void Explanations_agree_with_the_CPU(string name) => Agree(Film, Choices[name]);

    [OpenClFact]
    public void A_tau_of_more_than_a_sixteenth_of_the_vocabulary_agrees_with_the_CPU() =>
        Agree("dull", ExplainOptions.Paper with { Tau = Vocabulary / 16 + 1 });

    [OpenClFact]
    public void Another_run_and_a_batch_change_no_bit()
    {
        var options = ExplainOptions.Paper with { Layer = LayerChoice.All };
        var alone = explainers.Gpu.Explain(Film, options);
        SameBits(alone, explainers.Gpu.Explain(Film, options));
        SameBits(alone, explainers.Gpu.Explain(["dull", Film, "an utter waste of two hours and of a fine cast"], options)[1]);
    }

    [OpenClFact]
    public void What_the_host_computes_is_told()
    {
        const string Told = "The rules of lrp that are no derivatives were computed on the host, beside the card.";
        Assert.Equal(Told, explainers.Gpu.Explain(Film).Notes.Single());
        Assert.Empty(explainers.Cpu.Explain(Film).Notes);
        Assert.Empty(explainers.Gpu.Explain(Film, new() { Method = GradXInput.Name }).Notes);
    }

    private void Agree(string text, ExplainOptions options)
    {
        Explanation actual = explainers.Gpu.Explain(text, options), expected = explainers.Cpu.Explain(text, options);
        Near(actual.Classes.Select(c => c.Logit), expected.Classes.Select(c => c.Logit), "logits");
        Assert.Equal(expected.TopWords().Take(3).Select(word => word.Word), actual.TopWords().Take(3).Select(word => word.Word));
        Assert.Equal(expected.Layers.Count, actual.Layers.Count);
        foreach (var (own, other) in actual.Layers.Zip(expected.Layers))
        {
            Near(own.PositionScores, other.PositionScores, $"layer {own.Layer}, positions");
            Near(own.TokenScores, other.TokenScores, $"layer {own.Layer}, tokens");
            Near(own.Vocabulary.Select(entry => entry.Score), other.Vocabulary.Select(entry => entry.Score), $"layer {own.Layer}, vocabulary");
            Near(Numbers(own), Numbers(other), $"layer {own.Layer}, coherence and completeness");
        }
    }

    private static IEnumerable<double> Numbers(LayerExplanation layer)
    {
        if (layer.Coherence is { } coherence) foreach (double x in (double[])[coherence.Copy, coherence.Mass, coherence.Nll]) yield return x;
        if (layer.Completeness is { } completeness) foreach (double x in (double[])[completeness.Sum, completeness.Difference]) yield return x;
    }

    private void Near(IEnumerable<double> actual, IEnumerable<double> expected, string what)
    {
        double[] values = [.. actual], others = [.. expected];
        Assert.Equal(others.Length, values.Length);
        if (values.Length == 0) return;
        output.WriteLine($"{Laws.Close.Check<double>(values, others, GpuTolerance.Model, what, floor: 1e-3):E1} {what}");
    }

    private static void SameBits(Explanation expected, Explanation actual)
    {
        Assert.Equal(expected.Classes, actual.Classes);
        Assert.Equal(expected.Layers.Count, actual.Layers.Count);
        foreach (var (one, other) in expected.Layers.Zip(actual.Layers))
        {
            Laws.Close.SameBits<double>([.. other.TokenScores], [.. one.TokenScores], $"layer {one.Layer}, tokens");
            Laws.Close.SameBits<double>([.. other.PositionScores], [.. one.PositionScores], $"layer {one.Layer}, positions");
            Assert.Equal(one.Vocabulary, other.Vocabulary);
            Assert.Equal(one.Coherence, other.Coherence);
        }
    }
}
