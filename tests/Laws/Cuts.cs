namespace PureSaliency.Tests.Laws;

/// <summary>Ranges of rows.</summary>
public readonly record struct Cut(int Begin, int End)
{
    /// <summary>The range, for messages.</summary>
    public string Name => $"rows {Begin} to {End}";
}

/// <summary>Which rows are tried alone.</summary>
public static class Cuts
{
    /// <summary>The first row, the last, and a few from within.</summary>
    public static IEnumerable<Cut> Of(int rows) =>
        new Cut[] { new(0, 1), new(rows / 3, rows / 3 + 1), new(rows / 2, Math.Min(rows, rows / 2 + 5)), new(rows - 1, rows) }.Distinct();

    /// <summary>Bounds of sequences of the given lengths.</summary>
    public static int[] Bounds(params int[] lengths)
    {
        var bounds = new int[lengths.Length + 1];
        for (int s = 0; s < lengths.Length; s++) bounds[s + 1] = bounds[s] + lengths[s];
        return bounds;
    }
}
