using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd.Ops;

public sealed class AttentionWeightsSpec(ITestOutputHelper output) : OpSpec(output)
{
    public override Type Op => typeof(AttentionWeights<>);

    public override IEnumerable<OpCase> Cases =>
    [
        Case(3, 11, 1, 2, 7), Case(1, 1, 1), Case(1, 5, 19), Case(4, 12, 7, 19, 1, 2), Case(5, 20, 2, 2), Case(4, 12, 40, 7, 35),
        // Scores of some hundreds carry the absolute error that scores of 1 have a hundredfold, and exp makes it relative.
        Case(2, 8, 30.0, 7, 19) with { GradCheck = OpCase.ForLargeValues, Condition = 100 },
    ];

    public override OpCase Tiny => Case(2, 3, 1, 3);

    public override IEnumerable<Shape[]> Misfits =>
    [
        [new(9, 33), new(9, 33)],
        [new(10, 32), new(10, 32)],
        [new(10, 33), new(10, 66)],
        [new(330), new(330)],
        [new(10, 33)],
    ];

    private static OpCase Case(int heads, int size, params int[] lengths) => Case(heads, size, 1.0, lengths);

    private static OpCase Case(int heads, int size, double scale, params int[] lengths)
    {
        var layout = new AttentionLayout(Cuts.Bounds(lengths), heads);
        int width = heads * size;
        Values q = Values.Random(new(layout.Rows, width), 1, scale), k = Values.Random(new(layout.Rows, width), 2, scale);
        return new($"{heads} heads of {size}, lengths {string.Join(" ", lengths)}, within ±{scale}", new Subject(layout), q, k)
        {
            Parts = [.. lengths.Select((length, s) => new Part(
                Alone(layout.Bounds[s], layout.Bounds[s + 1]),
                layout.Offset(s, 0), layout.Bounds[s] * width, layout.Bounds[s] * width))],
        };

        OpCase Alone(int begin, int end) => new($"sequence from {begin}",
            new Subject(new([0, end - begin], heads)), q.RowsOf(begin, end), k.RowsOf(begin, end));
    }

    private sealed record Subject(AttentionLayout Layout) : ISubject
    {
        IOp<T> ISubject.Create<T>() => new AttentionWeights<T>(Layout);

        double[] ISubject.Reference(Values[] inputs)
        {
            var (q, k) = (inputs[0], inputs[1]);
            int size = q.Shape[1] / Layout.Heads, at = 0;
            var p = new double[Layout.Count];
            for (int s = 0; s + 1 < Layout.Bounds.Length; s++)
                for (int h = 0; h < Layout.Heads; h++)
                    for (int i = Layout.Bounds[s]; i < Layout.Bounds[s + 1]; i++)
                    {
                        double[] scores = [.. Enumerable.Range(Layout.Bounds[s], Layout.Length(s)).Select(j => Score(i, j, h))];
                        double max = scores.Max(), sum = scores.Sum(score => Math.Exp(score - max));
                        foreach (double score in scores) p[at++] = Math.Exp(score - max) / sum;
                    }
            return p;

            double Score(int i, int j, int h) =>
                Enumerable.Range(h * size, size).Sum(d => q[i, d] * k[j, d]) / Math.Sqrt(size);
        }
    }
}
