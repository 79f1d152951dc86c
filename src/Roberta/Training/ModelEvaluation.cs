using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>Evaluates models on texts, whether they are being trained or not.</summary>
public static class ModelEvaluation
{
    private const int TextsAtOnce = 64, BlocksAtOnce = 8;

    /// <summary>Loss, accuracy and macro-F1 of a classifier; accuracy is the score.</summary>
    public static Evaluation OfClassifier(
        SequenceClassifier<float> model, Device<float> device, LabelledTexts texts, CancellationToken cancellation = default) =>
        OfClassifier(model, device, texts, (_, _) => { }, cancellation);

    /// <summary>The same; <paramref name="hear"/> gets what <see cref="Read"/> reads, too.</summary>
    internal static Evaluation OfClassifier(
        SequenceClassifier<float> model, Device<float> device, LabelledTexts texts, Action<int[], Tensor<float>> hear, CancellationToken cancellation)
    {
        var metrics = new ClassMetrics();
        Read(model, device, texts.Ids, (part, logits) =>
        {
            metrics.Add(logits, [.. part.Select(text => texts.Classes[text])]);
            hear(part, logits);
        }, cancellation);
        return new(metrics.Accuracy, new Dictionary<string, double>
        {
            ["loss"] = metrics.Loss,
            ["accuracy"] = metrics.Accuracy,
            ["macroF1"] = metrics.MacroF1,
            ["texts"] = metrics.Count,
        });
    }

    /// <summary>Cross-entropy in nats, perplexity and accuracy at the guessed places of blocks; minus the loss is the score.</summary>
    public static Evaluation OfLanguageModel(
        MaskedLanguageModel<float> model, Device<float> device, Masking masking, IEnumerable<(int[] Ids, ulong Key)> blocks,
        CancellationToken cancellation = default)
    {
        var metrics = new ClassMetrics();
        foreach (var part in blocks.Chunk(BlocksAtOnce))
        {
            using var tape = new Tape<float>(device, cancellation);
            var masked = masking.Apply(model.Config, [.. part.Select(block => block.Ids)], [.. part.Select(block => block.Key)]);
            var pass = model.Forward(tape, masked.Batch, new Kept(model.Config.Layers - 1, NoAttention: true), masked.Rows);
            metrics.Add(tape.Fetch(pass.Logits), masked.Labels);
            if (!double.IsFinite(metrics.Loss)) throw FinitePass.OfGuesses(model, device, masked.Batch, masked.Rows);
        }
        return new(-metrics.Loss, new Dictionary<string, double>
        {
            ["loss"] = metrics.Loss,
            ["perplexity"] = Math.Exp(metrics.Loss),
            ["accuracy"] = metrics.Accuracy,
            ["places"] = metrics.Count,
        });
    }

    /// <summary>The outputs of all texts, some at once; <paramref name="read"/> gets their numbers and the rows (B, C).</summary>
    internal static void Read(
        SequenceClassifier<float> model, Device<float> device, IReadOnlyList<int[]> ids, Action<int[], Tensor<float>> read, CancellationToken cancellation)
    {
        int[] byLength = [.. Enumerable.Range(0, ids.Count).OrderBy(text => ids[text].Length)];
        foreach (int[] part in byLength.Chunk(TextsAtOnce))
        {
            using var tape = new Tape<float>(device, cancellation);
            var batch = Batch.Of(model.Config, [.. part.Select(text => ids[text])]);
            var pass = model.Forward(tape, batch, new Kept(model.Config.Layers - 1, HeadRowsOnly: true, NoAttention: true));
            var logits = tape.Fetch(pass.Logits);
            FinitePass.CheckLogits(model, device, logits, batch);
            read(part, logits);
        }
    }
}
