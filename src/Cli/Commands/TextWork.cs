using PureSaliency.Cli.Inputs;
using PureSaliency.Saliency;

namespace PureSaliency.Cli.Commands;

/// <summary>What a run does with texts.</summary>
/// <param name="Verb">Its name.</param>
/// <param name="One">Does it with one.</param>
/// <param name="Many">Does it with each record, in order; a refused record is a failure in its place.</param>
/// <param name="Tokens">How many tokens a text had.</param>
internal sealed record TextWork<T>(
    Verb Verb, Func<string, IProgress<TextProgress>, T> One, Func<IEnumerable<TextRecord>, IProgress<TextProgress>, IEnumerable<Answered<T>>> Many,
    Func<T, int> Tokens) where T : class
{
    /// <summary>What is wrong with a result that is written all the same; null if nothing is.</summary>
    public Func<T, string?> Wrong { get; init; } = _ => null;
}
