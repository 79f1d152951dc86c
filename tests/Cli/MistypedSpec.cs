using PureSaliency.Cli.Commands;

namespace PureSaliency.Tests.Cli;

public sealed class MistypedSpec
{
    [Theory]
    [InlineData("exlpain x", "error: There is no command 'exlpain'; did you mean explain?")]
    [InlineData("fine-tune --data x", "error: There is no command 'fine-tune'; did you mean finetune?")]
    [InlineData("frobnicate", "error: There is no command 'frobnicate'; expected one of explain, predict, info, verify, trace, ")]
    [InlineData("explain x --formt json", "error: explain has no option '--formt'; did you mean --format?")]
    [InlineData("explain --metod grad-cam x", "error: explain has no option '--metod'; did you mean --method?")]
    [InlineData("explain --input a.txt --resum", "error: explain has no option '--resum'; did you mean --resume?")]
    [InlineData("explain x --formt=json", "error: explain has no option '--formt'; did you mean --format?")]
    [InlineData("explain x --frobnicate 1", "error: explain has no option '--frobnicate'; --help lists them.")]
    [InlineData("explain x --hlep", "error: explain has no option '--hlep'; did you mean --help?")]
    [InlineData("explain a warm film", "error: explain: 'warm' is one argument too many; a text of several words stands in quotes.")]
    [InlineData("info --tensor", "error: info has no option '--tensor'; did you mean --tensors?")]
    [InlineData("verify --tokeniser x", "error: verify has no option '--tokeniser'; did you mean --tokenizer?")]
    [InlineData("pretrain --text a.txt --otput x", "error: pretrain has no option '--otput'; did you mean --output?")]
    [InlineData("--verison", "error: There is no option '--verison'; did you mean --version?")]
    public void The_nearest_is_named(string line, string sentence)
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run(line.Split(' ')));
        Assert.StartsWith(sentence, cli.Error);
        Assert.Single(cli.Error.TrimEnd().Split('\n'));
        Assert.Equal("", cli.Output);
    }

    [Fact]
    public void A_text_behind_two_dashes_may_look_like_an_option()
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", "--format", "json", "--", "--formt"));
        Assert.Equal("--formt", cli.Asked[0].Text);
    }

    [Theory]
    [InlineData("- not bad -")]
    [InlineData("-5 degrees")]
    [InlineData("-")]
    public void So_may_one_that_no_option_is_called(string text)
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", text));
        Assert.Equal(text, cli.Asked[0].Text);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("formt", "format", 1)]
    [InlineData("exlpain", "explain", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distances_count_letters(string a, string b, int distance) =>
        Assert.Equal((distance, distance), (Mistyped.Distance(a, b), Mistyped.Distance(b, a)));
}
