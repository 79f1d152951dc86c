using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Laws;

/// <summary>What becomes of one input's gradient.</summary>
public enum Want
{
    /// <summary>Nobody wants it.</summary>
    No,
    /// <summary>It is stored over garbage.</summary>
    Store,
    /// <summary>It is added to what is there.</summary>
    Add,
}

/// <summary>An operation run by hand, without a tape.</summary>
public sealed class OpRun<T> : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Device<T> device;
    private readonly Device<T>? own;
    private readonly ArenaMark mark;
    private readonly IOp<T> op;
    private readonly Pass<T> pass;

    /// <summary>Runs forward on a device whose fresh memory is NaN.</summary>
    public OpRun(IOp<T> op, Values[] inputs, int threads = 1)
        : this(op, inputs, new CpuDevice<T>(threads) { Poison = true }) => own = device;

    /// <summary>Runs forward on a device of which the run takes memory until it is disposed.</summary>
    public OpRun(IOp<T> op, Values[] inputs, Device<T> device)
    {
        (this.op, this.device, mark) = (op, device, device.Mark());
        Shape[] shapes = [.. inputs.Select(input => input.Shape)];
        pass = new([.. inputs.Select(input => device.ToDevice(input.ToTensor<T>()))],
            device.Allocate(op.Output(shapes)), [.. op.Saved(shapes).Select(device.Allocate)]);
        op.Forward(device, pass);
    }

    /// <summary>y.</summary>
    public T[] Output => Host(pass.Output);

    /// <summary>What the forward keeps for the backward.</summary>
    public T[][] Saved => [.. pass.Saved.Select(Host)];

    /// <summary>A random gradient of the output, of numbers that float can represent.</summary>
    public double[] Dy(int seed) => Values.Random(pass.Output.Shape, seed).Data;

    /// <summary>Gradients of the inputs; null where none is wanted.</summary>
    public T[]?[] Backward(double[] dy, params Want[] wants)
    {
        var slots = new Slot<T>[wants.Length];
        for (int i = 0; i < wants.Length; i++) slots[i] = SlotFor(i, wants[i]);
        op.Backward(device, pass, device.ToDevice(new Values(pass.Output.Shape, dy).ToTensor<T>()), slots);
        return [.. slots.Select(slot => slot.Tensor is { } gradient ? Host(gradient) : null)];
    }

    /// <summary>Gradients of all inputs, stored.</summary>
    public T[][] Backward(double[] dy) => Backward(dy, [.. pass.Inputs.Select(_ => Want.Store)])!;

    /// <summary>What is there before an addition to the gradient of input <paramref name="i"/>.</summary>
    public double[] Before(int i) => Values.Random(pass.Inputs[i].Shape, 1000 + i).Data;

    /// <inheritdoc/>
    public void Dispose()
    {
        device.Release(mark);
        own?.Dispose();
    }

    private T[] Host(Tensor<T> tensor) => device.ToHost(tensor).ToArray();

    private Slot<T> SlotFor(int i, Want want) => want switch
    {
        Want.Store => new(device.Allocate(pass.Inputs[i].Shape), Accumulate: false),
        Want.Add => new(device.ToDevice(new Values(pass.Inputs[i].Shape, Before(i)).ToTensor<T>()), Accumulate: true),
        _ => default,
    };
}
