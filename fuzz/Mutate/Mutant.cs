using System.Text.Json.Serialization;

namespace PureSaliency.Mutate;

/// <summary>How a mutant k stands in the rewritten source.</summary>
internal enum Form
{
    /// <summary>(k ? mutated : original).</summary>
    Replace,

    /// <summary>(k || original): the condition holds. What the original declares stays declared.</summary>
    Holds,

    /// <summary>(!k &amp;&amp; original): the condition does not hold.</summary>
    Fails,

    /// <summary>(k ^ original).</summary>
    Negate,

    /// <summary>{ if (!k) original }: the statement is left out.</summary>
    Omit,

    /// <summary>{ if (k) mutated else original }.</summary>
    Instead,

    /// <summary>_ = (k ? mutated : original), where only a statement may stand.</summary>
    Discard,
}

/// <summary>One change of one place of the source.</summary>
/// <param name="File">Relative to the repository, with slashes.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Member">Type and member.</param>
/// <param name="Operator">What kind of change.</param>
/// <param name="Original">The source there, on one line.</param>
/// <param name="Mutated">What stands there instead.</param>
/// <param name="Ordinal">Which of several that are equal in all of this but the line.</param>
internal sealed record Mutant(string File, int Line, string Member, string Operator, string Original, string Mutated, int Ordinal)
{
    /// <summary>What stays the same when other code changes.</summary>
    [JsonIgnore]
    public string Key => $"{File} {Member}: {Original} → {Mutated}{(Ordinal == 0 ? "" : $" #{Ordinal + 1}")}";

    /// <summary>The change, for people.</summary>
    public override string ToString() => $"{File}:{Line} {Member}: {Original} → {Mutated} ({Operator})";
}
