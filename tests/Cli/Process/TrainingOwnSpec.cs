namespace PureSaliency.Tests.Cli.Process;

/// <summary>A run goes on in its own folder alone, and writes over nothing that is not its own.</summary>
public sealed class TrainingOwnSpec : IDisposable
{
    private const string Other = "out", Updates = "90";
    private readonly TrainingGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void A_stranger_s_folder_is_not_resumed_and_nothing_in_it_changes()
    {
        foreach (string name in (string[])["README.md", "model.safetensors", "training/update-00000005/notes.txt", "training/update-old/kept.txt"])
            Write(name, name);
        Unchanged(() => Resume().Refuses("out", "is not the folder of a run to go on with"));
        Directory.Delete(At("training"), recursive: true);
        Unchanged(() => Resume().Refuses("out", "it has no folder training/"));
        Directory.CreateDirectory(At("training"));
        Unchanged(() => Resume().Refuses("out", "its training/ has no mark and no checkpoint"));
        Write("training/run.json", "{\"program\":\"another\"}");
        Unchanged(() => Resume().Refuses("run.json", "is not the mark of a training run"));
    }

    [Fact]
    public void A_card_that_somebody_wrote_stays_and_the_run_goes_on()
    {
        Finish();
        Write("README.md", "mine");
        Write("puresaliency.json", "{\"layer\":1}");
        var again = Resume();
        Assert.Equal(0, again.Code);
        Assert.Contains("README.md' was changed since this run wrote it and stays as it is.", again.Error);
        Assert.Contains("puresaliency.json' is not of this run and stays as it is.", again.Error);
        Assert.Equal(("mine", "{\"layer\":1}"), (File.ReadAllText(At("README.md")), File.ReadAllText(At("puresaliency.json"))));
    }

    [Theory]
    [InlineData("model.safetensors"), InlineData("config.json"), InlineData("vocab.json"), InlineData("loss.png"), InlineData("training.jsonl")]
    public void A_file_that_somebody_changed_is_not_replaced(string name)
    {
        Finish();
        Write(name, "mine");
        Unchanged(() => Resume().Refuses(name));
    }

    [Fact]
    public void A_file_that_came_before_the_run_was_over_is_not_replaced()
    {
        Stop();
        Write("config.json", "{}");
        Unchanged(() => Resume().Refuses("config.json", "is not of this run and would be lost; move it away first"));
        File.Delete(At("config.json"));
        Assert.Equal(0, Resume().Code);
    }

    [Fact]
    public void Checkpoints_that_this_run_did_not_make_are_not_deleted()
    {
        Stop();
        foreach (string name in (string[])["training/update-old/kept.txt", "training/update-00000001/letters.txt", "training/update-2/state.json"])
            Write(name, "kept");
        Assert.Equal(0, Resume().Code);
        foreach (string name in (string[])["training/update-old/kept.txt", "training/update-00000001/letters.txt", "training/update-2/state.json"])
            Assert.Equal("kept", File.ReadAllText(At(name)));
    }

    [Theory]
    [InlineData("training.jsonl"), InlineData("README.md"), InlineData("training/update-00000099"), InlineData("training/best.safetensors"), InlineData("training/lock")]
    public void No_link_is_followed(string name)
    {
        if (OperatingSystem.IsWindows()) return;
        Stop();
        string target = _ground.File("theirs.txt", "{\"update\":1}\n");
        File.Delete(At(name));
        File.CreateSymbolicLink(At(name), target);
        Unchanged(() => Resume().Refuses(Path.GetFileName(name), "is a link"));
        Assert.Equal("{\"update\":1}\n", File.ReadAllText(target));
    }

    [Fact]
    public void Nor_one_that_training_is()
    {
        if (OperatingSystem.IsWindows()) return;
        Stop();
        Directory.Move(At("training"), _ground["elsewhere"]);
        Directory.CreateSymbolicLink(At("training"), _ground["elsewhere"]);
        Unchanged(() => Resume().Refuses("training", "is a link"));
    }

    [Fact]
    public async Task A_run_that_is_running_is_not_resumed_until_it_ends()
    {
        string[] args = _ground.Pretrain(Other, "--updates", "100000");
        using var process = TrainingGround.Start(args, out var ended);
        Signals.WaitUntil(() => _ground.Latest(Other) >= 3 || process.HasExited, "a checkpoint");
        TrainingGround.Here([.. args, "--resume"]).Refuses("out", "is being written by another run");
        TrainingGround.Here(args).Refuses("out", "is not empty");
        Assert.False(process.HasExited);
        process.Kill();
        await process.WaitForExitAsync();
        await ended;
        Interrupted([.. args, "--resume"]);
    }

    [Fact]
    public void An_output_that_is_holds_or_lies_within_what_is_read()
    {
        _ground.MakeLanguage();
        var before = Listing(_ground[TrainingGround.Language]);
        No("language", "is 'LANGUAGE', which is read");
        No("language/", "is 'LANGUAGE'");
        No("x/../language", "is 'LANGUAGE'");
        No("language/inner", "lies within 'LANGUAGE'");
        No(".", "holds 'LANGUAGE'");
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateSymbolicLink(_ground["link"], _ground[TrainingGround.Language]);
            No("link", "is 'LANGUAGE'");
            No("link/inner", "lies within 'LANGUAGE'");
            TrainingGround.Here(_ground.FineTune("language", "--model", _ground["link"])).Refuses("which is read");
        }
        Directory.CreateDirectory(_ground["data"]);
        File.Copy(_ground["data.csv"], _ground["data/train.csv"]);
        TrainingGround.Here(_ground.FineTune("data", "--data", _ground["data/train.csv"])).Refuses("holds", "train.csv", "which is read");
        Assert.Equal(before, Listing(_ground[TrainingGround.Language]));

