using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Parity;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency;

/// <summary>A text has the same numbers, to the bit, in whatever company and padding it comes.</summary>
public class BatchLawTests
{
    private static readonly ExplainOptions Options = ExplainOptions.Paper with { Tau = 7, Duplicates = Duplicates.Split };

    [Property(MaxTest = 25)]
    public void A_ragged_batch_is_its_texts_one_by_one(byte[][] texts, byte method)
    {
        string name = SaliencyMethods.All[method % SaliencyMethods.All.Count].Info.Name;
        // Exact Shapley values double their passes with every token.
        int[][] ids = [[0, 9, 2], .. texts.Take(5).Select(text => Ids(name == Shapley.Name ? [.. text.Take(5)] : text))];
        var options = (Options with { Method = name }).With(IntegratedGradients.Steps, 3).With(Sampling.Samples, 3);
        var together = Golden.Tiny.Explain(options, 1, ids);
        for (int s = 0; s < ids.Length; s++) SameBits(Golden.Tiny.Explain(options, 1, ids[s])[0], together[s]);
    }

    [Property(MaxTest = 15)]
    public void Permuting_a_batch_permutes_its_results(byte[][] texts, int seed)
    {
        int[][] ids = [[0, 9, 2], [0, 2], .. texts.Take(5).Select(Ids)];
        int[] order = [.. Enumerable.Range(0, ids.Length)];
        new Random(seed).Shuffle(order);
        var before = Golden.Tiny.Explain(Options, 0, ids);
        var after = Golden.Tiny.Explain(Options, 0, [.. order.Select(s => ids[s])]);
        for (int i = 0; i < order.Length; i++) SameBits(before[order[i]], after[i]);
    }

    [Property(MaxTest = 10)]
    public void Padding_changes_no_bit_and_holds_zeros(byte[] text, byte[] other, byte more)
    {
        int[] ids = Ids(text), neighbour = Ids(other);
        int width = Math.Min(60, Math.Max(ids.Length, neighbour.Length) + more % 6);
        using var device = new CpuDevice<float>();
        var tracer = new Tracer<float>(device, Golden.Tiny.Model, Golden.Tiny.Language, new(Steps: 2));
        var alone = tracer.Trace(TraceCase.Of("text", ids, 1)).ToDictionary(tensor => tensor.Name);
        var padded = new TraceCase(
            "text", [Pad(neighbour, width), Pad(ids, width)], [Real(neighbour, width), Real(ids, width)], [0, 1], null);
        foreach (var tensor in tracer.Trace(padded))
            if (tensor.Shape is [2, var rows, ..] && rows == width && tensor.Values is { } values && tensor.Shape.Length < 4
                && !tensor.Name.Contains("rollout"))
            {
                double[] expected = alone[tensor.Name].Values!, second = values[(values.Length / 2)..];
                Close.SameBits<double>(second.AsSpan(0, expected.Length), expected, tensor.Name);
                Assert.All(second[expected.Length..], x => Assert.Equal(0, x));
            }
    }

    [Fact]
    public void A_pad_id_inside_a_text_keeps_its_row()
    {
        var gap = Golden.Tiny64.Case("gap");
        int[] ids = gap.Ids[0];
        Assert.Contains(1, ids);
        var outcome = Golden.Tiny64.Explain(Options, 1, ids)[0];
        Assert.All(outcome.Layers, layer => Assert.Equal(ids.Length, layer.Positions.Length));
        if (gap.Real[0].All(real => real))
            Close.Check<double>(outcome.Logits, Golden.Tiny64.Expected("gap.logits").AsSpan(0, 3), 1e-9, "logits");
        int place = Array.IndexOf(ids, 1);
        var without = Golden.Tiny64.Explain(Options, 1, [.. ids[..place], .. ids[(place + 1)..]])[0];
        Assert.NotEqual(without.Logits, outcome.Logits);
    }

    private static int[] Ids(byte[] text) => [0, .. text.Take(30).Select(b => b % 120), 2];

    private static int[] Pad(int[] ids, int width) => [.. ids, .. Enumerable.Repeat(1, width - ids.Length)];

    private static bool[] Real(int[] ids, int width) => [.. Enumerable.Range(0, width).Select(t => t < ids.Length)];

    private static void SameBits(SequenceOutcome expected, SequenceOutcome actual)
    {
        Close.SameBits<double>(actual.Logits, expected.Logits, "logits");
        foreach (var (one, other) in expected.Layers.Zip(actual.Layers))
        {
            Close.SameBits<double>(other.TokenScores, one.TokenScores, $"token scores of layer {one.Layer}");
            Close.SameBits<double>(other.Positions, one.Positions, $"position scores of layer {one.Layer}");
            Close.SameBits(other.Vocabulary!.Values, one.Vocabulary!.Values, $"S of layer {one.Layer}");
            Assert.Equal(one.Coherence, other.Coherence);
            Assert.Equal(one.Completeness, other.Completeness);
        }
    }
}
