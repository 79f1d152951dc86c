using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>
/// Takes a model's tensors out of a checkpoint by name and shape. Everything that does not fit is collected and
/// reported at once by <see cref="Finish"/>.
/// </summary>
internal sealed class WeightReader<T>(Checkpoint checkpoint, string path, bool trainable)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Listed = 12;
    private readonly HashSet<string> taken = [];
    private readonly List<string> problems = [];
    private readonly List<(TensorEntry Entry, SafetensorsFile File, Tensor<T> Value)> read = [];

    public bool Has(string name) => checkpoint.TryGet(name, out _, out _);

    public List<Parameter<T>> Parameters { get; } = [];

    /// <summary>The extents of a tensor, or null if it is missing.</summary>
    public IReadOnlyList<long>? ShapeOf(string name) => checkpoint.TryGet(name, out _, out var entry) ? entry.Shape : null;

    /// <summary>The tensor of that name; what is wrong with it is noted for <see cref="Finish"/>.</summary>
    public Parameter<T> Take(string name, params int[] extents)
    {
        var shape = new Shape(extents);
        taken.Add(name);
        if (!checkpoint.TryGet(name, out var file, out var entry)) return Problem($"missing: {name} {shape}", name, shape);
        if (!entry.Shape.SequenceEqual(extents.Select(extent => (long)extent)))
            return Problem($"misshapen: {name} is [{string.Join(", ", entry.Shape)}], expected {shape}", name, shape);
        if (entry.DType is not (DType.F64 or DType.F32 or DType.F16 or DType.BF16))
            return Problem($"wrong type: {name} is {entry.DType.Name()}, expected F64, F32, F16 or BF16", name, shape);
        var parameter = new Parameter<T>(name, Place(file, entry, shape));
        read.Add((entry, file, parameter.Value));
        Parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Takes note of tensors that are there and rightly unused.</summary>
    public void Ignore(Func<string, bool> known) => taken.UnionWith(checkpoint.Names.Where(known));

    /// <summary>Reports all problems at once, unused names and values that are not finite among them.</summary>
    /// <exception cref="InputException">There is a problem.</exception>
    public void Finish(ModelConfig config)
    {
        problems.AddRange(checkpoint.Names.Where(name => !taken.Contains(name))
            .Order(StringComparer.Ordinal).Select(name => $"unused: {name.Quote()[1..^1]}"));
        if (problems.Count == 0) ReadAndCheck();
        if (problems.Count == 0) return;
        if (CheckpointDiagnosis.Of(config, checkpoint, problems) is { } cause) throw new InputException($"'{path}' {cause}.");
        string more = problems.Count > Listed ? $"; and {problems.Count - Listed} more" : "";
        throw new InputException(
            $"'{path}' does not fit its config.json in {problems.Count} {(problems.Count == 1 ? "place" : "places")}: "
            + string.Join("; ", problems.Take(Listed)) + more + ".");
    }

    // What stands in has no memory: Finish throws before anybody reads it.
    private unsafe Parameter<T> Problem(string problem, string name, Shape shape)
    {
        problems.Add(problem);
        return new(name, new Tensor<T>(shape, null, null));
    }

    // A float32 file serves float32 computation where it lies; everything else is converted in ReadAndCheck.
    private unsafe Tensor<T> Place(SafetensorsFile file, TensorEntry entry, Shape shape) => IsMapped(entry)
        ? new Tensor<T>(shape, (T*)file.Pointer(entry), file, constant: true)
        : Tensor<T>.New(shape, constant: !trainable, zeroed: false);

    // Conversion and the search for NaN are bound by memory, so all cores take part.
    private void ReadAndCheck()
    {
        var found = new string?[read.Count];
        Parallel.For(0, read.Count, i =>
        {
            var (entry, file, value) = read[i];
            if (!IsMapped(entry)) file.Read(entry, value.Span);
            if (Simd.AllFinite<T>(value.Span)) return;
            int index = FirstNotFinite(value.Span);
            found[i] = $"not finite: {entry.Name} has {value.Span[index]} at element {index}";
        });
        problems.AddRange(found.OfType<string>());
    }

    private bool IsMapped(TensorEntry entry) => entry.DType == DType.F32 && typeof(T) == typeof(float) && !trainable;

    private static int FirstNotFinite(ReadOnlySpan<T> values)
    {
        int index = 0;
        while (T.IsFinite(values[index])) index++;
        return index;
    }
}
