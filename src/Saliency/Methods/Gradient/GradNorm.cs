using System.Numerics;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>s_n = ‖G_n‖₂, the sensitivity of Simonyan et al. (2014), or ‖G_n‖₁.</summary>
public sealed class GradNorm : ILayerMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "grad-norm";

    /// <summary>Which norm.</summary>
    public static OptionInfo<Norm> Norm { get; } = MethodOption.Choice("norm", "Norm of a gradient's row", Methods.Norm.L2);

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(Name, "‖G_n‖", Needs.Gradient, "1 F, 1 B", "Simonyan et al. 2014") { Options = [Norm] };

    /// <inheritdoc/>
    public PositionScores Score<T>(LayerView<T> view, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var norm = options.Get(Norm);
        var scores = new double[view.Positions];
        for (int n = 0; n < scores.Length; n++)
            scores[n] = norm.Of(Array.ConvertAll(view.Gradient.Row(n).ToArray(), double.CreateTruncating));
        return new(scores);
    }
}
