using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd;

/// <summary>
/// What takes the place of derivatives on a walk backwards: relevance propagation and contribution scores hand a number back through the same
/// steps by other rules. A rule decides for each step; where the derivative is its rule, it says so.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public interface IBackwardRules<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Stores or adds what goes to every wanted input of a step.</summary>
    /// <exception cref="NotSupportedException">There is no rule for the operation.</exception>
    void Take(BackwardStep<T> step);
}

/// <summary>One step of a walk backwards.</summary>
/// <param name="Device">Where its tensors lie.</param>
/// <param name="Op">The operation.</param>
/// <param name="Pass">What it read and wrote.</param>
/// <param name="Dy">What came back to its output.</param>
/// <param name="Dx">Where that of its inputs goes.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record BackwardStep<T>(Device<T> Device, IOp<T> Op, Pass<T> Pass, Tensor<T> Dy, Slot<T>[] Dx)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The derivative itself.</summary>
    public void Differentiate() => Differentiate(Pass, Dy);

    /// <summary>The derivative at other inputs, or of another gradient of the output. It is linear in the latter.</summary>
    public void Differentiate(Pass<T> pass, Tensor<T> dy) => Op.Backward(Device, pass, dy, Dx);

    /// <summary>A tensor of the step where the host can read it.</summary>
    public Tensor<T> Host(Tensor<T> tensor) => Device.ToHost(tensor);

    /// <summary>Stores or adds what the host has found for an input; nothing where nobody wants it.</summary>
    public void Give(int input, Tensor<T> found)
    {
        var (target, accumulate) = Dx[input];
        if (target is null) return;
        if (accumulate)
        {
            var sum = Tensor<T>.From(target.Shape, Device.ToHost(target).Span);
            Simd.AddTo<T>(found.Span, sum.Span);
            found = sum;
        }
        Device.Copy(Device.ToDevice(found), target);
    }
}
