using System.Numerics;

namespace PureSaliency.Saliency.Methods;

/// <summary>A method that reads one layer: its hidden state and its gradient.</summary>
public interface ILayerMethod : ISaliencyMethod
{
    /// <summary>Scores of all positions, before rectification.</summary>
    /// <param name="view">One text at one layer.</param>
    /// <param name="options">Its own among them.</param>
    PositionScores Score<T>(LayerView<T> view, ExplainOptions options) where T : unmanaged, IFloatingPointIeee754<T>;
}
