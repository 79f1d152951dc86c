using PureSaliency.Roberta.Training;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class AtomicFileTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Folders_get_their_name_when_they_are_full()
    {
        AtomicFile.Folder(scratch["a"], folder =>
        {
            Assert.Equal(["a.partial"], scratch.Names);
            File.WriteAllText(Path.Combine(folder, "x"), "1");
        });
        Assert.Equal(["a"], scratch.Names);
        Assert.Equal("1", File.ReadAllText(Path.Combine(scratch["a"], "x")));
    }

    [Fact]
    public void Folders_that_fail_leave_nothing_behind()
    {
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Folder(scratch["a"], folder =>
        {
            File.WriteAllText(Path.Combine(folder, "x"), "1");
            throw new InvalidOperationException();
        }));
        Assert.Empty(scratch.Names);
    }

    [Fact]
    public void What_a_killed_run_left_is_cleared_away()
    {
        Directory.CreateDirectory(scratch["a.partial"]);
        File.WriteAllText(Path.Combine(scratch["a.partial"], "state.json"), "");
        File.WriteAllText(Path.Combine(scratch["a.partial"], "model.safetensors.partial"), "");
        AtomicFile.Folder(scratch["a"], _ => { });
        Assert.Empty(Directory.GetFiles(scratch["a"]));
    }

    [Fact]
    public void What_no_run_left_is_not_cleared_away()
    {
        Directory.CreateDirectory(scratch["a.partial"]);
        File.WriteAllText(Path.Combine(scratch["a.partial"], "letters.txt"), "dear");
        Refused.With(() => AtomicFile.Folder(scratch["a"], _ => { }), "letters.txt", "is not of a training run");
        Assert.Equal("dear", File.ReadAllText(Path.Combine(scratch["a.partial"], "letters.txt")));
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_nothing_beside()
    {
        Directory.CreateDirectory(scratch["a"]);
        File.WriteAllText(Path.Combine(scratch["a"], "x"), "");
        Refused.With(() => AtomicFile.Write(scratch["a"], "1"), $"'{scratch["a"]}' cannot be written");
        Assert.Equal(["a"], scratch.Names);
    }

    [Fact]
    public void Files_replace_those_of_their_name()
    {
        AtomicFile.Write(scratch["a"], "1");
        AtomicFile.Write(scratch["a"], "ü\n");
        Assert.Equal("ü\n", File.ReadAllText(scratch["a"]));
        Assert.Equal(["a"], scratch.Names);
    }

    [Fact]
    public void What_cannot_be_written_is_said_in_a_sentence()
    {
        Directory.CreateDirectory(scratch["a.partial"]);
        Refused.With(() => AtomicFile.Write(scratch["a"], "1"), $"'{scratch["a"]}' cannot be written");
        scratch.File("b.partial", "in the way");
        Refused.With(() => AtomicFile.Folder(scratch["b"], _ => { }), $"'{scratch["b"]}' cannot be written");
    }
}
