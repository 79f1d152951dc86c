using System.Numerics;

namespace PureSaliency.Saliency.Methods;

/// <summary>s_n = ‖G_n‖₂, the sensitivity of Simonyan et al. (2014).</summary>
public sealed class GradNorm : ILayerMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "grad-norm";

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(Name, "‖G_n‖₂", Needs.Gradient, "1 F, 1 B", "Simonyan et al. 2014");

    /// <inheritdoc/>
    public PositionScores Score<T>(LayerView<T> view, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scores = new double[view.Positions];
        for (int n = 0; n < scores.Length; n++)
        {
            double sum = 0;
            foreach (T g in view.Gradient.Row(n)) sum += double.CreateTruncating(g) * double.CreateTruncating(g);
            scores[n] = Math.Sqrt(sum);
        }
        return new(scores);
    }
}
