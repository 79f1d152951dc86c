using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd.Ops;

public sealed class GatherSpec(ITestOutputHelper output) : OpSpec(output)
{
    public override Type Op => typeof(Gather<>);

    public override IEnumerable<OpCase> Cases =>
        [Case(7, 5, 6, 0, 3), Case(1, 1, 0), Case(7, 33, 0, 2, 2, 6, 2), Case(29, 48, 28), Case(3, 100, 2, 1, 0, 0, 1, 2)];

    public override IEnumerable<Shape[]> Misfits => [[new(6, 5)], [new(7)], [new(7, 5), new(7, 5)]];

    [Fact]
    public void Negative_indices_are_refused() => OpLaws.Refuses(new Gather<float>([0, -1]), [new(3, 2)]);

    private static OpCase Case(int rows, int width, params int[] indices)
    {
        var x = Values.Random(new(rows, width), 1);
        return new($"{indices.Length} of ({rows}, {width})", new Subject(indices), x)
        {
            Parts = [.. Cuts.Of(indices.Length).Select(cut =>
                new Part(new(cut.Name, new Subject(indices[cut.Begin..cut.End]), x), cut.Begin * width, [null]))],
        };
    }

    private sealed record Subject(int[] Indices) : ISubject
    {
        IOp<T> ISubject.Create<T>() => new Gather<T>(Indices);

        double[] ISubject.Reference(Values[] inputs) =>
            [.. Indices.SelectMany(index => Enumerable.Range(0, inputs[0].Shape[1]).Select(k => inputs[0][index, k]))];
    }
}
