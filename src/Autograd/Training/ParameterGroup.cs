using System.Numerics;

namespace PureSaliency.Autograd.Training;

/// <summary>Parameters that are treated alike.</summary>
/// <param name="Parameters">Which.</param>
/// <param name="WeightDecay">λ: each update shrinks them by rate · λ of their size.</param>
/// <param name="RateFactor">What the rate is multiplied by.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record ParameterGroup<T>(IReadOnlyList<Parameter<T>> Parameters, double WeightDecay, double RateFactor = 1)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Matrices decay; biases and the gains of normalisations, which have one dimension, do not.</summary>
    public static IReadOnlyList<ParameterGroup<T>> ByDimensions(IEnumerable<Parameter<T>> parameters, double weightDecay)
    {
        var matrices = parameters.ToLookup(parameter => parameter.Value.Shape.Rank > 1);
        return [new([.. matrices[true]], weightDecay), new([.. matrices[false]], 0)];
    }
}
