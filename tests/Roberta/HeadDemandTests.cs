using System.Text.Json.Nodes;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta;

/// <summary>Another head than a command needs, or one cause behind many tensors, is one sentence that names it.</summary>
public sealed class HeadDemandTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_bare_encoder_needs_a_head(bool named)
    {
        using var made = Bare(named);
        Refused.With(() => Classifier(made), $"'{made.Folder}' is a RobertaModel without a classifier head; fine-tune it first.");
        Refused.With(() => LanguageModel(made), $"'{made.Folder}' is a RobertaModel without a language-model head");
        using var encoder = PretrainedEncoder<float>.Load(made.Folder);
        Assert.Equal(37, encoder.Parameters.Count);
        Assert.Equal(HeadKind.None, ModelFolder.Open(made.Folder).ReadHead());
    }

    [Fact]
    public void A_language_model_is_no_classifier_and_a_classifier_no_language_model()
    {
        using var language = MadeCheckpoint.LanguageModel();
        Refused.With(() => Classifier(language), "is a masked language model (RobertaForMaskedLM) without a classifier head; fine-tune it first");
        using var classifier = MadeCheckpoint.Classifier();
        Refused.With(() => LanguageModel(classifier), "is a classifier; fine-tuning begins from", "the language model it came from");
        Refused.With(() => PretrainedEncoder<float>.Load(classifier.Folder).Dispose(), "is a classifier; fine-tuning begins from");
    }

    [Theory]
    [InlineData("RobertaForTokenClassification", "classifier", "a model for token classification")]
    [InlineData("XLMRobertaForTokenClassification", "classifier", "a model for token classification")]
    [InlineData("RobertaForQuestionAnswering", "qa_outputs", "a model for question answering")]
    public void Another_task_is_named(string architecture, string head, string what)
    {
        using var made = Bare(named: true);
        made.Config["architectures"] = new JsonArray(architecture);
        (made.Tensors[head + ".weight"], made.Tensors[head + ".bias"]) = (made.Random(5, 8), made.Random(5));
        Refused.With(() => Classifier(made), $"'{made.Folder}' is {what} ({architecture}), not a classifier of texts");
        made.Config.Remove("architectures");
        Refused.With(() => Classifier(made), $"'{made.Folder}' is {what}, not a classifier of texts");
        Refused.With(() => LanguageModel(made), $"is {what}, not a masked language model");
    }

    [Fact]
    public void Multiple_choice_is_told_from_token_classification_by_its_pooler()
    {
        using var made = Bare(named: true);
        (made.Tensors["classifier.weight"], made.Tensors["roberta.pooler.dense.weight"]) = (made.Random(1, 8), made.Random(8, 8));
        Refused.With(() => Classifier(made), "is a model for multiple choice");
    }

    [Theory]
    [InlineData("RobertaForTokenClassification", "a model for token classification")]
    [InlineData("RobertaForMultipleChoice", "a model for multiple choice")]
    [InlineData("RobertaForCausalLM", "a causal language model")]
    public void What_the_file_says_of_another_head_is_believed_though_the_weights_would_fit(string architecture, string what)
    {
        using var made = MadeCheckpoint.Classifier();
        made.Config["architectures"] = new JsonArray(architecture);
        Refused.With(() => Classifier(made), $"is {what} ({architecture})");
    }

    [Theory]
    [InlineData("RobertaModel")]
    [InlineData("TFRobertaForSequenceClassification")]
    [InlineData("MyOwnClassifier")]
    public void Names_that_contradict_nothing_are_no_obstacle(string architecture)
    {
        using var made = MadeCheckpoint.Classifier();
        made.Config["architectures"] = new JsonArray(architecture);
        Classifier(made);
    }

    [Fact]
    public void A_causal_language_model_decodes_nothing()
    {
        using var made = MadeCheckpoint.LanguageModel();
        made.Config["architectures"] = new JsonArray("RobertaForCausalLM");
        Refused.With(() => LanguageModel(made), "is a causal language model (RobertaForCausalLM)", "a masked language model is needed");
    }

    [Fact]
    public void A_file_with_both_heads_is_either()
    {
        using var made = MadeCheckpoint.Classifier();
        using var language = MadeCheckpoint.LanguageModel();
        foreach (var (name, tensor) in language.Tensors.Where(pair => pair.Key.StartsWith("lm_head."))) made.Tensors[name] = tensor;
        Classifier(made);
        LanguageModel(made);
    }

    [Theory]
    [InlineData("classifier.dense.weight.absmax")]
    [InlineData("roberta.encoder.layer.0.output.dense.qweight")]
    [InlineData("roberta.encoder.layer.0.output.dense.weight_scale")]
    [InlineData("roberta.encoder.layer.0.output.dense.SCB")]
    public void Quantised_weights_are_named_as_such(string name)
    {
        using var made = MadeCheckpoint.Classifier();
        made.Add(name, 4);
        Refused.With(() => Classifier(made), $"'{made.Folder}' holds quantised weights ('{name}')", "save the model in a float type (F32, F16 or BF16)");
    }

    [Theory]
    [InlineData(DType.I8)]
    [InlineData(DType.U8)]
    [InlineData(DType.F8E4M3)]
    [InlineData(DType.F8E5M2)]
    public void Weights_of_eight_bits_are_quantised(DType type)
    {
        const string Name = "roberta.encoder.layer.1.output.dense.weight";
        using var made = MadeCheckpoint.Classifier();
        made.WriteConfig();
        SafetensorsWriter.Write(made["model.safetensors"], made.Tensors.Select(pair =>
            pair.Key == Name ? new TensorData(Name, type, [8, 12], new byte[96]) : pair.Value.Data(pair.Key)));
        Refused.With(() => SequenceClassifier<float>.Load(made.Folder).Dispose(), $"holds quantised weights ('{Name}' is {type.Name()})");
    }

    [Theory]
    [InlineData("roberta.encoder.layer.0.attention.self.query.lora_A.weight", "LoRA")]
    [InlineData("roberta.encoder.layer.0.output.adapters.sst.down.weight", "holds adapters")]
    public void Adapters_in_the_weights_are_named(string name, string part)
    {
        using var made = MadeCheckpoint.Classifier();
        made.Add(name, 2, 8);
        Refused.With(() => Classifier(made), part, name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Another_number_of_blocks_is_one_sentence(int blocks)
    {
        using var made = MadeCheckpoint.Classifier();
        made.Config["num_hidden_layers"] = blocks;
        Refused.With(() => Classifier(made), $"'{made.Folder}' has weights of 2 blocks, but its config.json says num_hidden_layers {blocks}");
    }

    [Fact]
    public void Another_width_is_one_sentence()
    {
        using var made = MadeCheckpoint.Classifier();
        made.Config["hidden_size"] = 16;
        Refused.With(() => Classifier(made), "has word embeddings of [20, 8], but its config.json says hidden_size 16");
    }

    private static MadeCheckpoint Bare(bool named)
    {
        var made = MadeCheckpoint.Classifier();
        made.Config["architectures"] = new JsonArray("RobertaModel");
        foreach (var (name, tensor) in made.Tensors.ToArray())
        {
            made.Tensors.Remove(name);
            if (name.StartsWith("roberta.")) made.Tensors[named ? name : name["roberta.".Length..]] = tensor;
        }
        return made;
    }

    private static void Classifier(MadeCheckpoint made) => SequenceClassifier<float>.Load(made.Write()).Dispose();

    private static void LanguageModel(MadeCheckpoint made) => MaskedLanguageModel<float>.Load(made.Write()).Dispose();
}
