using System.Text.Json.Nodes;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class ClassificationTaskTests : IDisposable
{
    private const string Letters = "abcdefghijkl";
    private readonly TinyModel tiny = new();
    private readonly CpuDevice<float> device = new(1) { Poison = true };
    private readonly MaskedLanguageModel<float> language;

    public ClassificationTaskTests() => language = MaskedLanguageModel<float>.Load(tiny.Folder);

    public void Dispose()
    {
        language.Dispose();
        device.Dispose();
        tiny.Dispose();
    }

    [Fact]
    public void The_shares_of_classifier_and_anchor_add_up_to_one()
    {
        using var task = Task(readable: 0.25);
        var parts = task.Work(0).Parts;
        Assert.Equal(2, parts.Count);
        Assert.Equal([0.75, 0.25], parts.Select(part => part.Share));
        using var alone = Task();
        Assert.Equal([1.0], alone.Work(0).Parts.Select(part => part.Share));
    }

    [Fact]
    public void The_anchor_looks_at_every_layer_up_to_two_thirds_and_most_often_at_the_lowest()
    {
        using var task = Task(readable: 0.25);
        int[] highest = [.. Enumerable.Range(0, 200).Select(update => Highest(task.Work(update).Parts[1]))];
        int top = tiny.Config.Layers * 2 / 3;
        Assert.Equal(Enumerable.Range(0, top + 1), highest.Distinct().Order());
        Assert.InRange(highest.Count(layer => layer == 0), 101, 199);
    }

    [Fact]
    public void The_anchor_s_loss_teaches_the_embeddings_and_not_the_head()
    {
        using var task = Task(readable: 0.25);
        using var tape = new Tape<float>(device);
        var loss = task.Work(0).Parts[1].Build(tape);
        (Parameter<float>, Tensor<float>)[] into = [.. task.Parameters.Select(p => (p, device.Allocate(p.Value.Shape)))];
        tape.Backward(loss, Tensor<float>.From(new(), [1f]), into, accumulate: false);
        Assert.True(Norm(into, "roberta.embeddings.word_embeddings.weight") > 0);
        Assert.Equal(0, Norm(into, "classifier.out_proj.weight"));
    }

    [Fact]
    public void Smoothing_counts_every_class()
    {
        double sharp = Loss(Task()), smooth = Loss(Task(smoothing: 0.4)), smoother = Loss(Task(smoothing: 0.8));
        Assert.NotEqual(sharp, smooth);
        // The loss is linear in the share.
        Assert.Equal(2 * (smooth - sharp), smoother - sharp, 1e-5);
    }

    private double Loss(ClassificationTask task)
    {
        using (task)
        {
            using var tape = new Tape<float>(device);
            return tape.Fetch(task.Work(0).Parts[0].Build(tape)).Span[0];
        }
    }

    private int Highest(LossPart<float> part)
    {
        using var tape = new Tape<float>(device);
        part.Build(tape);
        return tape.Named().Count(entry => entry.Name.StartsWith("hidden.", StringComparison.Ordinal)) - 1;
    }

    private static double Norm((Parameter<float> Parameter, Tensor<float> Gradient)[] gradients, string name) =>
        gradients.Single(entry => entry.Parameter.Name == name).Gradient.ToArray().Sum(x => (double)x * x);

    private ClassificationTask Task(double readable = 0, double smoothing = 0)
    {
        LabelledText[] texts = [.. Letters.Select((letter, i) => new LabelledText($"{letter} {letter} {Letters[^(i + 1)]}", i % 2 == 0 ? "no" : "yes", "here"))];
        var encoded = LabelledTexts.Encode(texts, ["no", "yes"], tiny.Tokenizer, 16);
        return new(Classifier(), encoded, encoded, new BatchOptions(4), null,
            readable > 0 ? new LanguageAnchor(language.Head, readable) : null, smoothing);
    }

    private SequenceClassifier<float> Classifier()
    {
        string folder = Path.Combine(tiny.Folder, "classifier");
        if (!Directory.Exists(folder)) Write(Directory.CreateDirectory(folder).FullName);
        return SequenceClassifier<float>.Load(folder, trainable: true);
    }

    private void Write(string folder)
    {
        var config = ModelFiles.ReadConfig(tiny["config.json"]);
        config["architectures"] = new JsonArray("RobertaForSequenceClassification");
        config["id2label"] = new JsonObject { ["0"] = "no", ["1"] = "yes" };
        ModelFiles.WriteConfig(folder, config);
        ModelFiles.WriteTensors(Path.Combine(folder, "model.safetensors"), device, InitialWeights.LanguageModel(tiny.Config, 1)
            .Where(tensor => tensor.Name.StartsWith("roberta.", StringComparison.Ordinal))
            .Concat(InitialWeights.ClassifierHead(tiny.Config, 2, 1)));
    }
}
