using System.Text.Json.Nodes;
using PureSaliency.Roberta;

namespace PureSaliency.Tests.Roberta;

/// <summary>Labels, their number and the head's rows agree, or the file is refused in a sentence that has both.</summary>
public sealed class OutputRulesTests : IDisposable
{
    private readonly MadeCheckpoint made = MadeCheckpoint.Classifier();

    public void Dispose() => made.Dispose();

    [Theory]
    [InlineData("\"two_label\"", "problem_type is 'two_label', expected single_label_classification or multi_label_classification or regression")]
    [InlineData("\"\"", "problem_type is '', expected")]
    [InlineData("[\"regression\"]", "problem_type is [\"regression\"], expected a string")]
    [InlineData("1", "problem_type is 1, expected a string")]
    public void An_unknown_type_is_refused(string value, string part) => Refuses("problem_type", value, part);

    [Theory]
    [InlineData("null")]
    [InlineData("\"single_label_classification\"")]
    public void Three_outputs_exclude_each_other_unless_said_otherwise(string type) =>
        Assert.Equal(OutputKind.ExclusiveClasses, Load("problem_type", type).Outputs);

    [Theory]
    [InlineData("\"multi_label_classification\"", OutputKind.IndependentLabels)]
    [InlineData("\"regression\"", OutputKind.Value)]
    public void The_type_is_read(string type, OutputKind kind)
    {
        using var model = Load("problem_type", type);
        Assert.Equal(kind, model.Outputs);
    }

    [Fact]
    public void One_output_that_only_the_weights_tell_of_is_a_label_by_itself()
    {
        using var one = MadeCheckpoint.Classifier(new Sizes { Classes = 1 });
        using var model = SequenceClassifier<float>.Load(one.Write());
        Assert.Equal(OutputKind.IndependentLabels, model.Outputs);
        Assert.Equal(["LABEL_0"], model.Labels);
    }

    [Theory]
    [InlineData("num_labels", "2", "speaks of 2 labels (num_labels), but the classifier has 3 outputs: classifier.out_proj.weight is [3, 8]")]
    [InlineData("num_labels", "1", "speaks of 1 label (num_labels), but the classifier has 3 outputs")]
    [InlineData("num_labels", "0", "num_labels is 0, expected 1 or more")]
    [InlineData("num_labels", "-3", "num_labels is -3, expected 1 or more")]
    [InlineData("num_labels", "2147483647", "speaks of 2147483647 labels")]
    [InlineData("num_labels", "\"3\"", "num_labels is \"3\", expected an integer")]
    [InlineData("id2label", """{"0":"a","1":"b"}""", "speaks of 2 labels (a, b), but the classifier has 3 outputs")]
    [InlineData("label2id", "[]", "label2id is [], expected an object")]
    [InlineData("label2id", """{"a":null}""", "label2id.a is null, expected an integer")]
    [InlineData("label2id", """{"a":0.5}""", "label2id.a is 0.5, expected an integer")]
    public void A_number_that_does_not_fit_is_refused(string field, string value, string part) => Refuses(field, value, part);

    [Fact]
    public void A_single_output_is_told_as_one()
    {
        using var one = MadeCheckpoint.Classifier(new Sizes { Classes = 1 });
        one.Config["num_labels"] = 2;
        Refused.With(() => SequenceClassifier<float>.Load(one.Write()),
            "speaks of 2 labels (num_labels), but the classifier has 1 output: classifier.out_proj.weight is [1, 8].");
    }

    [Theory]
    [InlineData(7, "(c0, c1, c2, c3, c4, c5, c6)")]
    [InlineData(8, "(c0, c1, c2, c3, c4, c5, c6, c7)")]
    [InlineData(9, "(c0, c1, c2, c3, c4, c5, c6, c7, …)")]
    public void Of_many_labels_eight_are_listed(int count, string listed)
    {
        made.Config["id2label"] = new JsonObject(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"{i}", (JsonNode?)$"c{i}")));
        Refused.With(() => SequenceClassifier<float>.Load(made.Write()), $"speaks of {count} labels {listed}, but the classifier has 3 outputs");
    }

    [Fact]
    public void Two_numbers_of_labels_are_refused()
    {
        made.Config["id2label"] = JsonNode.Parse("""{"0":"a","1":"b","2":"c"}""");
        Refuses("num_labels", "2", "num_labels is 2, but id2label names 3 (a, b, c); one of them is wrong");
    }

    [Theory]
    [InlineData("""{"good":0,"bad":1,"so-so":2}""", "id2label says that 2 is 'good', label2id that it is 0, where id2label has 'bad'")]
    [InlineData("""{"bad":"0","good":"1"}""", "id2label says that 2 is 'good', label2id that it is 1, where id2label has 'so-so'")]
    [InlineData("""{"bad":3}""", "label2id gives 'bad' the index 3, expected 0 to 2 as in id2label")]
    [InlineData("""{"neutral":-1}""", "label2id gives 'neutral' the index -1, expected 0 to 2")]
    public void Names_at_other_places_are_refused(string indices, string part)
    {
        Name();
        Refuses("label2id", indices, part);
    }

    [Theory]
    [InlineData("""{"good":2,"so-so":1,"bad":0}""")]
    [InlineData("""{"good":2.0,"bad":"0"}""")]
    [InlineData("""{"LABEL_0":0,"LABEL_1":1,"LABEL_2":2}""")]
    [InlineData("{}")]
    public void Names_that_do_not_contradict_are_fine(string indices)
    {
        Name();
        using var model = Load("label2id", indices);
        Assert.Equal(["bad", "so-so", "good"], model.Labels);
    }

    [Fact]
    public void A_label_that_is_there_twice_may_have_either_index()
    {
        made.Config["id2label"] = JsonNode.Parse("""{"0":"good","1":"bad","2":"good"}""");
        using var model = Load("label2id", """{"good":2,"bad":1}""");
        Assert.Equal(["good", "bad", "good"], model.Labels);
    }

    private void Name() => made.Config["id2label"] = JsonNode.Parse("""{"2":"good","0":"bad","1":"so-so"}""");

    private SequenceClassifier<float> Load(string field, string value)
    {
        made.Config[field] = JsonNode.Parse(value);
        return SequenceClassifier<float>.Load(made.Write());
    }

    private void Refuses(string field, string value, string part) =>
        Refused.With(() => Load(field, value), $"'{made["config.json"]}'", part);
}
