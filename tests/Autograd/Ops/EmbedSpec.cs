using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd.Ops;

public sealed class EmbedSpec(ITestOutputHelper output) : OpSpec(output)
{
    private const int PadId = 1, Vocabulary = 11, Places = 9;

    public override Type Op => typeof(Embed<>);

    public override IEnumerable<OpCase> Cases =>
    [
        Case(5, [0, 7, 2], [2, 3, 4]),
        Case(1, [10], [8]),
        Case(33, [0, 5, 5, 2, 0, 2], [2, 3, 4, 5, 2, 3]),
        Case(48, [3], [2]),
        Case(100, [0, 3, 3, 3, 10, 9, 8, 7, 2], [2, 3, 4, 5, 6, 7, 8, 2, 3]),
        // The pad row's gradient is zero by decree, whatever finite differences say.
        Case(33, [0, 4, 2, PadId, PadId], [2, 3, 4, PadId, PadId]) with { GradCheck = null },
    ];

    public override IEnumerable<Shape[]> Misfits =>
    [
        [new(7, 5), new(9, 5), new(1, 5)],
        [new(11, 5), new(4, 5), new(1, 5)],
        [new(11, 5), new(9, 6), new(1, 5)],
        [new(11, 5), new(9, 5), new(1, 4)],
        [new(11, 5), new(9, 5), new(0, 5)],
        [new(11, 5), new(9, 5), new(5)],
        [new(11, 5), new(9, 5)],
    ];

    [Fact]
    public void The_row_of_the_pad_id_has_no_gradient_and_takes_none_from_others()
    {
        Values[] tables = Tables(5);
        using var padded = new OpRun<double>(new Embed<double>([0, 4, PadId], [2, 3, PadId], PadId), tables);
        using var bare = new OpRun<double>(new Embed<double>([0, 4], [2, 3], PadId), tables);
        double[] dy = padded.Dy(1);
        var (actual, expected) = (padded.Backward(dy), bare.Backward(dy[..10]));
        Assert.Equal(expected[0], actual[0]);
        Assert.Equal(expected[1], actual[1]);
        Assert.All(actual[0][(PadId * 5)..((PadId + 1) * 5)], x => Assert.Equal(0, x));
    }

    [Fact]
    public void One_row_of_types_is_enough() =>
        Assert.Equal(new Shape(2, 5), new Embed<float>([0, 10], [8, 2], PadId).Output([new(11, 5), new(9, 5), new(1, 5)]));

    [Fact]
    public void Ids_and_positions_that_do_not_fit_are_refused()
    {
        Shape[] tables = [new(11, 5), new(9, 5), new(1, 5)];
        OpLaws.Refuses(new Embed<float>([-1], [2], PadId), tables);
        OpLaws.Refuses(new Embed<float>([2], [-1], PadId), tables);
        OpLaws.Refuses(new Embed<float>([2, 3], [2], PadId), tables);
    }

    private static Values[] Tables(int width) =>
    [
        Values.Random(new(Vocabulary, width), 1), Values.Random(new(Places, width), 2), Values.Random(new(2, width), 3),
    ];

    private static OpCase Case(int width, int[] ids, int[] positions) =>
        new($"({ids.Length}, {width}), ids {string.Join(" ", ids)}", new Subject(ids, positions), Tables(width))
        {
            Parts = [.. Cuts.Of(ids.Length).Select(cut => new Part(
                new(cut.Name, new Subject(ids[cut.Begin..cut.End], positions[cut.Begin..cut.End]), Tables(width)),
                cut.Begin * width, null, null, null))],
        };

    private sealed record Subject(int[] Ids, int[] Positions) : ISubject
    {
        IOp<T> ISubject.Create<T>() => new Embed<T>(Ids, Positions, PadId);

        double[] ISubject.Reference(Values[] inputs)
        {
            var (word, position, type) = (inputs[0], inputs[1], inputs[2]);
            int width = word.Shape[1];
            var y = new double[Ids.Length * width];
            for (int n = 0; n < Ids.Length; n++)
                for (int k = 0; k < width; k++) y[n * width + k] = word[Ids[n], k] + position[Positions[n], k] + type[0, k];
            return y;
        }
    }
}
