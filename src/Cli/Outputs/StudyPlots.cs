using System.Text.RegularExpressions;
using PureSaliency.Saliency.Faithfulness;
using PureSaliency.Saliency.Study;
using ScottPlot;

namespace PureSaliency.Cli.Outputs;

/// <summary>A study's results as pictures (SVG).</summary>
internal static partial class StudyPlots
{
    private const int Width = 900, Height = 520;

    /// <summary>The pictures that there is something for, by the name of their file.</summary>
    public static IEnumerable<(string Name, string Title, string Svg)> Of(StudyResult result)
    {
        foreach (var (name, title, plot) in All(result))
            if (plot is not null) yield return (name, title, Numbered(plot.GetSvgXml(Width, Height)));
    }

    // The library numbers what it clips by on through all pictures of a process; the same picture is to be the same bytes.
    private static string Numbered(string svg)
    {
        var numbers = new Dictionary<string, int>();
        return ClipName().Replace(svg, match =>
        {
            numbers.TryAdd(match.Value, numbers.Count);
            return $"clip{numbers[match.Value]}";
        });
    }

    [GeneratedRegex(@"\bcl_[0-9a-f]+\b")]
    private static partial Regex ClipName();

    private static IEnumerable<(string Name, string Title, Plot? Plot)> All(StudyResult result)
    {
        yield return ("hiding.svg", "Hiding the top tokens", Curves(result, "hiding.probability", "tokens hidden, %"));
        yield return ("revealing.svg", "Showing the top tokens alone", Curves(result, "revealing.probability", "tokens shown, %"));
        yield return ("layers.svg", "Balance by layer", ByLayer(result));
        yield return ("cost.svg", "Cost and balance", Cost(result));
        yield return ("agreement.svg", "Rank agreement", Agreement(result));
        yield return ("cascade.svg", "As weights are drawn anew", Cascade(result));
    }

    private static Plot? Curves(StudyResult result, string curve, string below)
    {
        var plot = new Plot();
        foreach (var one in result.Results.Where(one => one.Entry.Chosen && one.Curves.ContainsKey(curve)))
            Line(plot, [.. one.Curves[curve].Select((_, i) => 5.0 * i)], [.. one.Curves[curve].Select(point => point.Mean)], one.Entry.ToString());
        return Named(plot, below, "probability of the predicted class");
    }

    private static Plot? ByLayer(StudyResult result)
    {
        var plot = new Plot();
        foreach (var method in result.Results.GroupBy(one => one.Entry.Method).Where(method => method.Count() > 1))
        {
            var points = method.Where(one => one.Numbers.ContainsKey(Balance.Name)).ToArray();
            Line(plot, [.. points.Select(one => (double)one.Entry.Layer!.Value)], [.. points.Select(one => one.Numbers[Balance.Name].Mean)], method.Key);
        }
        return Named(plot, "layer", "balance: revealing − hiding");
    }

    private static Plot? Cost(StudyResult result)
    {
        var plot = new Plot();
        foreach (var one in result.Results.Where(one => one.Entry.Chosen && one.Numbers.ContainsKey(Balance.Name)))
        {
            var (x, y) = (Math.Log10(Math.Max(1, one.Forward + 2 * one.Backward)), one.Numbers[Balance.Name]);
            var marker = plot.Add.Scatter(new[] { x }, [y.Mean]);
            marker.MarkerSize = 9;
            var bar = plot.Add.Line(x, y.Low, x, y.High);
            bar.Color = marker.Color;
            var label = plot.Add.Text(one.Entry.ToString(), x, y.Mean);
            (label.LabelOffsetX, label.LabelFontColor) = (8, marker.Color);
        }
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = power => FormattableString.Invariant($"{Math.Pow(10, power):0.#}") };
        // Names stand to the right of their points.
        plot.Axes.Margins(left: 0.05, right: 0.35);
        return Named(plot, "passes per text, a pass back counted as two (logarithmic)", "balance: revealing − hiding", legend: false);
    }

    private static Plot? Agreement(StudyResult result)
    {
        StudyEntry[] entries = [.. result.Results.Select(one => one.Entry).Where(entry => entry.Chosen)];
        if (result.Agreement.Count == 0) return null;
        var table = new double[entries.Length, entries.Length];
        for (int i = 0; i < entries.Length; i++)
            for (int j = 0; j < entries.Length; j++) table[i, j] = i == j ? 1 : double.NaN;
        foreach (var pair in result.Agreement)
        {
            var (a, b) = (Array.IndexOf(entries, pair.First), Array.IndexOf(entries, pair.Second));
            (table[a, b], table[b, a]) = (pair.Spearman.Mean, pair.Spearman.Mean);
        }
        var plot = new Plot();
        var map = plot.Add.Heatmap(table);
        map.ManualRange = new(-1, 1);
        map.Colormap = new ScottPlot.Colormaps.Balance();
        plot.Add.ColorBar(map);
        double[] places = [.. entries.Select((_, i) => (double)i)];
        string[] names = [.. entries.Select(entry => entry.ToString())];
        plot.Axes.Bottom.SetTicks(places, names);
        plot.Axes.Left.SetTicks([.. places.Reverse()], names);
        plot.Axes.Bottom.TickLabelStyle.Rotation = 40;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.UpperLeft;
        plot.Axes.Bottom.MinimumSize = 130;
        return plot;
    }

    private static Plot? Cascade(StudyResult result)
    {
        var plot = new Plot();
        foreach (var one in result.Results.Where(one => one is { Entry.Chosen: true, Cascade: not null }))
        {
            var points = one.Cascade!.Select((step, i) => (Step: i + 1.0, step.Spearman)).Where(point => point.Spearman is not null).ToArray();
            Line(plot, [0, .. points.Select(point => point.Step)], [1, .. points.Select(point => point.Spearman!.Mean)], one.Entry.ToString());
        }
        return Named(plot, "parts drawn anew: head, blocks from the top down, embeddings", "rank correlation with the first map");
    }

    private static void Line(Plot plot, double[] x, double[] y, string name)
    {
        if (x.Length == 0) return;
        var line = plot.Add.Scatter(x, y);
        (line.LegendText, line.LineWidth, line.MarkerSize) = (name, 2, 4);
    }

    private static Plot? Named(Plot plot, string below, string left, bool legend = true)
    {
        if (plot.PlottableList.Count == 0) return null;
        plot.XLabel(below);
        plot.YLabel(left);
        if (legend) plot.ShowLegend(Edge.Right);
        return plot;
    }
}
