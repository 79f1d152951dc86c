using FsCheck;
using FsCheck.Xunit;
using PureSaliency.Roberta.Training;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class LabelMatchingTests
{
    private static readonly string[] Named = ["zoo", "art", "law"], Unnamed = ["LABEL_0", "LABEL_1", "LABEL_2"];

    [Theory]
    [InlineData("zoo", 0), InlineData("art", 1), InlineData("law", 2)]               // to the letter
    [InlineData("Zoo", 0), InlineData(" ART ", 1), InlineData("la\u200bw", 2)]       // case, blanks, what nobody sees
    [InlineData("0", 0), InlineData("1.0", 1), InlineData("2e0", 2), InlineData("+1", 1)]
    [InlineData("LABEL_1", 1), InlineData("label_2", 2), InlineData("Label 0", 0)]
    public void A_label_means_a_class(string label, int expected) => Assert.Equal(expected, Match(Named, label)[label]);

    [Theory]
    [InlineData("3"), InlineData("-1"), InlineData("1.5"), InlineData("LABEL_3"), InlineData("arts"), InlineData("true"), InlineData("one")]
    [InlineData("99999999999"), InlineData("0x1"), InlineData("1,0")]
    public void Or_is_refused(string label) => Refused.With(() => Match(Named, label), "the data has the labels", label, "zoo, art, law");

    [Fact]
    public void One_rule_holds_for_all_labels() => Refused.With(() => Match(Named, "zoo", "1"), "1, zoo");

    [Fact]
    public void Names_are_refused_where_the_model_has_none() =>
        Refused.With(() => Match(Unnamed, "art", "law", "zoo"), "art, law, zoo", "LABEL_0, LABEL_1, LABEL_2, which are no names");

    [Fact]
    public void The_order_of_labels_says_nothing()
    {
        var matching = LabelMatching.Of(["art", "law", "zoo"], Unnamed, "the data", ["zoo", "art", "law"]);
        Assert.Equal([1, 2, 0], new[] { "art", "law", "zoo" }.Select(label => matching[label]));
        Assert.Equal("zoo = LABEL_0, art = LABEL_1, law = LABEL_2", matching.Described);
    }

    [Fact]
    public void What_is_given_is_by_name_alone()
    {
        Refused.With(() => LabelMatching.Of(["0", "1"], Unnamed, "the data", ["a", "b", "c"]), "the names given are a, b, c");
        Refused.With(() => LabelMatching.Of(["a"], Unnamed, "the data", ["a", "b"]), "2 names given for 3 classes");
        Refused.With(() => LabelMatching.Of(["a"], Unnamed, "the data", ["a", "A", "b"]), "a name of its own for each class");
    }

    [Fact]
    public void Equal_names_are_refused_where_they_are_asked_for()
    {
        string[] model = ["good", "bad", "good"];
        Refused.With(() => Match(model, "good", "bad"), "'good' is the name of classes 0 and 2");
        Refused.With(() => Match(["Us", "us", "them"], "US"), "'US' is the name of classes 0 and 1");
        Assert.Equal(1, Match(["Us", "us", "them"], "us")["us"]);
        Assert.Equal(1, Match(model, "bad")["bad"]);
        Assert.Equal("0 = 0 (good), 1 = 1 (bad), 2 = 2 (good)", Match(model, "2", "1", "0").Described);
    }

    [Fact]
    public void A_number_that_is_a_name_and_another_s_index_is_refused()
    {
        Refused.With(() => Match(["2", "1", "0"], "0", "2"), "'0' is the name of the model's class 2 and the index of class 0");
        Refused.With(() => Match(["1", "2", "3"], "0", "1"), "'1' is the name of the model's class 0 and the index of class 1");
        Refused.With(() => Match(["LABEL_1", "LABEL_0"], "LABEL_0"), "'LABEL_0' is the name of the model's class 1 and the index of class 0");
    }

    [Fact]
    public void Names_that_count_from_one_are_names()
    {
        Assert.Equal("1 = 0 (1), 3 = 2 (3)", Match(["1", "2", "3"], "3", "1").Described);
        Assert.Equal("1 = 0 (1), 2.0 = 1 (2)", Match(["1", "2", "3"], "1", "2.0").Described);
    }

    [Fact]
    public void Names_that_say_the_same_as_the_index_are_no_doubt() => Assert.Equal("0 = 0 (0), 1 = 1 (1)", Match(["0", "1"], "1", "0").Described);

    [Fact]
    public void Classes_that_no_label_means_are_known() => Assert.Equal(["zoo", "law"], Match(Named, "art").Absent);

    [Fact]
    public void Many_are_told_in_short()
    {
        string[] names = [.. Enumerable.Range(0, 10_000).Select(i => $"class {i}")];
        Assert.EndsWith(", class 11 = 11 (class 11) and 9,988 more", Match(names, names).Described);
    }

    [Property]
    public bool Names_in_any_order_mean_themselves(NonEmptyArray<NonWhiteSpaceString> given)
    {
        string[] names = [.. given.Get.Select((name, i) => $"n{i} {name.Get}")];
        string[] shuffled = [.. names.OrderBy(name => name.GetHashCode())];
        var matching = Match(names, shuffled);
        return names.Index().All(name => matching[name.Item] == name.Index);
    }

    private static LabelMatching Match(string[] model, params string[] labels) => LabelMatching.Of(labels, model, "the data");
}
