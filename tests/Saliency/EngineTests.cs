using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Laws;
using PureSaliency.Tests.Saliency.Decoding;

namespace PureSaliency.Tests.Saliency;

/// <summary>The laws of the method and its switches on a golden model, at every layer.</summary>
public class EngineTests
{
    private static readonly Golden<double> Model = Golden.Tiny64;
    private static readonly int[] Ids = Golden.Ids;

    [Fact]
    public void Saliency_of_the_vocabulary_is_at_most_that_of_the_positions_and_all_of_it_without_a_cut()
    {
        foreach (int tau in new[] { 1, 10, 119, Model.Vocabulary })
            foreach (var layer in Model.Explain(ExplainOptions.Paper with { Tau = tau, Rectify = Rectify.Abs }, 1, Ids)[0].Layers)
            {
                double given = layer.Positions.Sum(), taken = layer.Vocabulary!.Values.ToArray().Sum();
                Assert.True(given > 0, $"layer {layer.Layer} has no saliency to give");
                if (tau == Model.Vocabulary) Assert.Equal(given, taken, 1e-6 * given);
                else Assert.True(taken < given, $"layer {layer.Layer}: {taken} of {given}");
            }
    }

    [Fact]
    public void At_the_last_layer_what_looks_at_each_gradient_sees_the_first_position_alone_and_grad_cam_all()
    {
        foreach (var aggregation in new[] { GradNorm.Name, GradXInput.Name })
        {
            double[] scores = Model.Plain(ExplainOptions.Paper with { Method = aggregation }, 1, Ids)[^1];
            Assert.NotEqual(0, scores[0]);
            Assert.All(scores[1..], score => Assert.Equal(0, score));
        }
        Assert.All(Model.Plain(ExplainOptions.Paper, 1, Ids)[^1], score => Assert.NotEqual(0, score));
        // The mean over the others is one over zeros.
        Assert.All(Model.Plain(ExplainOptions.Paper.With(GradCam.MeanOver, MeanOver.WithoutSpecial), 1, Ids)[^1], score => Assert.Equal(0, score));
    }

    [Fact]
    public void Rectification_is_relu_none_or_abs_of_one_and_the_same_score()
    {
        double[][] none = Scores(Rectify.None), relu = Scores(Rectify.Relu), abs = Scores(Rectify.Abs);
        Assert.Contains(none.SelectMany(s => s), score => score < 0);
        Assert.Contains(none.SelectMany(s => s), score => score > 0);
        for (int l = 0; l < none.Length; l++)
        {
            Assert.Equal(none[l].Select(s => s > 0 ? s : 0), relu[l]);
            Assert.Equal(none[l].Select(Math.Abs), abs[l]);
        }

        static double[][] Scores(Rectify rectify) =>
            [.. Model.Explain(ExplainOptions.Paper with { Rectify = rectify, Decode = false }, 1, Ids)[0].Layers.Select(layer => layer.TokenScores)];
    }

    [Fact]
    public void Token_scores_are_S_at_each_own_id_in_plain_loops()
    {
        var hidden = Model.Hidden(Ids);
        foreach (var layer in Model.Explain(ExplainOptions.Paper with { Tau = 10 }, 2, Ids)[0].Layers)
        {
            double[] s = Saliency(LmDecoderTests.NaiveLogits(hidden[layer.Layer]), layer.Positions, 10);
            Close.Check(layer.Vocabulary!.Values, s, 1e-12, $"S of layer {layer.Layer}");
            double[] own = [.. Ids.Select(id => s[id])];
            Close.Check<double>(layer.TokenScores, own, 1e-12, $"scores of layer {layer.Layer}", floor: s.Max());
            Assert.Equal(layer.TokenScores[2], layer.TokenScores[4]);
        }
    }

    [Fact]
    public void Rows_weighed_before_they_are_decoded_agree_with_plain_loops()
    {
        var options = ExplainOptions.Paper with { Order = DecodeOrder.WeighThenDecode, Tau = 5 };
        var (hidden, gradients) = (Model.Hidden(Ids), Explained.Gradients(Model, [Ids], [1], ExplainedValue.Logit));
        foreach (var layer in Model.Explain(options, 1, Ids)[0].Layers)
        {
            var (h, g) = (hidden[layer.Layer], gradients[layer.Layer]);
            double[][] weighed = [.. Enumerable.Range(0, Ids.Length).Select(n => Enumerable.Range(0, h.Shape[1]).Select(k =>
                h.Row(n)[k] * Enumerable.Range(0, Ids.Length).Average(m => g[m * h.Shape[1] + k])).ToArray())];
            double[][] logits = LmDecoderTests.NaiveLogits(Methods.Views.Matrix(weighed));
            double[] s = Saliency(logits, [.. Ids.Select(_ => 1.0)], 5);
            Close.Check(layer.Vocabulary!.Values, s, 1e-10, $"S of layer {layer.Layer}");
        }
    }

    [Fact]
    public void Coherence_is_that_of_the_rows_as_they_are_in_plain_loops()
    {
        var hidden = Model.Hidden(Ids);
        foreach (var order in Enum.GetValues<DecodeOrder>())
            foreach (var layer in Model.Explain(ExplainOptions.Paper with { Tau = 20, Order = order }, 1, Ids)[0].Layers)
            {
                double[][] p = [.. LmDecoderTests.NaiveLogits(hidden[layer.Layer]).Select(LmDecoderTests.Softmax)];
                double copy = p.Zip(Ids).Count(row => row.First.Count(other => other > row.First[row.Second]) < 20) / (double)Ids.Length;
                Assert.Equal(copy, layer.Coherence!.Copy);
                Assert.Equal(p.Average(row => Ids.Distinct().Sum(id => row[id])), layer.Coherence.Mass, 1e-12);
                Assert.Equal(p.Zip(Ids).Average(row => -Math.Log(row.First[row.Second])), layer.Coherence.Nll, 1e-10);
            }
    }

    [Fact]
    public void Float_agrees_with_double_at_every_layer_for_every_method()
    {
        // tiny and tiny64 differ in their weights, so the float file is read in double here.
        string folder = Repository.Path("tests", "golden", "tiny");
        using var engine = new ModelEngine<double>(
            SequenceClassifier<double>.Load(folder), MaskedLanguageModel<double>.Load(Path.Combine(folder, "lm.safetensors")), new(new(Threads: 1)))
        {
            MaskId = Golden.Tiny.Engine.MaskId,
        };
        foreach (var aggregation in SaliencyMethods.All.Select(method => method.Info.Name))
        {
            var options = (ExplainOptions.Paper with { Method = aggregation, Rectify = Rectify.None, Tau = 120 }).With(IntegratedGradients.Steps, 16);
            var precise = engine.Explain([Ids], _ => [1], [0, 1, 2, 3, 4], options, new(), default)[0];
            var coarse = Golden.Tiny.Explain(options, 1, Ids)[0];
            for (int l = 0; l < 5; l++)
                Close.Check<double>(coarse.Layers[l].TokenScores, precise.Layers[l].TokenScores, 1e-4, $"{aggregation} at layer {l}");
        }
    }

    private static double[] Saliency(double[][] logits, double[] weights, int tau)
    {
        var saliency = new double[logits[0].Length];
        for (int n = 0; n < logits.Length; n++)
        {
            double[] p = LmDecoderTests.Softmax(logits[n]);
            foreach (int v in Enumerable.Range(0, p.Length).OrderByDescending(v => p[v]).Take(tau)) saliency[v] += weights[n] * p[v];
        }
        return saliency;
    }
}
