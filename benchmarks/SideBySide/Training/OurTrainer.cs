using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Autograd.Training;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.SideBySide.Training;

/// <summary>PureSaliency's side of training.</summary>
internal sealed class OurTrainer : IDisposable
{
    private readonly CpuDevice<float> device;
    private readonly IDisposable model;
    private readonly Trainer<float> trainer;
    private readonly Func<Tape<float>, TrainingBatch, Var> loss;

    public OurTrainer(TrainingCase work, string folder, int threads)
    {
        device = new CpuDevice<float>(threads);
        (model, var parameters, loss) = work.GuessesWords ? Words(work.Model(folder)) : Classes(work.Model(folder));
        trainer = new Trainer<float>(device, parameters, new(
            new LinearSchedule(TrainingConstants.Rate, 0, int.MaxValue), TrainingConstants.Adam,
            TrainingConstants.WeightDecay, TrainingConstants.Clip));
    }

    public StepResult Step(TrainingBatch batch)
    {
        var result = trainer.Update([new(tape => loss(tape, batch))]);
        return new(result.Loss, result.Norm);
    }

    /// <summary>A copy of a weight as it is.</summary>
    public float[] Weight(string name) =>
        trainer.Optimizer.Trained.First(trained => trained.Parameter.Name == name).Parameter.Value.ToArray();

    public void Dispose()
    {
        trainer.Dispose();
        model.Dispose();
        device.Dispose();
    }

    private static (IDisposable, IReadOnlyList<Parameter<float>>, Func<Tape<float>, TrainingBatch, Var>) Words(string folder)
    {
        var model = MaskedLanguageModel<float>.Load(folder, withEncoder: true, trainable: true);
        return (model, model.Parameters, Loss);

        Var Loss(Tape<float> tape, TrainingBatch batch)
        {
            var states = model.Encoder!.Run(tape, Batch.Of(model.Config, batch.Texts), new Kept(NoAttention: true));
            return model.Head.Loss(tape, states.Last, batch.Rows!, batch.Labels);
        }
    }

    private static (IDisposable, IReadOnlyList<Parameter<float>>, Func<Tape<float>, TrainingBatch, Var>) Classes(string folder)
    {
        var model = SequenceClassifier<float>.Load(folder, trainable: true);
        return (model, model.Parameters, Loss);

        Var Loss(Tape<float> tape, TrainingBatch batch)
        {
            var kept = new Kept(HeadRowsOnly: true, NoAttention: true);
            var pass = model.Forward(tape, Batch.Of(model.Config, batch.Texts), kept);
            return tape.Apply(new CrossEntropy<float>(batch.Labels), pass.Logits);
        }
    }
}
