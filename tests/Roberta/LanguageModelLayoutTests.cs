using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta;

/// <summary>The head is the same however its file says it.</summary>
public class LanguageModelLayoutTests
{
    private const string Word = "roberta.embeddings.word_embeddings.weight";
    private const string Decoder = "lm_head.decoder.weight";

    [Theory]
    [InlineData("tied")]
    [InlineData("tied, with a copy")]
    [InlineData("the head alone, with the copy")]
    [InlineData("the decoder's bias for the head's")]
    [InlineData("both biases")]
    public void Layouts_of_one_head_give_the_same_logits(string layout)
    {
        using var plain = MadeCheckpoint.LanguageModel();
        using var other = MadeCheckpoint.LanguageModel();
        var bias = other.Tensors["lm_head.bias"];
        if (layout.Contains("copy")) other.Tensors[Decoder] = other.Tensors[Word];
        if (layout.Contains("bias")) other.Tensors["lm_head.decoder.bias"] = bias;
        if (layout.Contains("for")) other.Tensors.Remove("lm_head.bias");
        if (layout.Contains("alone")) other.KeepHeadOnly();
        Assert.Equal(Logits(plain.Write()), Logits(other.Write()));
    }

    [Fact]
    public void The_head_is_tied_to_the_word_embeddings_unless_the_configuration_says_it_is_not()
    {
        using var tied = MadeCheckpoint.LanguageModel();
        tied.Tensors[Decoder] = tied.Random(tied.Sizes.Vocabulary, tied.Sizes.Hidden);
        using var free = MadeCheckpoint.LanguageModel();
        free.Tensors[Decoder] = tied.Tensors[Decoder];
        free.Config["tie_word_embeddings"] = false;
        using var alone = MadeCheckpoint.LanguageModel();
        alone.Tensors[Decoder] = tied.Tensors[Decoder];
        alone.KeepHeadOnly();
        Assert.Equal(Logits(alone.Write()), Logits(free.Write()));
        Assert.NotEqual(Logits(alone.Folder), Logits(tied.Write()));
        Assert.Equal(Logits(free.Folder), Logits(free.Folder, withEncoder: true));
    }

    [Fact]
    public void A_head_that_is_not_tied_needs_its_decoder()
    {
        using var made = MadeCheckpoint.LanguageModel();
        made.Config["tie_word_embeddings"] = false;
        Refused.With(() => Logits(made.Write()), made.Folder, "missing: lm_head.decoder.weight [20, 8]");
    }

    [Fact]
    public void The_encoder_comes_only_when_asked_for()
    {
        using var made = MadeCheckpoint.LanguageModel();
        using var head = MaskedLanguageModel<float>.Load(made.Write());
        using var whole = MaskedLanguageModel<float>.Load(made.Folder, withEncoder: true);
        Assert.Null(head.Encoder);
        Assert.NotNull(whole.Encoder);
        Assert.Equal(made.Tensors.Keys.Order(), whole.Parameters.Select(parameter => parameter.Name).Order());
        Assert.Equal(Logits(made.Folder), Logits(made.Folder, withEncoder: true));
    }

    [Fact]
    public void A_file_without_a_configuration_beside_it_is_read_with_the_classifiers()
    {
        using var made = MadeCheckpoint.LanguageModel();
        var config = ModelConfig.Load(made.Write());
        string folder = Directory.CreateDirectory(made["elsewhere"]).FullName, file = Path.Combine(folder, "lm.safetensors");
        File.Copy(made["model.safetensors"], file);
        using (var beside = MaskedLanguageModel<float>.Load(made.Folder))
        using (var alone = MaskedLanguageModel<float>.Load(file, classifier: config))
            Assert.Equal(beside.Parameters.Select(parameter => parameter.Value.ToArray()), alone.Parameters.Select(parameter => parameter.Value.ToArray()));
        Refused.With(() => MaskedLanguageModel<float>.Load(file), folder, "config.json");
    }

    [Fact]
    public void A_file_is_read_with_the_configuration_beside_it()
    {
        using var made = MadeCheckpoint.LanguageModel();
        float[] expected = Logits(made.Write());
        made.KeepHeadOnly();
        made.Tensors[Decoder] = MadeCheckpointWord(made);
        SafetensorsWriter.Write(made["lm.safetensors"], made.Tensors.Select(pair => pair.Value.Data(pair.Key)));
        Assert.Equal(expected, Logits(made["lm.safetensors"]));
    }

    [Fact]
    public void Everything_that_does_not_fit_is_said_at_once()
    {
        using var made = MadeCheckpoint.LanguageModel();
        made.Tensors.Remove("lm_head.bias");
        made.Add("lm_head.dense.weight", 8, 7);
        made.Add("lm_head.extra", 1);
        Refused.With(() => Logits(made.Write()), $"'{made.Folder}' does not fit its config.json in 3 places",
            "missing: lm_head.bias [20]", "misshapen: lm_head.dense.weight is [8, 7], expected [8, 8]", "unused: lm_head.extra");
    }

    private static Made MadeCheckpointWord(MadeCheckpoint made)
    {
        using var file = SafetensorsFile.Open(made["model.safetensors"]);
        Assert.True(file.TryGet(Word, out var entry));
        var values = new double[entry.Count];
        file.Read(entry, values.AsSpan());
        return new([made.Sizes.Vocabulary, made.Sizes.Hidden], values, DType.F32);
    }

    private static float[] Logits(string path, bool withEncoder = false)
    {
        using var language = MaskedLanguageModel<float>.Load(path, withEncoder);
        using var device = new CpuDevice<float>();
        using var tape = new Tape<float>(device);
        float[] rows = [.. Enumerable.Range(0, 3 * language.Head.Hidden).Select(i => MathF.Sin(i))];
        return tape[language.Head.Logits(tape, tape.Leaf(Tensor<float>.From(new(3, language.Head.Hidden), rows)))].ToArray();
    }
}
