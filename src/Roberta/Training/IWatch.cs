using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>Looks at an update from inside and changes nothing.</summary>
/// <typeparam name="T">float or double.</typeparam>
public interface IWatch<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The pass forward is on the tape.</summary>
    void Values(Tape<T> tape);

    /// <summary>Gradients are there, weights as they were.</summary>
    void BeforeUpdate(Device<T> device, IReadOnlyList<Trained<T>> trained);

    /// <summary>Weights are new.</summary>
    void AfterUpdate(Device<T> device, IReadOnlyList<Trained<T>> trained);
}
