using System.Text;
using System.Text.Json;
using PureSaliency.Cli.Outputs;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Tests.Cli;

public partial class OutputSpec
{
    [Fact]
    public void A_text_gives_one_object_and_an_input_one_with_rows()
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", "a film", "--format", "json"));
        Assert.Equal("a film", ExplanationJson.Read(cli.Output).Text);

        using var many = new Harness();
        Assert.Equal(0, many.Run("explain", "--input", many.Write("a.txt", "x\ny"), "--format", "json"));
        using var array = JsonDocument.Parse(many.Output);
        Assert.Equal(["x", "y"], array.RootElement.GetProperty("rows").EnumerateArray().Select(e => e.GetProperty("text").GetString()));
    }

    [Fact]
    public void Lines_are_objects()
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", "--input", cli.Write("a.txt", "x\ny"), "--format", "jsonl"));
        Assert.Equal(["x", "y"], new CorpusReader(new StringReader(cli.Output), "").Rows().Select(row => row.Text));
    }

    [Theory]
    [InlineData("out.json", "{\"schema\":\"puresaliency/explanation/2\",\"program\":")]
    [InlineData("out.jsonl", "{\"schema\":\"puresaliency/explanation/2\",\"program\":")]
    [InlineData("out.csv", "row,line,text,class,")]
    [InlineData("out.html", "<!doctype html>")]
    [InlineData("out.txt", "positive 97.1 %")]
    public void A_file_is_written_by_its_ending_and_nothing_stays_beside_it(string name, string start)
    {
        using var cli = new Harness();
        string input = cli.Write("a.txt", "x\ny");
        Assert.Equal(0, cli.Run("explain", "--input", input, "--output", cli.Place(name)));
        Assert.StartsWith(start, File.ReadAllText(cli.Place(name)));
        Assert.Equal("", cli.Output);
        Assert.Equal(2, Directory.GetFiles(cli.Folder).Length);
    }

    [Fact]
    public void The_file_appears_only_when_it_is_whole()
    {
        using var cli = new Harness();
        string path = cli.Place("out.json");
        File.WriteAllText(path, "old");
        var usual = cli.Answer;
        cli.Answer = text =>
        {
            Assert.Equal("old", File.ReadAllText(path));
            Assert.True(File.Exists(path + ".partial"));
            return usual(text);
        };
        Assert.Equal(0, cli.Run("explain", "x", "--output", path));
        Assert.Equal("x", ExplanationJson.Read(File.ReadAllText(path)).Text);
        Assert.Equal([path], Directory.GetFiles(cli.Folder));
    }

    [Theory]
    [InlineData("refuse", 2)]
    [InlineData("crash", 1)]
    public void A_failure_leaves_the_old_file_and_nothing_beside_it(string text, int code)
    {
        using var cli = new Harness();
        string path = cli.Place("out.html");
        File.WriteAllText(path, "old");
        cli.Answer = _ => throw new InvalidOperationException();
        Assert.Equal(code, cli.Run("explain", text, "--output", path));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(cli.Folder));
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_told_before_the_model_loads()
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "x", "--output", cli.Place("none/out.json")));
        Assert.Contains("there is no folder", cli.Error);
        Assert.Equal(2, cli.Run("explain", "x", "--output", cli.Folder));
        Assert.Contains("found a folder", cli.Error);
        Assert.Equal(2, cli.Run("explain", "x", "--output", ""));
        Assert.Contains("found nothing", cli.Error);
        Directory.CreateDirectory(cli.Place("taken.json.partial"));
        Assert.Equal(2, cli.Run("explain", "x", "--output", cli.Place("taken.json")));
        Assert.Contains("cannot be written", cli.Error);
        Assert.Null(cli.Loaded);
    }

    [Theory]
    [InlineData("json", "\n]}\n")]
    [InlineData("jsonl", "}\n")]
    [InlineData("html", "</html>\n")]
    public void An_interrupt_finishes_the_record_and_leaves_it_beside(string format, string end)
    {
        using var cli = new Harness();
        var usual = cli.Answer;
        cli.Answer = text =>
        {
            if (text == "second")
                cli.Interrupt();
            return usual(text);
        };
        string path = cli.Place("out"), beside = path + ".partial";
        Assert.Equal(130, cli.Run("explain", "--input", cli.Write("a.txt", "first\nsecond\nthird"), "--format", format, "--output", path));
        string written = File.ReadAllText(beside);
        Assert.EndsWith(end, written);
        Assert.Contains("second", written);
        Assert.DoesNotContain("third", written);
        Assert.False(File.Exists(path));
        Assert.Contains($"note: what was explained before the stop is in {beside}; the same command ", cli.Error);
    }

    [Fact]
    public void An_interrupt_does_not_wait_for_a_silent_input()
    {
        using var silent = new SilentStream("first\n");
        using var cli = new Harness { Input = silent };
        silent.Silent += () =>
        {
            Assert.True(SpinWait.SpinUntil(() => cli.Asked.Count > 0, TimeSpan.FromSeconds(30)));
            cli.Interrupt();
        };
        Assert.Equal(130, cli.Run("explain", "--input", "-", "--format", "json"));
        Assert.EndsWith("}\n]}\n", cli.Output);
    }

    [Fact]
    public void An_interrupt_of_a_single_text_writes_nothing()
    {
        using var cli = new Harness();
        cli.Interrupt();
        Assert.Equal(130, cli.Run("explain", "x", "--output", cli.Place("out.json")));
        Assert.Empty(Directory.GetFiles(cli.Folder));
    }

    [Theory]
    [InlineData("json", ",\"rows\":[]}\n")]
    [InlineData("jsonl", ",\"labels\":[\"negative\",\"positive\"]}\n")]
    [InlineData("csv", "row,line,text,class,probability,logit,target,words,scores,problem\n")]
    [InlineData("text", "")]
    public void No_texts_are_an_empty_result(string format, string written)
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", "--input", cli.Write("a.txt", "\n"), "--format", format));
        Assert.EndsWith(written, cli.Output);
        Assert.InRange(cli.Output.Split('\n').Length, 1, 2);
    }

    [Fact]
    public void A_page_of_none_is_still_a_page()
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write("a.txt", "refuse"), "--format", "html"));
        Assert.StartsWith("<!doctype html>", cli.Output);
        Assert.EndsWith("</html>\n", cli.Output);
    }

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

    [Theory]
    [InlineData("out.docx", "found '.docx'")]
    [InlineData("out.xml", "found '.xml'")]
    [InlineData("out", "found no ending")]
    public void An_ending_that_says_no_format_is_refused(string name, string found)
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "x", "--output", cli.Place(name)));
        Assert.Contains(found, cli.Error);
        Assert.Equal(0, cli.Run("explain", "x", "--output", cli.Place(name), "--format", "html"));
        Assert.StartsWith("<!doctype html>", File.ReadAllText(cli.Place(name)));
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

    [Theory]
    [InlineData("explain", "x")]
    [InlineData("explain", "x", "--format", "html")]
    [InlineData("--help")]
    public void A_reader_that_leaves_ends_the_run_without_a_word(params string[] args)
    {
        using var cli = new Harness(new BrokenStream(() => new BrokenPipeException()));
        Assert.Equal(141, cli.Run(args));
        Assert.Equal("", cli.Error);
    }

    [Fact]
    public void A_full_disk_gets_a_sentence()
    {
        using var cli = new Harness(new BrokenStream(() => new IOException("No space left on device")));
        Assert.Equal(2, cli.Run("explain", "x"));
        Assert.Equal("error: Standard output: cannot be written: No space left on device\n", cli.Error);
    }

    private sealed class BrokenStream(Func<Exception> failure) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw failure();
        public override void Write(ReadOnlySpan<byte> buffer) => throw failure();
    }

    /// <summary>Gives some bytes and then never again any, like a terminal nobody types at.</summary>
    private sealed class SilentStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        private readonly ManualResetEventSlim _never = new();

        public event Action? Silent;

        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, count);
            if (read > 0)
                return read;
            Silent?.Invoke();
            _never.Wait(TimeSpan.FromSeconds(30));
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            _never.Set();
            base.Dispose(disposing);
        }
    }
}
