using System.Diagnostics;
using System.Globalization;
using PureSaliency.Tensors;

namespace PureSaliency.Fuzz.Run;

internal enum Verdict
{
    Accepted,
    Refused,
    Failed,
}

/// <summary>How one file was taken.</summary>
/// <param name="Signature">The same for failures of one cause.</param>
/// <param name="Told">The sentence of a refusal, or what went wrong.</param>
internal sealed record Outcome(Verdict Verdict, string Signature, string Told, double Milliseconds, long Allocated);

/// <summary>Holds the rules against one file: read right or refused in a sentence, twice the same, in bounded memory.</summary>
internal static class Judge
{
    /// <summary>What one file of some KiB may make a reader allocate.</summary>
    public const long MostAllocated = 256L << 20;

    /// <param name="attempt">The files and their reader.</param>
    /// <param name="place">Where they are put.</param>
    /// <param name="again">Whether they are read a second time.</param>
    public static Outcome Try(Attempt attempt, Workplace place, bool again)
    {
        var clock = Stopwatch.StartNew();
        place.Fill(attempt.Files);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var first = Once(attempt, place.Folder);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var outcome = first.Verdict == Verdict.Failed || !again ? first : Compared(first, attempt, place);
        if (outcome.Verdict != Verdict.Failed && allocated > attempt.Most)
            outcome = Failure("memory", $"{allocated >> 20} MiB were allocated, at most {attempt.Most >> 20} are right.");
        if (attempt.Writes)
            place.Clean();
        return outcome with { Milliseconds = clock.Elapsed.TotalMilliseconds, Allocated = allocated };
    }

    private static Outcome Compared(Outcome first, Attempt attempt, Workplace place)
    {
        if (attempt.Writes)
        {
            place.Clean();
            place.Fill(attempt.Files);
        }
        var second = Once(attempt, place.Folder);
        return second == first || second.Verdict == Verdict.Failed ? second
            : Failure("twice the same", $"first {first.Verdict}: {first.Told}; then {second.Verdict}: {second.Told}");
    }

    private static Outcome Once(Attempt attempt, string folder)
    {
        try
        {
            return new(Verdict.Accepted, "", attempt.Read(folder).ToString(CultureInfo.InvariantCulture), 0, 0);
        }
        catch (InputException refusal)
        {
            return Sentence(refusal.Message) is { } problem ? Failure($"sentence: {problem}", refusal.Message)
                : new(Verdict.Refused, "", refusal.Message, 0, 0);
        }
        catch (BrokenRuleException broken)
        {
            return Failure(broken.Rule, broken.Message);
        }
#pragma warning disable CA1031 // whatever it is, it is what we look for
        catch (Exception other)
#pragma warning restore CA1031
        {
            return Failure($"{other.GetType().Name} in {Where(other)}", other.ToString());
        }
    }

    /// <summary>What is wrong with a sentence for the user; null if nothing is.</summary>
    public static string? Sentence(string message) =>
        string.IsNullOrWhiteSpace(message) ? "empty"
        : Visible.FirstHidden(message) is { } hidden ? $"holds U+{hidden:X4}"
        : null;

    private static Outcome Failure(string signature, string told) => new(Verdict.Failed, signature, told, 0, 0);

    // The innermost method of ours.
    private static string Where(Exception problem)
    {
        var method = new StackTrace(problem).GetFrames().Select(frame => frame.GetMethod())
            .FirstOrDefault(method => method?.DeclaringType?.FullName?.StartsWith("PureSaliency", StringComparison.Ordinal) == true);
        return method is null ? "?" : $"{method.DeclaringType!.Name}.{method.Name}";
    }
}
