using PureSaliency.Saliency.Report;

namespace PureSaliency.Tests.Cli;

/// <summary>A run owns its output and takes the place of nothing that is not its own.</summary>
public partial class OutputOwnershipSpec
{
    [Fact]
    public void A_run_owns_its_output_and_a_second_one_is_refused_at_once()
    {
        using var cli = new Harness();
        using var second = new Harness();
        string path = cli.Place("out.jsonl");
        var usual = cli.Answer;
        cli.Answer = text =>
        {
            Assert.Equal(2, second.Run("explain", "y", "--output", path));
            return usual(text);
        };
        Assert.Equal(0, cli.Run("explain", "x", "--output", path));
        Assert.Equal($"error: --output {path}: another run is writing it and holds {path}.partial; wait for its end or choose another name.\n", second.Error);
        Assert.Null(second.Loaded);
        Assert.Equal("x", ExplanationJson.Read(File.ReadAllText(path)).Text);
        Assert.Equal([path], Directory.GetFiles(cli.Folder));
    }

    [Fact]
    public void The_input_is_never_the_output_whatever_its_name()
    {
        if (OperatingSystem.IsWindows()) return;
        using var cli = new Harness();
        string input = cli.Write("a.jsonl", "{\"text\":\"x\"}\n");
        File.CreateSymbolicLink(cli.Place("link.jsonl"), input);
        Assert.Equal(0, HardLink(input, cli.Place("hard.jsonl")));
        Assert.Equal(0, HardLink(input, cli.Place("beside.jsonl.partial")));
        foreach (string name in new[] { "a.jsonl", "../" + Path.GetFileName(cli.Folder) + "/a.jsonl", "link.jsonl", "hard.jsonl", "beside.jsonl" })
        {
            Assert.Equal(2, cli.Run("explain", "--input", input, "--output", cli.Place(name)));
            Assert.Contains("would take the place of the input", cli.Error.Split('\n')[^2]);
        }
        Assert.Equal("{\"text\":\"x\"}\n", File.ReadAllText(input));
        Assert.Null(cli.Loaded);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    public void A_model_is_never_the_output(string name)
    {
        using var cli = new Harness();
        string config = cli.Write("config.json", "{}"), file = name == "config.json" ? config : cli.Write(name, "x");
        Assert.Equal(2, cli.Run("explain", "x", "--format", "text", "--output", file));
        Assert.Contains("would take the place of a model's file", cli.Error);
        Assert.NotEqual("", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("somebody's own notes\n", true)]
    [InlineData("{\"text\":\"x\"}\n", true)]
    [InlineData("", false)]
    [InlineData("{\"schema\":\"puresaliency/explanation/1\",", false)]
    [InlineData("row,line,text\n1,", false)]
    public void A_file_beside_of_somebody_else_is_not_touched(string content, bool foreign)
    {
        using var cli = new Harness();
        string path = cli.Place("out.jsonl"), beside = cli.Write("out.jsonl.partial", content);
        Assert.Equal(foreign ? 2 : 0, cli.Run("explain", "x", "--output", path));
        Assert.Equal(foreign ? content : null, File.Exists(beside) ? File.ReadAllText(beside) : null);
        if (foreign) Assert.Contains("nothing in it says that this program began it", cli.Error);
    }

    [Fact]
    public void A_link_beside_is_not_written_through_and_a_link_stays_a_link()
    {
        if (OperatingSystem.IsWindows()) return;
        using var cli = new Harness();
        string other = cli.Write("other.txt", "");
        File.CreateSymbolicLink(cli.Place("out.jsonl.partial"), other);
        Assert.Equal(2, cli.Run("explain", "x", "--output", cli.Place("out.jsonl")));
        Assert.Contains("found a link", cli.Error);
        File.CreateSymbolicLink(cli.Place("link.jsonl"), cli.Place("target.jsonl"));
        Assert.Equal(0, cli.Run("explain", "x", "--output", cli.Place("link.jsonl")));
        Assert.NotNull(new FileInfo(cli.Place("link.jsonl")).LinkTarget);
        Assert.Equal("x", ExplanationJson.Read(File.ReadAllText(cli.Place("target.jsonl"))).Text);
    }

    [Fact]
    public void An_earlier_result_keeps_its_rights_and_one_that_is_read_only_stays()
    {
        if (OperatingSystem.IsWindows()) return;
        using var cli = new Harness();
        string path = cli.Write("out.jsonl", "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(0, cli.Run("explain", "x", "--output", path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        Assert.Equal(2, cli.Run("explain", "x", "--output", path));
        Assert.Contains("read-only", cli.Error);
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void A_run_that_fails_before_its_first_word_leaves_what_an_earlier_one_left()
    {
        using var cli = new Harness();
        string beside = cli.Write("out.jsonl.partial", "{\"schema\":\"puresaliency/explanation/1\",\"");
        Assert.Equal(2, cli.Run("explain", "refuse", "--output", cli.Place("out.jsonl")));
        Assert.NotEqual("", File.ReadAllText(beside));
    }

    [System.Runtime.InteropServices.LibraryImport("libc", EntryPoint = "link", StringMarshalling = System.Runtime.InteropServices.StringMarshalling.Utf8)]
    private static partial int HardLink(string from, string to);
}
