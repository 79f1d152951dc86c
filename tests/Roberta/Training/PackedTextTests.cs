using PureSaliency.Roberta.Text;
using PureSaliency.Roberta.Training;
using PureSaliency.Tests.Roberta.Text;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class PackedTextTests
{
    private const int Length = 10, Content = 8, Blocks = 6;
    private readonly Tokenizer tokenizer;
    private readonly PackedText text;

    // Every token tells its place.
    private readonly int[] ids = [.. Enumerable.Range(1000, 7 * Content + 3)];

    public PackedTextTests()
    {
        using var folder = TokenizerFolder.Small();
        tokenizer = folder.Load();
        text = Packed(1);
    }

    [Fact]
    public void Blocks_begin_and_end_with_their_marks()
    {
        foreach (var (block, _) in Enumerable.Range(0, 3 * Blocks).Select(number => text.Block(number)).Concat(text.InOrder()))
        {
            Assert.Equal(Length, block.Length);
            Assert.Equal((tokenizer.BeginId, tokenizer.EndId), (block[0], block[^1]));
            Assert.Equal(Enumerable.Range(block[1], Content), block[1..^1]);
        }
    }

    [Fact]
    public void A_pass_has_every_stretch_once()
    {
        Assert.Equal(Blocks, text.Blocks);
        for (int pass = 0; pass < 20; pass++)
        {
            int[] starts = Starts(text, pass);
            Assert.InRange(starts.Min(), 1000, 1000 + Content - 1);
            Assert.Equal(Enumerable.Range(0, Blocks).Select(i => starts.Min() + i * Content), starts.Order());
        }
    }

    [Fact]
    public void Passes_cut_elsewhere_and_take_another_order()
    {
        int[][] passes = [.. Enumerable.Range(0, 60).Select(pass => Starts(text, pass))];
        Assert.Equal(Enumerable.Range(1000, Content), passes.Select(starts => starts.Min()).Distinct().Order());
        Assert.True(passes.Select(starts => string.Join(" ", starts.Select(start => start - starts.Min()))).Distinct().Count() > 50);
    }

    [Fact]
    public void The_number_and_the_seed_alone_decide()
    {
        var inOrder = Enumerable.Range(0, 5 * Blocks).Select(number => text.Block(number)).ToArray();
        var other = Packed(1);
        foreach (int number in Enumerable.Range(0, 5 * Blocks).OrderBy(number => number * 7 % 31))
        {
            var (block, key) = other.Block(number);
            Assert.Equal(inOrder[number].Ids, block);
            Assert.Equal(inOrder[number].Key, key);
        }
        Assert.NotEqual(Starts(text, 0), Starts(Packed(2), 0));
    }

    [Fact]
    public void Masks_have_a_key_of_their_own_in_every_block_of_every_pass() =>
        Assert.Equal(10 * Blocks, Enumerable.Range(0, 10 * Blocks).Select(number => text.Block(number).Key).Distinct().Count());

    [Fact]
    public void In_order_the_text_is_read_from_its_beginning()
    {
        var blocks = text.InOrder().ToArray();
        Assert.Equal(ids[..(7 * Content)], blocks.SelectMany(block => block.Ids[1..^1]));
        Assert.Equal(7, blocks.Select(block => block.Key).Distinct().Count());
    }

    [Fact]
    public void Numbers_beyond_int_are_blocks_too() => Assert.Equal(Length, text.Block(3L * int.MaxValue).Ids.Length);

    [Fact]
    public void Short_texts_are_refused()
    {
        Refused.With(() => _ = new PackedText(ids[..(2 * Content - 1)], tokenizer, Length, 1), "15 tokens", "at least 16", "blocks of 10");
        Assert.Equal(1, new PackedText(ids[..(2 * Content)], tokenizer, Length, 1).Blocks);
    }

    private PackedText Packed(ulong seed) => new(ids, tokenizer, Length, seed);

    private static int[] Starts(PackedText packed, int pass) =>
        [.. Enumerable.Range(pass * Blocks, Blocks).Select(number => packed.Block(number).Ids[1])];
}
