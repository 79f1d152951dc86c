using System.Numerics;

namespace PureSaliency.Saliency.Methods;

/// <summary>A method that reads a whole pass up to the layer: of hidden states, attention and their gradients what it asks for.</summary>
public interface IPassMethod : ISaliencyMethod
{
    /// <summary>Scores of all positions, before rectification.</summary>
    /// <param name="view">One text in all layers.</param>
    /// <param name="options">Its own among them.</param>
    PositionScores Score<T>(PassView<T> view, ExplainOptions options) where T : unmanaged, IFloatingPointIeee754<T>;
}
