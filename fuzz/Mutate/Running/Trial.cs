namespace PureSaliency.Mutate.Running;

/// <summary>Which tests reach which mutants, and how long they take without any.</summary>
/// <param name="Tests">By test: milliseconds of the processor and of the clock, and the mutants reached.</param>
internal sealed record Coverage(Dictionary<Test, (long Processor, long Wall, int[] Reached)> Tests)
{
    /// <summary>The tests that reach a mutant, the quickest first.</summary>
    public Test[] Reaching(int mutant) => Reaching(reached => Array.BinarySearch(reached, mutant) >= 0);

    /// <summary>The tests that reach any of them.</summary>
    public Test[] ReachingAny(IReadOnlySet<int> mutants) => Reaching(reached => Array.Exists(reached, mutants.Contains));

    private Test[] Reaching(Predicate<int[]> reaches) =>
    [
        .. from test in Tests
           where reaches(test.Value.Reached)
           orderby test.Value.Wall, test.Key.Name
           select test.Key,
    ];

    /// <summary>What a test may take with a mutant alive.</summary>
    public Limits Limits(Test test)
    {
        var (processor, wall, _) = Tests[test];
        return new(TimeSpan.FromMilliseconds(8000 + 6 * processor), TimeSpan.FromMilliseconds(60000 + 20 * wall));
    }
}

/// <summary>Tries one mutant after the other.</summary>
/// <param name="host">The process with the tests.</param>
/// <param name="coverage">What they reach.</param>
/// <param name="neighbours">All mutants of a mutant's file.</param>
internal sealed class Trial(HostLink host, Coverage coverage, Func<int, IReadOnlySet<int>> neighbours)
{
    /// <summary>
    /// Runs the tests that reach it. A test that fails must pass again once the mutant is dead, else it was what an earlier mutant left
    /// behind; whoever survives must do so in a new process, for what is made once may have been made before.
    /// </summary>
    public (Fate Fate, string By) Try(int mutant)
    {
        Test[] tests = coverage.Reaching(mutant);
        var (fate, by) = tests.Length == 0 ? (Fate.Unreached, "") : Try(mutant, tests);
        return tests.Length > 1 || fate is not (Fate.Survived or Fate.Unreached) ? (fate, by) : FromTheStart(mutant, fate);
    }

    private (Fate Fate, string By) Try(int mutant, Test[] tests)
    {
        if (!host.IsFresh)
        {
            var (fate, by, test) = Once(mutant, tests);
            if (fate == Fate.Killed && IsClean(test!)) return (fate, by);
            host.Restart();
        }
        var (final, name, failed) = Once(mutant, tests);
        if (final == Fate.Killed && !IsClean(failed!)) host.Restart();
        return (final, name);
    }

    // What is made once for all is made by one test, or while tests are looked for: all that reach the file see it then.
    private (Fate Fate, string By) FromTheStart(int mutant, Fate seen)
    {
        host.Restart(mutant);
        Test[] tests = [.. coverage.ReachingAny(neighbours(mutant)).Where(host.Tests.Contains)];
        var (fate, by, test) = tests.Length > 0 ? Once(mutant, tests) : (seen, "", null);
        host.Restart();
        return fate is Fate.Survived or Fate.Unreached || (fate == Fate.Killed && !IsClean(test!)) ? (seen, "") : (fate, by);
    }

    private (Fate Fate, string By, Test? Test) Once(int mutant, Test[] tests)
    {
        int next = 0;
        foreach (var verdict in host.Run(mutant, null, tests, coverage.Limits))
        {
            if (verdict is null)
            {
                host.Restart();
                return (Fate.Stopped, tests[next].Name, tests[next]);
            }
            if (!verdict.Passed) return (Fate.Killed, verdict.Test.Name, verdict.Test);
            next++;
        }
        return (Fate.Survived, "", null);
    }

    private bool IsClean(Test test) => host.Run(0, null, [test], coverage.Limits).All(verdict => verdict is { Passed: true });
}
