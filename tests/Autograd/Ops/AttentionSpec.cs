using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd.Ops;

public sealed class AttentionSpec(ITestOutputHelper output) : OpSpec(output)
{
    public override Type Op => typeof(Attention<>);

    public override IEnumerable<OpCase> Cases =>
    [
        Case(3, 11, false, 1, 2, 7), Case(1, 1, false, 1), Case(1, 5, false, 19), Case(4, 12, false, 40, 7, 35), Case(2, 6, true, 3, 1, 9),
    ];

    public override IEnumerable<Shape[]> Misfits =>
    [
        [new(9, 33), new(10, 33), new(10, 33)],
        [new(10, 33), new(9, 33), new(9, 33)],
        [new(10, 33), new(10, 33), new(10, 66)],
        [new(10, 32), new(10, 32), new(10, 32)],
        [new(10, 33), new(10, 33)],
    ];

    [Theory]
    [InlineData(1, 9), InlineData(8, 9), InlineData(9, 8), InlineData(50, 3), InlineData(1000, 1)]
    public void Chunks_cover_all_heads_in_order(int most, int chunks)
    {
        var layout = new AttentionLayout([0, 1, 3, 6], 3); // Nine heads: three of 1, three of 4, three of 9 probabilities.
        HeadRange[] ranges = [.. layout.Chunks(most)];
        Assert.InRange(ranges.Length, 1, chunks);
        var (first, start) = (0, 0);
        foreach (var range in ranges)
        {
            Assert.Equal((first, start), (range.First, range.Start));
            Assert.True(range.Probabilities <= most || range.Count == 1);
            (first, start) = (first + range.Count, start + range.Probabilities);
        }
        Assert.Equal((9, layout.Count), (first, start));
    }

    [Fact]
    public void Its_bits_are_those_of_weights_and_mix()
    {
        var layout = new AttentionLayout([0, 5, 24], 2);
        Values[] inputs = [.. Enumerable.Range(1, 3).Select(i => Values.Random(new(24, 16), i))];
        using var one = new OpRun<float>(new Attention<float>(layout), inputs);
        using var weights = new OpRun<float>(new AttentionWeights<float>(layout), inputs[..2]);
        var p = new Values(new(layout.Count), Array.ConvertAll(weights.Output, x => (double)x));
        using var mix = new OpRun<float>(new AttentionMix<float>(layout), [p, inputs[2]]);
        Close.SameBits<float>(one.Output, mix.Output, "y");
        double[] dy = one.Dy(1);
        float[][] all = one.Backward(dy), upper = mix.Backward(dy);
        float[][] lower = weights.Backward(Array.ConvertAll(upper[0], x => (double)x));
        Close.SameBits<float>(all[0], lower[0], "dq");
        Close.SameBits<float>(all[1], lower[1], "dk");
        Close.SameBits<float>(all[2], upper[1], "dv");
    }

    private static OpCase Case(int heads, int size, bool firstOnly, params int[] lengths)
    {
        var layout = new AttentionLayout(Cuts.Bounds(lengths), heads, firstOnly);
        int width = heads * size;
        Values q = Values.Random(new(layout.Queries, width), 1), k = Values.Random(new(layout.Rows, width), 2);
        var v = Values.Random(new(layout.Rows, width), 3);
        string which = firstOnly ? "first queries only" : "all queries";
        return new($"{heads} heads of {size}, lengths {string.Join(" ", lengths)}, {which}", new Subject(layout), q, k, v)
        {
            Parts = [.. lengths.Select((length, s) => new Part(
                Alone(s), layout.FirstQuery(s) * width, layout.FirstQuery(s) * width, layout.Bounds[s] * width, layout.Bounds[s] * width))],
        };

        OpCase Alone(int s)
        {
            var (begin, end, query) = (layout.Bounds[s], layout.Bounds[s + 1], layout.FirstQuery(s));
            var own = new AttentionLayout([0, end - begin], heads, firstOnly);
            return new($"sequence {s}", new Subject(own), q.RowsOf(query, query + own.Queries), k.RowsOf(begin, end), v.RowsOf(begin, end));
        }
    }

    private sealed record Subject(AttentionLayout Layout) : ISubject
    {
        IOp<T> ISubject.Create<T>() => new Attention<T>(Layout);

        double[] ISubject.Reference(Values[] inputs)
        {
            var y = new double[inputs[0].Data.Length];
            for (int s = 0; s < Layout.Sequences; s++)
                for (int h = 0; h < Layout.Heads; h++)
                    for (int i = 0; i < Layout.QueriesOf(s); i++) Query(inputs, Layout.FirstQuery(s) + i, s, h, y);
            return y;
        }

        private void Query(Values[] inputs, int query, int sequence, int head, double[] y)
        {
            var (q, k, v) = (inputs[0], inputs[1], inputs[2]);
            int width = q.Shape[1], size = width / Layout.Heads, first = head * size;
            int[] keys = [.. Enumerable.Range(Layout.Bounds[sequence], Layout.Length(sequence))];
            double[] scores = [.. keys.Select(j =>
                Enumerable.Range(first, size).Sum(d => q[query, d] * k[j, d]) / Math.Sqrt(size))];
            double max = scores.Max(), sum = scores.Sum(score => Math.Exp(score - max));
            foreach (var (j, score) in keys.Zip(scores))
                for (int d = first; d < first + size; d++) y[query * width + d] += Math.Exp(score - max) / sum * v[j, d];
        }
    }
}
