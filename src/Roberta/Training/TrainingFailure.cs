using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>A loss or gradient became NaN or infinite: where it began.</summary>
internal static class TrainingFailure
{
    public static NotFiniteException OfValues<T>(int update, Tape<T> tape) where T : unmanaged, IFloatingPointIeee754<T>
    {
        string where = tape.FirstNotFinite() is { } first
            ? first.Name is { } name ? $"'{name}' ({LayerNumbers.Of(name)}{first.Operation})" : $"the operation {first.Operation} at place {first.Value.Index}"
            : "the loss alone";
        return new($"Update {update + 1}: the loss is not finite; the first value that is not is {where}. A smaller rate or a longer warm-up may help.");
    }

    public static NotFiniteException OfEvaluation(int updates, string metric) =>
        new($"Evaluation after update {updates}: the {metric} is not finite. A smaller rate or a longer warm-up may help.");

    public static NotFiniteException OfEvaluation(int updates, NotFiniteException problem) =>
        new($"Evaluation after update {updates}: the loss is not finite. {problem.Message} A smaller rate or a longer warm-up may help.");

    public static NotFiniteException OfGradients<T>(
        int update, Device<T> device, IEnumerable<(Parameter<T> Parameter, Tensor<T> Gradient)> gradients)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // All may be finite and their squares not.
        string? name = gradients.FirstOrDefault(entry => !Simd.AllFinite<T>(device.ToHost(entry.Gradient).Span)).Parameter?.Name;
        string what = name is null ? "the norm of the gradients" : $"the gradient of {name}{LayerNumbers.Behind(name)}";
        return new($"Update {update + 1}: {what} is not finite. A smaller rate or a longer warm-up may help.");
    }
}
