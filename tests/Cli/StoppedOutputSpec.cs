using System.Text;
using PureSaliency.Cli.Outputs;

namespace PureSaliency.Tests.Cli;

/// <summary>What is written when a run is interrupted, and when nobody can or will read it.</summary>
public class StoppedOutputSpec
{
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
