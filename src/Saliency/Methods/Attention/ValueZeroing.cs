using System.Numerics;
using PureSaliency.Saliency.Options;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// D_b(i, j) = 1 − cos(h_i, h'_i), h the output of block b and h' the same without the value vectors of position j: value zeroing (Mohebbi et al.
/// 2023), which no gradient and no class enter. The map of a block is the row of &lt;s&gt; in D, over the row's sum; rolled out it is that row of the
/// product over all blocks below the layer; last asks how far &lt;s&gt; moves at the top when one block goes without j.
/// </summary>
public sealed class ValueZeroing : IPassMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "value-zeroing";

    /// <summary>Which map.</summary>
    public static OptionInfo<ZeroingMap> Map { get; } = MethodOption.Choice(
        "zeroing-map", "Whether value-zeroing shows all blocks below the layer, the last of them, or what that one does to the top", ZeroingMap.Rollout);

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "how far <s> moves when blocks below the layer go without the values of n", Needs.States, "blocks × tokens F of a block", "Mohebbi et al. 2023")
    {
        IsAboutDepth = true,
        Options = [Map],
    };

    /// <inheritdoc/>
    public PositionScores Score<T>(PassView<T> view, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(options);
        int n = view.Positions;
        var map = options.Get(Map);
        if (view.Layer == 0) return new(new double[n]);
        if (map == ZeroingMap.Last) return new(AtTheTop(view, view.Layer - 1));
        int first = map == ZeroingMap.Block ? view.Layer - 1 : 0;
        double[] rollout = Rollout.Identity(n);
        for (int block = first; block < view.Layer; block++)
            rollout = Rollout.AddProduct(Normalized(Distances(view, block), n), rollout, n, new double[n * n]);
        return new(rollout[..n]);
    }

    /// <summary>D of a block, (N, N).</summary>
    internal static double[] Distances<T>(PassView<T> view, int block) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = view.Positions;
        var distances = new double[n * n];
        foreach (var (j, changed) in view.WithoutValues(block, block + 1).Index())
            for (int i = 0; i < n; i++) distances[i * n + j] = Distance(view.States[block + 1].Row(i), changed.Row(i));
        return distances;
    }

    private static double[] AtTheTop<T>(PassView<T> view, int block) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scores = new double[view.Positions];
        foreach (var (j, changed) in view.WithoutValues(block, view.Depth).Index()) scores[j] = Distance(view.Top.Row(0), changed.Row(0));
        return scores;
    }

    /// <summary>1 − cos(a, b); 0 where either has no length.</summary>
    internal static double Distance<T>(Span<T> a, Span<T> b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (dot, left, right) = (0.0, 0.0, 0.0);
        for (int k = 0; k < a.Length; k++)
        {
            double x = double.CreateTruncating(a[k]), y = double.CreateTruncating(b[k]);
            (dot, left, right) = (dot + x * y, left + x * x, right + y * y);
        }
        return left == 0 || right == 0 ? 0 : 1 - dot / Math.Sqrt(left * right);
    }

    // A row that nothing moves has no shares.
    private static double[] Normalized(double[] distances, int n)
    {
        for (int i = 0; i < n; i++)
        {
            var row = distances.AsSpan(i * n, n);
            double sum = 0;
            foreach (double d in row) sum += d;
            if (sum != 0) foreach (ref double d in row) d /= sum;
        }
        return distances;
    }
}
