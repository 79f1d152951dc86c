using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Parity;
using PureSaliency.Tensors;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency;

/// <summary>Weights that are finite and overflow: the first value that is not finite is named, with its operation and layer.</summary>
public sealed class NotFiniteTests : IDisposable
{
    private const string Text = "he saw the sea", Block = "roberta.encoder.layer.";
    private static readonly ExplainOptions Plain = ExplainOptions.Paper with { Decode = false, Layer = LayerChoice.At(1) };
    private readonly MadeModel made = new();

    public void Dispose() => made.Dispose();

    [Theory]
    [InlineData("roberta.embeddings.word_embeddings.weight", "in the operation 'layer norm' with roberta.embeddings.LayerNorm.weight and", "on the way to layer 0 of 2")]
    [InlineData(Block + "0.attention.self.value.weight", "in the operation 'linear' with " + Block + "0.attention.self.value.weight and", "on the way to layer 1 of 2")]
    [InlineData(Block + "1.intermediate.dense.weight", "in the operation 'linear' with " + Block + "1.intermediate.dense.weight and", "on the way to layer 2 of 2")]
    [InlineData("classifier.out_proj.weight", "in the operation 'linear' with classifier.out_proj.weight and classifier.out_proj.bias of the classifier", "")]
    public void A_forward_pass(string tensor, string where, string layer)
    {
        made.Fill(tensor, i => i % 3 == 0 ? -3.3e38 : 3.3e38);
        if (layer == "") made.Fill("classifier.dense.bias", _ => 1000); // so that there is no tanh near 0
        using var explainer = made.Load();
        foreach (var aggregation in SaliencyMethods.All.Select(method => method.Info.Name))
            Refused.With(() => explainer.Explain(Text, Plain with { Method = aggregation }),
                "The logits are not finite: the first value that is NaN or infinite is " + where, layer, "float64 has more room");
        Assert.Throws<NotFiniteException>(() => explainer.Explain(string.Join(' ', Enumerable.Repeat(Text, 5)), Plain));
        Assert.All(explainer.ExplainMany([Text, "he"], Plain), result => Assert.Contains("The logits are not finite", result.Problem));
        made.Write();
        using var precise = made.Load(precision: Precision.Float64);
        Assert.All(precise.Explain(Text, Plain).Layers[0].WordScores, score => Assert.True(double.IsFinite(score)));
    }

    [Fact]
    public void A_gradient_whose_forward_pass_is_finite()
    {
        // Small states, made larger again: each gradient is the product of all that is large.
        using var explainer = made.Fill(Block + "1.output.LayerNorm.weight", _ => 1e-20).Fill(Block + "1.output.LayerNorm.bias", _ => 0)
            .Scale("classifier.dense.weight", 1e19).Fill("classifier.dense.bias", _ => 0).Scale("classifier.out_proj.weight", 1e30).Load();
        Refused.With(() => explainer.Explain(Text, Plain),
            "The scores of layer 1 are not finite: the first value that is NaN or infinite is in the gradient of layer 2.");
        using var precise = made.Load(precision: Precision.Float64);
        Assert.All(precise.Explain(Text, Plain).Layers[0].WordScores, score => Assert.True(double.IsFinite(score)));
    }

    [Fact]
    public void A_head_that_decodes()
    {
        made.Head.Fill("lm_head.dense.weight", i => i % 3 == 0 ? -3.3e38 : 3.3e38);
        using var explainer = made.Load(decodes: true);
        foreach (var scope in Enum.GetValues<VocabularyScope>())
            Refused.With(() => explainer.Explain(Text, Plain with { Decode = true, Vocabulary = scope }),
                "The words that layer 1 decodes to are not finite: the first value that is NaN or infinite is in the operation 'linear' with "
                + "lm_head.dense.weight and lm_head.dense.bias of the language model's head");
        Assert.NotEmpty(explainer.Explain(Text, Plain).Words);
    }

    [Fact]
    public void One_text_of_a_pass_is_to_blame_and_the_others_are_not()
    {
        int width = made.Classifier.Sizes.Hidden;
        // The letter w alone overflows.
        int w = Array.IndexOf(PureSaliency.Tests.Roberta.Text.TokenizerFolder.SmallPieces(), "w");
        double[] old = made.Classifier.Tensors["roberta.embeddings.word_embeddings.weight"].Values;
        using var explainer = made.Fill("roberta.embeddings.word_embeddings.weight", i => i / width == w ? 3.3e38 * (i % 2 * 2 - 1) : old[i]).Load();
        var results = explainer.ExplainMany(["he", "saw", "sea", ""], Plain).ToArray();
        Assert.Equal([true, false, true, false], results.Select(result => result.Explanation is not null));
        Assert.Contains("The logits are not finite", results[1].Problem);
        Assert.Contains("empty", results[3].Problem);
    }

    [Fact]
    public void A_trace_writes_nothing()
    {
        made.Fill(Block + "0.intermediate.dense.weight", i => i % 3 == 0 ? -3.3e38 : 3.3e38);
        string output = Path.Combine(made.Write(), "trace.safetensors");
        Refused.With(() => TraceFile.Write(made.Folder, null, [TraceCase.Of("text", [0, 5, 2])], new(), Precision.Float32, output),
            "The logits are not finite", "in the operation 'linear' with " + Block + "0.intermediate.dense.weight", "on the way to layer 1 of 2");
        Assert.False(File.Exists(output));
    }

    [Fact]
    public void Healthy_logits_are_let_through()
    {
        using var model = SequenceClassifier<float>.Load(made.Write());
        using var device = new CpuDevice<float>(1);
        FinitePass.CheckLogits(model, device, Tensor<float>.From(new(1, 3), [1, float.MaxValue, -float.MaxValue]), Batch.Of(model.Config, [0, 5, 2]));
    }
}
