namespace PureSaliency.Mutate.Running;

/// <summary>Which tests reach which mutants, and how long they take without any.</summary>
/// <param name="Tests">By test: milliseconds of the processor and of the clock, and the mutants reached.</param>
internal sealed record Coverage(Dictionary<Test, (long Processor, long Wall, int[] Reached)> Tests)
{
    /// <summary>The tests that reach a mutant, the quickest first.</summary>
    public Test[] Reaching(int mutant) =>
    [
        .. from test in Tests
           where Array.BinarySearch(test.Value.Reached, mutant) >= 0
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
internal sealed class Trial(HostLink host, Coverage coverage)
{
    /// <summary>
    /// Runs the tests that reach it. A test that fails must pass again once the mutant is dead, else it was what an earlier mutant left
    /// behind; whoever survives must do so in a new process, for what is made once may have been made before.
    /// </summary>
    public (Fate Fate, string By) Try(int mutant)
    {
        Test[] tests = coverage.Reaching(mutant);
        if (tests.Length == 0) return (Fate.Unreached, "");
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
