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
        [new(10, 36), new(10, 33), new(10, 33)],
        [new(10, 33), new(10, 33, 1), new(10, 33, 1)],
    ];

    [Theory]
    [InlineData(1, new[] { 1, 1, 1, 1, 1, 1 }), InlineData(9, new[] { 1, 1, 3, 1 }), InlineData(10, new[] { 1, 2, 3 })]
    [InlineData(18, new[] { 2, 4 }), InlineData(20, new[] { 4, 2 }), InlineData(28, new[] { 6 }), InlineData(int.MaxValue, new[] { 6 })]
    public void Chunks_hold_as_many_heads_as_fit_in_order(int most, int[] counts)
    {
        var layout = new AttentionLayout([0, 3, 4, 6], 2);
        HeadRange[] ranges = [.. layout.Chunks(most)];
        int[] sizes = [9, 9, 1, 1, 4, 4];
        var (first, start) = (0, 0);
        foreach (var range in ranges)
        {
            Assert.Equal((first, start), (range.First, range.Start));
            Assert.Equal(sizes[first..(first + range.Count)].Sum(), range.Probabilities);
            Assert.True(range.Count == 1 || (range.Count > 1 && range.Probabilities <= most));
            (first, start) = (first + range.Count, start + range.Probabilities);
        }
        Assert.Equal((6, layout.Count), (first, start));
        Assert.Equal(counts, ranges.Select(range => range.Count));
    }

    [Theory]
    [InlineData(false, 28), InlineData(true, 12)]
    public void Each_head_has_its_place_among_the_probabilities(bool firstOnly, int count)
    {
        var layout = new AttentionLayout([0, 3, 4, 6], 2, firstOnly);
        Assert.Equal(count, layout.Count);
        int offset = 0;
        for (int s = 0; s < layout.Sequences; s++)
            for (int h = 0; h < layout.Heads; h++)
            {
                Assert.Equal(offset, layout.Offset(s, h));
                offset += layout.QueriesOf(s) * layout.Length(s);
            }
        Assert.Equal(count, offset);
    }

    [Fact]
    public void Long_texts_have_memory_for_all_their_probabilities()
    {
        // On a thread whose own memory has not grown yet: too little of it would be overrun by megabytes.
        var layout = new AttentionLayout([0, 500], 1);
        Values[] inputs = [.. Enumerable.Range(1, 3).Select(i => Values.Random(new(500, 2), i))];
        using var run = new OpRun<double>(new Attention<double>(layout), inputs);
        using var weights = new OpRun<double>(new AttentionWeights<double>(layout), inputs[..2]);
        double[] dy = run.Dy(1), dp = weights.Dy(2);
        double[][] expected = run.Backward(dy), below = weights.Backward(dp), actual = [], actualBelow = [];
        var thread = new Thread(() => actual = run.Backward(dy));
        var other = new Thread(() => actualBelow = weights.Backward(dp));
        thread.Start();
        thread.Join();
        other.Start();
        other.Join();
        for (int i = 0; i < 3; i++) Close.SameBits<double>(actual[i], expected[i], $"input {i}");
        for (int i = 0; i < 2; i++) Close.SameBits<double>(actualBelow[i], below[i], $"input {i} of the weights");
    }

    [Fact]
    public void Its_bits_are_those_of_weights_and_mix()
    {
        var layout = new AttentionLayout([0, 5, 24], 2);
        Values[] inputs = [.. Enumerable.Range(1, 3).Select(i => Values.Random(new(24, 16), i))];
        using var one = new OpRun<float>(new Attention<float>(layout), inputs);
        using var weights = new OpRun<float>(new AttentionWeights<float>(layout), inputs[..2]);
        var p = new Values(new(layout.Count), Array.ConvertAll(weights.Output, x => (double)x));
        using var context = new OpRun<float>(new AttentionContext<float>(layout), [p, inputs[2]]);
        Close.SameBits<float>(one.Output, context.Output, "y");
        double[] dy = one.Dy(1);
        float[][] all = one.Backward(dy), upper = context.Backward(dy);
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
