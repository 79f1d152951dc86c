using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.LayerChoice;

/// <summary>
/// The Hiding and the Revealing Game on one text: rank tokens by score, replace the top p % by &lt;mask&gt; (or all but them),
/// and see how often the model keeps its first prediction over p = 0, 5, …, 100. Special tokens are never masked.
/// </summary>
internal sealed class MaskingGame(SequenceClassifier<float> model, Tokenizer tokenizer, CpuDevice<float> device)
{
    private static readonly double[] Shares = [.. Enumerable.Range(0, 21).Select(i => i / 20.0)];

    /// <summary>Share of kept predictions when hiding and when revealing, for each ranking of the text's tokens.</summary>
    public (double Hiding, double Revealing)[] Play(string text, int prediction, IReadOnlyList<IReadOnlyList<double>> rankings)
    {
        int[] ids = tokenizer.Encode(text).Ids;
        int content = ids.Length - 2;
        int[][] masked = [.. rankings.SelectMany(scores => Maskings(ids, scores, content))];
        bool[] kept = [.. masked.Chunk(64).SelectMany(Predictions).Select(c => c == prediction)];
        return [.. kept.Chunk(2 * Shares.Length).Select(game =>
            (game.Where((_, i) => i % 2 == 0).Average(k => k ? 1.0 : 0), game.Where((_, i) => i % 2 == 1).Average(k => k ? 1.0 : 0)))];
    }

    // Hidden and revealed in turn, share by share.
    private IEnumerable<int[]> Maskings(int[] ids, IReadOnlyList<double> scores, int content)
    {
        int[] ranked = [.. Enumerable.Range(1, content).OrderByDescending(i => scores[i])];
        foreach (double share in Shares)
        {
            int top = (int)Math.Round(share * content, MidpointRounding.AwayFromZero);
            yield return Masked(ids, ranked[..top]);
            yield return Masked(ids, ranked[top..]);
        }
    }

    private int[] Masked(int[] ids, int[] places)
    {
        int[] masked = [.. ids];
        foreach (int place in places) masked[place] = tokenizer.MaskIdFor("Hiding words");
        return masked;
    }

    private IEnumerable<int> Predictions(int[][] sequences)
    {
        using var tape = new Tape<float>(device);
        var batch = Batch.Of(model.Config, sequences);
        var logits = tape[model.Forward(tape, batch).Logits];
        return [.. Enumerable.Range(0, sequences.Length).Select(i => Largest(logits.Row(i)))];
    }

    private static int Largest(Span<float> row)
    {
        int best = 0;
        for (int c = 1; c < row.Length; c++)
            if (row[c] > row[best]) best = c;
        return best;
    }
}
