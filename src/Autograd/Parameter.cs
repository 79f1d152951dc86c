using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd;

/// <summary>A weight of a model under its checkpoint's name.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Parameter<T>(string name, Tensor<T> value) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The name in the checkpoint.</summary>
    public string Name { get; } = name;

    /// <summary>The weight itself; while it is trained on an accelerator, there.</summary>
    public Tensor<T> Value { get; private set; } = value;

    /// <summary>From now on the weight lies where the device computes; passes change it there.</summary>
    internal void MoveTo(Device<T> device)
    {
        if (Value.IsConstant)
            throw new InvalidOperationException($"{Name} was loaded to be read only: load the model as trainable.");
        Value = device.ToDevice(Value);
    }
}
