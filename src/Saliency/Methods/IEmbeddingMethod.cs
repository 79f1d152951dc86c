using System.Numerics;

namespace PureSaliency.Saliency.Methods;

/// <summary>A method that reads the gradient at the word embeddings, below positions and normalisation, and the embeddings of other words.</summary>
public interface IEmbeddingMethod : ISaliencyMethod
{
    /// <summary>Scores of all positions, before rectification.</summary>
    /// <param name="view">One text at its word embeddings.</param>
    /// <param name="options">Its own among them.</param>
    PositionScores Score<T>(EmbeddingView<T> view, ExplainOptions options) where T : unmanaged, IFloatingPointIeee754<T>;
}
