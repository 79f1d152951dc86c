using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Methods;

/// <summary>What the reference gives on two texts of the golden model, in double, and how methods are held against it.</summary>
internal static class Reference
{
    public static readonly string[] Cases = ["single", "batch0"];

    public static int[] Ids(string name) => [.. Golden.Tiny64.OfMethods(name + ".input_ids").Select(id => (int)id)];

    public static int Class(string name) => (int)Golden.Tiny64.OfMethods(name + ".class")[0];

    /// <summary>Scores at every layer as they are.</summary>
    public static double[][] Scores(string name, ExplainOptions options) =>
        Golden.Tiny64.Plain(options with { Decode = false, Rectify = Rectify.None }, Class(name), Ids(name));

    /// <summary>Scores of both texts at a layer are an entry's.</summary>
    public static void Check(string entry, int layer, ExplainOptions options)
    {
        foreach (string name in Cases)
            Close.Check<double>(Scores(name, options)[layer], Golden.Tiny64.OfMethods($"{name}.{entry}"), 1e-8, $"{name}.{entry}");
    }

    /// <summary>What a function of the path from layer 0 gives for both texts is an entry's.</summary>
    public static void CheckPath(string entry, Func<string, IPathProbe<double>, PositionScores> score)
    {
        foreach (string name in Cases)
            Close.Check<double>(Golden.Tiny64.AskPath(Ids(name), Class(name), 0, probe => score(name, probe)).Scores,
                Golden.Tiny64.OfMethods($"{name}.{entry}"), 1e-8, $"{name}.{entry}");
    }

    /// <summary>Writes point s of a given cloud (S, N, K).</summary>
    public static PointWriter<double> Given(string entry)
    {
        double[] all = Golden.Tiny64.OfMethods(entry);
        return (sample, point) => all.AsSpan(sample * point.Length, point.Length).CopyTo(point);
    }
}
