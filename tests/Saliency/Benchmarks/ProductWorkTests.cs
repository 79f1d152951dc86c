using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Benchmarks;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency.Benchmarks;

/// <summary>How much there is to compute, and where the time of a tape goes.</summary>
public sealed class ProductWorkTests
{
    private static readonly ModelConfig Small = new()
    {
        Source = "made up",
        ModelType = "roberta",
        Hidden = 4,
        Layers = 3,
        Heads = 2,
        Intermediate = 10,
        Vocabulary = 50,
        Positions = 20,
    };

    [Fact]
    public void Two_operations_per_multiply_add()
    {
        var work = new ProductWork(Small, sequences: 2, tokens: 5, classes: 7);
        // Three blocks over ten rows: four products of 4 × 4, two of 4 × 10; the head reads one row of each sequence.
        Assert.Equal(2.0 * (3 * 10 * (4 * 16 + 2 * 40) + 2 * (4 * 4 + 4 * 7)), work.Linear);
        // Each block has five scores for each of ten rows, over all heads four multiply-adds each.
        Assert.Equal(2.0 * 3 * 10 * 5 * 4, work.Attention);
        Assert.Equal(work.Linear + 2 * work.Attention, work.Forward);
        Assert.Equal(2 * work.Linear + 6 * work.Attention, work.Gradient);
    }

    [Fact]
    public void Operations_add_up_to_the_whole()
    {
        var work = new ProductWork(Small, 1, 5, 2);
        Assert.Equal(work.Gradient, work.Of("linear") + work.Of("attention weights") + work.Of("attention context"));
        Assert.Null(work.Of("gelu"));
    }

    [Fact]
    public void The_table_has_medians_of_sums()
    {
        TapeRow[] Pass(double first, double second) =>
        [
            new(0, "leaf", "weight", new Shape(1), 9, 9, 1, null),
            new(1, "linear", null, new Shape(1), first, 1, 1, null),
            new(2, "gelu", null, new Shape(1), 1, 1, 1, null),
            new(3, "linear", null, new Shape(1), second, 3, 1, null),
        ];
        var table = OperationTable.Of([Pass(1, 1), Pass(1, 100), Pass(1, 3)], new ProductWork(Small, 1, 5, 2));
        Assert.Equal(["linear", "gelu"], table.Select(figure => figure.Name));
        Assert.Equal((2, 4.0, 4.0, 0.8), (table[0].Steps, table[0].Forward, table[0].Backward, table[0].Share));
        Assert.Equal((1, 1.0, 1.0, 0.2), (table[1].Steps, table[1].Forward, table[1].Backward, table[1].Share));
    }
}
