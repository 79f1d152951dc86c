using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd.Ops;

public sealed class LinearCrossEntropySpec(ITestOutputHelper output) : OpSpec(output)
{
    public override Type Op => typeof(LinearCrossEntropy<>);

    public override IEnumerable<OpCase> Cases =>
    [
        Case(5, 33, 1, 32, 1, 0),
        Case(1, 5, 4),
        Case(33, 1, 0),
        Case(100, 7, 6, 6, 6, 6, 6),
        Case(48, 100, [.. Enumerable.Range(0, 19)]),
        Case(33, 100, [.. Enumerable.Range(0, 67).Select(n => n * n % 100)]), // shared, the rows too
        Case(3, 1030, 1029, 0, 511, 512, 512), // classes of three blocks
        Case(3, 2048, 2047, 0), // of four, a whole task
        Case(3, 2100, 2099, 2048, 0), // and of two tasks
        Case(9, 20, [.. Enumerable.Range(0, 16)]), // whole registers of places
        // A class that its bias alone makes likely.
        new("far biases", new Subject([1, 0]), Values.Random(new(2, 5), 1), Values.Random(new(4, 5), 2), Values.Of(new(4), 0, 30, -30, 29)),
        // Logits go up to 100 and more; what rounds them, some 100 u, is there in the loss and in every p.
        Case(5, 33, 40.0, [1, 32, 1, 0]) with { Condition = 50, GradCheck = OpCase.ForLargeValues },
    ];

    public override OpCase Tiny => Case(5, 7, 1, 6, 1);

    public override IEnumerable<Shape[]> Misfits =>
    [
        [new(3, 5), new(33, 5), new(33)],
        [new(4, 5), new(33, 6), new(33)],
        [new(4, 5), new(33, 5), new(32)],
        [new(4, 5), new(32, 5), new(32)],
        [new(20), new(33, 5), new(33)],
        [new(4, 5), new(33, 5), new(33, 1)],
        [new(4, 5), new(33, 5)],
    ];

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Rows_that_are_the_weights_get_both_gradients(bool accumulate)
    {
        var op = new LinearCrossEntropy<double>([1, 2, 0]);
        Values x = Values.Random(new(3, 4), 1), bias = Values.Random(new(3), 2);
        using var apart = new OpRun<double>(op, [x, x, bias]);
        double[][] each = apart.Backward([1]);
        using var device = new CpuDevice<double>(1) { Poison = true };
        using var tape = new Tape<double>(device);
        var both = new Parameter<double>("both", x.ToTensor<double>());
        var loss = tape.Apply(op, tape.Leaf(both), tape.Leaf(both), tape.Leaf(bias.ToTensor<double>()));
        var given = Tensor<double>.From(x.Shape, [.. Enumerable.Repeat(accumulate ? 3.0 : double.NaN, x.Shape.Count)]);
        tape.Backward(loss, Tensor<double>.From(new(), [1.0]), [(both, given)], accumulate);
        Close.Check<double>(given.Span, [.. each[0].Zip(each[1], (a, b) => a + b + (accumulate ? 3 : 0))], 1e-14, "both");
    }

    [Theory]
    [InlineData(0, 5), InlineData(0, -1), InlineData(-100, 0)]
    public void Labels_that_do_not_fit_are_refused(params int[] labels)
    {
        OpLaws.Refuses(new LinearCrossEntropy<float>(labels), [new(labels.Length, 3), new(5, 3), new(5)]);
        OpLaws.Refuses(new LinearCrossEntropy<float>([]), [new(0, 3), new(5, 3), new(5)]);
    }

    [Theory]
    [InlineData(1, 16), InlineData(15, 16), InlineData(16, 16), InlineData(17, 32)]
    public void Places_are_filled_up_to_whole_registers(int places, int columns) => Assert.Equal(columns, ClassSoftmax.Columns(places));

    [Theory]
    [InlineData(1, 1), InlineData(512, 1), InlineData(513, 2), InlineData(1025, 3)]
    public void Classes_come_in_blocks_of_512(int classes, int blocks) => Assert.Equal(new Shape(blocks, 16), ClassSoftmax.Factors(classes, 16));

    [Fact]
    public void Many_places_have_memory_for_all_their_gradients()
    {
        // On a thread whose own memory has not grown yet: too little of it would be overrun by megabytes.
        Values[] inputs = [Values.Random(new(500, 300), 1), Values.Random(new(3, 300), 2), Values.Random(new(3), 3)];
        using var run = new OpRun<double>(new LinearCrossEntropy<double>([.. Enumerable.Range(0, 500).Select(n => n % 3)]), inputs);
        double[][] expected = run.Backward([1]), actual = [];
        var thread = new Thread(() => actual = run.Backward([1]));
        thread.Start();
        thread.Join();
        for (int i = 0; i < 3; i++) Close.SameBits<double>(actual[i], expected[i], $"input {i}");
    }

    [Fact]
    public void It_is_a_product_and_its_cross_entropy()
    {
        int[] labels = [1, 0, 4, 4];
        Values[] inputs = [Values.Random(new(4, 33), 1), Values.Random(new(5, 33), 2), Values.Random(new(5), 3)];
        using var one = new OpRun<double>(new LinearCrossEntropy<double>(labels), inputs);
        using var linear = new OpRun<double>(new Linear<double>(), inputs);
        using var loss = new OpRun<double>(new CrossEntropy<double>(labels), [new(new(4, 5), linear.Output)]);
        Close.Check<double>(one.Output, loss.Output, Tolerance.Double, "y");
        double[][] together = one.Backward([0.7]), apart = linear.Backward(loss.Backward([0.7])[0]);
        for (int i = 0; i < 3; i++) Close.Check<double>(together[i], apart[i], Tolerance.Order, $"input {i}");
    }

    [Fact]
    public void A_class_that_is_certain_costs_nothing()
    {
        using var run = new OpRun<float>(
            new LinearCrossEntropy<float>([0]), [Values.Of(new(1, 1), 1), Values.Of(new(2, 1), 2000, -2000), Values.Of(new(2), 0, 0)]);
        Assert.Equal([0], run.Output);
        Assert.All(run.Backward([1]), gradient => Assert.All(gradient, x => Assert.Equal(0, x)));
    }

    private static OpCase Case(int inputs, int classes, params int[] labels) => Case(inputs, classes, 1.0, labels);

    private static OpCase Case(int inputs, int classes, double scale, int[] labels) => new(
        $"({labels.Length}, {inputs}) → {classes} within ±{scale}", new Subject(labels),
        Values.Random(new(labels.Length, inputs), 1, scale), Values.Random(new(classes, inputs), 2), Values.Random(new(classes), 3));

    private sealed record Subject(int[] Labels) : ISubject
    {
        IOp<T> ISubject.Create<T>() => new LinearCrossEntropy<T>(Labels);

        double[] ISubject.Reference(Values[] inputs)
        {
            double total = 0;
            for (int n = 0; n < Labels.Length; n++) total += Loss(inputs[0], inputs[1], inputs[2], n, Labels[n]);
            return [total / Labels.Length];
        }

        // log Σ exp(logit − own): the label's own logit is the one that is taken away, not the largest.
        private static double Loss(Values x, Values w, Values b, int n, int label)
        {
            double sum = 0, own = Logit(label);
            for (int c = 0; c < b.Shape[0]; c++) sum += Math.Exp(Logit(c) - own);
            return Math.Log(sum);

            double Logit(int c)
            {
                double logit = b.Data[c];
                for (int k = 0; k < x.Shape[1]; k++) logit += x[n, k] * w[c, k];
                return logit;
            }
        }
    }
}
