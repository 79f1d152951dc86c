using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>Names of the columns of a table of results.</summary>
internal static class CsvColumns
{
    /// <summary>What stands before the kept columns.</summary>
    public static IReadOnlyList<string> Before { get; } = ["row", "line"];

    /// <summary>What stands behind them, around the columns of results.</summary>
    public static IReadOnlyList<string> Around(IReadOnlyList<string> results) => ["text", .. results, "problem"];

    /// <summary>Refuses kept columns that have the names of those that are written.</summary>
    public static void Check(IReadOnlyList<string> keep, IReadOnlyList<string> results)
    {
        if (keep.FirstOrDefault(name => Before.Contains(name) || Around(results).Contains(name)) is { } taken)
            throw new InputException($"--keep {taken}: the result has a column of this name itself; --format jsonl keeps both.");
    }
}
