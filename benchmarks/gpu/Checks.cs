using PureSaliency.Saliency.Parity;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.Gpu;

/// <summary>What must hold on the device before anything is timed.</summary>
internal sealed class Checks(Report report, DeviceChoice choice)
{
    private const double LogitTolerance = 1e-4, LeastCosine = 0.99999;
    private static readonly int[] Ragged = [8, 33, 64, 17];

    /// <summary>Whether all held so far.</summary>
    public bool AllHold { get; private set; } = true;

    /// <summary>Every tensor of the reference's fixtures.</summary>
    public void Golden(string folder, string[] only)
    {
        foreach (string fixture in Fixtures(folder, only))
            Check($"golden `{Path.GetFileName(fixture)}`", () =>
            {
                var all = FixtureVerifier.Verify(fixture, choice);
                var failed = all.Where(one => one.Verdict == Verdict.Failed).ToArray();
                int passed = all.Count(one => one.Verdict == Verdict.Passed);
                return (passed > 0 && failed.Length == 0, $"{passed} passed, {failed.Length} failed"
                    + (failed.Length == 0 ? "" : $"; first {failed[0].Name}: {failed[0].Note}"));
            });
    }

    /// <summary>Two runs, and a text alone and in company, to the bit.</summary>
    public void Bits(Ours ours)
    {
        int[][] texts = Texts.Random(Ragged);
        Check("two runs, logits and gradients of all layers", () =>
        {
            var (one, other) = (ours.Everything(texts), ours.Everything(texts));
            long different = Different(one.Logits, other.Logits) + one.Gradients.Zip(other.Gradients, Different).Sum();
            return (different == 0, different == 0 ? "same bits" : $"{different} numbers differ");
        });
        Check("a text alone and in a batch", () =>
        {
            var batch = ours.Everything(texts);
            long different = Enumerable.Range(0, texts.Length).Sum(i => DifferentAlone(ours, texts, i, batch));
            return (different == 0, different == 0 ? "same bits" : $"{different} numbers differ");
        });
    }

    /// <summary>The host's numbers, within bounds.</summary>
    public void Host(Ours ours, string weights)
    {
        using var host = new Ours(weights, new(DeviceKind.Cpu));
        foreach (int[][] texts in new[] { Texts.Random(1, 128), Texts.Random(Ragged) })
            Check($"CPU and device, {texts.Length} {(texts.Length == 1 ? "text" : "texts")}", () =>
            {
                var (there, here) = (ours.Everything(texts), host.Everything(texts));
                double worst = there.Logits.Zip(here.Logits, (a, b) => Math.Abs((double)a - b)).Max();
                double least = there.Gradients.Zip(here.Gradients, Cosine).Min();
                return (worst <= LogitTolerance && least >= LeastCosine,
                    $"logits within {worst:0.0e+00}, gradients' least cosine 1 − {1 - least:0.0e+00}");
            });
    }

    /// <summary>The peer's gradient, in one direction with ours.</summary>
    public void Peer(Ours ours, Peer peer)
    {
        foreach (int[][] texts in new[] { Texts.Random(1, 32), Texts.Random(8, 128) })
            Check($"PyTorch float32 and device, gradient l=0 {texts.Length}×{texts[0].Length}", () =>
            {
                double cosine = Cosine(ours.Gradient(texts), peer.Gradient("float32", texts));
                return (cosine > LeastCosine, $"cosine 1 − {1 - cosine:0.0e+00}");
            });
    }

    public static double Cosine(float[] a, float[] b)
    {
        if (a.Length != b.Length) return double.NaN;
        var (ab, aa, bb) = (0.0, 0.0, 0.0);
        for (int i = 0; i < a.Length; i++) (ab, aa, bb) = (ab + (double)a[i] * b[i], aa + (double)a[i] * a[i], bb + (double)b[i] * b[i]);
        return ab / Math.Sqrt(aa * bb);
    }

    private static IEnumerable<string> Fixtures(string folder, string[] only) => Directory.GetDirectories(folder)
        .Where(fixture => only.Length == 0 || only.Contains(Path.GetFileName(fixture))).Order(StringComparer.Ordinal);

    private void Check(string what, Func<(bool Holds, string Seen)> look)
    {
        var (holds, seen) = (false, "");
        try
        {
            (holds, seen) = look();
        }
        catch (Exception problem) when (problem is DeviceException or InputException or InvalidOperationException or IOException)
        {
            seen = problem.Message;
        }
        AllHold &= holds;
        report.Cells(what, seen, holds ? "holds" : "**FAILS**");
    }

    private static long DifferentAlone(Ours ours, int[][] texts, int index, (float[] Logits, float[][] Gradients) batch)
    {
        var alone = ours.Everything([texts[index]]);
        int width = alone.Gradients[0].Length / texts[index].Length, first = texts[..index].Sum(text => text.Length) * width;
        return Different(alone.Logits, batch.Logits.AsSpan(index * Sizes.Classes, Sizes.Classes))
            + alone.Gradients.Zip(batch.Gradients, (one, all) => Different(one, all.AsSpan(first, one.Length))).Sum();
    }

    private static long Different(float[] a, float[] b) => Different(a, b.AsSpan());

    private static long Different(float[] a, ReadOnlySpan<float> b)
    {
        long count = Math.Abs(a.Length - b.Length);
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
            if (BitConverter.SingleToInt32Bits(a[i]) != BitConverter.SingleToInt32Bits(b[i])) count++;
        return count;
    }
}
