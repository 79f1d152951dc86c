using System.Text.Json.Nodes;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>What cannot be learned from is told in a sentence, and leaves nothing behind.</summary>
public sealed class TrainingRefusalsSpec : IDisposable
{
    private readonly TrainingGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Theory]
    [InlineData("none.csv", null, "--data", "none.csv", "no such file")]
    [InlineData("data.txt", "a film\n", "--data", "data.txt", "expected a name that ends in .jsonl, .csv or .tsv", "found '.txt'")]
    [InlineData("bad.csv", "text,label\na film,1\n ,0\n", "bad.csv, line 3", "the text is empty")]
    [InlineData("bad.csv", "text,label\na film,1\na play,\n", "bad.csv, line 3", "the label is empty")]
    [InlineData("bad.csv", "text,label\na film,1\na play,1\n", "bad.csv", "the class '1' alone", "expected two or more")]
    [InlineData("bad.csv", "text,stars\na film,1\n", "bad.csv", "no column 'label'", "'text', 'stars'")]
    [InlineData("bad.csv", "text,label\na film\n", "bad.csv, line 2", "expected 2 fields", "found 1")]
    [InlineData("bad.csv", "text,label\n", "--data", "bad.csv", "expected labelled texts", "found none")]
    [InlineData("bad.csv", "", "bad.csv", "expected a header with the column 'text'", "found an empty file")]
    [InlineData("bad.jsonl", "{\"text\":\"a film\",\"label\":1}\n{\"text\":\"a play\"}\n", "bad.jsonl, line 2", "expected a field 'label'")]
    public void Data_to_finetune_on(string name, string? content, params string[] words)
    {
        if (content is not null) _ground.File(name, content);
        Refuses("out", _ground.FineTune("out", "--data", _ground[name]), words);
    }

    [Theory]
    [InlineData("text,label\na film,1\na play,2\n", "dev.csv, line 3", "the label is '2'", "expected one of 0, 1")]
    [InlineData("text,label\n", "--dev", "dev.csv", "expected labelled texts", "found none")]
    public void Data_to_measure_on(string content, params string[] words) =>
        Refuses("out", _ground.FineTune("out", "--dev", _ground.File("dev.csv", content)), words);

    [Theory]
    [InlineData("bad", "1 name given for 2 classes", "data.csv: 0, 1")]
    [InlineData("bad,good,best", "3 names given for 2 classes", "data.csv: 0, 1")]
    [InlineData("bad, bad", "Expected a name of its own for each class", "'bad,bad'")]
    public void Names_of_classes(string names, params string[] words) => Refuses("out", _ground.FineTune("out", "--labels", names), words);

    [Fact]
    public void A_first_stage_of_another_size() => Refuses("out", _ground.FineTune("out", "--from", Repository.Path("tests", "golden", "tiny")),
        ["has another size than", "blocks ×", "as of a classifier that was fine-tuned from it."]);

    [Fact]
    public void A_first_stage_of_other_words()
    {
        _ground.MakeLanguage();
        Assert.Equal(0, TrainingGround.Here(_ground.FineTune("first", "--passes", "0.2")).Code);
        string vocabulary = Path.Combine(_ground["first"], "vocab.json");
        File.WriteAllText(vocabulary, File.ReadAllText(vocabulary).Replace("\"a\"", "\"?a\"").Replace("\"b\"", "\"a\"").Replace("\"?a\"", "\"b\""));
        var outcome = TrainingGround.Here(_ground.FineTune("out", "--from", _ground["first"]));
        Assert.Equal(2, outcome.Code);
        Assert.Contains("has another vocabulary than", outcome.Error);
    }

    [Fact]
    public void A_first_stage_that_is_no_classifier() => Refuses("out", _ground.FineTune("out", "--from", _ground[TrainingGround.Language]), ["language"]);

    [Theory]
    [InlineData("--text", "none.txt", "--text", "none.txt", "no such file")]
    [InlineData("--text", "short.txt", "The text has", "expected at least 28 for blocks of 16")]
    [InlineData("--text", "bad.jsonl", "bad.jsonl, line 1", "the text is empty")]
    [InlineData("--config", "huge", "no configuration", "huge", "expected tiny, mini or a file")]
    [InlineData("--config", "other.json", "other.json", "vocab_size is 99", "expected 263")]
    [InlineData("--tokenizer", "nowhere", "nowhere", "no model")]
    [InlineData("--length", "65", "A block has 65 tokens", "expected at most 64")]
    [InlineData("--rate", "fast", "--rate", "expected a number from 0", "'fast'")]
    public void Pretraining(string option, string value, params string[] words)
    {
        _ground.File("short.txt", "a film\n");
        _ground.File("bad.jsonl", "{\"text\":\"\"}\n");
        var config = TrainingGround.Config();
        config["vocab_size"] = 99;
        _ground.File("other.json", config.ToJsonString());
        string[] args = _ground.Pretrain("out", option == "--text" ? [] : [option, value.Contains('.') || value == "huge" ? _ground[value] : value]);
        if (option == "--text") args[2] = _ground[value];
        Refuses("out", args, words);
    }

    [Fact]
    public void An_output_that_holds_something()
    {
        Directory.CreateDirectory(_ground["out"]);
        _ground.File("out/mine.txt", "mine");
        foreach (string[] args in (string[][])[_ground.Pretrain("out"), WithLanguage(_ground.FineTune("out"))])
            TrainingGround.Here(args).Refuses("out", "is not empty", "resume the run");
        Assert.Equal(["mine.txt"], Directory.GetFileSystemEntries(_ground["out"]).Select(path => Path.GetFileName(path)));
        TrainingGround.Here(_ground.Pretrain("config.json")).Refuses("config.json", "is a file, expected a folder");
    }

    [Fact]
    public void Other_settings_than_the_run_was_begun_with()
    {
        Assert.Equal(0, TrainingGround.Here(_ground.Pretrain("out", "--updates", "6")).Code);
        var config = TrainingGround.Config();
        config["hidden_size"] = 32;
        _ground.File("other.json", config.ToJsonString());
        byte[] model = File.ReadAllBytes(Path.Combine(_ground["out"], "model.safetensors"));
        Other("--rate", "0.5", "rate was 0.01, is 0.5");
        Other("--seed", "2", "seed was 1, is 2");
        Other("--held-out", "0.2", "held-out was 0.1, is 0.2");
        Other("--config", _ground["other.json"], "hidden_size was 16, is 32");
        Assert.Equal(model, File.ReadAllBytes(Path.Combine(_ground["out"], "model.safetensors")));

        void Other(string option, string value, string words) =>
            TrainingGround.Here(_ground.Pretrain("out", "--updates", "6", "--resume", option, value)).Refuses("was begun with", "out", words);
    }

    [Fact]
    public void Other_names_or_texts_than_finetuning_was_begun_with()
    {
        _ground.MakeLanguage();
        Assert.Equal(0, TrainingGround.Here(_ground.FineTune("out", "--passes", "1")).Code);
        TrainingGround.Here(_ground.FineTune("out", "--passes", "1", "--resume", "--labels", "bad,good"))
            .Refuses("begun with another model", "id2label was {\"0\":\"0\",\"1\":\"1\"}, is {\"0\":\"bad\",\"1\":\"good\"}");
        TrainingGround.Here(_ground.FineTune("out", "--passes", "1", "--resume", "--length", "8")).Refuses("begun with other settings", "length was 128, is 8");
        TrainingGround.Here(_ground.FineTune("out", "--passes", "2", "--resume")).Refuses("begun with other settings", "updates was 9, is 18");
    }

    [Fact]
    public void A_loss_that_is_no_number_leaves_the_checkpoint_before()
    {
        string[] args = _ground.Pretrain("out", "--rate", "1e30", "--warmup", "1", "--save-every", "1", "--evaluate-every", "20");
        Assert.Contains("error: Update 2: the loss is not finite; the first value that is not is ", Broken(args));
        Assert.Equal(1, _ground.Latest("out"));
        using (var weights = SafetensorsFile.Open(_ground.Checkpoint("out", "model.safetensors")))
            Assert.NotEmpty(weights.Tensors);
        _ground.NoPartial("out");
        Assert.Contains("error: Update 2: the loss is not finite", Broken([.. args, "--resume"]));
        Assert.Contains("error: Evaluation after update 1: the loss is not finite", Broken(
            _ground.Pretrain("other", "--rate", "1e30", "--warmup", "1", "--save-every", "1", "--evaluate-every", "1")));
    }

    private static string Broken(string[] args)
    {
        var outcome = TrainingGround.Here(args);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains("A smaller rate or a longer warm-up may help.", outcome.Error);
        return outcome.Error;
    }

    private void Refuses(string output, string[] args, string[] words)
    {
        if (args[0] == "finetune") WithLanguage(args);
        string[] names = _ground.Names;
        TrainingGround.Here(args).WithoutNotes().Refuses(words);
        Assert.Equal(names, _ground.Names);
        Assert.DoesNotContain(output, _ground.Names);
    }

    private string[] WithLanguage(string[] args)
    {
        _ground.MakeLanguage();
        return args;
    }
}
