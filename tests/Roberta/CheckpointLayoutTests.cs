using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Roberta;

/// <summary>What Hugging Face writes can be read, with no code of its own for any size.</summary>
public class CheckpointLayoutTests
{
    private static readonly int[] Ids = [0, 5, 7, 7, 2];

    [Theory]
    [InlineData(6, 12, 3, 24, 14, 2, 1, 1e-5)]   // DistilRoBERTa's depth
    [InlineData(12, 12, 12, 48, 14, 3, 1, 1e-5)] // roberta-base's depth and heads
    [InlineData(1, 5, 1, 7, 9, 2, 2, 1e-12)]     // odd widths, two token types
    [InlineData(2, 6, 2, 3, 33, 7, 4, 1e-3)]     // an inner width below the outer
    public void Any_size_is_read_by_the_reference_names(
        int layers, int hidden, int heads, int inner, int vocabulary, int classes, int types, double epsilon)
    {
        using var made = MadeCheckpoint.Classifier(new Sizes
        {
            Layers = layers,
            Hidden = hidden,
            Heads = heads,
            Inner = inner,
            Vocabulary = vocabulary,
            Classes = classes,
            Types = types,
            Epsilon = epsilon,
        });
        using var model = SequenceClassifier<double>.Load(made.Write());
        Assert.Equal(made.Tensors.Keys.Order(), model.Parameters.Select(parameter => parameter.Name).Order());
        foreach (var parameter in model.Parameters) Assert.Equal(made.Tensors[parameter.Name].Values, parameter.Value.ToArray());
        Assert.Equal(epsilon, model.Config.LayerNormEpsilon);
        Assert.Equal(layers, model.Encoder.Weights.Layers.Count);
        Assert.All(Logits(model), logit => Assert.True(double.IsFinite(logit)));
    }

    [Theory]
    [InlineData(DType.F64)]
    [InlineData(DType.F16)]
    [InlineData(DType.BF16)]
    public void Number_types_of_the_file_give_the_same_numbers(DType type)
    {
        using var plain = MadeCheckpoint.Classifier();
        using var other = MadeCheckpoint.Classifier(new Sizes { DType = type });
        using var expected = SequenceClassifier<float>.Load(plain.Write());
        using var actual = SequenceClassifier<float>.Load(other.Write());
        Assert.Equal(Logits(expected), Logits(actual));
    }

    [Fact]
    public void A_sharded_checkpoint_is_the_same_model()
    {
        using var whole = MadeCheckpoint.Classifier();
        using var parts = MadeCheckpoint.Classifier();
        using var expected = SequenceClassifier<float>.Load(whole.Write());
        using var actual = SequenceClassifier<float>.Load(parts.WriteShards());
        Assert.Equal(2, actual.Files.Count);
        Assert.Equal(Logits(expected), Logits(actual));
    }

    [Fact]
    public void A_trainable_model_is_the_same_model_and_may_be_changed()
    {
        using var made = MadeCheckpoint.Classifier();
        using var mapped = SequenceClassifier<float>.Load(made.Write());
        using var copied = SequenceClassifier<float>.Load(made.Folder, trainable: true);
        float[] expected = Logits(mapped);
        // Linear layers that may change add in another order.
        float[] before = Logits(copied);
        Close.Check<float>(before, Close.Widen<float>(expected), Tolerance.Float, "logits");
        copied.Parameters.Single(parameter => parameter.Name == "classifier.out_proj.bias").Value.Span[0] += 1;
        Assert.Equal(before[0] + 1, Logits(copied)[0], 1e-6);
        Assert.Equal(expected, Logits(mapped));
    }

    [Fact]
    public void The_position_buffer_and_the_pooler_are_left_alone()
    {
        using var made = MadeCheckpoint.Classifier();
        made.Tensors["roberta.embeddings.position_ids"] = new([1, 16], [.. Enumerable.Range(0, 16).Select(i => (double)i)], DType.I64);
        made.Add("roberta.pooler.dense.weight", 8, 8);
        made.Add("roberta.pooler.dense.bias", 8);
        using var model = SequenceClassifier<float>.Load(made.Write());
        Assert.DoesNotContain(model.Parameters, parameter => parameter.Name.Contains("pooler") || parameter.Name.Contains("_ids"));
    }

    [Fact]
    public void Without_names_classes_are_counted_in_the_weights()
    {
        using var made = MadeCheckpoint.Classifier(new Sizes { Classes = 4 });
        using var model = SequenceClassifier<float>.Load(made.Write());
        Assert.Equal(["LABEL_0", "LABEL_1", "LABEL_2", "LABEL_3"], model.Labels);
        Assert.Equal(4, model.Head.Classes);
    }

    [Fact]
    public void Names_of_classes_stand_in_the_order_of_their_numbers()
    {
        using var made = MadeCheckpoint.Classifier();
        made.Config["id2label"] = new System.Text.Json.Nodes.JsonObject { ["2"] = "good", ["0"] = "bad", ["1"] = "so-so" };
        using var model = SequenceClassifier<float>.Load(made.Write());
        Assert.Equal(["bad", "so-so", "good"], model.Labels);
    }

    internal static T[] Logits<T>(SequenceClassifier<T> model) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using var device = new CpuDevice<T>();
        using var tape = new Tape<T>(device);
        var batch = Batch.Of(model.Config, Ids);
        return tape[model.Head.Logits(tape, model.Encoder.Run(tape, batch).Last, batch.FirstRows)].ToArray();
    }
}
