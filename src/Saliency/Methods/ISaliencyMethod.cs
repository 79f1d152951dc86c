namespace PureSaliency.Saliency.Methods;

/// <summary>
/// A way to give each position of a text a score. What it needs to see says which of the interfaces below it implements:
/// <see cref="ILayerMethod"/>, <see cref="IPassMethod"/>, <see cref="IPathMethod"/>, <see cref="IEmbeddingMethod"/> or
/// <see cref="IInputMethod"/>.
/// </summary>
public interface ISaliencyMethod
{
    /// <summary>What there is to say of it.</summary>
    MethodInfo Info { get; }
}
