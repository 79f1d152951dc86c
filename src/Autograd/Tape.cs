using System.Diagnostics;
using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd;

/// <summary>A value on a tape.</summary>
public readonly record struct Var(int Index);

/// <summary>
/// Operations in the order in which they ran. The tape is the table of gradient flow: walked backwards from one value,
/// it gives the gradient with respect to any other. It takes its memory from the device's arena and gives it back as a whole.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Tape<T> : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    internal sealed record Node(IOp<T>? Op, Var[] Inputs, Pass<T> Pass, double Milliseconds)
    {
        public string? Name { get; set; }
    }

    private readonly ArenaMark start;
    private readonly Dictionary<Parameter<T>, Var> parameters = new(ReferenceEqualityComparer.Instance);
    private readonly CancellationToken cancellation;

    /// <summary>An empty tape on a device; no other tape may use the device before this one is disposed, except nested.</summary>
    public Tape(Device<T> device, CancellationToken cancellation = default)
    {
        Device = device;
        this.cancellation = cancellation;
        start = device.Mark();
    }

    /// <summary>A tape within this one, for values that are not to stay: dispose it before this one is used again.</summary>
    public Tape<T> ForwardScope() => new(Device, cancellation);

    /// <summary>Where the operations run.</summary>
    public Device<T> Device { get; }

    internal List<Node> Nodes { get; } = [];

    /// <summary>The contents of a value, where the device has them.</summary>
    public Tensor<T> this[Var value] => Nodes[value.Index].Pass.Output;

    /// <summary>The contents of a value, where the host can read them.</summary>
    public Tensor<T> Fetch(Var value) => Device.ToHost(this[value]);

    /// <summary>Puts a tensor on the tape.</summary>
    public Var Leaf(Tensor<T> tensor, string? name = null) =>
        Push(new Node(null, [], new Pass<T>([], Device.ToDevice(tensor), []), 0) { Name = name });

    /// <summary>Puts a parameter on the tape, once.</summary>
    public Var Leaf(Parameter<T> parameter)
    {
        if (!parameters.TryGetValue(parameter, out var value))
            parameters[parameter] = value = Leaf(parameter.Value, parameter.Name);
        return value;
    }

    /// <summary>Runs an operation.</summary>
    /// <exception cref="ShapeException">The inputs do not fit.</exception>
    /// <exception cref="OperationCanceledException">The tape's token was cancelled.</exception>
    public Var Apply(IOp<T> op, params Var[] inputs)
    {
        cancellation.ThrowIfCancellationRequested();
        long started = Stopwatch.GetTimestamp();
        Tensor<T>[] tensors = [.. inputs.Select(input => this[input])];
        Shape[] shapes = [.. tensors.Select(tensor => tensor.Shape)];
        var pass = new Pass<T>(tensors, Device.Allocate(op.Output(shapes)), [.. op.Saved(shapes).Select(Device.Allocate)]);
        op.Forward(Device, pass);
        return Push(new Node(op, inputs, pass, Stopwatch.GetElapsedTime(started).TotalMilliseconds));
    }

    /// <summary>Gives a value a name for tables and look-ups; returns the value.</summary>
    public Var Name(Var value, string name)
    {
        Nodes[value.Index].Name = name;
        return value;
    }

    /// <summary>The value of that name, the latest if there are several.</summary>
    /// <exception cref="KeyNotFoundException">No value has the name.</exception>
    public Var Find(string name)
    {
        int index = Nodes.FindLastIndex(node => node.Name == name);
        return index >= 0 ? new Var(index) : throw new KeyNotFoundException($"No value on the tape is named '{name}'.");
    }

    /// <summary>All computed values that have a name, in order.</summary>
    public IEnumerable<(string Name, Var Value)> Named() => Nodes
        .Select((node, i) => (node, i)).Where(entry => entry.node is { Op: not null, Name: not null }).Select(entry => (entry.node.Name!, new Var(entry.i)));

    /// <summary>
    /// Gradients of Σ seed ∘ output with respect to the wanted values: only what lies between is computed.
    /// A wanted value that the output does not depend on gets a gradient of zeros.
    /// </summary>
    /// <param name="output">The value differentiated.</param>
    /// <param name="seed">Weights of its elements, of its shape.</param>
    /// <param name="wanted">Any values on the tape, parameters among them.</param>
    public Gradients<T> Backward(Var output, Tensor<T> seed, params IReadOnlyCollection<Var> wanted)
    {
        ShapeException.Unless(seed.Shape == this[output].Shape, "Backward", $"a seed of shape {this[output].Shape}", [seed.Shape]);
        return new Gradients<T>(this, output, seed, wanted, new Dictionary<Var, Slot<T>>(), null, cancellation);
    }

    /// <summary>The same walk by other rules than derivatives, from the seed down to the wanted values.</summary>
    public Gradients<T> Backward(Var output, Tensor<T> seed, IBackwardRules<T> rules, params IReadOnlyCollection<Var> wanted)
    {
        ShapeException.Unless(seed.Shape == this[output].Shape, "Backward", $"a seed of shape {this[output].Shape}", [seed.Shape]);
        return new Gradients<T>(this, output, seed, wanted, new Dictionary<Var, Slot<T>>(), rules, cancellation);
    }

    /// <summary>
    /// The same with respect to parameters, into tensors of the caller's that outlive the tape; with
    /// <paramref name="accumulate"/> added to what is there. A parameter that is not on the tape gets a gradient of zeros.
    /// </summary>
    public Gradients<T> Backward(Var output, Tensor<T> seed, IEnumerable<(Parameter<T> Parameter, Tensor<T> Gradient)> into, bool accumulate)
    {
        var places = into.ToDictionary(entry => Leaf(entry.Parameter), entry => new Slot<T>(entry.Gradient, accumulate));
        return new Gradients<T>(this, output, seed, places.Keys, places, null, cancellation);
    }

    /// <summary>The first value, in the order in which they were computed, with a NaN or an infinity in it.</summary>
    public (Var Value, string Operation, string? Name)? FirstNotFinite()
    {
        int index = Nodes.FindIndex(node => !Simd.AllFinite<T>(Device.ToHost(node.Pass.Output).Span));
        return index < 0 ? null : (new Var(index), Nodes[index].Op?.Name ?? "given", Nodes[index].Name);
    }

    /// <summary>Names of what was given, such as weights, to the operation that computed a value.</summary>
    public IEnumerable<string> GivenTo(Var value) => Nodes[value.Index].Inputs
        .Select(input => Nodes[input.Index]).Where(node => node is { Op: null, Name: not null }).Select(node => node.Name!);

    /// <summary>Gives the memory of all values back.</summary>
    public void Dispose() => Device.Release(start);

    private Var Push(Node node)
    {
        Nodes.Add(node);
        return new Var(Nodes.Count - 1);
    }
}
