using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd.Ops;

public sealed class AttentionContextSpec(ITestOutputHelper output) : OpSpec(output)
{
    public override Type Op => typeof(AttentionContext<>);

    public override IEnumerable<OpCase> Cases =>
        [Case(3, 11, 1, 2, 7), Case(1, 1, 1), Case(1, 5, 19), Case(4, 12, 7, 19, 1, 2), Case(5, 20, 2, 2), Case(4, 12, 40, 7, 35)];

    public override OpCase Tiny => Case(2, 3, 1, 3);

    public override IEnumerable<Shape[]> Misfits =>
    [
        [new(161), new(10, 33)],
        [new(162), new(11, 33)],
        [new(162), new(10, 32)],
        [new(162, 1), new(10, 33)],
        [new(162), new(330)],
        [new(162)],
    ];

    private static OpCase Case(int heads, int size, params int[] lengths)
    {
        var layout = new AttentionLayout(Cuts.Bounds(lengths), heads);
        int width = heads * size;
        Values p = Values.Random(new(layout.Count), 1), v = Values.Random(new(layout.Rows, width), 2);
        return new($"{heads} heads of {size}, lengths {string.Join(" ", lengths)}", new Subject(layout), p, v)
        {
            Parts = [.. lengths.Select((length, s) => new Part(
                Alone(s, layout.Bounds[s], layout.Bounds[s + 1]),
                layout.Bounds[s] * width, layout.Offset(s, 0), layout.Bounds[s] * width))],
        };

        OpCase Alone(int s, int begin, int end)
        {
            var own = new AttentionLayout([0, end - begin], heads);
            var weights = p.Data[layout.Offset(s, 0)..(layout.Offset(s, 0) + own.Count)];
            return new($"sequence {s}", new Subject(own), new Values(new(own.Count), weights), v.RowsOf(begin, end));
        }
    }

    private sealed record Subject(AttentionLayout Layout) : ISubject
    {
        IOp<T> ISubject.Create<T>() => new AttentionContext<T>(Layout);

        double[] ISubject.Reference(Values[] inputs)
        {
            var (p, v) = (inputs[0], inputs[1]);
            int width = v.Shape[1], size = width / Layout.Heads, at = 0;
            var y = new double[v.Data.Length];
            for (int s = 0; s + 1 < Layout.Bounds.Length; s++)
                for (int h = 0; h < Layout.Heads; h++)
                    for (int i = Layout.Bounds[s]; i < Layout.Bounds[s + 1]; i++)
                        for (int j = Layout.Bounds[s]; j < Layout.Bounds[s + 1]; j++, at++)
                            for (int d = h * size; d < (h + 1) * size; d++) y[i * width + d] += p.Data[at] * v[j, d];
            return y;
        }
    }
}
