namespace PureSaliency.Saliency.Faithfulness;

/// <summary>What a model says of the explained class when some of a text's tokens are hidden.</summary>
/// <param name="Logit">f, the class's logit.</param>
/// <param name="Probability">p, its probability: of the softmax, or of the label's own sigmoid.</param>
/// <param name="Kept">Whether the prediction is the one that the whole text got.</param>
public readonly record struct Answer(double Logit, double Probability, bool Kept);
