using System.Text.Json;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Evidence;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;
using PureSaliency.Tests.Saliency.Methods;
using PureSaliency.Tests.Saliency.Report;

namespace PureSaliency.Tests.Saliency.Evidence;

public class EvidenceCheckTests
{
    [Fact]
    public void A_right_gradient_holds_and_a_wrong_one_is_found_wherever_it_is_wrong()
    {
        Assert.True(Of(new Made()).Holds);
        for (int i = 0; i < 3; i++)
        {
            var wrong = Of(new Made { Plant = i });
            Assert.False(wrong.Gradient.Holds, $"element {i}");
            Assert.False(wrong.Holds);
        }
    }

    [Fact]
    public void Float_that_parts_from_double_is_told()
    {
        var (right, far) = (Of(new Made { Off = 1e-6 }, new Made()), Of(new Made { Off = 0.01 }, new Made()));
        Assert.Equal((true, "float32"), (right.Precision!.Holds, right.Precision.Computed));
        Assert.Equal(1e-6, right.Precision.Gradient, 1e-9);
        Assert.False(far.Precision!.Holds);
        Assert.False(far.Holds);
        Assert.Null(Of(new Made()).Precision);
    }

    [Theory]
    [InlineData(1.02, true)]
    [InlineData(1.2, false)]
    public void A_promised_sum_is_held_against_its_promise(double sum, bool holds)
    {
        var evidence = Of(new Made(), completeness: new(sum, 1));
        Assert.Equal(holds, evidence.Completeness!.Holds);
        Assert.Equal(holds, evidence.Holds);
        Assert.Null(Of(new Made()).Completeness);
    }

    [Fact]
    public void Curves_follow_the_map_and_share_their_ends()
    {
        // Each of ten tokens is worth its place: the map hides the last first.
        var evidence = Of(new Made());
        double[] left = [55, 45, 36, 28, 21, 15, 10, 6, 3, 1, 0];
        Assert.Equal(left, evidence.Deletion!.Values);
        Assert.Equal(left.Select(v => 55 - v), evidence.Insertion!.Values);
        Assert.Equal(left.Sum() / 10 - 2.75, evidence.Deletion.Area, 1e-12);
        Assert.Equal((55, 0), (evidence.Deletion.RandomValues[0], evidence.Deletion.RandomValues[^1]));
        Assert.True(evidence.Deletion.RandomArea > evidence.Deletion.Area);
        Assert.Equal(3 + 8 + 38, evidence.Passes);
        Assert.InRange(Of(new Made(), new Made()).Passes, 50, 60);
    }

    [Fact]
    public void Without_a_mask_there_are_no_curves_and_without_a_gradient_nothing_is_shown()
    {
        var evidence = Of(new Made { Flat = true, NoMask = true });
        Assert.Null(evidence.Deletion);
        Assert.False(evidence.Gradient.Informative);
        Assert.Contains(evidence.Notes, note => note.Contains("<mask>", StringComparison.Ordinal));
        Assert.Contains(evidence.Notes, note => note.Contains("exactly 0", StringComparison.Ordinal));
    }

    [Fact]
    public void An_explanation_of_a_model_holds_for_every_kind_of_method()
    {
        using var explainer = Explainer.Load(DefaultModel.Folder);
        foreach (string method in (string[])[GradCam.Name, IntegratedGradients.Name, Lrp.Name, DeepLift.Name, AttentionRollout.Name, LeaveOneOut.Name])
        {
            var explanation = explainer.WithEvidence(explainer.Explain(
                "a warm, funny and gripping film", new() { Method = method, Decode = false, Rectify = Rectify.None }));
            var evidence = explanation.Evidence!;
            Assert.True(evidence.Holds, $"{method}: {EvidenceText.Of(evidence)}");
            Assert.InRange(evidence.Passes, 1, 60);
            Assert.True(evidence.Gradient.Informative);
            Assert.InRange(evidence.Precision!.Gradient, 1e-9, 1e-4);
            Assert.Equal(explanation.Target.Probability!.Value, evidence.Deletion!.Values[0], 1e-6);
            Assert.Equal(evidence.Deletion.Values[^1], evidence.Insertion!.Values[0]);
            Assert.Equal(method is IntegratedGradients.Name or Lrp.Name or DeepLift.Name, evidence.Completeness is not null);
        }
    }

