using PureSaliency.Autograd;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Decoding;

/// <summary>Decoded rows against softmax, norm and sorting in plain loops over the whole row of logits.</summary>
public class LmDecoderTests
{
    private static readonly int[] Ids = [.. Golden.Ids, .. Enumerable.Range(20, 40)]; // more rows than are decoded at once
    private static readonly Tensor<double> Hidden = Golden.Tiny64.Hidden(Ids)[2];
    private static readonly double[][] Logits = NaiveLogits(Hidden);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(120)]
    public void The_largest_entries_of_the_softmax_are_kept_as_they_are(int tau) =>
        AgreesWith(Softmax, new() { Tau = tau });

    [Theory]
    [InlineData(3)]
    [InlineData(120)]
    public void Scale_l2_divides_by_the_length_of_the_row(int tau) =>
        AgreesWith(L2, new() { Tau = tau, DecodeScale = DecodeScale.L2 });

    [Fact]
    public void Scale_logits_leaves_the_logits() => AgreesWith(z => z, new() { Tau = 9, DecodeScale = DecodeScale.Logits });

    [Theory]
    [InlineData(DecodeScale.Softmax)]
    [InlineData(DecodeScale.L2)]
    [InlineData(DecodeScale.Logits)]
    public void Of_the_input_s_vocabulary_rows_are_renormalised_over_it(DecodeScale scale)
    {
        int[] input = [.. Ids.Distinct()];
        var options = new ExplainOptions { Tau = 120, DecodeScale = scale, Vocabulary = VocabularyScope.Input };
        var rows = Decode(options);
        for (int n = 0; n < rows.Length; n++)
        {
            double[] candidates = [.. input.Select(id => Logits[n][id])];
            double[] expected = scale == DecodeScale.Softmax ? Softmax(candidates) : scale == DecodeScale.L2 ? L2(candidates) : candidates;
            Assert.Equal(input.Order(), rows[n].Ids.Order());
            Close.Check<double>([.. input.Select(rows[n].WeightOf)], expected, 1e-12, $"row {n}");
            if (scale == DecodeScale.Softmax) Assert.Equal(1, rows[n].Weights.Sum(), 1e-12);
        }
        Assert.All(Decode(options with { Tau = 2 }).Zip(rows), pair => Assert.Equal(pair.Second.Ids[..2], pair.First.Ids));
    }

    [Theory]
    [InlineData(DecodeScale.Softmax)]
    [InlineData(DecodeScale.Logits)]
    public void Own_probability_and_mass_on_the_input_are_those_of_the_softmax_under_every_switch(DecodeScale scale)
    {
        var rows = Decode(new() { Tau = 1, DecodeScale = scale, Vocabulary = VocabularyScope.Input });
        for (int n = 0; n < rows.Length; n++)
        {
            double[] p = Softmax(Logits[n]);
            Assert.Equal(Math.Log(p[Ids[n]]), rows[n].OwnLogProbability, 1e-10);
            Assert.Equal(Ids.Distinct().Sum(id => p[id]), rows[n].InputMass, 1e-12);
        }
    }

    [Fact]
    public void Decoding_does_not_depend_on_the_other_rows()
    {
        var together = Decode(new() { Tau = 120 });
        using var device = new CpuDevice<double>(1);
        var decoder = new LmDecoder<double>(Golden.Tiny64.Language.Head);
        for (int n = 0; n < Ids.Length; n++)
        {
            var alone = decoder.Decode(device, Hidden.Rows(n, 1), [Ids[n]], new() { Tau = 120 })[0];
            Assert.Equal(together[n].Ids, alone.Ids);
            Close.SameBits<double>(alone.Weights, together[n].Weights, $"row {n}");
        }
    }

    private static void AgreesWith(Func<double[], double[]> scale, ExplainOptions options)
    {
        var rows = Decode(options);
        for (int n = 0; n < rows.Length; n++)
        {
            double[] z = Logits[n], p = scale(z);
            int[] order = [.. Enumerable.Range(0, z.Length).OrderByDescending(v => z[v]).Take(options.Tau)];
            Assert.Equal(order, rows[n].Ids);
            Close.Check<double>(rows[n].Weights, order.Select(v => p[v]).ToArray(), 1e-12, $"row {n}");
        }
    }

    private static DecodedRow[] Decode(ExplainOptions options)
    {
        using var device = new CpuDevice<double>(2);
        return new LmDecoder<double>(Golden.Tiny64.Language.Head).Decode(device, Hidden, Ids, options);
    }

    internal static double[] Softmax(double[] z)
    {
        double max = z.Max(), sum = z.Sum(x => Math.Exp(x - max));
        return [.. z.Select(x => Math.Exp(x - max) / sum)];
    }

    private static double[] L2(double[] z)
    {
        double length = Math.Sqrt(z.Sum(x => x * x));
        return [.. z.Select(x => x / length)];
    }

    internal static double[][] NaiveLogits(Tensor<double> hidden)
    {
        using var device = new CpuDevice<double>(1);
        using var tape = new Tape<double>(device);
        var logits = tape[Golden.Tiny64.Language.Head.Logits(tape, tape.Leaf(hidden))];
        return [.. Enumerable.Range(0, hidden.Shape.Rows).Select(n => logits.Row(n).ToArray())];
    }
}
