using System.Runtime.InteropServices;

namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// Token overlap (Hou and Castañón 2023, "few important tokens belonging to multiple classes"): saliency per vocabulary entry is summed over the
/// texts of each predicted class, the <see cref="Top"/> entries with the largest sums are the class's own, and the overlap is the share of entries
/// in any such list that stand in two or more. Low is good. Of equal sums the lower id goes first; sums that are not above 0 count for nobody.
/// </summary>
internal sealed class TokenOverlap
{
    /// <summary>Entries of a class.</summary>
    public const int Top = 100;

    private readonly SortedDictionary<int, Dictionary<int, double>> classes = [];

    /// <summary>Adds a text.</summary>
    /// <param name="target">Its predicted class.</param>
    /// <param name="saliency">Ids and their saliency by turns.</param>
    public void Add(int target, double[] saliency)
    {
        if (!classes.TryGetValue(target, out var sums)) classes[target] = sums = [];
        for (int i = 0; i < saliency.Length; i += 2) CollectionsMarshal.GetValueRefOrAddDefault(sums, (int)saliency[i], out _) += saliency[i + 1];
    }

    /// <summary>The overlap; null where fewer than two classes have entries.</summary>
    public double? Value()
    {
        int[][] lists = [.. classes.Values.Select(sums => (int[])[.. sums.Where(one => one.Value > 0)
            .OrderByDescending(one => one.Value).ThenBy(one => one.Key).Take(Top).Select(one => one.Key)]).Where(list => list.Length > 0)];
        if (lists.Length < 2) return null;
        var counts = lists.SelectMany(list => list).CountBy(id => id).ToArray();
        return counts.Count(one => one.Value > 1) / (double)counts.Length;
    }
}
