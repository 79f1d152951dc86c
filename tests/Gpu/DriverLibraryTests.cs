using PureSaliency.Tensors;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Gpu;

/// <summary>A driver that is not there, and one that is there and cannot be loaded.</summary>
public sealed class DriverLibraryTests
{
    [Fact]
    public void One_that_is_not_there_is_called_absent() =>
        Assert.Equal("the driver's library libnosuch.so.1 was not found", DriverLibrary.Problem(["libnosuch.so.1", "libnosuch.so"]));

    [Theory]
    [InlineData("", "file too short")]
    [InlineData("\u007fELF", "file too short")]
    [InlineData("version https://git-lfs.github.com/spec/v1 and so on and on, longer than any header of an ELF file is", "invalid ELF header")]
    public void One_that_is_broken_is_called_so(string content, string words)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var scratch = new Scratch();
        string library = scratch.File("libbroken.so", content);
        Assert.Equal($"the driver's library {library} was found and cannot be loaded: {words}", DriverLibrary.Problem([library]));
        Assert.Equal($"the driver's library {library} was found and cannot be loaded: {words}", DriverLibrary.Problem(["libnosuch.so.1", library]));
    }

    [Fact]
    public void One_of_other_machines_is_called_so()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var scratch = new Scratch();
        byte[] elf = new byte[128]; // 32 bits
        ((byte[])[0x7F, (byte)'E', (byte)'L', (byte)'F', 1, 1, 1]).CopyTo(elf, 0);
        Assert.Contains("ELF class", DriverLibrary.Problem([scratch.File("libother.so", elf)]));
    }

    [Fact]
    public void One_that_can_be_loaded_has_no_problem()
    {
        if (OperatingSystem.IsLinux()) Assert.Null(DriverLibrary.Problem(["libnosuch.so.1", "libc.so.6"]));
    }

    [Fact]
    public void A_path_of_nothing_is_absent() =>
        Assert.Equal("the driver's library /nowhere/libvendor.so was not found", DriverLibrary.Problem(["/nowhere/libvendor.so"]));

    [Fact]
    public void A_library_of_something_else_is_no_driver()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.Null(DriverLibrary.Problem(["libc.so.6"], "write"));
        Assert.EndsWith("libc.so.6 was found and is no driver: it has no function cuInit", DriverLibrary.Problem(["libc.so.6"], "cuInit"));
    }
}
