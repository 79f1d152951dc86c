using System.Text.Json;
using PureSaliency.Cli.Reports;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Training;
using PureSaliency.Tests.Saliency.Report;

namespace PureSaliency.Tests.Cli;

/// <summary>Evaluations as JSON against their published schema.</summary>
public sealed class EvaluationSchemaSpec
{
    private static readonly PublishedSchema Published = new("evaluation.schema.json");
    private static readonly LabelledText[] Texts = [new("a film", "no", "x, line 2") { Row = 1, Line = 2 }, new("a play", "yes", "x, line 3") { Row = 2, Line = 3 }];
    private static readonly EvaluationDocument Bare = EvaluationDocument.Of("folder/dev.csv", "mini", new(0.5, new Dictionary<string, double> { ["accuracy"] = 0.5 }));

    [Fact]
    public void What_is_written_obeys_the_schema_which_promises_nothing_else()
    {
        var written = new HashSet<string>();
        foreach (var (document, errors) in new[] { Of(Classes(), OutputKind.ExclusiveClasses), Of(Values(), OutputKind.Value), (Bare, []) })
        {
            using var json = JsonDocument.Parse(EvaluationJson.Write(document, indented: false));
            Published.Check(json.RootElement);
            PublishedSchema.Collect(json.RootElement, written);
            Assert.Equal("dev.csv", json.RootElement.GetProperty("data").GetString());
            foreach (var error in errors)
                Published.Check(JsonDocument.Parse(EvaluationJson.Write(EvaluationErrorRow.Of(error))).RootElement, "error");
        }
        Assert.Empty(Published.Promised.Except(written));
    }

    [Fact]
    public void No_more_errors_are_listed_than_were_asked_for()
    {
        var found = Found(Classes());
        Assert.Null(Bare.With(OutputKind.ExclusiveClasses, found, null).Errors);
        Assert.Empty(Bare.With(OutputKind.ExclusiveClasses, found, 0).Errors!);
        Assert.Equal("a film", Assert.Single(Bare.With(OutputKind.ExclusiveClasses, found, 1).Errors!).Text);
        Assert.Equal([[0L, 1L, 0L], [1L, 0L, 0L], [0L, 0L, 0L]], Bare.With(OutputKind.ExclusiveClasses, found, 1).Confusion!);
    }

    private static (EvaluationDocument, IReadOnlyList<EvaluationError>) Of(EvaluationDetails details, OutputKind outputs) =>
        (Bare.With(outputs, Found(details), 5), details.Errors);

    private static EvaluationDetails Classes() => EvaluationDetails.OfClasses(Texts, ["no", "yes", "perhaps"], [0, 1], [(1, 0.75), (0, 0.6)]);

    private static EvaluationDetails Values() => EvaluationDetails.OfValues(Texts, [1, 2], [3, 2.5]);

    private static LabelledEvaluation Found(EvaluationDetails details) => new(new(0, Bare.Metrics), "no = 0 (no)", ["A note."], details);
}
