using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Laws;

/// <summary>An operation with its settings, in either precision, and its formula in plain loops.</summary>
public interface ISubject
{
    /// <summary>The operation.</summary>
    IOp<T> Create<T>() where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The output, from the formula.</summary>
    double[] Reference(Values[] inputs);
}

/// <summary>One application of an operation on which the laws are tried.</summary>
public sealed record OpCase(string Name, ISubject Subject, params Values[] Inputs)
{
    /// <summary>Sequences or rows that must come out the same when they stand alone.</summary>
    public Part[] Parts { get; init; } = [];

    /// <summary>How the gradient is checked; null where finite differences do not give it, and the spec says why.</summary>
    public GradCheckOptions? GradCheck { get; init; } = new() { Samples = 24 };

    /// <summary>How many times more than usual the case magnifies rounding errors.</summary>
    public double Condition { get; init; } = 1;

    /// <summary>The step is relative to |x| where that is above 1: large values want a smaller one.</summary>
    public static GradCheckOptions ForLargeValues => new() { Samples = 24, Step = 1e-5 };
}

/// <summary>A part of a case as a case of its own.</summary>
/// <param name="Case">The part alone.</param>
/// <param name="Output">Where its output begins in the output of the whole.</param>
/// <param name="Inputs">Where its inputs begin in those of the whole; null for inputs that all parts share.</param>
public sealed record Part(OpCase Case, int Output, params int?[] Inputs);

/// <summary>A plain tensor of numbers that float can represent, so that both precisions get the same input.</summary>
public sealed record Values(Shape Shape, double[] Data)
{
    /// <summary>Whether the tensor is one that never changes, as the weights of a model that is not trained.</summary>
    public bool IsConstant { get; init; }

    /// <summary>Element of a matrix.</summary>
    public double this[int row, int column] => Data[row * Shape.Width + column];

    /// <summary>Evenly distributed numbers around a centre.</summary>
    public static Values Random(Shape shape, int seed, double scale = 1, double centre = 0)
    {
        var random = new Random(seed);
        var data = new double[shape.Count];
        foreach (ref double x in data.AsSpan()) x = (float)(centre + scale * (2 * random.NextDouble() - 1));
        return new(shape, data);
    }

    /// <summary>Given numbers.</summary>
    public static Values Of(Shape shape, params double[] data) => new(shape, [.. data.Select(x => (double)(float)x)]);

    /// <summary>Some rows of a matrix.</summary>
    public Values RowsOf(int begin, int end) =>
        new(new(end - begin, Shape.Width), Data[(begin * Shape.Width)..(end * Shape.Width)]);

    /// <summary>The numbers in memory of their own.</summary>
    public Tensor<T> ToTensor<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
        Tensor<T>.From(Shape, Array.ConvertAll(Data, T.CreateChecked), IsConstant);
}
