using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>Writes a point (N, K), row-major.</summary>
/// <param name="index">Which one, from 0.</param>
/// <param name="point">Where it goes; its contents are undefined.</param>
public delegate void PointWriter<T>(int index, Span<T> point);

/// <summary>Takes the gradient (N, K) at a point, which is valid during the call.</summary>
/// <param name="index">Which one, from 0.</param>
/// <param name="gradient">Of the explained value, row-major.</param>
public delegate void GradientReader<T>(int index, ReadOnlySpan<T> gradient);

/// <summary>The explained value as a function of one layer's hidden state, for one text.</summary>
/// <typeparam name="T">float or double.</typeparam>
public interface IPathProbe<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>l: 0 is the embedding output.</summary>
    int Layer { get; }

    /// <summary>h_l (N, K) of the text.</summary>
    Tensor<T> Hidden { get; }

    /// <summary>h_l (N, K) of what stands for an uninformative text, row-major.</summary>
    T[] BaselineOf(Baseline baseline);

    /// <summary>Gradients at points, read in their order; several points share a pass, and few are held at a time.</summary>
    /// <param name="count">How many points.</param>
    /// <param name="write">Makes each.</param>
    /// <param name="read">Takes each gradient.</param>
    void Gradients(int count, PointWriter<T> write, GradientReader<T> read);

    /// <summary>What comes back to points from the explained logit by other rules than derivatives; read as gradients are.</summary>
    /// <param name="count">How many points.</param>
    /// <param name="together">How many of them, side by side, a rule must see in one pass: all are sequences of one tape.</param>
    /// <param name="rules">Made anew for each pass, given the number of points in it.</param>
    /// <param name="write">Makes each.</param>
    /// <param name="read">Takes what came back to each.</param>
    void Propagate(int count, int together, Func<int, IBackwardRules<T>> rules, PointWriter<T> write, GradientReader<T> read);

    /// <summary>The explained value at points.</summary>
    /// <param name="count">How many.</param>
    /// <param name="write">Makes each.</param>
    double[] Values(int count, PointWriter<T> write);
}
