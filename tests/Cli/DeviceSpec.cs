using ILGPU.Runtime.OpenCL;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;
using PureSaliency.Tests.Gpu;

namespace PureSaliency.Tests.Cli;

/// <summary>--device, and devices that cannot be had or fail.</summary>
public sealed class DeviceSpec
{
    private const string Lost = "The device 'cuda, card' failed: it fell off the bus.";

    [Theory]
    [InlineData("cpu", DeviceKind.Cpu)]
    [InlineData("cuda", DeviceKind.Cuda)]
    [InlineData("opencl", DeviceKind.OpenCL)]
    [InlineData("auto", DeviceKind.Auto)]
    public void The_choice_reaches_the_engine(string name, DeviceKind kind)
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", "a film", "--device", name, "--threads", "3"));
        Assert.Equal((kind, 3), (cli.Loaded!.Value.Options.Device.Kind, cli.Loaded.Value.Options.Device.Threads));
    }

    [Fact]
    public void A_fallback_is_told_once_on_one_line()
    {
        using var cli = new Harness();
        cli.Run("explain", "a film", "--device", "auto");
        for (int i = 0; i < 2; i++) cli.Loaded!.Value.Options.Device.Note!("Computing on the CPU.");
        Assert.Equal("note: Computing on the CPU." + Environment.NewLine, cli.Error);
    }

    [Fact]
    public void A_device_that_is_not_there_is_bad_input_and_one_that_fails_is_not()
    {
        Assert.Equal((2, "error: There is no card.\n"), Told(DeviceException.Missing("There is no card.")));
        Assert.Equal((1, $"error: {Lost}\n"), Told(Failure()));
        // As it comes where nobody caught it, while a lost device is disposed, say.
        Assert.Equal((1, "error: The OpenCL device failed: CL_INVALID_CONTEXT.\n"), Told(new CLException(CLError.CL_INVALID_CONTEXT)));

        static (int, string) Told(Exception problem)
        {
            using var cli = new Harness { Answer = _ => throw problem };
            return (cli.Run("explain", "a film", "--output", cli.Place("out.json")), cli.Error.ReplaceLineEndings("\n"));
        }
    }

    [Fact]
    public void Too_little_memory_is_told_with_what_was_asked_for_and_what_is_there()
    {
        using var context = TestDevice.Simulator.Context!();
        var shortage = Assert.Throws<DeviceException>(() => context.Guarded<int>(3 << 20, () => throw new InsufficientMemoryException()));
        Assert.StartsWith("The device 'cpu, CPUAccelerator' has too little memory: 3 MiB more were asked for, it has ", shortage.Message);
        Assert.False(shortage.IsMissing);
        Assert.StartsWith("The device 'x' has too little memory: 2,048 MiB more were asked for, 1,024 MiB of 4,096 MiB are free (",
            DeviceException.Of("x", 1L << 31, 1L << 32, 1L << 30, new InsufficientMemoryException()).Message);
        var lost = Assert.Throws<DeviceException>(() => context.Guarded<int>(3 << 20, () => throw new CLException(CLError.CL_INVALID_CONTEXT)));
        Assert.Equal("The device 'cpu, CPUAccelerator' failed: CL_INVALID_CONTEXT.", lost.Message);
    }

    [Theory]
    [InlineData("json", "\n]}\n")]
    [InlineData("jsonl", "}\n")]
    [InlineData("html", "</html>\n")]
    public void A_device_that_is_lost_leaves_whole_what_came_before(string format, string end)
    {
        using var cli = new Harness();
        FailsAt(cli, "unlucky");
        string path = cli.Place("out");
        Assert.Equal(1, cli.Run("explain", "--input", cli.Write("a.txt", "first\nunlucky\nthird"), "--format", format, "--output", path));
        Assert.EndsWith($"\nerror: {Lost}\n", cli.Error.ReplaceLineEndings("\n"));
        Assert.False(File.Exists(path));
        string written = File.ReadAllText(path + ".partial");
        Assert.EndsWith(end, written);
        Assert.Contains("first", written);
        Assert.DoesNotContain("unlucky", written);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_whose_device_was_lost_is_resumed(bool first)
    {
        using var cli = new Harness();
        var usual = cli.Answer;
        FailsAt(cli, "second");
        string input = cli.Write("a.txt", "first\nsecond\nthird"), path = cli.Place("out.jsonl");
        string[] run = ["explain", "--input", input, "--output", path], resumed = [.. run, "--resume"];
        Assert.Equal(1, cli.Run(first ? resumed : run));
        Assert.True(File.Exists(path + ".partial"));
        cli.Answer = usual;
        Assert.Equal(0, cli.Run(resumed));
        Assert.Equal(["first", "second", "third"], File.ReadLines(path).Skip(1).Select(line => CorpusJson.ReadRow(line).Text));
        Assert.Equal(["first", "second", "second", "third"], cli.Asked.Select(asked => asked.Text));
        Assert.Equal([input, path], Directory.GetFiles(cli.Folder).Order());
    }

    [Fact]
    public void A_device_that_fails_at_once_leaves_the_old_file()
    {
        using var cli = new Harness();
        FailsAt(cli, "first");
        string path = cli.Place("out.jsonl");
        File.WriteAllText(path, "old");
        Assert.Equal(1, cli.Run("explain", "--input", cli.Write("a.txt", "first\nsecond"), "--output", path));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.False(File.Exists(path + ".partial"));
    }

    private static void FailsAt(Harness cli, string place)
    {
        var usual = cli.Answer;
        cli.Answer = text => text == place ? throw Failure() : usual(text);
    }

    private static DeviceException Failure() =>
        DeviceException.Of("cuda, card", 0, 1 << 30, null, new InvalidOperationException("it fell off the bus."));
}
