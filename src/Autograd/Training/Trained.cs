using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Training;

/// <summary>A parameter that is being trained, with what belongs to it, all where the device computes.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Trained<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal Trained(Device<T> device, Parameter<T> parameter, ParameterGroup<T> group)
    {
        parameter.MoveTo(device);
        Parameter = parameter;
        Group = group;
        (Gradient, Mean, Variance) = (Zeros(device), Zeros(device), Zeros(device));
    }

    /// <summary>The parameter.</summary>
    public Parameter<T> Parameter { get; }

    /// <summary>How it is treated.</summary>
    public ParameterGroup<T> Group { get; }

    /// <summary>The gradient of the update under way.</summary>
    public Tensor<T> Gradient { get; }

    /// <summary>m, the running mean of gradients.</summary>
    public Tensor<T> Mean { get; }

    /// <summary>v, the running mean of squared gradients.</summary>
    public Tensor<T> Variance { get; }

    private Tensor<T> Zeros(Device<T> device)
    {
        var zeros = device.Allocate(Parameter.Value.Shape);
        device.Clear(zeros);
        return zeros;
    }
}
