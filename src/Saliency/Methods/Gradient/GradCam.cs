using System.Numerics;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s_n = Σ_k a_k h_nk with a_k = mean over positions of G_nk: the Grad-CAM of Selvaraju et al. (2017), positions in place
/// of pixels and features in place of channels, as Hou and Castañón (2023) use it. Its ReLU is the option rectify.
/// </summary>
public sealed class GradCam : ILayerMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "grad-cam";

    /// <summary>Positions over which the mean gradient runs.</summary>
    public static OptionInfo<MeanOver> MeanOver { get; } = MethodOption.Choice(
        "mean-over", "Positions over which Grad-CAM's mean gradient runs", Methods.MeanOver.RealPositions);

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "Σ_k a_k h_nk, a the mean gradient over positions", Needs.Gradient, "1 F, 1 B", "Selvaraju et al. 2017; Hou and Castañón 2023")
    {
        IsSumOverFeatures = true,
        ReadsRows = true,
        Options = [MeanOver],
    };

    /// <inheritdoc/>
    public PositionScores Score<T>(LayerView<T> view, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] mean = MeanGradient(view, options.Get(MeanOver));
        var contributions = new double[view.Hidden.Count];                                              // (N, K)
        for (int i = 0; i < contributions.Length; i++)
            contributions[i] = mean[i % view.Width] * double.CreateTruncating(view.Hidden.Span[i]);
        return PositionScores.RowSums(contributions, view.Positions);
    }

    private static double[] MeanGradient<T>(LayerView<T> view, MeanOver over)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var mean = new double[view.Width];
        // Texts of <s> and </s> alone have no other positions to take a mean over.
        bool inner = over == Methods.MeanOver.WithoutSpecial && view.Positions > 2;
        var (first, end) = inner ? (1, view.Positions - 1) : (0, view.Positions);
        for (int n = first; n < end; n++)
        {
            var row = view.Gradient.Row(n);
            for (int k = 0; k < mean.Length; k++) mean[k] += double.CreateTruncating(row[k]);
        }
        for (int k = 0; k < mean.Length; k++) mean[k] /= end - first;
        return mean;
    }
}
