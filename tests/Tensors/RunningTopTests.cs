using FsCheck.Xunit;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

public class RunningTopTests
{
    /// <summary>Whatever the order of the pieces, the same entries as from the whole row; of equal ones the first.</summary>
    [Property]
    public bool Pieces_in_any_order_give_the_best_of_the_whole_row(sbyte[] values, byte count, byte width, int seed)
    {
        float[] row = [.. values.Select(v => v / 8 * 1f)]; // many equal ones
        int wanted = Math.Clamp((int)count, 1, Math.Max(1, row.Length)), step = width % 40 + 1;
        int[] starts = [.. Enumerable.Range(0, (row.Length + step - 1) / step).Select(i => i * step)];
        new Random(seed).Shuffle(starts);
        var top = new RunningTop<float>(wanted);
        Parallel.ForEach(starts, first => top.Offer(first, row.AsSpan(first, Math.Min(step, row.Length - first))));
        var found = top.Take();
        return found.Select(entry => entry.Index).SequenceEqual(TopEntries.Of<float>(row, wanted))
            && found.All(entry => entry.Value == row[entry.Index]);
    }
}
