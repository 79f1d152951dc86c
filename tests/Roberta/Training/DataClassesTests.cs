using PureSaliency.Roberta.Training;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class DataClassesTests
{
    [Fact]
    public void Labels_that_are_numbers_go_by_size() => Assert.Equal(["-1", "2", "10"], Names("10", "2", "-1", "2"));

    [Fact]
    public void Other_labels_go_by_letters() => Assert.Equal(["10", "2", "B", "a"], Names("a", "2", "10", "B", "2"));

    [Fact]
    public void One_class_is_refused() => Refused.With(() => Names("a", "a"), "the texts", "'a' alone", "two or more");

    [Fact]
    public void No_texts_are_refused() => Refused.With(() => Names(), "the texts has no texts");

    [Fact]
    public void Numbers_are_compared_as_numbers()
    {
        var classes = Of(["1", "1.0", "0", "01", "0.00", "1e0"]);
        Assert.Equal(["0", "1"], classes.Names);
        Assert.Equal([1, 1, 0, 1, 0, 1], Texts("1", "1.0", "0", "01", "0.00", "1e0").Select(text => classes[text]));
        Assert.Contains(classes.Notes, note => note.Contains("one number and one class, 1."));
        Refused.With(() => Names("1", "1.0"), "'1' alone");
    }

    [Fact]
    public void Numbers_keep_their_spelling_where_it_is_one() => Assert.Equal(["007", "08"], Names("08", "007"));

    [Fact]
    public void Point_nought_is_left_out() => Assert.Equal(["0", "1"], Names("1.0", "0.0"));

    [Theory]
    [InlineData("0.5", "1", "0.5", "2"), InlineData("4.5", "0.5", "0.5", "0.5"), InlineData("0,5", "1,5", "0,5", "1"), InlineData("-1.5", "1e-2", "3", "4")]
    public void Numbers_with_decimals_are_refused_as_scores(params string[] labels) =>
        Refused.With(() => Names(labels), $"{labels.Distinct().Count()} classes for 4 texts", "are they scores?");

    [Fact]
    public void Unless_they_are_named_as_classes() => Assert.Equal(["0.5", "1"], Of(["0.5", "1", "0.5"], "0.5", "1").Names);

    [Fact]
    public void A_number_among_names_is_a_name() => Assert.Equal(["1.5", "film", "play"], Names("play", "1.5", "film", "1.5"));

    [Theory]
    [InlineData("nan"), InlineData("NaN"), InlineData("None"), InlineData("null"), InlineData("N/A"), InlineData("-"), InlineData("?")]
    [InlineData("true"), InlineData("Infinity"), InlineData("-inf")]
    public void What_is_missing_among_numbers_is_refused(string label) =>
        Refused.With(() => Names("0", "1", label, "0"), "place 2", $"'{label}'", "is it missing?");

    [Fact]
    public void None_among_names_is_a_name() => Assert.Equal(["none", "spam"], Names("none", "spam"));

    [Theory]
    [InlineData("nan"), InlineData("NaN"), InlineData("<NA>"), InlineData("null")]
    public void What_programs_write_for_a_missing_name_is_refused(string label)
    {
        Refused.With(() => Names("spam", label, "ham"), "place 1", $"'{label}'", "as programs write a missing one");
        Assert.Equal(3, Of(["spam", label, "ham"], "spam", "ham", label).Names.Count);
    }

    [Theory]
    [InlineData("caf\u00e9", "cafe\u0301"), InlineData("\u00c5ngstr\u00f6m", "A\u030angstro\u0308m")]
    public void Accents_of_their_own_and_upon_letters_are_refused(string one, string other)
    {
        Refused.With(() => Names("neg", one, other), $"'{one}'", $"'{other}'", "differ in how accents are written alone");
        Assert.Equal(3, Of(["neg", one, other], "neg", one, other).Names.Count);
    }

    [Theory]
    [InlineData("caf\u00e9", "caf\u00e8"), InlineData("caf\u00e9", "cafe"), InlineData("cafe\u0301", "cafe\u0300"), InlineData("\u597d", "\u574f")]
    public void Letters_that_differ_stay_apart(string one, string other) => Assert.Equal(2, Names(one, other).Count);

    [Theory]
    [InlineData("Pos", "pos"), InlineData("very good", "very  good"), InlineData("pos", "p\u00ados"), InlineData("pos", "\uff50\uff4f\uff53")]
    public void Labels_that_look_alike_are_refused(string one, string other)
    {
        Refused.With(() => Names("neg", one, other), $"'{one}'", "differ in case, width, blanks or invisible letters alone");
        Assert.Equal(3, Of(["neg", one, other], "neg", one, other).Names.Count);
    }

    [Fact]
    public void Blanks_around_do_not_count_and_are_told()
    {
        var classes = Of(["pos ", "neg", " pos", "neg"]);
        Assert.Equal(["neg", "pos"], classes.Names);
        Assert.Equal(["2 labels have blanks around, which do not count."], classes.Notes);
    }

    [Theory]
    [InlineData("[1, 0, 0]", "an array"), InlineData("[]", "an array"), InlineData("{\"fun\": 0}", "an object"), InlineData("['a', 'b']", "an array")]
    [InlineData("{'fun'}", "an object"), InlineData("('a', 'b')", "an array"), InlineData("[\"a\"]", "an array")]
    public void Lists_and_objects_are_refused_with_their_place(string label, string kind) =>
        Refused.With(() => Names("a", label, "b"), "place 1", $"expected one label, found {kind}", "several labels per text are not supported");

    [Theory]
    [InlineData("[neutral]"), InlineData("(other)"), InlineData("{x}"), InlineData("[")]
    public void Brackets_alone_make_no_list(string label) => Assert.Contains(label, Names("a", label));

    [Fact]
    public void As_many_classes_as_texts_are_refused() =>
        Refused.With(() => Names([.. Enumerable.Range(0, 12).Select(i => $"text {i}")]), "12 classes for 12 texts", "the column of the labels?");

    [Fact]
    public void Many_classes_of_few_texts_are_told() =>
        Assert.Contains("30 classes for 90 texts: few texts teach one class.", Of([.. Enumerable.Range(0, 90).Select(i => $"{i % 30}")]).Notes);

    [Fact]
    public void Ten_thousand_classes_are_taken()
    {
        var classes = Of([.. Enumerable.Range(0, 30_000).Select(i => $"class {i % 10_000}")]);
        Assert.Equal(10_000, classes.Names.Count);
    }

    [Fact]
    public void Chosen_names_are_the_data_s_own_in_another_order()
    {
        var classes = Of(["neg", "pos"], "Pos", "neg");
        Assert.Equal([1, 0], Texts("neg", "pos").Select(text => classes[text]));
        Assert.Equal(["pos", "neg"], classes.Own);
    }

    [Fact]
    public void Or_one_for_each_number_by_size()
    {
        var classes = Of(["10", "9", "10"], "nine", "ten");
        Assert.Equal([1, 0, 1], Texts("10", "9", "10").Select(text => classes[text]));
        Assert.Equal(["The classes are named 9 = nine, 10 = ten."], classes.Notes);
        Assert.Equal([1, 0], Texts("True", "False").Select(text => Of(["True", "False"], "no", "yes")[text]));
    }

    [Fact]
    public void Other_names_than_the_data_s_are_refused()
    {
        Refused.With(() => Of(["neg", "pos"], "good", "bad"), "neg, pos", "good, bad", "the order of letters says nothing");
        Refused.With(() => Of(["neg", "pos"], "neg"), "1 name given for 2 classes", "neg, pos");
        Refused.With(() => Of(["neg", "pos"], "neg", "neg"), "a name of its own for each class");
    }

    private static IReadOnlyList<string> Names(params string[] labels) => Of(labels).Names;

    private static DataClasses Of(string[] labels, params string[] chosen) => DataClasses.Of(Texts(labels), "the texts", chosen.Length == 0 ? null : chosen);

    private static LabelledText[] Texts(params string[] labels) => [.. labels.Select((label, i) => new LabelledText($"he {i}", label, $"place {i}"))];
}
