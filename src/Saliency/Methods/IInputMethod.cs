namespace PureSaliency.Saliency.Methods;

/// <summary>A method that sees the text's ids and a model that answers variants of them, and nothing of its inside.</summary>
public interface IInputMethod : ISaliencyMethod
{
    /// <summary>Scores of all positions, before rectification; added tokens have 0.</summary>
    /// <param name="probe">The text and the model.</param>
    /// <param name="options">Its own among them.</param>
    PositionScores Score(ITextProbe probe, ExplainOptions options);
}
