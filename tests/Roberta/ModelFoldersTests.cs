using PureSaliency.Roberta;

namespace PureSaliency.Tests.Roberta;

/// <summary>These change the environment of the process, so they run while no others do.</summary>
[CollectionDefinition(nameof(ModelFoldersTests), DisableParallelization = true)]
public static class ModelFoldersAlone;

/// <summary>Models are found by path and by name, and a language model beside its classifier.</summary>
[Collection(nameof(ModelFoldersTests))]
public sealed class ModelFoldersTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("weights-").FullName;
    private readonly string? before = Environment.GetEnvironmentVariable(ModelFolders.Variable);

    public ModelFoldersTests() => Environment.SetEnvironmentVariable(ModelFolders.Variable, root);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(ModelFolders.Variable, before);
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void A_folder_is_taken_as_it_is()
    {
        string folder = Repository.Path("tests", "golden", "tiny");
        Assert.Equal(folder, ModelFolders.Find(folder));
    }

    [Fact]
    public void A_file_is_no_folder()
    {
        string file = Repository.Path("tests", "golden", "tiny", "config.json");
        Refused.With(() => ModelFolders.Find(file), $"'{file}' is a file", "expected a model folder with config.json");
    }

    [Fact]
    public void A_name_is_found_whole_or_by_its_end()
    {
        string folder = Make("quux-long-tail");
        Assert.Equal(folder, ModelFolders.Find("quux-long-tail"));
        Assert.Equal(folder, ModelFolders.Find("long-tail"));
        Assert.Equal(folder, ModelFolders.Find("tail"));
        Refused.With(() => ModelFolders.Find("ail"), "There is no model 'ail'");
        Refused.With(() => ModelFolders.Find("quux"), "There is no model 'quux'");
    }

    [Fact]
    public void The_models_of_the_repository_are_found_from_the_tests()
    {
        Assert.Equal(Repository.Path("weights", ModelFolders.Default), ModelFolders.Find(null));
        Assert.Equal(Repository.Path("weights", "roberta-small-ag-news"), ModelFolders.Find("ag-news"));
    }

    [Fact]
    public void The_variable_goes_first()
    {
        string folder = Make(ModelFolders.Default);
        Assert.Equal(folder, ModelFolders.Find(null));
    }

    [Fact]
    public void A_whole_name_wins_over_the_end_of_another()
    {
        Make("corge-grault");
        Assert.Equal(Make("grault"), ModelFolders.Find("grault"));
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones()
    {
        Make("waldo");
        Directory.CreateDirectory(Path.Combine(root, "no-model-in-here"));
        Refused.With(() => ModelFolders.Find("fred"), "There is no model 'fred'", "under weights/", "waldo", ModelFolders.Default);
        Refused.With(() => ModelFolders.Find("no-model-in-here"), "There is no model 'no-model-in-here'");
    }

    [Fact]
    public void A_name_for_two_is_refused_with_both()
    {
        Make("plugh-xyzzy");
        Make("thud-xyzzy");
        Refused.With(() => ModelFolders.Find("xyzzy"), "'xyzzy' could be", "plugh-xyzzy", " or ", "thud-xyzzy", "give the whole name");
    }

    [Fact]
    public void The_language_model_is_the_named_one_the_own_file_or_the_only_fitting_neighbour()
    {
        string classifier = Make("classifier");
        Assert.Null(Language(classifier));
        string fitting = Make("language", masked: true);
        Make("narrow", masked: true, hidden: 4);
        Make("small", masked: true, vocabulary: 9);
        Directory.CreateDirectory(Path.Combine(root, "damaged"));
        File.WriteAllText(Path.Combine(root, "damaged", "config.json"), "{");
        Assert.Equal(fitting, Language(classifier));
        Assert.Equal(fitting, ModelFolders.FindLanguageModel(fitting, ModelConfig.Load(fitting), new(null, null)));
        Make("another", masked: true);
        Assert.Null(Language(classifier)); // which of the two, nobody can know
        string own = Path.Combine(classifier, "lm.safetensors");
        File.WriteAllBytes(own, []);
        Assert.Equal(own, Language(classifier));
        File.WriteAllText(Path.Combine(classifier, "puresaliency.json"), """{ "languageModel": "../language", "layer": 1 }""");
        Assert.Equal(fitting, Language(classifier));
        Assert.Equal(1, ModelSettings.Load(classifier).Layer);
    }

    [Theory]
    [InlineData("{", "is not valid JSON at line 1, byte 2")]
    [InlineData("[]", "holds a JSON array, expected an object")]
    [InlineData("{\"layer\": \"top\"}", "layer is \"top\", expected an integer")]
    [InlineData("{\"languageModel\": 5}", "languageModel is 5, expected a string")]
    [InlineData("{\"languageModel\": \"a\\u0000b\"}", "languageModel is 'a\\u0000b', expected the path")]
    [InlineData("{\"languageModel\": \"\"}", "languageModel is '', expected the path")]
    [InlineData("{\"languageModel\": \"\\ud800\"}", "half a surrogate pair")]
    [InlineData("{\"langaugeModel\": \"../language\"}", "has 'langaugeModel', expected languageModel or layer")]
    [InlineData("{\"layer\": -1}", "layer is -1, expected 0 or more")]
    [InlineData("{\"layer\": 1, \"layer\": 2}", "has 'layer' twice")]
    public void Damaged_settings_are_refused(string content, string part)
    {
        string file = Path.Combine(root, "puresaliency.json");
        File.WriteAllText(file, content);
        Refused.With(() => ModelSettings.Load(root), $"'{file}'", part);
    }

    [Fact]
    public void Layers_of_methods_are_read_with_their_reasons()
    {
        File.WriteAllText(Path.Combine(root, "puresaliency.json"), """{"layer": 3, "layers": {"lrp": {"layer": 2, "reason": "It is best."}, "grad-cam": {"layer": 0}}}""");
        var settings = ModelSettings.Load(root);
        Assert.Equal((3, new ChosenLayer(2, "It is best."), new ChosenLayer(0, null)), (settings.Layer, settings.Layers["lrp"], settings.Layers["grad-cam"]));
    }

    [Theory]
    [InlineData("""{"layers": [2]}""")]
    [InlineData("""{"layers": {"lrp": 2}}""")]
    [InlineData("""{"layers": {"lrp": {"layer": -1}}}""")]
    [InlineData("""{"layers": {"lrp": {"layer": 1.5}}}""")]
    public void Layers_that_are_none_are_refused(string content)
    {
        File.WriteAllText(Path.Combine(root, "puresaliency.json"), content);
        Refused.With(() => ModelSettings.Load(root), "puresaliency.json", "expected layers to name a layer for each method once");
    }

    [Fact]
    public void Settings_are_optional()
    {
        Assert.Equal(new ModelSettings(null, null), ModelSettings.Load(root));
        File.WriteAllText(Path.Combine(root, "puresaliency.json"), "{ \"layer\": null }");
        Assert.Equal(new ModelSettings(null, null), ModelSettings.Load(root));
    }

    [Fact]
    public void No_neighbour_breaks_the_search_or_is_taken_without_its_weights()
    {
        string classifier = Make("classifier"), fitting = Make("language", masked: true);
        foreach (string name in (string[])["pointer", "empty", "halves", "folder", "bytes"]) Make(name, masked: true);
        File.WriteAllText(Path.Combine(root, "pointer", "model.safetensors"), "version https://git-lfs.github.com/spec/v1\n");
        File.Delete(Path.Combine(root, "empty", "model.safetensors"));
        File.WriteAllText(Path.Combine(root, "halves", "config.json"), "{\"model_type\": \"\\ud800\"}");
        File.Delete(Path.Combine(root, "folder", "config.json"));
        Directory.CreateDirectory(Path.Combine(root, "folder", "config.json"));
        File.WriteAllBytes(Path.Combine(root, "bytes", "config.json"), [0xFF, 0xFE, 0]);
        File.CreateSymbolicLink(Path.Combine(root, "dangling"), Path.Combine(root, "nowhere"));
        File.CreateSymbolicLink(Path.Combine(root, "round"), Path.Combine(root, "round"));
        Assert.Equal(fitting, Language(classifier));
        Assert.Equal(classifier, ModelFolders.Find("classifier"));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    public void A_pipe_is_not_waited_for(string name)
    {
        if (OperatingSystem.IsWindows()) return;
        string classifier = Make("classifier"), fitting = Make("language", masked: true), pipe = Make("pipe", masked: true);
        File.Delete(Path.Combine(pipe, name));
        System.Diagnostics.Process.Start("mkfifo", Path.Combine(pipe, name)).WaitForExit();
        Assert.Equal(fitting, Language(classifier));
        Refused.With(() => MaskedLanguageModel<float>.Load(pipe), name, "pipe");
    }

    [Fact]
    public void A_variable_that_leads_nowhere_is_named_only_where_nothing_is_found()
    {
        Environment.SetEnvironmentVariable(ModelFolders.Variable, Path.Combine(root, "nowhere"));
        Assert.Equal(Repository.Path("weights", ModelFolders.Default), ModelFolders.Find(null));
        Refused.With(() => ModelFolders.Find("fred"), "There is no model 'fred'", $"{ModelFolders.Variable} names '{Path.Combine(root, "nowhere")}'");
    }

    private static string? Language(string folder) =>
        ModelFolders.FindLanguageModel(folder, ModelConfig.Load(folder), ModelSettings.Load(folder));

    private string Make(string name, bool masked = false, int hidden = 8, int vocabulary = 20)
    {
        var sizes = new Sizes { Hidden = hidden, Vocabulary = vocabulary };
        using var made = masked ? MadeCheckpoint.LanguageModel(sizes) : MadeCheckpoint.Classifier(sizes);
        string folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        made.Write();
        foreach (string file in (string[])["config.json", "model.safetensors"]) File.Copy(made[file], Path.Combine(folder, file));
        return folder;
    }
}
