using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;

namespace PureSaliency.Tests.Saliency;

public class ScheduleTests
{
    private const int Budget = 100, Longest = 60;

    [Property]
    public void Every_text_is_in_one_group(byte[] lengths)
    {
        var groups = Groups(lengths);
        Assert.Equal(Enumerable.Range(0, lengths.Length), groups.SelectMany(group => group).Order());
        Assert.All(groups, group => Assert.NotEmpty(group));
    }

    [Property]
    public void A_group_keeps_to_the_budget_and_a_long_text_is_alone(byte[] lengths) => Assert.All(Groups(lengths), group =>
        Assert.True(group.Length == 1 || (group.Sum(i => lengths[i]) <= Budget && group.All(i => lengths[i] <= Longest))));

    [Property]
    public void Lengths_of_different_groups_do_not_interleave(byte[] lengths)
    {
        int[][] byLength = [.. Groups(lengths).OrderBy(group => group.Min(i => lengths[i])).ThenBy(group => group.Max(i => lengths[i]))];
        foreach (var (shorter, longer) in byLength.Zip(byLength.Skip(1)))
            Assert.True(shorter.Max(i => lengths[i]) <= longer.Min(i => lengths[i]));
    }

    [Property]
    public void Groups_begin_with_the_first_texts(byte[] lengths)
    {
        var groups = Groups(lengths);
        Assert.All(groups, group => Assert.Equal(group.Order(), group));
        Assert.Equal(groups.Select(group => group[0]).Order(), groups.Select(group => group[0]));
    }

    private static IReadOnlyList<int[]> Groups(byte[] lengths) => Schedule.Groups([.. lengths.Select(b => (int)b)], Budget, Longest);
}
