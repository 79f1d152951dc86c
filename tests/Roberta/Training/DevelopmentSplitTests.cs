using FsCheck.Xunit;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class DevelopmentSplitTests
{
    [Theory]
    [InlineData(100, 0.1, 10), InlineData(99, 0.1, 9), InlineData(5, 0.1, 1), InlineData(40, 0.5, 20), InlineData(1, 0.1, 1)]
    public void A_share_is_kept(int count, double share, int expected) =>
        Assert.Equal(expected, DevelopmentSplit.Of(new int[count], share, 1).Count(kept => kept));

    [Fact]
    public void The_seed_decides_the_split()
    {
        var classes = new int[100];
        Assert.Equal(DevelopmentSplit.Of(classes, 0.1, 1), DevelopmentSplit.Of(classes, 0.1, 1));
        Assert.NotEqual(DevelopmentSplit.Of(classes, 0.1, 1), DevelopmentSplit.Of(classes, 0.1, 2));
        Assert.NotEqual(Enumerable.Range(0, 100).Select(i => i < 10), DevelopmentSplit.Of(classes, 0.1, 1));
    }

    [Fact]
    public void Where_the_draw_keeps_all_classes_it_is_the_draw()
    {
        int[] classes = [.. Enumerable.Range(0, 200).Select(i => i % 2)];
        int[] drawn = CounterRandom.Permutation(CounterRandom.Key(3, 17), 200)[..20];
        Assert.Equal(drawn.Order(), Enumerable.Range(0, 200).Where(i => DevelopmentSplit.Of(classes, 0.1, 3)[i]));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public void A_class_of_two_texts_is_in_both_parts(int seed)
    {
        int[] classes = [.. new int[98], 1, 1];
        bool[] kept = DevelopmentSplit.Of(classes, 0.1, seed);
        Assert.NotEqual(kept[98], kept[99]);
        Assert.Equal(10, kept.Count(one => one));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public void A_class_of_one_text_is_learned(int seed) => Assert.False(DevelopmentSplit.Of([1, .. new int[19]], 0.1, seed)[0]);

    [Fact]
    public void Small_data_keep_one_text_of_each_class_as_long_as_a_fifth_is_enough()
    {
        int[] classes = [.. Enumerable.Range(0, 30).Select(i => i % 5)];
        bool[] kept = DevelopmentSplit.Of(classes, 0.1, 1);
        Assert.Equal([0, 1, 2, 3, 4], Classes(classes, kept, true).Order());
    }

    [Property]
    public bool Classes_stay_in_both_parts_where_they_can(byte[] given, byte seed)
    {
        int[] classes = [.. given.Concat(given).Select(one => one % 4)];
        if (classes.Length < 20) return true;
        bool[] kept = DevelopmentSplit.Of(classes, 0.1, seed);
        int[] several = [.. classes.CountBy(one => one).Where(entry => entry.Value > 1).Select(entry => entry.Key).Order()];
        return several.SequenceEqual(Classes(classes, kept, true).Distinct().Order()) && several.All(one => Classes(classes, kept, false).Contains(one));
    }

    private static IEnumerable<int> Classes(int[] classes, bool[] kept, bool wanted) => classes.Where((_, i) => kept[i] == wanted);
}
