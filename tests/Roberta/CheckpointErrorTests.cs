using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta;

/// <summary>A checkpoint that does not fit is refused in one sentence that says all of it.</summary>
public class CheckpointErrorTests
{
    private const string Query = "roberta.encoder.layer.1.attention.self.query.weight";

    [Fact]
    public void Everything_that_does_not_fit_is_said_at_once()
    {
        using var made = MadeCheckpoint.Classifier();
        made.Tensors.Remove("roberta.encoder.layer.0.output.dense.bias");
        made.Tensors.Remove("classifier.dense.weight");
        made.Add(Query, 8, 9);
        made.Add("roberta.encoder.layer.2.output.dense.bias", 8);
        made.Tensors["roberta.embeddings.LayerNorm.weight"] = new([8], new double[8], DType.I64);
        Refused.With(() => Load(made.Write()), $"'{made.Folder}' does not fit its config.json in 5 places",
            "missing: roberta.encoder.layer.0.output.dense.bias [8]", "missing: classifier.dense.weight [8, 8]",
            $"misshapen: {Query} is [8, 9], expected [8, 8]", "unused: roberta.encoder.layer.2.output.dense.bias",
            "wrong type: roberta.embeddings.LayerNorm.weight is I64, expected F64, F32, F16 or BF16");
    }

    [Fact]
    public void Of_many_places_twelve_are_listed()
    {
        using var made = MadeCheckpoint.Classifier();
        foreach (string name in made.Tensors.Keys.Where(name => name.EndsWith(".bias")).ToArray()) made.Tensors.Remove(name);
        Refused.With(() => Load(made.Write()), "in 19 places", "; and 7 more.");
        string message = Assert.Throws<InputException>(() => Load(made.Folder)).Message;
        Assert.Equal(12, message.Split("missing: ").Length - 1);
    }

    [Fact]
    public void Twelve_places_are_all_of_them_and_what_is_too_much_stands_in_order()
    {
        using var made = MadeCheckpoint.Classifier();
        foreach (int i in (int[])[7, 3, 11, 0, 10, 1, 9, 4, 8, 2, 5, 6]) made.Add($"extra.{(char)('a' + i)}", 2);
        string message = Assert.Throws<InputException>(() => Load(made.Write())).Message;
        Assert.EndsWith("in 12 places: " + string.Join("; ", "abcdefghijkl".Select(letter => $"unused: extra.{letter}")) + ".", message);
    }

    [Fact]
    public void Values_are_looked_at_only_where_everything_fits()
    {
        using var made = MadeCheckpoint.Classifier();
        made.Tensors[Query].Values[0] = double.NaN;
        made.Add("extra", 2);
        Assert.EndsWith("in 1 place: unused: extra.", Assert.Throws<InputException>(() => Load(made.Write())).Message);
        made.Tensors.Remove("extra");
        Assert.EndsWith($"in 1 place: not finite: {Query} has NaN at element 0.", Assert.Throws<InputException>(() => Load(made.Write())).Message);
    }

    [Fact]
    public void Whole_weights_beside_those_of_an_adapter_are_refused()
    {
        using var made = MadeCheckpoint.Classifier();
        File.WriteAllText(made["adapter_config.json"], "{}");
        File.WriteAllText(made["adapter_model.safetensors"], "x");
        Refused.With(() => Load(made.Write()), $"'{made.Folder}' holds whole weights and those of an adapter ('adapter_model.safetensors'");
    }

    [Fact]
    public void A_file_that_was_refused_is_let_go()
    {
        if (!OperatingSystem.IsLinux()) return; // what is mapped is told by /proc
        using var made = MadeCheckpoint.Classifier();
        made.Add("module.classifier.dense.bias", 8);
        Refused.With(() => Load(made.Write()), "which are both the model's");
        Assert.DoesNotContain(made.Folder, File.ReadAllText("/proc/self/maps"));
    }

    [Theory]
    [InlineData(1)] // a vector for a matrix
    [InlineData(3)]
    public void Another_rank_is_a_misfit(int rank)
    {
        using var made = MadeCheckpoint.Classifier();
        made.Add(Query, [.. new long[] { 8, 8, 1 }[..rank]]);
        Refused.With(() => Load(made.Write()), "in 1 place: misshapen: " + Query, "expected [8, 8]");
    }

    [Fact]
    public void More_names_than_outputs_are_refused_with_both_numbers()
    {
        using var made = MadeCheckpoint.Classifier(new Sizes { Classes = 2 });
        made.Config["id2label"] = new System.Text.Json.Nodes.JsonObject { ["0"] = "a", ["1"] = "b", ["2"] = "c" };
        Refused.With(() => Load(made.Write()), "speaks of 3 labels (a, b, c), but the classifier has 2 outputs",
            "classifier.out_proj.weight is [2, 8]");
    }

    [Theory]
    [InlineData(double.NaN, "NaN", DType.F32)]
    [InlineData(double.PositiveInfinity, "Infinity", DType.F32)]
    [InlineData(double.NegativeInfinity, "-Infinity", DType.F64)]
    [InlineData(double.NaN, "NaN", DType.F16)]
    [InlineData(1e300, "Infinity", DType.F64)] // more than float holds
    public void A_weight_that_is_not_finite_is_named_with_its_place(double value, string written, DType type)
    {
        using var made = MadeCheckpoint.Classifier(new Sizes { DType = type });
        made.Tensors[Query].Values[13] = value;
        made.Tensors[Query].Values[14] = value;
        Refused.With(() => Load(made.Write()), $"'{made.Folder}'", $"not finite: {Query} has {written} at element 13");
    }

    [Fact]
    public void A_folder_without_weights_says_what_it_should_hold()
    {
        using var made = MadeCheckpoint.Classifier();
        Refused.With(() => Load(made.WriteConfig()), made.Folder, "model.safetensors", "model.safetensors.index.json");
    }

    [Fact]
    public void A_truncated_file_is_refused()
    {
        using var made = MadeCheckpoint.Classifier();
        made.Write();
        byte[] bytes = File.ReadAllBytes(made["model.safetensors"]);
        File.WriteAllBytes(made["model.safetensors"], bytes[..^1]);
        Refused.With(() => Load(made.Folder), made["model.safetensors"]);
    }

    private static void Load(string folder) => SequenceClassifier<float>.Load(folder).Dispose();
}
