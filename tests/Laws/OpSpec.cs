using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Tensors;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Laws;

/// <summary>The laws of operations, inherited by one spec per operation. The tolerances are justified in docs/numerics.md.</summary>
public abstract class OpSpec(ITestOutputHelper output)
{
    /// <summary>The open generic type of the operation, as in <c>typeof(Linear&lt;&gt;)</c>.</summary>
    public abstract Type Op { get; }

    /// <summary>What the laws are tried on; one is large enough to be shared among threads if the operation does that.</summary>
    public abstract IEnumerable<OpCase> Cases { get; }

    /// <summary>
    /// A case for devices on which every step takes its time: the smallest of which no matrix is a single column.
    /// </summary>
    public virtual OpCase Tiny => Cases
        .Where(@case => @case.GradCheck is not null && @case.Inputs.All(input => input.Shape.Width > 1))
        .MinBy(@case => @case.Inputs.Sum(input => input.Data.Length))!;

    /// <summary>Shapes that the operation of the first case must refuse.</summary>
    public abstract IEnumerable<Shape[]> Misfits { get; }

    [Fact]
    public void Forward_in_double_agrees_with_the_formula() =>
        Measure(@case => OpLaws.AgreesWithReference<double>(@case, Tolerance.Double));

    [Fact]
    public void Forward_in_float_agrees_with_the_formula() =>
        Measure(@case => OpLaws.AgreesWithReference<float>(@case, Tolerance.Float));

    [Fact]
    public void Backward_agrees_with_finite_differences() => Measure(CheckGradient);

    [Fact]
    public void Backward_in_float_agrees_with_backward_in_double() =>
        Measure(@case => OpLaws.FloatAgreesWithDouble(@case, Tolerance.FloatGradient));

    [Fact]
    public void Backward_is_linear_in_dy() => ForAll(OpLaws.IsLinear);

    [Fact]
    public void Backward_accumulates() => ForAll(
        @case => OpLaws.Accumulates(@case.Subject.Create<double>(), @case, Tolerance.Order),
        @case => OpLaws.Accumulates(@case.Subject.Create<float>(), @case, Tolerance.FloatGradient));

    [Fact]
    public void Unwanted_gradients_change_nothing() => ForAll(OpLaws.StandAlone<double>, OpLaws.StandAlone<float>);

    [Fact]
    public void Bits_do_not_depend_on_threads_or_runs() => ForAll(OpLaws.IsDeterministic<double>, OpLaws.IsDeterministic<float>);

    [Fact]
    public void Every_element_is_written() => ForAll(OpLaws.WritesEverything<double>, OpLaws.WritesEverything<float>);

    [Fact]
    public void Parts_do_not_depend_on_their_company() => ForAll(OpLaws.PartsStandAlone<double>, OpLaws.PartsStandAlone<float>);

    [Fact]
    public void Wrong_shapes_are_refused_with_a_sentence()
    {
        foreach (var shapes in Misfits) OpLaws.Refuses(Cases.First().Subject.Create<float>(), shapes);
    }

    /// <summary>The error of one case's gradient.</summary>
    public static double CheckGradient(OpCase @case) =>
        OpLaws.AgreesWithDifferences(@case.Subject.Create<double>(), @case, Tolerance.Differences);

    private void Measure(Func<OpCase, double> law)
    {
        foreach (var @case in Cases) output.WriteLine($"{law(@case):E1}  {@case.Name}");
    }

    private void ForAll(params Action<OpCase>[] laws)
    {
        foreach (var @case in Cases)
            foreach (var law in laws) law(@case);
    }
}
