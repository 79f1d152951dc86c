using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>The labels of some data are not those of a model, or could mean several of its classes.</summary>
public sealed class LabelsException : InputException
{
    internal LabelsException(string message) : base(message)
    {
    }
}
