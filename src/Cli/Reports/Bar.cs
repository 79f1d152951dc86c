namespace PureSaliency.Cli.Reports;

/// <summary>Bars of block characters.</summary>
internal static class Bar
{
    private const string Eighths = " ▏▎▍▌▋▊▉█";

    /// <summary>A bar of a share of 1, in eighths of a column, filled with blanks.</summary>
    public static string Of(double share, int columns)
    {
        int eighths = (int)Math.Round(share * columns * 8);
        return (new string('█', eighths / 8) + (eighths % 8 > 0 ? Eighths[eighths % 8] : "")).PadRight(columns);
    }
}
