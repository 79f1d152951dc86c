using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

public class TokenOverlapTests
{
    [Fact]
    public void It_is_the_share_of_entries_that_several_classes_list()
    {
        var overlap = new TokenOverlap();
        overlap.Add(0, [5, 1, 6, 2]);
        overlap.Add(0, [7, 1]);
        overlap.Add(1, [6, 1, 8, 3]);
        Assert.Equal(1 / 4.0, overlap.Value()); // of 5, 6, 7 and 8 the 6
    }

    [Fact]
    public void What_adds_up_to_nothing_or_less_is_nobodys()
    {
        var overlap = new TokenOverlap();
        overlap.Add(0, [5, 1, 6, 2]);
        overlap.Add(0, [6, -2]);
        overlap.Add(1, [6, 1, 5, -1]);
        Assert.Equal(0, overlap.Value());
    }

    [Fact]
    public void A_class_lists_its_hundred_largest_of_equal_ones_the_lower_ids()
    {
        var overlap = new TokenOverlap();
        overlap.Add(0, [.. Enumerable.Range(0, 150).SelectMany(id => new double[] { id, id < 40 ? 2 : 1 })]);
        overlap.Add(1, [.. Enumerable.Range(90, 20).SelectMany(id => new double[] { id, 1 })]);
        Assert.Equal(10 / 110.0, overlap.Value()); // 0 … 99 and 90 … 109
    }

    [Fact]
    public void One_class_has_nothing_in_common()
    {
        var overlap = new TokenOverlap();
        Assert.Null(overlap.Value());
        overlap.Add(2, [5, 1]);
        Assert.Null(overlap.Value());
    }
}
