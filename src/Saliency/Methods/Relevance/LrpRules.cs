using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// AttnLRP (Achtibat et al. 2024) in gradient form: D with R = x ∘ D for every value x, which never divides by small numbers. Sums, gathers and
/// products with weights hand D back as derivatives do (the ε rule with ε = 0; a bias keeps its part); GELU and tanh as x · (y / x) with y / x
/// constant; layer normalisation with its standard deviation constant; a product of two computed matrices halves what either gets; softmax as its
/// derivative, which is the rule R_s = s ∘ (R_P − P Σ R_P).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class LrpRules<T> : IBackwardRules<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T Half = T.CreateChecked(0.5);

    /// <summary>Relevance that biases kept.</summary>
    public double Biases { get; private set; }

    /// <summary>Relevance that went in at probabilities of attention and did not come out at their scores.</summary>
    public double Softmax { get; private set; }

    public void Take(BackwardStep<T> step)
    {
        switch (step.Op)
        {
            case Gather<T>:
                step.Differentiate();
                break;
            case Linear<T>:
                Biases += HostRules.DotRows(step.Host(step.Dy), step.Host(step.Pass.Inputs[2]));
                step.Differentiate();
                break;
            case Gelu<T>:
                Proportional(step, atZero: Half);
                break;
            case Tanh<T>:
                Proportional(step, atZero: T.One);
                break;
            case LayerNorm<T>:
                Normalized(step, step.Pass.Inputs[1], step.Pass.Inputs[2], summands: 1);
                break;
            case AddLayerNorm<T>:
                Normalized(step, step.Pass.Inputs[2], step.Pass.Inputs[3], summands: 2);
                break;
            case AttentionContext<T>:
                step.Differentiate(step.Pass, Halved(step));
                break;
            case AttentionWeights<T>:
                Weights(step);
                break;
            default:
                throw HostRules.None(step, Lrp.Name);
        }
    }

    private static Tensor<T> Halved(BackwardStep<T> step)
    {
        var dy = step.Host(step.Dy);
        return step.Device.ToDevice(HostRules.Each(dy.Shape, i => Half * dy.Span[i]));
    }

    // y / x tends to y' at 0.
    private static void Proportional(BackwardStep<T> step, T atZero)
    {
        Tensor<T> x = step.Host(step.Pass.Inputs[0]), y = step.Host(step.Pass.Output), dy = step.Host(step.Dy);
        step.Give(0, HostRules.Each(x.Shape, i => dy.Span[i] * (x.Span[i] == T.Zero ? atZero : y.Span[i] / x.Span[i])));
    }

    // dx = (g − mean(g)) / std with g = γ dy, for each summand of what is normalised.
    private void Normalized(BackwardStep<T> step, Tensor<T> gamma, Tensor<T> beta, int summands)
    {
        Tensor<T> dy = step.Host(step.Dy), scales = step.Host(step.Pass.Saved[1]), weights = step.Host(gamma);
        var dx = Tensor<T>.Zeros(dy.Shape);                                                             // (N, K)
        for (int n = 0; n < dx.Shape.Rows; n++)
        {
            Span<T> to = dx.Row(n), from = dy.Row(n);
            T mean = T.Zero;
            for (int k = 0; k < to.Length; k++) mean += to[k] = weights.Span[k] * from[k];
            mean /= T.CreateTruncating(to.Length);
            for (int k = 0; k < to.Length; k++) to[k] = (to[k] - mean) * scales.Span[n];
        }
        for (int input = 0; input < summands; input++) step.Give(input, dx);
        Biases += HostRules.DotRows(dy, step.Host(beta));
    }

    private void Weights(BackwardStep<T> step)
    {
        step.Differentiate(step.Pass, Halved(step));
        double scores = Relevance(step, 0) + Relevance(step, 1);
        Softmax += HostRules.Dot(step.Host(step.Pass.Output), step.Host(step.Dy)) - scores;
    }

    // Queries and keys are read by this step alone: what lies in their slots is what it gave.
    private static double Relevance(BackwardStep<T> step, int input) => step.Dx[input].Tensor is { } dx
        ? HostRules.Dot(step.Host(step.Pass.Inputs[input]), step.Host(dx)) : 0;
}
