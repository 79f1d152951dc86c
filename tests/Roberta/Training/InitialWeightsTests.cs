using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class InitialWeightsTests
{
    [Theory]
    [InlineData(null), InlineData("tiny"), InlineData("mini")]
    public void They_are_the_tensors_of_a_language_model(string? size)
    {
        using var made = new TinyModel(size);
        using var model = made.Load();
        var tensors = InitialWeights.LanguageModel(made.Config, 1);
        Assert.Equal(
            model.Parameters.Select(parameter => (parameter.Name, parameter.Value.Shape)).OrderBy(tensor => tensor.Name),
            tensors.Select(tensor => (tensor.Name, tensor.Value.Shape)).OrderBy(tensor => tensor.Name));
    }

    [Theory]
    [InlineData("tiny"), InlineData("mini")]
    public void Heads_of_the_first_block_look_at_their_neighbours(string size)
    {
        using var made = new TinyModel(size);
        using var model = made.Load();
        using var device = new CpuDevice<float>(1);
        using var tape = new Tape<float>(device);
        int[] ids = made.Sequence(5, 60);
        var states = model.Encoder!.Run(tape, Batch.Of(made.Config, ids));
        var attention = tape[states.Attention[0]].Reshape(new(made.Config.Heads * ids.Length, ids.Length)); // (H n, n)
        for (int head = 0; head < made.Config.Heads; head++)
        {
            int distance = new[] { -1, 1, -2, 2 }[head % 4];
            int[] rows = [.. Enumerable.Range(0, ids.Length).Where(row => row + distance >= 0 && row + distance < ids.Length)];
            int right = rows.Count(row => Largest(attention.Row(head * ids.Length + row)) == row + distance);
            Assert.True(right >= 0.9 * rows.Length, $"head {head} looks {distance} away in {right} of {rows.Length} rows");
        }
    }

    [Fact]
    public void Gains_are_1_and_biases_0()
    {
        foreach (var (name, value) in All(1).Where(tensor => tensor.Value.Shape.Rank == 1))
            Assert.All(value.ToArray(), x => Assert.Equal(name.EndsWith(".weight") ? 1 : 0, x));
    }

    [Fact]
    public void Products_have_their_deviation_and_no_mean()
    {
        var (_, value) = All(1).Single(tensor => tensor.Name == "roberta.encoder.layer.1.intermediate.dense.weight");
        float[] x = value.ToArray();
        double deviation = 0.55 / Math.Sqrt(value.Shape[1]);
        Assert.InRange(Math.Sqrt(x.Average(w => (double)w * w)), 0.97 * deviation, 1.03 * deviation); // ± 0.6 % by chance
        Assert.InRange(x.Average() / deviation, -0.03, 0.03);
        Assert.InRange(x.Max(Math.Abs) / deviation, 3, 6);
    }

    [Fact]
    public void The_pad_row_is_0()
    {
        var words = All(1).Single(tensor => tensor.Name == "roberta.embeddings.word_embeddings.weight").Value;
        for (int id = 0; id < words.Shape[0]; id++) Assert.Equal(id == 1, words.Row(id).IndexOfAnyExcept(0) < 0);
    }

    [Fact]
    public void The_seed_and_the_name_decide()
    {
        var (first, again, other) = (All(1), All(1), All(2));
        for (int i = 0; i < first.Count; i++) Assert.Equal(first[i].Value.ToArray(), again[i].Value.ToArray());
        var drawn = first.Zip(other).Where(pair => !pair.First.Value.Span.SequenceEqual(pair.Second.Value.Span))
            .Select(pair => pair.First).ToArray();
        Assert.Contains("roberta.embeddings.word_embeddings.weight", drawn.Select(tensor => tensor.Name));
        Assert.Contains("lm_head.dense.weight", drawn.Select(tensor => tensor.Name));
        Assert.Equal(drawn.Length, drawn.DistinctBy(tensor => tensor.Value.Span[^1]).Count());
    }

    [Fact]
    public void Odd_heads_begin_at_random()
    {
        using var made = new TinyModel();
        var config = made.Config with { Hidden = 10, Heads = 2 };
        var tensors = InitialWeights.LanguageModel(config, 1).ToDictionary(tensor => tensor.Name, tensor => tensor.Value);
        Assert.DoesNotContain(0, tensors["roberta.encoder.layer.0.attention.self.query.weight"].ToArray());
    }

    [Fact]
    public void A_classifier_has_its_two_products()
    {
        using var made = new TinyModel();
        var head = InitialWeights.ClassifierHead(made.Config, 3, 1);
        Assert.Equal(["classifier.dense.weight", "classifier.dense.bias", "classifier.out_proj.weight", "classifier.out_proj.bias"],
            head.Select(tensor => tensor.Name));
        Assert.Equal(new Shape[] { new(16, 16), new(16), new(3, 16), new(3) }, head.Select(tensor => tensor.Value.Shape));
    }

    private static IReadOnlyList<(string Name, Tensor<float> Value)> All(int seed)
    {
        using var made = new TinyModel("tiny");
        return InitialWeights.LanguageModel(made.Config, seed);
    }

    private static int Largest(ReadOnlySpan<float> row)
    {
        int largest = 0;
        for (int i = 0; i < row.Length; i++)
            if (row[i] > row[largest]) largest = i;
        return largest;
    }
}
