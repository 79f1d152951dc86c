using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Laws;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency;

/// <summary>
/// A head that reads every row as its own id: words are unit vectors, the dense part is the identity and the decoder so
/// steep that the other probabilities vanish. Then decoding changes nothing: the scores are those of plain Grad-CAM.
/// </summary>
public class CopyingHeadTests
{
    private const int Width = 12;
    private static readonly int[] Ids = [0, 7, 4, 11, 5, 2];
    private static readonly Sizes Sizes = new() { Hidden = Width, Vocabulary = Width, Inner = 6 };

    [Theory]
    [InlineData(GradCam.Name)]
    [InlineData(GradXInput.Name)]
    [InlineData(AttentionRollout.Name)]
    public void Where_each_row_decodes_to_its_own_id_decoded_scores_are_the_plain_ones(string aggregation)
    {
        using var classifier = Classifier();
        using var language = Head();
        using var engine = new ModelEngine<double>(
            SequenceClassifier<double>.Load(classifier.Write()), MaskedLanguageModel<double>.Load(language.Write()), new(new(Threads: 1)));
        var options = ExplainOptions.Paper with { Method = aggregation, Tau = 1, Rectify = Rectify.None };
        var decoded = engine.Explain([Ids], _ => [1], [0, 1, 2], options, new(), default)[0];
        var plain = engine.Explain([Ids], _ => [1], [0, 1, 2], options with { Decode = false }, new(), default)[0];
        for (int l = 0; l <= 2; l++)
        {
            Assert.Equal(1, decoded.Layers[l].Coherence!.Copy);
            Assert.Equal(0, decoded.Layers[l].Coherence!.Nll, 1e-14);
            Close.Check<double>(decoded.Layers[l].TokenScores, plain.Layers[l].TokenScores, 1e-14, $"layer {l}");
            Assert.Contains(plain.Layers[l].TokenScores, score => score != 0);
        }
    }

    // Blocks add little to the rows, so that every layer still tells its words apart.
    private static MadeCheckpoint Classifier()
    {
        var made = MadeCheckpoint.Classifier(Sizes);
        foreach (var (name, tensor) in made.Tensors.ToArray())
        {
            if (name.Contains("LayerNorm.weight")) made.Fill(name, _ => 1);
            else if (name.Contains("word_embeddings")) made.Fill(name, i => i / Width == i % Width ? 1 : 0);
            else if (name.StartsWith("roberta.")) made.Fill(name, i => 0.02 * tensor.Values[i]);
        }
        return made;
    }

    private static MadeCheckpoint Head()
    {
        var made = MadeCheckpoint.LanguageModel(Sizes);
        made.Add("lm_head.decoder.weight", Width, Width);
        made.KeepHeadOnly();
        made.Fill("lm_head.dense.weight", i => i / Width == i % Width ? 1 : 0);
        made.Fill("lm_head.decoder.weight", i => i / Width == i % Width ? 1000 : 0);
        made.Fill("lm_head.layer_norm.weight", _ => 1);
        foreach (string bias in (string[])["lm_head.dense.bias", "lm_head.layer_norm.bias", "lm_head.bias"]) made.Fill(bias, _ => 0);
        return made;
    }
}
