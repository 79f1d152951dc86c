using PureSaliency.Tests.Saliency;

namespace PureSaliency.Tests.Cli;

/// <summary>The study from the command line: same seed, same bytes; stopped and resumed, same bytes; bad data in sentences.</summary>
public sealed class StudySpec : IDisposable
{
    private const string Data = "text\tlabel\trationale\nthe hedge hog\t0\t[0,1,0.5]\na hog\t1\t[0,1]\nhe he he\t2\t\na hedge\tLABEL_1\t[1,0]\n";
    private static readonly string[] Timed = ["times.json", "times.jsonl", "written.json"];
    private readonly MadeModel model = new(positions: 24);
    private readonly Harness harness = new();
    private readonly string classifier, head;

    public StudySpec() => (classifier, head) = (model.Write(), model.Head.Write());

    public void Dispose()
    {
        harness.Dispose();
        model.Dispose();
    }

    private int Study(string data, string output, params string[] more) => harness.Run(["study", "--model", classifier, "--lm", head, "--data", data,
        "--methods", "random,grad-x-input,decoded-grad-cam,lime:samples=10", "--measures", "all", "--costly-limit", "2", "--resamples", "50", "--output", output, .. more]);

    private static Dictionary<string, string> Results(string folder) => Directory.GetFiles(folder).Where(file => !Timed.Contains(Path.GetFileName(file)))
        .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file)));

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_a_stopped_study_ends_in_those_of_a_whole_one()
    {
        string data = harness.Write("data.tsv", Data), one = harness.Place("one"), other = harness.Place("other"), third = harness.Place("third");
        Assert.Equal(0, Study(data, one));
        Assert.Equal("", harness.Error);
        Assert.Equal(0, Study(data, other));
        var whole = Results(one);
        Assert.Equal(whole, Results(other));
        Assert.Empty(new[] { "study.json", "tables.md", "study.html", "rows.jsonl", "cascade.jsonl", "hiding.svg", "cost.svg" }.Except(whole.Keys));
        // Wherever a run was killed: within a row, after one, within the cascade.
        foreach (var (rows, cascade) in new[] { (0.3, 0.0), (0.62, 0.0), (1.0, 0.4), (1.0, 1.0) })
        {
            Directory.CreateDirectory(third);
            Part("rows.jsonl", rows);
            Part("cascade.jsonl", cascade);
            Assert.Equal(0, Study(data, third, "--resume"));
            Assert.Equal(whole, Results(third));
            Directory.Delete(third, recursive: true);
        }

        void Part(string name, double share)
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(one, name));
            if (share > 0) File.WriteAllBytes(Path.Combine(third, name), bytes[..(int)(share * bytes.Length)]);
        }
    }

    [Fact]
    public void A_study_that_is_whole_can_be_asked_for_again()
    {
        string data = harness.Write("data.tsv", Data), folder = harness.Place("study");
        Assert.Equal(0, Study(data, folder));
        var whole = Results(folder);
        Assert.Equal(0, Study(data, folder, "--resume"));
        Assert.Equal(whole, Results(folder));
    }

    [Fact]
    public void What_is_in_the_way_stays_and_is_told()
    {
        string data = harness.Write("data.tsv", Data), folder = harness.Place("study");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "mine.txt"), "mine");
        Assert.Equal(2, Study(data, folder));
        Assert.Contains("the folder is not empty: name another one, or --resume the study that it holds.", harness.Error);
        Assert.Equal(2, Study(data, folder, "--resume"));
        Assert.Contains("there is no study to resume: expected a file rows.jsonl in the folder.", harness.Error);
        Assert.Equal(2, Study(data, Path.Combine(folder, "mine.txt")));
        Assert.Contains("expected a folder, found a file.", harness.Error);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder, "mine.txt")));
    }

    [Fact]
    public void A_file_that_is_not_the_studys_is_not_written_over()
    {
        string data = harness.Write("data.tsv", Data), folder = harness.Place("study");
        Assert.Equal(0, Study(data, folder));
        File.WriteAllText(Path.Combine(folder, "tables.md"), "mine");
        Assert.Equal(2, Study(data, folder, "--resume"));
        Assert.Contains("tables.md' is not of this study, or was changed since, and would be lost; move it away first.", harness.Error);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder, "tables.md")));
    }

    [Fact]
    public void Another_study_is_not_gone_on_with()
    {
        string data = harness.Write("data.tsv", Data), folder = harness.Place("study");
        Assert.Equal(0, Study(data, folder));
        Assert.Equal(2, Study(data, folder, "--resume", "--seed", "2"));
        Assert.Contains("it holds a study of other seed. Give those, or name another folder.", harness.Error);
        Assert.Equal(2, Study(harness.Write("other.tsv", Data.Replace("hog", "dog")), folder, "--resume"));
        Assert.Contains("other data, dataSha256.", harness.Error);
    }

    [Fact]
    public void Rows_that_cannot_be_used_are_told_with_their_line_and_the_others_are_measured()
    {
        string data = harness.Write("data.tsv", "\uFEFFtext\tlabel\trationale\nthe hedge hog\t0\t[0,1,0.5]\n\t1\t[]\na hog\tdog\t[0,1]\na hog\t1\t[0]\na hog\t1\t[0,2]\n"
            + "a hog\t1\tyes\na hedge\t1\t[1,0]\n" + new string('h', 100_000) + "\t1\t\n");
        Assert.True(Study(data, harness.Place("study")) == 0, harness.Error);
        foreach (string told in new[]
        {
            "line 3: the text is empty.", "line 4: the label is 'dog', expected one of LABEL_0, LABEL_1, LABEL_2.", "line 5: expected 2 marks, one for each word; found 1.",
            "line 6: expected a list of numbers from 0 to 1, one per word, as [0, 1, 0.5]; found '[0,2]'.", "line 7: expected a list of numbers from 0 to 1",
        })
            Assert.Contains(told, harness.Error);
        Assert.Contains("of them cut to what the model reads", harness.Output);
        Assert.DoesNotContain("Exception", harness.Error);
    }

    [Theory]
    [InlineData("text\n", "expected texts; found none that can be used.")]
    [InlineData("text\nhog\nh\0g\n", "line 3: expected text; found a NUL byte")]
    [InlineData("words\nhog\n", "there is no column 'text'; its columns are 'words'.")]
    [InlineData("text\tlabel\nhog\t7\nhe\t8\n", "has the labels 7, 8; the model's classes are LABEL_0, LABEL_1, LABEL_2")]
    public void Data_that_cannot_be_used_at_all_are_refused(string content, string told)
    {
        Assert.Equal(2, Study(harness.Write("data.tsv", content), harness.Place("study")));
        Assert.True(harness.Error.Contains(told), harness.Error);
        Assert.False(Directory.Exists(harness.Place("study")));
    }

    [Theory]
    [InlineData("--methods", "lrp,lrp", "expected each method once; found 'lrp' twice.")]
    [InlineData("--methods", "lrq", "There is no method 'lrq'")]
    [InlineData("--methods", ",", "expected a list with commas between; found nothing.")]
    [InlineData("--measures", "beauty", "there is no measure 'beauty', expected all, or some of hiding, revealing,")]
    [InlineData("--layers", "99", "layer is 99, expected 0 to")]
    [InlineData("--removal", "burn", "--removal: expected one of mask, pad, delete; found 'burn'.")]
    public void Plans_that_make_no_sense_are_refused(string option, string value, string told)
    {
        Assert.Equal(2, harness.Run("study", "--model", classifier, "--lm", head, "--data", harness.Write("data.tsv", Data), "--output", harness.Place("study"), option, value));
        Assert.Contains(told, harness.Error);
    }

    [Fact]
    public void A_number_has_no_probability_to_be_followed()
    {
        using var regression = new MadeModel(classes: 1).With("problem_type", "\"regression\"");
        Assert.Equal(2, harness.Run("study", "--model", regression.Write(), "--data", harness.Write("data.txt", "hog\n"), "--methods", "random", "--output", harness.Place("study")));
        Assert.Contains("the model gives numbers and no probabilities", harness.Error);
    }

    [Fact]
    public void The_screen_shows_methods_with_their_means_and_says_where_the_rest_is()
    {
        Assert.Equal(0, Study(harness.Write("data.tsv", Data), harness.Place("study")));
        Assert.Contains("4 texts of ", harness.Output);
        Assert.Matches(@"decoded-grad-cam @ \d +[01]\.\d{3} ± \d\.\d{3}", harness.Output);
        Assert.Contains("study.html, tables.md, study.json", harness.Output);
    }
}
