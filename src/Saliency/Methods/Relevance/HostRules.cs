using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>What rules of relevance have in common. They run on the host, whatever device runs the products between them.</summary>
internal static class HostRules
{
    /// <summary>A tensor of a shape from a function of the element's index.</summary>
    public static Tensor<T> Each<T>(Shape shape, Func<int, T> element) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var made = Tensor<T>.Zeros(shape);
        var span = made.Span;
        for (int i = 0; i < span.Length; i++) span[i] = element(i);
        return made;
    }

    /// <summary>Σ over elements of a b, in double.</summary>
    public static double Dot<T>(Tensor<T> a, Tensor<T> b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        Span<T> left = a.Span, right = b.Span;
        for (int i = 0; i < left.Length; i++) sum += double.CreateTruncating(left[i]) * double.CreateTruncating(right[i]);
        return sum;
    }

    /// <summary>Σ over rows and columns of a (N, K) times b (K), in double.</summary>
    public static double DotRows<T>(Tensor<T> a, Tensor<T> b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        Span<T> row = b.Span;
        for (int n = 0; n < a.Shape.Rows; n++)
        {
            var values = a.Row(n);
            for (int k = 0; k < row.Length; k++) sum += double.CreateTruncating(values[k]) * double.CreateTruncating(row[k]);
        }
        return sum;
    }

    /// <summary>The step of an operation that has no rule.</summary>
    public static NotSupportedException None<T>(BackwardStep<T> step, string method) where T : unmanaged, IFloatingPointIeee754<T> =>
        new($"{method} has no rule for the operation '{step.Op.Name}'.");
}
