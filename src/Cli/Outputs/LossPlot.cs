using System.Text.Json.Nodes;
using PureSaliency.Roberta.Training;
using ScottPlot;

namespace PureSaliency.Cli.Outputs;

/// <summary>The curves of a training run as a picture.</summary>
internal static class LossPlot
{
    private const int Width = 900, Height = 500, Points = 200;

    /// <summary>Losses by name, averaged over stretches, and a metric of evaluations; nothing where no loss was logged.</summary>
    public static void Write(string path, string log, string metric)
    {
        var lines = RunLog.Read(log).ToArray();
        if (Make(lines, metric) is { } plot) File.WriteAllBytes(path, plot.GetImageBytes(Width, Height, ImageFormat.Png));
    }

    /// <summary>The plot of a log's lines; null where no loss was logged.</summary>
    internal static Plot? Make(IReadOnlyList<JsonObject> lines, string metric)
    {
        JsonObject[] updates = [.. lines.Where(line => line["loss"] is not null)];
        if (updates.Length == 0) return null;
        var plot = new Plot();
        var parts = Parts(updates);
        foreach (var (name, legend) in parts) Curve(plot, updates, line => (double?)line["losses"]?[name]?["loss"], legend);
        Curve(plot, updates, line => (double)line["loss"]!, parts.Count == 0 ? "loss while learning" : "weighted sum of both, while learning");
        bool apart = metric != "loss"; // a share, beside nats
        Marks(plot, lines, metric, apart);
        plot.XLabel("update");
        plot.YLabel(parts.Count == 0 ? "cross-entropy, nats" : "losses, nats");
        if (apart)
        {
            plot.Axes.Right.Label.Text = metric;
            plot.Axes.SetLimitsY(0, 1, plot.Axes.Right);
        }
        plot.ShowLegend(Alignment.UpperRight);
        return plot;
    }

    // Logs of older versions have the sum alone.
    private static List<(string Name, string Legend)> Parts(JsonObject[] updates) =>
        updates.Select(line => line["losses"] as JsonObject).FirstOrDefault(losses => losses is not null) is not { } losses ? []
            : [.. losses.Select(one => (one.Key, FormattableString.Invariant($"{one.Key} loss (weight {(double)one.Value!["weight"]!:0.##})")))];

    private static void Curve(Plot plot, JsonObject[] updates, Func<JsonObject, double?> value, string legend)
    {
        var points = updates.Select(line => (Update: (double)line["update"]!, Loss: value(line))).Where(point => point.Loss is not null).ToArray();
        var stretches = points.Chunk(Math.Max(1, points.Length / Points)).ToArray();
        var curve = plot.Add.ScatterLine(
            stretches.Select(stretch => stretch.Average(point => point.Update)).ToArray(), stretches.Select(stretch => stretch.Average(point => point.Loss!.Value)).ToArray());
        (curve.LegendText, curve.LineWidth) = (legend, 2);
    }

    private static void Marks(Plot plot, IEnumerable<JsonObject> lines, string metric, bool apart)
    {
        var evaluations = lines.Where(line => line["evaluation"]?[metric] is not null)
            .Select(line => (Update: (double)line["update"]!, Value: (double)line["evaluation"]![metric]!)).ToArray();
        var marks = plot.Add.Scatter(evaluations.Select(point => point.Update).ToArray(), evaluations.Select(point => point.Value).ToArray());
        (marks.LegendText, marks.LineWidth, marks.MarkerSize) = ($"{metric}, held out", 1, 6);
        if (apart) marks.Axes.YAxis = plot.Axes.Right;
    }
}
