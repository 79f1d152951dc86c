using PureSaliency.Roberta;

namespace PureSaliency.Tests.Roberta;

/// <summary>A name is found where it means one class, and refused with what to say where it means two.</summary>
public sealed class ClassNamesTests
{
    private static readonly ClassNames Stars = new(["1", "2", "3"]);
    private static readonly ClassNames Twice = new(["good", "bad", "good"]);

    [Theory]
    [InlineData("bad", 1)]
    [InlineData("BAD", 1)]
    [InlineData("0", 0)]
    [InlineData("2", 2)]
    [InlineData("index:2", 2)]
    [InlineData("label:bad", 1)]
    public void One_meaning_is_found(string name, int index) => Assert.Equal(index, Twice.Find(name, "m"));

    [Theory]
    [InlineData("good")]
    [InlineData("Good")]
    [InlineData("label:good")]
    public void A_label_of_two_classes_is_refused_with_both(string name) =>
        Refused.With(() => Twice.Find(name, "m"), "is the name of classes 0 and 2; give an index, such as index:2");

    [Fact]
    public void Blanks_around_a_name_are_no_part_of_it()
    {
        var names = new ClassNames(["good ", " bad", "\tGood"]);
        Assert.Equal((0, 1), (names.Find("good", "m"), names.Find("bad\n", "m")));
        Assert.Equal(["good  (index 0)", " bad", "\tGood (index 2)"], Enumerable.Range(0, 3).Select(i => names[i]));
    }

    [Fact]
    public void No_name_is_the_callers_mistake() =>
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => Stars.Find(null!, "m")).ParamName);

    [Fact]
    public void Three_of_a_name_are_all_told() =>
        Refused.With(() => new ClassNames(["x", "x", "y", "X", "x"]).Find("x", "m"), "'x' is the name of classes 0, 1 and 4;");

    [Fact]
    public void A_name_in_another_case_is_found_where_it_is_the_only_one_and_refused_where_it_is_not()
    {
        var names = new ClassNames(["Good", "good", "BAD"]);
        Assert.Equal((0, 1, 2), (names.Find("Good", "m"), names.Find("good", "m"), names.Find("bad", "m")));
        Refused.With(() => names.Find("GOOD", "m"), "'GOOD' is the name of classes 0 and 1");
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("2", 1)]
    public void A_label_that_looks_like_another_index_is_refused(string name, int index) => Refused.With(() => Stars.Find(name, "m"),
        $"'{name}' is the name of class {index}, and class {index + 1} is '{index + 2}'; say label:{name} or index:{name}.");

    [Fact]
    public void Both_ways_of_saying_it_are_found()
    {
        Assert.Equal((1, 2), (Stars.Find("label:2", "m"), Stars.Find("index:2", "m")));
        Assert.Equal(2, Stars.Find("3", "m")); // no index
        Assert.Equal(0, Stars.Find("0", "m")); // no label
        Assert.Equal(1, new ClassNames(["0", "1", "2"]).Find("1", "m")); // the same either way
        Assert.Equal(1, new ClassNames(["a", "index:0"]).Find("label:index:0", "m"));
    }

    [Theory]
    [InlineData("ugly")]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("index:3")]
    [InlineData("index:bad")]
    [InlineData("label:1")]
    [InlineData("")]
    public void What_means_none_is_refused_with_what_there_is(string name) => Refused.With(() => Twice.Find(name, "m"),
        $"'m' has no class '{name}', expected good (index 0), bad, good (index 2) or an index 0 to 2.");

    [Fact]
    public void Twelve_labels_are_all_listed() =>
        Refused.With(() => new ClassNames([.. Enumerable.Range(0, 12).Select(i => $"c{i}")]).Find("d", "m"), "c10, c11 or an index 0 to 11");

    [Fact]
    public void Many_labels_are_not_all_listed()
    {
        var names = new ClassNames([.. Enumerable.Range(0, 1000).Select(i => $"c{i}")]);
        Refused.With(() => names.Find("d", "m"), "c10, c11, … or an index 0 to 999");
    }

    [Fact]
    public void A_label_that_does_not_say_which_it_is_has_its_index()
    {
        Assert.Equal(["good (index 0)", "bad", "good (index 2)"], Enumerable.Range(0, 3).Select(i => Twice[i]));
        Assert.Equal(["1 (index 0)", "2 (index 1)", "3"], Enumerable.Range(0, 3).Select(i => Stars[i]));
        Assert.Equal(["'' (index 0)", "' ' (index 1)", "a"], Enumerable.Range(0, 3).Select(i => new ClassNames(["", " ", "a"])[i]));
        Assert.Equal(["a (index 0)", "A (index 1)"], Enumerable.Range(0, 2).Select(i => new ClassNames(["a", "A"])[i]));
        Assert.Equal("1", new ClassNames(["0", "1"])[1]);
        Assert.Equal(["a", "' ' (index 1)"], Enumerable.Range(0, 2).Select(i => new ClassNames(["a", " "])[i]));
    }
}