    [Fact]
    public void Every_form_shows_it()
    {
        var shown = Samples.Plain with { Evidence = Of(new Made { Plant = 1 }) };
        using var json = JsonDocument.Parse(ExplanationJson.Write(shown));
        SchemaSpec.Check(json.RootElement);
        Assert.False(json.RootElement.GetProperty("evidence").GetProperty("holds").GetBoolean());
        Assert.Equal(ExplanationJson.Write(shown), ExplanationJson.Write(ExplanationJson.Read(ExplanationJson.Write(shown))));
        Assert.Contains("<strong>THE GRADIENT of layer 4 IS WRONG", HtmlReport.Write(shown), StringComparison.Ordinal);
        string line = EvidenceText.Of(Samples.Tried.Evidence!);
        Assert.Equal("gradient of layer 4 right to 2.0e-9 along 4 directions · float32 within 3.0e-7 of double · scores sum to 1.5, promised 1.51"
            + " · hiding its words leaves 0.475 (a random order 0.625) · showing them gives 0.675 (random 0.525) · 52 passes", line);
        Assert.DoesNotContain("evidence", ExplanationJson.Write(Samples.Plain), StringComparison.Ordinal);
    }

    private static ExplanationEvidence Of(Made own, Made? exact = null, Completeness? completeness = null)
    {
        var explanation = Samples.Plain with { Model = Samples.Plain.Model with { Computed = "float32" } };
        explanation = explanation with { Layers = [explanation.Chosen() with { Completeness = completeness }] };
        return new EvidenceCheck(own, exact, explanation).Of([0, .. Enumerable.Range(1, 10).Select(i => (double)i), 0], null);
    }

    /// <summary>f(h) = h₀ + sin h₁ + h₂², with a mistake in one element of its gradient if so asked; a text of ten tokens worth their places.</summary>
    private sealed class Made : IGradientProbe
    {
        public int? Plant { get; init; }

        public double Off { get; init; }

        public bool Flat { get; init; }

        public bool NoMask { get; init; }

        public (double[] Hidden, double[] Gradient, double Logit) At()
        {
            double[] hidden = [0.3, -0.4, 0.5], gradient = Flat ? [0, 0, 0] : [1, Math.Cos(-0.4), 1];
            if (Plant is { } wrong) gradient[wrong] *= 1.001;
            return (hidden, [.. gradient.Select(g => g * (1 + Off))], 2);
        }

        public double[] Values(IReadOnlyList<double[]> points) =>
            [.. points.Select(h => Flat ? 1 : h[0] + Math.Sin(h[1]) + h[2] * h[2])];

        public ITextProbe Text(ExplainedValue value) => NoMask ? new Maskless() : new MadeProbe(
            [.. Enumerable.Range(101, 10)], ids => ids.Sum(id => id > 100 ? id - 100.0 : 0));
    }

    private sealed class Maskless : ITextProbe
    {
        public IReadOnlyList<int> Ids => [0, 5, 2];

        public IReadOnlyList<int> Positions => [2, 3, 4];

        public IReadOnlyList<int> Inner => [1];

        public IReadOnlyList<int[]> Units => [[1]];

        public int MaskId => throw new InputException("There is none.");

        public int PadId => 1;

        public double[] Values(IEnumerable<Variant> variants, int count) => throw new InvalidOperationException();

        public double[][] Logits(IEnumerable<Variant> variants, int count) => throw new InvalidOperationException();
    }
}
