using PureSaliency.Roberta;
using PureSaliency.Saliency.Parity;
using PureSaliency.Tensors;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency.Parity;

public sealed class TraceCaseTests : IDisposable
{
    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("trace-").FullName, "ids.safetensors");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Fact]
    public void Ids_alone_are_a_case()
    {
        var traced = Read(Integers("a.input_ids", [2, 3], 0, 5, 2, 0, 6, 2));
        Assert.Equal([0, 6, 2], traced.Ids[1]);
        Assert.All(traced.Real, row => Assert.All(row, Assert.True));
        Assert.Null(traced.Targets);
        Assert.Null(traced.Labels);
        Assert.Equal((2, 3), (traced.Sequences, traced.Width));
    }

    [Fact]
    public void Mask_target_and_labels_are_read_where_they_are()
    {
        var traced = Read(Integers("a.input_ids", [2, 2], 0, 2, 0, 1), Integers("a.attention_mask", [2, 2], 1, 1, 1, 0),
            Integers("a.target", [2], 1, 0), Integers("a.labels", [2], 2, 1));
        Assert.Equal([true, false], traced.Real[1]);
        Assert.Equal([1, 0], traced.Targets!);
        Assert.Equal([2, 1], traced.Labels!);
        Assert.Equal([(0, 0), (0, 1), (1, 0)], traced.Rows());
    }

    [Fact]
    public void Without_the_ids_the_cases_of_the_file_are_named()
    {
        Write(Integers("b.input_ids", [1, 1], 0), Integers("c.input_ids", [1, 1], 0));
        Refuses("has no tensor 'a.input_ids'; its cases are: b, c");
    }

    [Fact]
    public void Ids_of_another_rank_are_refused()
    {
        Write(Integers("a.input_ids", [2], 0, 2));
        Refuses("a.input_ids has shape [2], expected (sequences, tokens)");
        Write(Integers("a.input_ids", [0, 2]));
        Refuses("a.input_ids has shape [0, 2], expected (sequences, tokens)");
    }

    [Fact]
    public void A_mask_of_another_shape_is_refused()
    {
        Write(Integers("a.input_ids", [1, 2], 0, 2), Integers("a.attention_mask", [2, 1], 1, 1));
        Refuses("a.attention_mask is I64 [2, 1], expected integers [1, 2]");
    }

    [Fact]
    public void Ids_that_are_no_integers_are_refused()
    {
        Write(new Made([1, 2], [0, 2], DType.F32).Data("a.input_ids"));
        Refuses("a.input_ids is F32 [1, 2], expected integers [1, 2]");
    }

    [Fact]
    public void A_number_beyond_all_ids_is_refused()
    {
        Write(Integers("a.input_ids", [1, 2], 0, 1L << 40));
        Refuses("a.input_ids holds 1099511627776, which is no token id or class");
    }

    [Theory]
    [InlineData("target")]
    [InlineData("labels")]
    public void A_class_that_the_model_has_not_is_refused(string name)
    {
        var traced = Read(Integers("a.input_ids", [1, 2], 0, 2), Integers("a." + name, [1], 3));
        using var device = new CpuDevice<float>();
        var tracer = new Tracer<float>(device, Golden.Tiny.Model, null, new(Steps: 0));
        Refused.With(() => tracer.Trace(traced), $"{name} names class 3, expected 0 to 2");
    }

    [Fact]
    public void Labels_that_are_no_classes_are_read_as_numbers()
    {
        var traced = Read(Integers("a.input_ids", [2, 2], 0, 2, 0, 2), new Made([2], [0.25, -3], DType.F32).Data("a.labels"));
        Assert.Equal([0.25, -3], traced.Truth!);
        Assert.Null(traced.Labels);
        Assert.Equal([1, 0, 0, 1], Read(Integers("a.input_ids", [2, 2], 0, 2, 0, 2), Integers("a.labels", [2, 2], 1, 0, 0, 1)).Truth!);
        Write(Integers("a.input_ids", [2, 2], 0, 2, 0, 2), new Made([3], [1, 2, 3], DType.F32).Data("a.labels"));
        Refuses("a.labels is [3], expected [2] or [2, outputs]");
        Write(Integers("a.input_ids", [1, 2], 0, 2), new Made([1], [double.NaN], DType.F32).Data("a.labels"));
        Refuses("a.labels holds values that are not finite");
    }

    [Fact]
    public void Labels_of_another_kind_than_the_outputs_are_refused()
    {
        Refused.With(() => Trace(Golden.Tiny.Model, new() { Truth = [0.5] }), "text.labels are numbers, and the classes of the model exclude each other");
        using var labels = Made("multi_label_classification");
        Refused.With(() => Trace(labels, new() { Truth = [1, 0] }), "text.labels hold 2 numbers, expected 3: one per output of each sequence");
    }

    [Fact]
    public void Labels_by_themselves_have_sigmoids_and_are_compared_with_what_is_predicted_unless_it_is_given()
    {
        using var model = Made("multi_label_classification");
        var tensors = Trace(model, new(), gradients: true);
        double[] logits = tensors["logits"].Values!, p = tensors["probabilities"].Values!;
        Assert.Equal(logits.Select(z => 1 / (1 + Math.Exp(-z))), p, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(logits.Select(z => z >= 0 ? 1.0 : 0), tensors["labels"].Values!);
        Assert.Equal(p.Select(value => -Math.Log(Math.Max(value, 1 - value))).Average(), tensors["loss"].Values![0], 1e-5);
        Assert.Contains("param_grad.classifier.out_proj.bias", tensors.Keys);
        Assert.Equal([1, 0, 0], Trace(model, new() { Truth = [1, 0, 0] })["labels"].Values!);
    }

    [Fact]
    public void Numbers_have_no_probabilities_and_no_loss_without_labels()
    {
        using var model = Made("regression");
        var tensors = Trace(model, new());
        Assert.DoesNotContain("probabilities", tensors.Keys);
        Assert.DoesNotContain("loss", tensors.Keys);
        Assert.Equal([0L], tensors["target"].Integers!);
        Refused.With(() => Trace(model, new(), gradients: true), "the model gives numbers: expected text.labels to compare them with");
        double[] logits = tensors["logits"].Values!;
        double[] truth = [1, 2, 3];
        Assert.Equal(logits.Zip(truth, (z, y) => (z - y) * (z - y)).Average(), Trace(model, new() { Truth = truth }, gradients: true)["loss"].Values![0], 1e-5);
    }

    [Fact]
    public void Traces_are_written_whole_under_the_names_of_the_case()
    {
        string folder = Repository.Path("tests", "golden", "tiny");
        int count = TraceFile.Write(folder, null, [TraceCase.Of("text", [0, 5, 2])], new(), PureSaliency.Saliency.Precision.Float64, path);
        using var file = SafetensorsFile.Open(path);
        Assert.Equal(count, file.Tensors.Count);
        Assert.All(file.Tensors, entry => Assert.StartsWith("text.", entry.Name));
        Assert.True(file.TryGet("text.hidden.4", out var hidden));
        Assert.Equal(DType.F64, hidden.DType);
        Assert.Equal<long>([1, 3, 32], [.. hidden.Shape]);
        Assert.False(file.TryGet("text.lens.0", out _));
        Assert.True(file.TryGet("text.ig_pad", out _));
    }

    [Fact]
    public void A_head_of_another_width_cannot_be_traced() => Refused.With(
        () => TraceFile.Write(Repository.Path("tests", "golden", "tiny"), Repository.Path("tests", "golden", "wide", "lm.safetensors"),
            [TraceCase.Of("text", [0, 5, 2])], new(), PureSaliency.Saliency.Precision.Float32, path),
        "reads hidden states of width 48, expected 32");

    private sealed record Given
    {
        public double[]? Truth { get; init; }
    }

    private static Dictionary<string, TraceTensor> Trace(SequenceClassifier<float> model, Given given, bool gradients = false)
    {
        using var device = new CpuDevice<float>(1);
        return new Tracer<float>(device, model, null, new(gradients, Steps: 0)).Trace(TraceCase.Of("text", [0, 5, 2]) with { Truth = given.Truth })
            .ToDictionary(tensor => tensor.Name["text.".Length..]);
    }

    private static SequenceClassifier<float> Made(string type)
    {
        using var made = MadeCheckpoint.Classifier();
        made.Config["problem_type"] = type;
        return SequenceClassifier<float>.Load(made.Write());
    }

    private TraceCase Read(params TensorData[] tensors)
    {
        Write(tensors);
        using var file = SafetensorsFile.Open(path);
        return TraceCase.Read(file, "a");
    }

    private void Write(params TensorData[] tensors) => SafetensorsWriter.Write(path, tensors);

    private void Refuses(string part)
    {
        using var file = SafetensorsFile.Open(path);
        Refused.With(() => TraceCase.Read(file, "a"), $"'{path}'", part);
    }

    private static TensorData Integers(string name, long[] shape, params long[] values) =>
        TensorData.From(name, [.. shape], (ReadOnlyMemory<long>)values);
}
