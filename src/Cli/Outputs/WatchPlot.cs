using System.Text.Json.Nodes;
using PureSaliency.Roberta.Training;
using ScottPlot;

namespace PureSaliency.Cli.Outputs;

/// <summary>Norms of gradients by group of parameters over a training run, as a picture.</summary>
internal static class WatchPlot
{
    private const int Width = 900, Height = 600;

    public static void Write(string path, string log)
    {
        var lines = RunLog.Read(log).ToArray();
        if (lines.Length == 0) return;
        double[] updates = [.. lines.Select(line => (double)line["update"]!)];
        var plot = new Plot();
        foreach (string group in ((JsonObject)lines[0]["parameters"]!).Select(entry => GroupOf(entry.Key)).Distinct())
        {
            double[] norms = [.. lines.Select(line => Math.Log10(Math.Max(1e-12, Norm((JsonObject)line["parameters"]!, group))))];
            var curve = plot.Add.ScatterLine(updates, norms);
            (curve.LegendText, curve.LineWidth) = (group, 1.5f);
        }
        plot.XLabel("update");
        plot.YLabel("norm of the gradient, power of ten");
        plot.ShowLegend(Edge.Right);
        File.WriteAllBytes(path, plot.GetImageBytes(Width, Height, ImageFormat.Png));
    }

    // Layers as people count them: roberta.encoder.layer.3.attention.… gives layer 4.
    internal static string GroupOf(string name) => LayerNumbers.OfParameter(name) switch
    {
        null => "head",
        0 => "layer 0 (embedding)",
        var layer => $"layer {layer}",
    };

    private static double Norm(JsonObject parameters, string group) => Math.Sqrt(
        parameters.Where(entry => GroupOf(entry.Key) == group).Sum(entry => Math.Pow((double)entry.Value!["gradient"]!, 2)));
}
