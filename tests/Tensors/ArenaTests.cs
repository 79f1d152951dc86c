using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

public sealed unsafe class ArenaTests
{
    [Fact]
    public void Memory_is_aligned_and_pieces_do_not_overlap()
    {
        using var arena = New();
        var taken = new List<(long At, long Bytes)>();
        foreach (long bytes in (long[])[1, 0, 63, 64, 65, 1000, 1 << 20, 7, 3 << 20, 5])
        {
            long at = (long)Take(arena, bytes);
            Assert.Equal(0, at % 64);
            Assert.All(taken, other => Assert.True(at + bytes <= other.At || other.At + other.Bytes <= at));
            taken.Add((at, bytes));
            new Span<byte>((void*)at, (int)bytes).Fill(1);
        }
    }

    [Fact]
    public void Released_memory_is_taken_again()
    {
        using var arena = New();
        Take(arena, 100);
        var mark = arena.Mark();
        var first = Take(arena);
        arena.Release(mark);
        Assert.Equal(first, Take(arena));
    }

    [Fact]
    public void Marks_nest()
    {
        using var arena = New();
        var outer = arena.Mark();
        void* first = Take(arena, 64);
        var inner = arena.Mark();
        void* second = Take(arena, 5 << 20);
        arena.Release(inner);
        Assert.True(second == Take(arena, 5 << 20));
        arena.Release(outer);
        Assert.True(first == Take(arena, 64));
    }

    [Fact]
    public void A_piece_larger_than_all_blocks_gets_its_own()
    {
        using var arena = New();
        Take(arena, 1);
        new Span<byte>(Take(arena, 10 << 20), 10 << 20).Fill(1);
        Assert.Equal(1, arena.Mark().Block);
    }

    [Fact]
    public void Blocks_that_many_passes_did_not_need_go()
    {
        using var arena = New();
        Pass(arena, 100);
        Pass(arena, 40 << 20);
        long peak = arena.Bytes;
        for (int pass = 0; pass < 30; pass++) Pass(arena, 100);
        Assert.Equal(peak, arena.Bytes);
        for (int pass = 0; pass < 200; pass++) Pass(arena, pass % 10 == 0 ? 40 << 20 : 100); // needed now and then
        Assert.Equal(peak, arena.Bytes);
        for (int pass = 0; pass < 130; pass++) Pass(arena, 100);
        Assert.InRange(arena.Bytes, 1, 1 << 20);
        new Span<byte>(Take(arena, 40 << 20), 40 << 20).Fill(1); // and comes back
    }

    [Fact]
    public void What_is_taken_is_not_trimmed()
    {
        using var arena = New();
        var start = arena.Mark();
        var taken = new Span<byte>(Take(arena, 10 << 20), 10 << 20);
        arena.Trim(0);
        taken.Fill(1);
        Assert.InRange(arena.Bytes, 10 << 20, 1 << 30);
        arena.Release(start);
        arena.Trim(1 << 20);
        Assert.InRange(arena.Bytes, 0, 1 << 20);
        Take(arena, 1);
    }

    [Fact]
    public void A_device_hands_out_tensors_of_its_arena()
    {
        using var device = new CpuDevice<double>(1) { Poison = true };
        var mark = device.Mark();
        var tensor = device.Allocate(new(2, 3));
        Assert.All(tensor.ToArray(), x => Assert.True(double.IsNaN(x)));
        device.Upload([1, 2, 3, 4, 5, 6], tensor);
        var copy = new double[6];
        device.Download(tensor, copy);
        Assert.Equal([1, 2, 3, 4, 5, 6], copy);
        device.Clear(tensor);
        Assert.All(tensor.ToArray(), x => Assert.Equal(0, x));
        device.Release(mark);
        Assert.True(tensor.Pointer == device.Allocate(new(7)).Pointer);
        Assert.Equal(0, device.Allocate(new(0, 5)).Count);
    }

    private static Arena<NativeBlock> New() => new(1 << 20, bytes => new NativeBlock((nuint)bytes, zeroed: false), patience: 64);

    private static void Pass(Arena<NativeBlock> arena, long bytes)
    {
        var mark = arena.Mark();
        Take(arena, bytes);
        arena.Release(mark);
    }

    private static void* Take(Arena<NativeBlock> arena, long bytes)
    {
        var (block, offset) = arena.Take(bytes);
        return (byte*)block.Pointer + offset;
    }

    private static long[] Take(Arena<NativeBlock> arena) =>
        [.. Enumerable.Range(1, 40).Select(i => (long)Take(arena, i * 10_000))];
}
