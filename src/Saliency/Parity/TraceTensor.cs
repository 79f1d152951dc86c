using System.Collections.Immutable;
using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>A named tensor of a trace: numbers, or integers such as ids.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Shape">Extents.</param>
/// <param name="Values">Numbers, row-major; null for integers.</param>
/// <param name="Integers">Integers, row-major; null for numbers.</param>
public sealed record TraceTensor(string Name, int[] Shape, double[]? Values, long[]? Integers = null)
{
    /// <summary>The tensor for a file that holds numbers of type <typeparamref name="T"/>.</summary>
    internal TensorData ToData<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        ImmutableArray<long> shape = [.. Shape.Select(extent => (long)extent)];
        return Integers is not null ? TensorData.From(Name, shape, (ReadOnlyMemory<long>)Integers)
            : typeof(T) == typeof(double) ? TensorData.From(Name, shape, (ReadOnlyMemory<double>)Values!)
            : TensorData.From(Name, shape, (ReadOnlyMemory<float>)Array.ConvertAll(Values!, value => (float)value));
    }
}
