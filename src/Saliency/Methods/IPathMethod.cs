using System.Numerics;

namespace PureSaliency.Saliency.Methods;

/// <summary>A method that asks for gradients and values at points of a path, or of a cloud, in a layer's space.</summary>
public interface IPathMethod : ISaliencyMethod
{
    /// <summary>Scores of all positions, before rectification.</summary>
    /// <param name="probe">The model above one layer, and one text's hidden state there.</param>
    /// <param name="options">Its own among them.</param>
    PositionScores Score<T>(IPathProbe<T> probe, ExplainOptions options) where T : unmanaged, IFloatingPointIeee754<T>;
}