        void No(string output, string words)
        {
            foreach (string[] more in (string[][])[[], ["--resume"]])
                TrainingGround.Here(_ground.FineTune(output, more)).Refuses(words.Replace("LANGUAGE", _ground["language"], StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Another_text_or_kind_than_the_run_began_with()
    {
        Finish();
        _ground.File("other.txt", string.Concat(Enumerable.Repeat("another text\n", 300)));
        string[] args = Args("--resume");
        args[2] = _ground["other.txt"];
        Unchanged(() => TrainingGround.Here(args).Refuses("out", "was begun with other texts"));
        Unchanged(() => TrainingGround.Here(Args("--resume", "--column", "body")).Refuses("out", "or another column"));
        args[2] = _ground["gone.txt"];
        Assert.Contains("note: The text is not read again, as the run has kept its tokens.", TrainingGround.Here(args).Error);
        _ground.MakeLanguage();
        Unchanged(() => TrainingGround.Here(_ground.FineTune(Other, "--resume")).Refuses("is the folder of a run that makes a language model, not a classifier"));
    }

    [Fact]
    public void The_folder_of_a_version_that_left_no_mark_goes_on_to_the_same_bits()
    {
        Assert.Equal(0, TrainingGround.Here(_ground.Pretrain("whole", "--updates", Updates)).Code);
        Stop();
        Unmark();
        Assert.Equal(0, Resume().Code);
        _ground.SameBits("whole", Other);
        Unmark();
        Assert.Contains("nothing is left to learn", Resume().Error);
        _ground.SameBits("whole", Other);
        Unmark();
        Write("README.md", "mine");
        Assert.Contains("README.md' is not of this run and stays as it is.", Resume().Error);
        Unmark();
        Write("config.json", "{\"hidden_size\": 8}");
        Unchanged(() => Resume().Refuses("is not of this run and would be lost"));

        void Unmark()
        {
            File.Delete(At("training/run.json"));
            File.Delete(At("training/lock"));
        }
    }

    [Fact]
    public void A_full_disk_leaves_every_file_of_the_result_whole()
    {
        if (OperatingSystem.IsWindows()) return;
        Finish();
        File.Delete(At("vocab.json"));
        var before = Files();
        foreach (int kibibytes in (int[])[3, 8])
        {
            var refused = Cli.RunLimited(kibibytes, Args("--resume"));
            Assert.Equal((2, ""), (refused.Code, refused.Output));
            Assert.Contains("error: ", refused.Error);
            Assert.DoesNotContain("   at ", refused.Error);
            Assert.Equal(before, Files());
            _ground.NoPartial(Other);
        }
        Assert.Equal(0, Resume().Code);
        Assert.Equal(File.ReadAllBytes(Path.Combine(_ground.Tokenizer, "vocab.json")), File.ReadAllBytes(At("vocab.json")));

        Dictionary<string, string> Files() => Listing(_ground[Other]).Where(file => !file.Key.Contains("training", StringComparison.Ordinal)).ToDictionary();
    }

    [Fact]
    public void All_files_of_the_tokenizer_go_with_the_model()
    {
        _ground.MakeLanguage();
        File.WriteAllText(Path.Combine(_ground[TrainingGround.Language], "tokenizer_config.json"), "{\"add_prefix_space\":false}");
        File.WriteAllText(Path.Combine(_ground[TrainingGround.Language], "special_tokens_map.json"), "{}");
        Assert.Equal(0, TrainingGround.Here(_ground.FineTune(Other, "--passes", "1")).Code);
        Assert.Equal("{\"add_prefix_space\":false}", File.ReadAllText(At("tokenizer_config.json")));
        Assert.Equal("{}", File.ReadAllText(At("special_tokens_map.json")));
    }

    private string At(string name) => Path.Combine(_ground[Other], name);

    private string[] Args(params string[] more) => _ground.Pretrain(Other, ["--updates", Updates, .. more]);

    private Outcome Resume() => TrainingGround.Here(Args("--resume"));

    private void Finish() => Assert.Equal(0, TrainingGround.Here(Args()).Code);

    // Leaves a checkpoint and no result.
    private void Stop()
    {
        Interrupted(Args("--save-every", "1"));
        Assert.False(File.Exists(At("model.safetensors")));
    }

    private void Interrupted(string[] args)
    {
        int before = Math.Max(0, _ground.Latest(Other));
        using var process = TrainingGround.Start(args, out var ended);
        Signals.WaitUntil(() => _ground.Latest(Other) > before || process.HasExited, "a checkpoint");
        process.Kill();
        process.WaitForExit();
        ended.GetAwaiter().GetResult();
        Assert.True(_ground.Latest(Other) > before);
    }

    private void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), content);
    }

    private void Unchanged(Action action)
    {
        var before = Listing(_ground[Other]);
        action();
        Assert.Equal(before, Listing(_ground[Other]));
    }

    private static Dictionary<string, string> Listing(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).ToDictionary(file => file, file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));
}
