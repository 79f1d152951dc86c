using System.Text.Json;
using PureSaliency.Cli;
using PureSaliency.Cli.Reports;
using PureSaliency.Saliency.Benchmarks;
using PureSaliency.Tensors;
using PureSaliency.Tests.Gpu;
using PureSaliency.Tests.Roberta;
using PureSaliency.Tests.Roberta.Text;

namespace PureSaliency.Tests.Saliency.Benchmarks;

/// <summary>bench on an accelerator, which ILGPU's simulator stands for: which kernels run and what is copied.</summary>
public sealed class KernelTableTests(SimulatedBench simulated) : IClassFixture<SimulatedBench>
{
    private BenchmarkResult Result => simulated.Result;

    [Fact]
    public void A_peak_that_is_not_known_is_left_out()
    {
        Assert.Null(Result.PeakGflops);
        Assert.Null(Result.Threads);
        Assert.StartsWith("cpu, ", Result.Device); // the simulator's own name for itself
        Assert.All(Result.Passes, pass => Assert.Null(pass.PeakShare));
        Assert.All(Result.Passes, pass => Assert.True(pass.TokensPerSecond > 0));
    }

    [Fact]
    public void Kernels_have_names_for_people_counts_and_times()
    {
        Assert.Equal(["gradient", "explain"], Result.Kernels.Select(figures => figures.Pass));
        foreach (var figures in Result.Kernels)
        {
            Assert.All((string[])["MatrixProduct", "Softmax", "Gelu"], name => Assert.Contains(name, figures.Kernels.Select(kernel => kernel.Name)));
            Assert.All(figures.Kernels, kernel => Assert.Matches("^[A-Za-z]+$", kernel.Name));
            Assert.All(figures.Kernels, kernel => Assert.True(kernel is { Launches: > 0, Milliseconds: > 0 }, kernel.ToString()));
            Assert.Equal(figures.Kernels.Select(kernel => kernel.Milliseconds).OrderDescending(), figures.Kernels.Select(kernel => kernel.Milliseconds));
        }
        // Two blocks, one GELU each.
        Assert.Equal(2, Result.Kernels[0].Kernels.Single(kernel => kernel.Name == "Gelu").Launches);
    }

    [Fact]
    public void Only_ids_go_up_with_a_text()
    {
        foreach (var figures in Result.Kernels)
            Assert.InRange(figures.BytesUp, 1, SimulatedBench.SmallestMatrix - 1);
        Assert.Equal(0, Result.Kernels[0].BytesDown); // gradients stay where nobody reads them
        Assert.True(Result.Kernels[1].BytesDown > 0);
    }

    [Fact]
    public void The_report_prints_them()
    {
        using var writer = new StringWriter();
        new BenchReport(writer, new Terminal { Output = Stream.Null, Error = TextWriter.Null }).Write(Result);
        string text = writer.ToString();
        Assert.All((string[])["kernel of gradient", "kernel of explain", "MatrixProduct", "bytes up"], word => Assert.Contains(word, text));
        Assert.DoesNotContain("peak of the multipliers", text);
        Assert.DoesNotContain("of peak", text);
    }

    [Fact]
    public void Json_has_the_same()
    {
        var root = JsonDocument.Parse(Result.ToJson()).RootElement;
        Assert.Equal(JsonValueKind.Null, root.GetProperty("peakGflops").ValueKind);
        var explain = root.GetProperty("kernels")[1];
        Assert.Equal(Result.Kernels[1].BytesUp, explain.GetProperty("bytesUp").GetInt64());
        Assert.Equal(Result.Kernels[1].Kernels[0].Name, explain.GetProperty("kernels")[0].GetProperty("name").GetString());
        Assert.Equal(Result.Kernels[1].Kernels[0].Launches, explain.GetProperty("kernels")[0].GetProperty("launches").GetInt64());
    }
}

/// <summary>One measurement of a made model for all tests: the simulator is slow.</summary>
public sealed class SimulatedBench
{
    /// <summary>Bytes of the smallest matrix among the weights of a block.</summary>
    internal const int SmallestMatrix = Width * Width * sizeof(float);

    private const int Width = 32;

    public SimulatedBench()
    {
        var sizes = new Sizes { Vocabulary = TokenizerFolder.SmallPieces().Length, Hidden = Width, Inner = Width };
        using var tokenizer = TokenizerFolder.Small();
        using var model = MadeCheckpoint.Classifier(sizes);
        using var head = MadeCheckpoint.LanguageModel(sizes);
        foreach (string file in (string[])["vocab.json", "merges.txt"]) File.Copy(tokenizer[file], model[file]);
        head.Write();
        File.WriteAllText(model["puresaliency.json"], JsonSerializer.Serialize(new { languageModel = head.Folder }));
        Result = Benchmark.Run(new() { Model = model.Write(), Tokens = 5, Seconds = 0.001, Device = TestDevice.Simulator });
    }

    internal BenchmarkResult Result { get; }
}
