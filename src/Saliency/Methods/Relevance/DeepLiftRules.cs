using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// Multipliers of DeepLIFT (Shrikumar et al. 2017) between points and their references, which lie on one tape as sequences in turn: point,
/// reference, point, reference. What comes back is the same to both. Linear steps have their weights; functions of one number are rescaled,
/// m = (F(x) − F(x₀)) / (x − x₀); a product of two computed numbers gives each the mean of the other; softmax and layer normalisation are taken
/// apart into such steps. So Σ m (x − x₀) is the same at every step, and f(x) − f(x₀) at the end.
/// </summary>
/// <param name="sequences">How many, an even number.</param>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class DeepLiftRules<T>(int sequences) : IBackwardRules<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // Below it the quotient of differences has lost more digits than the mean of both slopes is off.
    private static readonly T Near = T.Cbrt(T.BitIncrement(T.One) - T.One), Half = T.CreateChecked(0.5);

    public void Take(BackwardStep<T> step)
    {
        switch (step.Op)
        {
            case Gather<T> or Linear<T>:
                step.Differentiate();
                break;
            case Gelu<T>:
                var slopes = step.Host(step.Pass.Saved[0]);
                Rescaled(step, i => slopes.Span[i]);
                break;
            case Tanh<T>:
                var y = step.Host(step.Pass.Output);
                Rescaled(step, i => T.One - y.Span[i] * y.Span[i]);
                break;
            case LayerNorm<T>:
                Normalized(step, step.Pass.Inputs[1], summands: 1);
                break;
            case AddLayerNorm<T>:
                Normalized(step, step.Pass.Inputs[2], summands: 2);
                break;
            case AttentionContext<T>:
                Pass<T> pass = step.Pass;
                step.Differentiate(pass with { Inputs = [Mean(step, pass.Inputs[0]), Mean(step, pass.Inputs[1])] }, step.Dy);
                break;
            case AttentionWeights<T> weights:
                Weights(step, weights.Layout);
                break;
            default:
                throw HostRules.None(step, DeepLift.Name);
        }
    }

    // The element of the same place in the point of a reference, or in the reference of a point.
    private int Other(int index, int count)
    {
        int block = count / sequences;
        return index / block % 2 == 0 ? index + block : index - block;
    }

    private Tensor<T> Mean(BackwardStep<T> step, Tensor<T> values)
    {
        var x = step.Host(values);
        return step.Device.ToDevice(HostRules.Each(x.Shape, i => Half * (x.Span[i] + x.Span[Other(i, x.Count)])));
    }

    private void Rescaled(BackwardStep<T> step, Func<int, T> slope)
    {
        Tensor<T> x = step.Host(step.Pass.Inputs[0]), y = step.Host(step.Pass.Output), dy = step.Host(step.Dy);
        step.Give(0, HostRules.Each(x.Shape, i =>
        {
            int other = Other(i, x.Count);
            T difference = x.Span[i] - x.Span[other];
            return dy.Span[i] * (T.Abs(difference) < Near ? Half * (slope(i) + slope(other)) : (y.Span[i] - y.Span[other]) / difference);
        }));
    }

    // y = (d s) γ + β with d = x − mean, v = mean(d d) + ε and s = v^−½. Saved are d s and s.
    private void Normalized(BackwardStep<T> step, Tensor<T> gamma, int summands)
    {
        Tensor<T> dy = step.Host(step.Dy), normalized = step.Host(step.Pass.Saved[0]), scales = step.Host(step.Pass.Saved[1]), weights = step.Host(gamma);
        var dx = Tensor<T>.Zeros(dy.Shape);                                                             // (N, K)
        T width = T.CreateTruncating(dy.Shape.Width);
        for (int n = 0; n < dx.Shape.Rows; n++)
        {
            int other = Other(n, dx.Shape.Rows);
            Span<T> to = dx.Row(n), from = dy.Row(n), own = normalized.Row(n), its = normalized.Row(other);
            T s = scales.Span[n], s0 = scales.Span[other], toScale = T.Zero, mean = T.Zero;
            for (int k = 0; k < to.Length; k++) toScale += weights.Span[k] * from[k] * Half * (own[k] / s + its[k] / s0);
            // (s − s₀) / (v − v₀) = −s² s₀² / (s + s₀), in which nothing cancels.
            T toSquare = -toScale * (s * s * s0 * s0) / (s + s0) / width;
            for (int k = 0; k < to.Length; k++)
                mean += to[k] = weights.Span[k] * from[k] * Half * (s + s0) + toSquare * (own[k] / s + its[k] / s0);
            mean /= width;
            for (int k = 0; k < to.Length; k++) to[k] -= mean;
        }
        for (int input = 0; input < summands; input++) step.Give(input, dx);
    }

    // P = softmax(S), S = Q Kᵀ / √D: multipliers of S first, then those of the product by the operation that multiplies with values.
    private void Weights(BackwardStep<T> step, AttentionLayout layout)
    {
        Tensor<T> q = step.Pass.Inputs[0], k = step.Pass.Inputs[1];
        var toScores = new SoftmaxMultipliers<T>(layout, step.Host(q), step.Host(k)).Of(step.Host(step.Pass.Output), step.Host(step.Dy));
        using var tape = new Tape<T>(step.Device);
        Var scores = tape.Leaf(toScores), keys = tape.Leaf(Mean(step, k)), queries;
        queries = tape.Apply(new AttentionContext<T>(layout), scores, keys);                            // (M, K): m K̄
        step.Give(0, tape.Fetch(queries));
        step.Give(1, tape.Backward(queries, Mean(step, q), keys).Fetch(keys));                          // (N, K): mᵀ Q̄
    }
}
