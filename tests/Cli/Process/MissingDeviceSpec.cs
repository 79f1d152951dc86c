using System.Runtime.InteropServices;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>A card that is asked for where there is no driver.</summary>
public sealed class MissingDeviceSpec
{
    private static readonly string Golden = Repository.Path("tests", "golden", "tiny");

    [Theory]
    [InlineData("explain film --output out.json")]
    [InlineData("trace film --output out.safetensors")]
    [InlineData("verify GOLDEN")]
    [InlineData("gradcheck film")]
    [InlineData("bench --seconds 0.01")]
    public void Each_command_says_so_and_writes_nothing(string line)
    {
        if (HasCuda) return;
        using var scratch = new Scratch();
        Directory.CreateSymbolicLink(scratch["weights"], Repository.Path("weights"));
        string[] args = [.. line.Split(' ').Select(word => word == "GOLDEN" ? Golden : word), "--device", "cuda"];
        Cli.Run(args, null, workingDirectory: scratch.Folder).Refuses("There is no CUDA device: the driver's library", "was not found");
        Assert.Empty(Directory.GetFiles(scratch.Folder));
        Directory.Delete(scratch["weights"]);
    }

    [Fact]
    public void Auto_goes_on_without_and_says_so_in_one_line()
    {
        var outcome = Cli.Run("verify", Golden, Golden, "--device", "auto");
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        outcome.WithoutNotes().Fine();
    }

    private static bool HasCuda => NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out _);
}
