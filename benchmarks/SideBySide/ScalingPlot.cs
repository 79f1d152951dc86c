using ScottPlot;

namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>Two panels with logarithmic axes: time per text against length, and against batch.</summary>
internal static class ScalingPlot
{
    private const int Width = 1400, Height = 620;
    private static readonly Color OursColor = Color.FromHex("#c2560c"), PeerColor = Color.FromHex("#2b6fb0");

    private static readonly string[] Faces = ["DejaVu Sans", "Liberation Sans", "Segoe UI", "Arial", "Helvetica"];

    public static void Save(string path, ScalingPoint[] byLength, ScalingPoint[] byBatch, int threads)
    {
        var panels = new Multiplot();
        panels.AddPlots(2);
        panels.Layout = new ScottPlot.MultiplotLayouts.Columns();
        Draw(panels.GetPlot(0), byLength, point => point.Tokens, $"One text, {threads} threads", "tokens of the text");
        Draw(panels.GetPlot(1), byBatch, point => point.Batch, $"Texts of {byBatch[0].Tokens} tokens, {threads} threads", "texts in a batch");
        panels.SavePng(path, Width, Height);
    }

    private static void Draw(Plot plot, ScalingPoint[] points, Func<ScalingPoint, int> at, string title, string across)
    {
        double[] xs = [.. points.Select(point => Math.Log10(at(point)))];
        Line(plot, xs, [.. points.Select(point => point.Ours)], "PureSaliency", OursColor, MarkerShape.FilledCircle);
        Line(plot, xs, [.. points.Select(point => point.Peer)], "libtorch", PeerColor, MarkerShape.FilledSquare);
        plot.Font.Set(Faces.FirstOrDefault(SkiaSharp.SKFontManager.Default.FontFamilies.Contains) ?? Fonts.Sans);
        plot.Title(title, 20);
        plot.XLabel(across, 17);
        plot.YLabel("gradient to layer 0, ms per text", 17);
        plot.Axes.Bottom.TickGenerator = Ticks(points.Select(point => (double)at(point)));
        double least = points.Min(point => Math.Min(point.Ours, point.Peer)), most = points.Max(point => Math.Max(point.Ours, point.Peer));
        plot.Axes.Left.TickGenerator = Ticks(OneTwoFive().Where(value => value > least / 2.5 && value < most * 2.5));
        plot.Axes.SetLimits(xs[0] - 0.08, xs[^1] + 0.08, Math.Log10(least / 1.5), Math.Log10(most * 1.5));
        foreach (var axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left]) axis.TickLabelStyle.FontSize = 15;
        plot.Axes.Left.MinimumSize = 100; // Neither against the picture's edge nor against the numbers.
        plot.Axes.Left.Label.OffsetX = 8;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.12);
        plot.Legend.FontSize = 16;
        plot.ShowLegend(at(points[^1]) == points[^1].Batch ? Alignment.UpperRight : Alignment.UpperLeft);
    }

    private static void Line(Plot plot, double[] xs, double[] values, string name, Color color, MarkerShape marker)
    {
        var line = plot.Add.Scatter(xs, Array.ConvertAll(values, Math.Log10), color);
        (line.LegendText, line.LineWidth, line.MarkerSize, line.MarkerShape) = (name, 3, 10, marker);
    }

    // Logarithms are what is drawn; the ticks say what they stand for.
    private static ScottPlot.TickGenerators.NumericManual Ticks(IEnumerable<double> values)
    {
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        foreach (double value in values) ticks.AddMajor(Math.Log10(value), $"{value:0.##}");
        return ticks;
    }

    private static IEnumerable<double> OneTwoFive() =>
        Enumerable.Range(-1, 7).SelectMany(power => new[] { 1.0, 2, 5 }.Select(digit => digit * Math.Pow(10, power)));
}
