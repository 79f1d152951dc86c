namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// One text, and what a model says of its class as tokens are hidden. Measures know a model as this alone, so that they can be tried on a
/// made-up game whose answers are whole numbers.
/// </summary>
public interface ITextGame
{
    /// <summary>Places that may be hidden, ascending: all but <c>&lt;s&gt;</c>, <c>&lt;/s&gt;</c> and <c>&lt;pad&gt;</c>; M of them.</summary>
    IReadOnlyList<int> Inner { get; }

    /// <summary>The answers with each of some sets of places hidden, in order.</summary>
    /// <param name="hidden">Sets of inner places, in any order; the empty set is the text as it is.</param>
    Answer[] Hidden(IReadOnlyList<IReadOnlyCollection<int>> hidden);
}

/// <summary>What measures ask of every game.</summary>
public static class TextGames
{
    /// <summary>The answer to the whole text.</summary>
    public static Answer Whole(this ITextGame game)
    {
        ArgumentNullException.ThrowIfNull(game);
        return game.Hidden([[]])[0];
    }

    /// <summary>The answers with the first k places of a ranking hidden, for each k.</summary>
    public static Answer[] HiddenFirst(this ITextGame game, int[] ranking, IEnumerable<int> counts)
    {
        ArgumentNullException.ThrowIfNull(game);
        return game.Hidden([.. counts.Select(k => ranking[..k])]);
    }

    /// <summary>The answers with all places hidden but the first k of a ranking, for each k.</summary>
    public static Answer[] ShownFirst(this ITextGame game, int[] ranking, IEnumerable<int> counts)
    {
        ArgumentNullException.ThrowIfNull(game);
        return game.Hidden([.. counts.Select(k => ranking[k..])]);
    }
}
