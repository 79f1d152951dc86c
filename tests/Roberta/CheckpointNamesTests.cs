using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta;

/// <summary>Wrappers, prefixes and old names are another spelling of the same model, to the last bit.</summary>
public sealed class CheckpointNamesTests
{
    [Theory]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("model.")]
    [InlineData("module._orig_mod.")]
    [InlineData("_orig_mod.module.model.")]
    [InlineData("student.")]
    [InlineData("net.inner.")]
    public void A_prefix_of_all_names_is_taken_off(string prefix) => SameAfter(name => prefix + name);

    [Fact]
    public void A_prefix_of_some_names_that_is_a_wrapper_is_taken_off() =>
        SameAfter(name => name.StartsWith("classifier.") ? "module." + name : name);

    [Fact]
    public void Wrappers_of_inner_parts_are_taken_off() => SameAfter(name => name
        .Replace("encoder.layer.0.", "encoder.layer.0._checkpoint_wrapped_module.").Replace("roberta.", "roberta._orig_mod."));

    [Fact]
    public void Old_names_of_LayerNorm_are_read() => SameAfter(name => name
        .Replace("LayerNorm.weight", "LayerNorm.gamma").Replace("LayerNorm.bias", "LayerNorm.beta"));

    [Fact]
    public void Old_names_behind_a_prefix_in_shards_are_read()
    {
        using var plain = MadeCheckpoint.Classifier();
        using var other = MadeCheckpoint.Classifier();
        Rename(other, name => "module." + name.Replace("LayerNorm.weight", "LayerNorm.gamma"));
        Assert.Equal(Logits(plain.Write()), Logits(other.WriteShards()));
    }

    [Fact]
    public void A_language_models_head_has_old_names_too()
    {
        using var made = MadeCheckpoint.LanguageModel();
        Rename(made, name => name.Replace("_norm.weight", "_norm.gamma").Replace("_norm.bias", "_norm.beta"));
        using var model = MaskedLanguageModel<float>.Load(made.Write());
        Assert.Contains(model.Parameters, parameter => parameter.Name == "lm_head.layer_norm.weight");
    }

    [Theory]
    [InlineData("roberta.embeddings.LayerNorm.gamma", "roberta.embeddings.LayerNorm.weight")]
    [InlineData("module.classifier.dense.bias", "classifier.dense.bias")]
    public void Two_spellings_of_one_tensor_are_refused(string second, string first)
    {
        using var made = MadeCheckpoint.Classifier();
        made.Add(second, 8);
        Refused.With(() => Logits(made.Write()), $"'{made.Folder}' has '{first}' and '{second}', which are both the model's '{first}'");
    }

    [Fact]
    public void Two_spellings_of_a_tensor_that_nothing_needs_are_fine()
    {
        using var made = MadeCheckpoint.Classifier();
        float[] plain = Logits(made.Write());
        made.Add("roberta.embeddings.position_ids", 1, 16);
        made.Add("module.roberta.embeddings.position_ids", 1, 16);
        Assert.Equal(plain, Logits(made.Write()));
    }

    [Fact]
    public void What_was_done_to_names_is_told()
    {
        using var made = MadeCheckpoint.Classifier();
        Rename(made, name => "student.module." + name.Replace("LayerNorm.weight", "LayerNorm.gamma"));
        var contents = CheckpointContents.Read(ModelFolder.Open(made.Write()));
        Assert.Equal(["student.module. taken off all names", "LayerNorm gamma and beta read as weight and bias (5 names)"], contents.Notes);
        Rename(made, name => name.Replace("student.", "_orig_mod.").Replace("gamma", "weight"));
        Assert.Equal(["_orig_mod. and module. taken off all names"], CheckpointContents.Read(ModelFolder.Open(made.Write())).Notes);
        Rename(made, name => name.Replace("_orig_mod.module.", ""));
        Assert.Empty(CheckpointContents.Read(ModelFolder.Open(made.Write())).Notes);
    }

    [Fact]
    public void A_prefix_that_only_some_names_have_is_named()
    {
        using var made = MadeCheckpoint.Classifier();
        Rename(made, name => name.StartsWith("roberta.") ? "student." + name : name);
        Refused.With(() => Logits(made.Write()), "has the prefix 'student.' before 37 of its 41 tensors' names", "expected 'roberta.'");
    }

    [Theory]
    [InlineData("bert.")]
    [InlineData("distilbert.")]
    public void Another_family_is_named(string family)
    {
        using var made = MadeCheckpoint.Classifier();
        Rename(made, name => name.Replace("roberta.", family));
        Refused.With(() => Logits(made.Write()), $"holds weights of another family: their names begin with '{family}'");
    }

    [Theory]
    [InlineData("roberta.embeddings.position_ids", DType.U32)]
    [InlineData("roberta.embeddings.position_ids", DType.Bool)]
    [InlineData("roberta.embeddings.token_type_ids", DType.U16)]
    [InlineData("roberta.pooler.dense.weight", DType.F8E4M3)]
    [InlineData("roberta.pooler.dense.bias", DType.C64)]
    [InlineData("loss_fct.weight", DType.F4)]
    [InlineData("lm_head.decoder.weight", DType.U64)]
    public void A_tensor_that_nothing_needs_may_have_any_type(string name, DType type)
    {
        using var plain = MadeCheckpoint.Classifier();
        using var other = MadeCheckpoint.Classifier();
        plain.Write();
        other.WriteConfig();
        SafetensorsWriter.Write(other["model.safetensors"], other.Tensors.Select(pair => pair.Value.Data(pair.Key))
            .Append(new TensorData(name, type, [16], new byte[type.Bytes(16)])));
        Assert.Equal(Logits(plain.Folder), Logits(other.Folder));
        Assert.Equal([name], CheckpointContents.Read(ModelFolder.Open(other.Folder)).Unneeded);
    }

    private static void SameAfter(Func<string, string> rename)
    {
        using var plain = MadeCheckpoint.Classifier();
        using var other = MadeCheckpoint.Classifier();
        Rename(other, rename);
        Assert.Equal(Logits(plain.Write()), Logits(other.Write()));
    }

    private static void Rename(MadeCheckpoint made, Func<string, string> rename)
    {
        foreach (var (name, tensor) in made.Tensors.ToArray())
        {
            made.Tensors.Remove(name);
            made.Tensors.Add(rename(name), tensor);
        }
    }

    private static float[] Logits(string folder)
    {
        using var model = SequenceClassifier<float>.Load(folder);
        return CheckpointLayoutTests.Logits(model);
    }
}
