using PureSaliency.Roberta;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Roberta;

/// <summary>A folder that is no model is told by what lies in it or below it.</summary>
public sealed class FolderDiagnosisTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("pytorch_model.bin", "but 'pytorch_model.bin' (PyTorch); convert it to safetensors")]
    [InlineData("pytorch_model.bin.index.json", "a PyTorch checkpoint in several files")]
    [InlineData("pytorch_model-00001-of-00002.bin", "a PyTorch checkpoint in several files")]
    [InlineData("tf_model.h5", "'tf_model.h5' (TensorFlow or Keras)")]
    [InlineData("flax_model.msgpack", "'flax_model.msgpack' (Flax)")]
    [InlineData("model.onnx", "'model.onnx' (ONNX); export the model as safetensors")]
    [InlineData("roberta.Q4_K.gguf", "'roberta.Q4_K.gguf' (llama.cpp)")]
    [InlineData("rust_model.ot", "'rust_model.ot'")]
    [InlineData("epoch=3.ckpt", "'epoch=3.ckpt' (PyTorch)")]
    [InlineData("best.pt", "'best.pt' (PyTorch)")]
    [InlineData("Model.safetensors", "'Model.safetensors'; rename it model.safetensors")]
    [InlineData("model-00001-of-00002.safetensors", "shards such as 'model-00001-of-00002.safetensors'; their index model.safetensors.index.json is missing")]
    [InlineData("model.safetensors.incomplete", "'model.safetensors.incomplete', as a download leaves it that did not end")]
    [InlineData("weights.safetensors", "'weights.safetensors'; if that is the model, rename it model.safetensors")]
    public void Weights_of_another_kind_are_named(string name, string part)
    {
        scratch.File("training_args.bin", "x");
        scratch.File("optimizer.pt", "x");
        scratch.File(name, "x");
        Assert.Contains(part, FolderDiagnosis.WithoutWeights(scratch.Folder));
    }

    [Fact]
    public void Nothing_at_all_is_said_too()
    {
        scratch.File("optimizer.pt", "x");
        Assert.Equal($"'{scratch.Folder}' holds neither model.safetensors nor model.safetensors.index.json: the weights are missing.",
            FolderDiagnosis.WithoutWeights(scratch.Folder));
    }

    [Theory]
    [InlineData("{\"base_model_name_or_path\":\"roberta-base\"}", " of 'roberta-base'")]
    [InlineData("{\"base_model_name_or_path\":5}", "")]
    [InlineData("[", "")]
    public void An_adapter_is_told_with_its_base_model(string config, string of)
    {
        scratch.File("adapter_config.json", config);
        string expected = $"'{scratch.Folder}' is an adapter (LoRA or PEFT){of}, not a whole model: merge it into its base model and save that.";
        Assert.Equal(expected, FolderDiagnosis.WithoutConfig(scratch.Folder));
        Assert.Equal(expected, FolderDiagnosis.WithoutWeights(scratch.Folder));
    }

    [Fact]
    public void Of_a_cache_folder_the_snapshot_is_named_that_its_reference_names()
    {
        string first = Model("snapshots/aaa");
        Assert.Contains($"a cache folder of the Hub; name the model in it, '{first}'", FolderDiagnosis.WithoutConfig(scratch.Folder));
        string second = Model("snapshots/bbb");
        Assert.Contains($"models lie below it, name one of them: '{first}', '{second}'", FolderDiagnosis.WithoutConfig(scratch.Folder));
        Directory.CreateDirectory(scratch["refs"]);
        scratch.File("refs/main", "bbb\n");
        Assert.Contains($"name the model in it, '{second}'", FolderDiagnosis.WithoutConfig(scratch.Folder));
    }

    [Fact]
    public void Models_below_are_named()
    {
        string one = Model("a/b/model");
        Assert.Contains($"a model lies below it, name '{one}'", FolderDiagnosis.WithoutConfig(scratch.Folder));
        for (int i = 0; i < 7; i++) Model($"checkpoint-{i}");
        string sentence = FolderDiagnosis.WithoutConfig(scratch.Folder);
        Assert.Contains($"name one of them: '{scratch["checkpoint-0"]}'", sentence);
        Assert.EndsWith("and 3 more.", sentence);
    }

    [Fact]
    public void A_run_that_has_not_ended_is_told_and_not_its_beginning()
    {
        Model("training/start");
        scratch.File("training/run.json", "{}");
        Assert.Contains("a training run in this folder has not ended; resume it", FolderDiagnosis.WithoutConfig(scratch.Folder));
    }

    [Fact]
    public void A_misspelt_name_a_link_that_leads_nowhere_and_an_empty_folder_are_told()
    {
        Assert.Contains("the folder is empty", FolderDiagnosis.WithoutConfig(scratch.Folder));
        Assert.Contains("there is no folder", FolderDiagnosis.WithoutConfig(scratch["gone"]));
        scratch.File("Config.json", "{}");
        Assert.Contains("but there is 'Config.json'; rename it config.json", FolderDiagnosis.WithoutConfig(scratch.Folder));
        if (OperatingSystem.IsWindows()) return; // needs a privilege there
        File.CreateSymbolicLink(scratch["config.json"], scratch["blob"]);
        File.CreateSymbolicLink(scratch["model.safetensors"], scratch["blob"]);
        Assert.Contains("config.json' is a link that leads nowhere", FolderDiagnosis.WithoutConfig(scratch.Folder));
        Assert.Contains("model.safetensors' is a link that leads nowhere", FolderDiagnosis.WithoutWeights(scratch.Folder));
    }

    [Fact]
    public void A_file_for_a_folder_names_its_folder()
    {
        string model = Model("model");
        string file = Path.Combine(model, "config.json");
        Refused.With(() => ModelFolders.Find(file), $"'{file}' is a file", $"name its folder, '{model}'");
        Refused.With(() => ModelFolder.Open(file), $"'{file}' is a file");
    }

    private string Model(string name)
    {
        string folder = Directory.CreateDirectory(scratch[name]).FullName;
        File.WriteAllText(Path.Combine(folder, "config.json"), "{}");
        return folder;
    }
}
