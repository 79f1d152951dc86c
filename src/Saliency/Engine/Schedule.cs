namespace PureSaliency.Saliency.Engine;

/// <summary>Which texts are computed together: pure logic from lengths to groups.</summary>
public static class Schedule
{
    /// <summary>
    /// Groups of indices. Texts of similar length share a group up to a budget of rows; one that is longer than a pass
    /// can hold is alone. Indices within a group ascend, and the groups begin with the one that holds the first text, so
    /// that results can be handed on early.
    /// </summary>
    /// <param name="lengths">Rows of each text.</param>
    /// <param name="budget">Most rows of a group of several.</param>
    /// <param name="longest">Most rows of a text that may share a group.</param>
    public static IReadOnlyList<int[]> Groups(IReadOnlyList<int> lengths, int budget, int longest)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        var groups = new List<List<int>>();
        int rows = 0;
        foreach (int index in Enumerable.Range(0, lengths.Count).OrderBy(i => lengths[i]))
        {
            if (groups.Count == 0 || lengths[index] > longest || rows > budget - lengths[index])
            {
                groups.Add([]);
                rows = 0;
            }
            groups[^1].Add(index);
            rows += lengths[index];
        }
        return [.. groups.Select(group => group.Order().ToArray()).OrderBy(group => group[0])];
    }
}
