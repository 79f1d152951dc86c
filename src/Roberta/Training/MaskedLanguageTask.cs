using PureSaliency.Autograd;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>How batches are made.</summary>
/// <param name="Size">Texts or blocks of an update.</param>
/// <param name="Parts">Into how many parts, computed one after the other, an update is divided; memory is that of one.</param>
/// <param name="Seed">Order, masks and dropout.</param>
/// <param name="HiddenDropout">Rate of hidden values.</param>
/// <param name="AttentionDropout">Rate of attention probabilities.</param>
public sealed record BatchOptions(int Size, int Parts = 1, int Seed = 1, double HiddenDropout = 0, double AttentionDropout = 0)
{
    internal IInsertions<float> Dropouts(int update, int part) => HiddenDropout == 0 && AttentionDropout == 0 ? NoInsertions<float>.Instance
        : new Dropouts<float>(HiddenDropout, AttentionDropout, CounterRandom.Key(CounterRandom.Key(KeyOf("dropout"), (ulong)update), (ulong)part));

    /// <summary>The stream of a purpose.</summary>
    internal ulong KeyOf(string purpose) => purpose.Aggregate(CounterRandom.Key((ulong)Seed, 0), (key, letter) => CounterRandom.Key(key, letter));
}

/// <summary>Masked language modelling: guess tokens from their surroundings.</summary>
public sealed class MaskedLanguageTask : ITrainingTask
{
    private readonly MaskedLanguageModel<float> model;
    private readonly PackedText text;
    private readonly PackedText? heldOut;
    private readonly Masking masking;
    private readonly BatchOptions batches;
    private readonly int evaluated;

    /// <summary>The task of a model on some text.</summary>
    /// <param name="model">Loaded with its encoder, trainable; disposed with the task.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="text">What it learns from.</param>
    /// <param name="heldOut">What it is evaluated on.</param>
    /// <param name="batches">How batches are made.</param>
    /// <param name="evaluated">Most blocks of an evaluation.</param>
    public MaskedLanguageTask(
        MaskedLanguageModel<float> model, Tokenizer tokenizer, PackedText text, PackedText? heldOut, BatchOptions batches, int evaluated = int.MaxValue)
    {
        (this.model, this.text, this.heldOut, this.batches, this.evaluated) = (model, text, heldOut, batches, evaluated);
        masking = new Masking(tokenizer);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<float>> Parameters => model.Parameters;

    /// <inheritdoc/>
    public UpdateWork Work(int update)
    {
        var blocks = Enumerable.Range(0, batches.Size).Select(i => text.Block((long)update * batches.Size + i)).ToArray();
        MaskedBatch[] parts = [.. blocks.Chunk((blocks.Length + batches.Parts - 1) / batches.Parts).Select(Masked)];
        double labels = parts.Sum(part => part.Labels.Length);
        return new(
            [.. parts.Select((part, i) => new LossPart<float>(tape => Loss(tape, part, batches.Dropouts(update, i)), part.Labels.Length / labels))],
            blocks.Sum(block => block.Ids.Length));
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(Device<float> device, CancellationToken cancellation) => Evaluate(device, evaluated, cancellation);

    /// <summary>Evaluates the model on all blocks held out.</summary>
    public Evaluation EvaluateAll(Device<float> device, CancellationToken cancellation) =>
        Evaluate(device, heldOut is null ? evaluated : int.MaxValue, cancellation);

    private Evaluation Evaluate(Device<float> device, int most, CancellationToken cancellation) =>
        ModelEvaluation.OfLanguageModel(model, device, masking, (heldOut ?? text).InOrder().Take(most), cancellation);

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private MaskedBatch Masked(IReadOnlyList<(int[] Ids, ulong Key)> blocks) =>
        masking.Apply(model.Config, [.. blocks.Select(block => block.Ids)], [.. blocks.Select(block => block.Key)]);

    private Var Loss(Tape<float> tape, MaskedBatch part, IInsertions<float> dropouts)
    {
        var states = model.Encoder!.Run(tape, part.Batch, new Kept(NoAttention: true), dropouts);
        return model.Head.Loss(tape, states.Last, part.Rows, part.Labels);
    }
}
