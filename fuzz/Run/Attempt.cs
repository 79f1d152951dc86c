namespace PureSaliency.Fuzz.Run;

/// <summary>A file of a folder, named with slashes.</summary>
internal sealed record FileContent(string Name, byte[] Bytes);

/// <summary>Damaged files, and how they are read.</summary>
/// <param name="Reader">Who reads: a class of the library or a command.</param>
/// <param name="Done">What was done to the files.</param>
/// <param name="Files">All files of the folder.</param>
/// <param name="Read">
/// Reads the folder; what comes back stands for what was read, and is the same for the same. Throws an InputException where the
/// files are refused and a <see cref="BrokenRuleException"/> where the answer breaks a rule.
/// </param>
internal sealed record Attempt(string Reader, string Done, IReadOnlyList<FileContent> Files, Func<string, int> Read)
{
    /// <summary>Whether reading changes the folder, so that it is cleaned afterwards.</summary>
    public bool Writes { get; init; }

    /// <summary>The most bytes that reading may allocate, one after the other.</summary>
    public long Most => Writes ? 8 * Judge.MostAllocated : Judge.MostAllocated;
}

/// <summary>A kind of files.</summary>
internal abstract class Family
{
    public abstract string Name { get; }

    /// <summary>Damages something as the dice say.</summary>
    public abstract Attempt Make(Dice dice);
}

/// <summary>An answer that breaks a rule.</summary>
internal sealed class BrokenRuleException(string rule, string found) : Exception($"{rule}: {found}")
{
    /// <summary>The rule, the same for all that break it.</summary>
    public string Rule { get; } = rule;

    public static void Unless(bool holds, string rule, string found)
    {
        if (!holds)
            throw new BrokenRuleException(rule, found);
    }
}
