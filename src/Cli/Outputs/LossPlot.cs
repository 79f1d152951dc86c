using PureSaliency.Roberta.Training;
using ScottPlot;

namespace PureSaliency.Cli.Outputs;

/// <summary>The curves of a training run as a picture.</summary>
internal static class LossPlot
{
    private const int Width = 900, Height = 500, Points = 200;

    /// <summary>Loss, averaged over stretches, and a measure of evaluations.</summary>
    public static void Write(string path, string log, string measure)
    {
        var lines = RunLog.Read(log).ToArray();
        var losses = lines.Where(line => line["loss"] is not null).Select(line => (Update: (double)line["update"]!, Loss: (double)line["loss"]!)).ToArray();
        if (losses.Length == 0) return;
        var stretches = losses.Chunk(Math.Max(1, losses.Length / Points)).ToArray();
        var plot = new Plot();
        var loss = plot.Add.ScatterLine(
            stretches.Select(stretch => stretch.Average(point => point.Update)).ToArray(), stretches.Select(stretch => stretch.Average(point => point.Loss)).ToArray());
        (loss.LegendText, loss.LineWidth) = ("loss while learning", 2);
        var evaluations = lines.Where(line => line["evaluation"] is not null)
            .Select(line => (Update: (double)line["update"]!, Value: (double)line["evaluation"]![measure]!)).ToArray();
        var marks = plot.Add.Scatter(evaluations.Select(point => point.Update).ToArray(), evaluations.Select(point => point.Value).ToArray());
        (marks.LegendText, marks.LineWidth, marks.MarkerSize) = ($"{measure}, held out", 1, 6);
        if (measure != "loss") marks.Axes.YAxis = plot.Axes.Right; // a share, beside nats
        plot.XLabel("update");
        plot.YLabel("cross-entropy, nats");
        if (measure != "loss")
        {
            plot.Axes.Right.Label.Text = measure;
            plot.Axes.SetLimitsY(0, 1, plot.Axes.Right);
        }
        plot.ShowLegend(Alignment.UpperRight);
        plot.SavePng(path, Width, Height);
    }
}
