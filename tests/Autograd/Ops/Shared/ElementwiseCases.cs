using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Autograd.Ops;

/// <summary>Cases of operations that treat every element alike.</summary>
internal static class ElementwiseCases
{
    public static IEnumerable<OpCase> Of(ISubject subject)
    {
        yield return Case(subject, 1, 1, 1);
        yield return Case(subject, 1, 5, 3);
        yield return Case(subject, 7, 33, 3);
        yield return Case(subject, 19, 48, 6);
        yield return Case(subject, 65, 100, 2);
        yield return new("around 0", subject, Values.Of(new(7), 0, 1e-30, -1e-30, 1e-6, -1e-6, 0.25, -0.25));
    }

    public static IEnumerable<Shape[]> Misfits => [[new(2, 3), new(2, 3)]];

    private static OpCase Case(ISubject subject, int rows, int width, double scale)
    {
        var x = Values.Random(new(rows, width), rows, scale);
        return new($"({rows}, {width}) within ±{scale}", subject, x)
        {
            Parts = [.. Cuts.Of(rows).Select(cut =>
                new Part(new(cut.Name, subject, x.RowsOf(cut.Begin, cut.End)), cut.Begin * width, cut.Begin * width))],
        };
    }
}
