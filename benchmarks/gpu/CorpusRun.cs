using System.Diagnostics;
using PureSaliency.Roberta.Text;
using PureSaliency.Saliency;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.Gpu;

/// <summary>Many texts explained end to end, as a user calls it: decoded Grad-CAM, reading and building of results included.</summary>
internal static class CorpusRun
{
    public static void Print(Report report, Settings settings, string weights, DeviceChoice choice)
    {
        string[] texts = Texts.Readable(Tokenizer.Load(weights), settings.Texts, settings.TextTokens);
        long started = Stopwatch.GetTimestamp();
        using var explainer = Explainer.Load(weights, new LoadOptions { Device = choice });
        double loading = Stopwatch.GetElapsedTime(started).TotalSeconds;
        int layer = (settings.Sizes.Layers * 7 + 6) / 12;
        var options = ExplainOptions.Paper with { Layer = LayerChoice.At(layer), Target = "1" };
        Count(explainer, texts.Take(64), options);
        started = Stopwatch.GetTimestamp();
        int explained = Count(explainer, texts, options);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        report.Columns($"decoded Grad-CAM, layer {layer}, {settings.TextTokens} tokens", "loading, s", "s", "texts/s", "tokens/s");
        report.Cells($"{explained} texts", $"{loading:0.0}", $"{seconds:0.0}", $"{explained / seconds:0}",
            $"{explained * settings.TextTokens / seconds:0}");
    }

    private static int Count(Explainer explainer, IEnumerable<string> texts, ExplainOptions options)
    {
        int count = 0;
        foreach (var result in explainer.ExplainMany(texts, options))
        {
            if (result.Problem is { } problem) throw new InvalidOperationException(problem);
            count++;
        }
        return count;
    }
}
