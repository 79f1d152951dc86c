using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>A padded batch to trace.</summary>
/// <param name="Name">Prefix of its tensors.</param>
/// <param name="Ids">Vocabulary ids with padding, B rows of T.</param>
/// <param name="Real">Which of them are real.</param>
/// <param name="Targets">Class explained per sequence; the predicted one if null.</param>
/// <param name="Labels">Class of the loss per sequence; the target if null.</param>
/// <param name="Truth">What the loss compares outputs with where they are no classes: 0 or 1 per label, or a number, B or B·C of them.</param>
public sealed record TraceCase(string Name, int[][] Ids, bool[][] Real, int[]? Targets, int[]? Labels, double[]? Truth = null)
{
    /// <summary>B.</summary>
    public int Sequences => Ids.Length;

    /// <summary>T, padding included.</summary>
    public int Width => Ids[0].Length;

    /// <summary>A case of one sequence without padding.</summary>
    public static TraceCase Of(string name, int[] ids, int? target = null) =>
        new(name, [ids], [[.. ids.Select(_ => true)]], target is { } c ? [c] : null, null);

    /// <summary>Names of the cases in a file: what stands before <c>.input_ids</c>.</summary>
    public static IReadOnlyList<string> NamesIn(SafetensorsFile file) => [.. file.Tensors
        .Where(entry => entry.Name.EndsWith(".input_ids", StringComparison.Ordinal))
        .Select(entry => entry.Name[..^".input_ids".Length]).Order(StringComparer.Ordinal)];

    /// <summary>Reads <c>NAME.input_ids</c>, <c>.attention_mask</c>, <c>.target</c> and <c>.labels</c>.</summary>
    /// <exception cref="InputException">The ids are missing, or shapes do not fit.</exception>
    public static TraceCase Read(SafetensorsFile file, string name)
    {
        var inputs = ReadInputs(file, name);
        return inputs with
        {
            Targets = Read(file, name + ".target", inputs.Sequences),
            Labels = IsTruth(file, name) ? null : Read(file, name + ".labels", inputs.Sequences),
            Truth = IsTruth(file, name) ? ReadTruth(file, name + ".labels", inputs.Sequences) : null,
        };
    }

    /// <summary>Reads <c>NAME.input_ids</c> and <c>.attention_mask</c> alone.</summary>
    /// <exception cref="InputException">The ids are missing, or shapes do not fit.</exception>
    internal static TraceCase ReadInputs(SafetensorsFile file, string name)
    {
        if (!file.TryGet(name + ".input_ids", out var entry))
            throw new InputException(
                $"'{file.Path}' has no tensor '{name}.input_ids'; its cases are: {string.Join(", ", NamesIn(file))}.");
        if (entry.Shape is not [> 0 and < int.MaxValue, > 0 and < int.MaxValue])
            throw new InputException(
                $"'{file.Path}': {entry.Name} has shape [{string.Join(", ", entry.Shape)}], expected (sequences, tokens).");
        int sequences = (int)entry.Shape[0], width = (int)entry.Shape[1];
        int[] ids = Read(file, entry.Name, sequences, width)!;
        int[] mask = Read(file, name + ".attention_mask", sequences, width) ?? [.. ids.Select(_ => 1)];
        return new(name, [.. ids.Chunk(width)], [.. mask.Select(m => m != 0).Chunk(width)], null, null);
    }

    /// <summary>The real tokens, end to end.</summary>
    /// <exception cref="InputException">Ids or positions are outside the model's tables.</exception>
    public Batch ToBatch(ModelConfig config) => Batch.Of(config, Ids, Real);

    /// <summary>Sequence and padded position of each real row.</summary>
    public IEnumerable<(int Sequence, int Position)> Rows() =>
        from s in Enumerable.Range(0, Sequences)
        from t in Enumerable.Range(0, Width)
        where Real[s][t]
        select (s, t);

    // A class is an integer for each sequence; whatever is written otherwise stands for something else.
    private static bool IsTruth(SafetensorsFile file, string name) => file.TryGet(name + ".labels", out var entry)
        && (entry.Shape.Length == 2 || entry.DType is DType.F64 or DType.F32 or DType.F16 or DType.BF16);

    private static double[] ReadTruth(SafetensorsFile file, string name, int sequences)
    {
        file.TryGet(name, out var entry);
        if (entry!.Shape.Length is not (1 or 2) || entry.Shape[0] != sequences)
            throw new InputException($"'{file.Path}': {name} is [{string.Join(", ", entry.Shape)}], expected [{sequences}] or [{sequences}, outputs].");
        var values = new double[entry.Count];
        file.Read(entry, values.AsSpan());
        return Array.TrueForAll(values, double.IsFinite) ? values
            : throw new InputException($"'{file.Path}': {name} holds values that are not finite.");
    }

    private static int[]? Read(SafetensorsFile file, string name, params int[] shape)
    {
        if (!file.TryGet(name, out var entry)) return null;
        if (!entry.Shape.SequenceEqual(shape.Select(extent => (long)extent)) || entry.DType is DType.F64 or DType.F32 or DType.F16 or DType.BF16)
            throw new InputException(
                $"'{file.Path}': {name} is {entry.DType.Name()} [{string.Join(", ", entry.Shape)}], expected integers [{string.Join(", ", shape)}].");
        var values = new long[entry.Count];
        file.Read(entry, values.AsSpan());
        return [.. values.Select(v => v is >= int.MinValue and <= int.MaxValue ? (int)v
            : throw new InputException($"'{file.Path}': {name} holds {v}, which is no token id or class."))];
    }
}
