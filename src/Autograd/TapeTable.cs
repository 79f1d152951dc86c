using System.Numerics;
using System.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd;

/// <summary>One row of a tape's table.</summary>
/// <param name="Index">Place on the tape.</param>
/// <param name="Op">Name of the operation; "leaf" for what was put there.</param>
/// <param name="Name">Name of the value, if it has one.</param>
/// <param name="Shape">Shape of the value.</param>
/// <param name="Forward">Milliseconds of the forward step.</param>
/// <param name="Backward">Milliseconds of the backward step; 0 if there was none.</param>
/// <param name="Norm">L2 norm of the value.</param>
/// <param name="GradientNorm">L2 norm of the gradient; null if there is none.</param>
public sealed record TapeRow(
    int Index, string Op, string? Name, Shape Shape, double Forward, double Backward, double Norm, double? GradientNorm);

/// <summary>The tape as a table of gradient flow.</summary>
public static class TapeTable
{
    /// <summary>One row per value, in the order in which they were computed.</summary>
    public static IReadOnlyList<TapeRow> Rows<T>(this Tape<T> tape, Gradients<T>? gradients = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. tape.Nodes.Select((node, i) => new TapeRow(
            i, node.Op?.Name ?? "leaf", node.Name, node.Pass.Output.Shape, node.Milliseconds,
            i < gradients?.Milliseconds.Length ? gradients.Milliseconds[i] : 0,
            Norm(tape.Device.ToHost(node.Pass.Output)),
            gradients?.Find(new Var(i)) is { } gradient ? Norm(tape.Device.ToHost(gradient)) : null))];

    /// <summary>The rows as aligned text; leaves are left out unless they have a gradient.</summary>
    public static string Print<T>(this Tape<T> tape, Gradients<T>? gradients = null) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var text = new StringBuilder();
        text.AppendLine($"{"op",-18} {"name",-44} {"shape",-16} {"fwd ms",8} {"bwd ms",8} {"|value|",12} {"|gradient|",12}");
        foreach (var row in tape.Rows(gradients).Where(row => row.Op != "leaf" || row.GradientNorm is not null))
            text.AppendLine($"{row.Op,-18} {row.Name,-44} {row.Shape,-16} {row.Forward,8:0.000} {row.Backward,8:0.000} "
                + $"{row.Norm,12:0.000000} {(row.GradientNorm is { } norm ? norm.ToString("0.000000") : "-"),12}");
        return text.ToString();
    }

    private static double Norm<T>(Tensor<T> tensor) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T x in tensor.Span) sum += double.CreateTruncating(x) * double.CreateTruncating(x);
        return Math.Sqrt(sum);
    }
}
