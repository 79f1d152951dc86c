using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// A pre-trained language model's head that looks on while a classifier is fine-tuned: in each update it has to name the own tokens
/// of some rows of one layer, chosen at random among those up to two thirds of the depth, so that these layers stay readable. Most of
/// the updates look at layer 0: what can be read there, the layers above get by the residual connections.
/// </summary>
/// <param name="Head">The head, which does not change.</param>
/// <param name="Share">The weight of its loss; the rest is the classifier's.</param>
public sealed record LanguageAnchor(LmHead<float> Head, double Share);

/// <summary>Sequence classification: name the class of a text.</summary>
public sealed class ClassificationTask : ITrainingTask
{
    private const int AnchorRows = 128;
    private readonly SequenceClassifier<float> model;
    private readonly LabelledTexts train, development;
    private readonly LengthBuckets buckets;
    private readonly BatchOptions batches;
    private readonly LanguageAnchor? anchor;
    private readonly double smoothing;

    /// <summary>The task of a model on labelled texts.</summary>
    /// <param name="model">Loaded as trainable; disposed with the task.</param>
    /// <param name="train">What it learns from.</param>
    /// <param name="development">What it is evaluated on.</param>
    /// <param name="batches">How batches are made.</param>
    /// <param name="frozen">Names of parameters that do not change.</param>
    /// <param name="anchor">Keeps its layers readable; none if null.</param>
    /// <param name="smoothing">What all classes share of the target.</param>
    public ClassificationTask(
        SequenceClassifier<float> model, LabelledTexts train, LabelledTexts development, BatchOptions batches,
        Func<string, bool>? frozen = null, LanguageAnchor? anchor = null, double smoothing = 0)
    {
        this.smoothing = smoothing;
        (this.model, this.train, this.development, this.batches, this.anchor) = (model, train, development, batches, anchor);
        Parameters = [.. model.Parameters.Where(parameter => !(frozen?.Invoke(parameter.Name) ?? false))];
        buckets = new LengthBuckets(train.Ids, batches.Size, batches.KeyOf("order"));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<float>> Parameters { get; }

    /// <summary>All weights, those that do not change among them.</summary>
    public IReadOnlyList<Parameter<float>> All => model.Parameters;

    /// <inheritdoc/>
    public UpdateWork Work(int update)
    {
        int[] texts = buckets.Batch(update);
        int[][] parts = [.. texts.Chunk((texts.Length + batches.Parts - 1) / batches.Parts)];
        double own = 1 - (anchor?.Share ?? 0);
        var losses = parts.Select((part, i) => new LossPart<float>(
            tape => Loss(tape, part, batches.Dropouts(update, i)), own * part.Length / texts.Length, "classification"));
        if (anchor is not null) losses = losses.Append(new(tape => AnchorLoss(tape, update, texts), anchor.Share, "language"));
        return new([.. losses], texts.Sum(text => train.Ids[text].Length));
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(Device<float> device, CancellationToken cancellation) =>
        ModelEvaluation.OfClassifier(model, device, development, cancellation);

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private Var Loss(Tape<float> tape, int[] texts, IInsertions<float> dropouts)
    {
        var batch = Batch.Of(model.Config, [.. texts.Select(text => train.Ids[text])]);
        var logits = model.Forward(tape, batch, new Kept(HeadRowsOnly: true, NoAttention: true), dropouts).Logits;
        return tape.Apply(new CrossEntropy<float>([.. texts.Select(text => train.Classes[text])], Smoothing: smoothing), logits);
    }

    private Var AnchorLoss(Tape<float> tape, int update, int[] texts)
    {
        ulong key = CounterRandom.Key(batches.KeyOf("anchor"), (ulong)update);
        var batch = Batch.Of(model.Config, [.. texts.Select(text => train.Ids[text])]);
        int layers = model.Config.Layers * 2 / 3 + 1, drawn = CounterRandom.Below(key, 0, 2 * layers), layer = drawn < layers ? drawn : 0;
        int[] rows = [.. CounterRandom.Permutation(key, batch.Ids.Length).Take(AnchorRows)];
        var states = model.Encoder.Run(tape, batch, new Kept(NoAttention: true, To: layer));
        return anchor!.Head.Loss(tape, states.At(layer), rows, [.. rows.Select(row => batch.Ids[row])]);
    }
}
