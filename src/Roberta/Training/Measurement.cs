using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>Measures models on texts, whether they are being trained or not.</summary>
public static class Measurement
{
    private const int TextsAtOnce = 64, BlocksAtOnce = 8;

    /// <summary>Loss, accuracy and macro-F1 of a classifier; accuracy is the score.</summary>
    public static Evaluation OfClassifier(
        SequenceClassifier<float> model, Device<float> device, LabelledTexts texts, CancellationToken cancellation = default)
    {
        var guesses = new Guesses();
        int[] byLength = [.. Enumerable.Range(0, texts.Ids.Count).OrderBy(text => texts.Ids[text].Length)];
        foreach (int[] part in byLength.Chunk(TextsAtOnce))
        {
            using var tape = new Tape<float>(device, cancellation);
            var batch = Batch.Of(model.Config, [.. part.Select(text => texts.Ids[text])]);
            var states = model.Encoder.Run(tape, batch, new Kept(model.Config.Layers - 1, HeadRowsOnly: true, NoAttention: true));
            guesses.Add(tape.Fetch(model.Head.Logits(tape, states.Last, states.HeadRows)), [.. part.Select(text => texts.Classes[text])]);
        }
        return new(guesses.Accuracy, new Dictionary<string, double>
        {
            ["loss"] = guesses.Loss,
            ["accuracy"] = guesses.Accuracy,
            ["macroF1"] = guesses.MacroF1,
            ["texts"] = guesses.Count,
        });
    }

    /// <summary>Cross-entropy in nats, perplexity and accuracy at the guessed places of blocks; minus the loss is the score.</summary>
    public static Evaluation OfLanguageModel(
        MaskedLanguageModel<float> model, Device<float> device, Masking masking, IEnumerable<(int[] Ids, ulong Key)> blocks,
        CancellationToken cancellation = default)
    {
        var guesses = new Guesses();
        foreach (var part in blocks.Chunk(BlocksAtOnce))
        {
            using var tape = new Tape<float>(device, cancellation);
            var masked = masking.Apply(model.Config, [.. part.Select(block => block.Ids)], [.. part.Select(block => block.Key)]);
            var states = model.Encoder!.Run(tape, masked.Batch, new Kept(model.Config.Layers - 1, NoAttention: true));
            guesses.Add(tape.Fetch(model.Head.Logits(tape, tape.Apply(new Rows<float>(masked.Rows), states.Last))), masked.Labels);
        }
        return new(-guesses.Loss, new Dictionary<string, double>
        {
            ["loss"] = guesses.Loss,
            ["perplexity"] = Math.Exp(guesses.Loss),
            ["accuracy"] = guesses.Accuracy,
            ["places"] = guesses.Count,
        });
    }

    /// <summary>Labelled texts for a classifier whose classes have the names of the labels, or as many in the same order.</summary>
    /// <exception cref="InputException">Labels and classes do not fit.</exception>
    public static LabelledTexts Encode(IReadOnlyList<LabelledText> texts, SequenceClassifier<float> model, Tokenizer tokenizer, string source)
    {
        if (texts.Count == 0) throw new InputException($"{source} has no texts.");
        var labels = texts.All(text => model.Labels.Contains(text.Label)) ? model.Labels : LabelledTexts.LabelsOf(texts, source);
        return labels.Count == model.Labels.Count
            ? LabelledTexts.Encode(texts, labels, tokenizer, model.Config.MaxTokens)
            : throw new InputException($"{source} has the labels {string.Join(", ", labels)}; the model's classes are {string.Join(", ", model.Labels)}.");
    }
}
