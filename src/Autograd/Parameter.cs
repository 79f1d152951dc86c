using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd;

/// <summary>A weight of a model under its checkpoint's name.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed record Parameter<T>(string Name, Tensor<T> Value) where T : unmanaged, IFloatingPointIeee754<T>;
