using System.Diagnostics;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace PureSaliency.Mutate.Running;

/// <summary>
/// Runs tests in the process that holds the mutated assemblies: one line in, "mutant record tests…", and one line out per test,
/// until one fails. What is alive changes without a build or a start.
/// </summary>
internal static class Host
{
    private static readonly string[] Names =
        [.. Workplace.Projects.Select(name => name == "Cli" ? "puresaliency" : $"PureSaliency.{name}")];

    /// <summary>Serves the process at the other end of a socket until it hangs up; a mutant may live from the start.</summary>
    public static int Serve(string address, string mutant)
    {
        // A test may write to the console as it likes: what is said here goes another way.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(address));
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true };
        var switches = Names.Select(name => Assembly.Load(name).GetType("MutantSwitch")).OfType<Type>().ToArray();
        Activate(switches, mutant);
        var assembly = Assembly.Load("PureSaliency.Tests");
        using var framework = new XunitTestFramework(new Silence());
        var tests = Discover(framework, assembly);
        foreach (var test in tests) writer.WriteLine($"{test.TestMethod.TestClass.Class.Name}\t{OneLine(test.DisplayName)}");
        writer.WriteLine();
        using var executor = framework.GetExecutor(assembly.GetName());
        while (reader.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            Activate(switches, words[0]);
            foreach (string word in words[2..])
                if (!RunOne(writer, executor, switches, tests, int.Parse(word), words[1])) break;
            Activate(switches, mutant);
            writer.WriteLine("end");
        }
        return 0;
    }

    private static bool RunOne(
        TextWriter writer, ITestFrameworkExecutor executor, Type[] switches, ITestCase[] tests, int test, string record)
    {
        var reached = record == "-" ? null : new byte[int.Parse(record) + 1];
        foreach (var one in switches) one.GetField("Reached")!.SetValue(null, reached);
        string file = Path.Combine(Path.GetTempPath(), "reached");
        Environment.SetEnvironmentVariable("PURESALIENCY_REACHED", reached is null ? null : file);
        File.Delete(file);
        writer.WriteLine($"start\t{test}");
        using var process = Process.GetCurrentProcess();
        var (wall, cpu) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        using var sink = new Outcome();
        executor.RunTests([tests[test]], sink, new Settings());
        sink.Done.Wait();
        process.Refresh();
        if (reached is not null && File.Exists(file))
            foreach (string id in File.ReadLines(file)) reached[int.Parse(id)] = 1;
        string ids = reached is null ? "" : string.Join(',', Enumerable.Range(0, reached.Length).Where(id => reached[id] != 0));
        writer.WriteLine(string.Join('\t', sink.Failure is null ? "passed" : "failed", test,
            (long)Stopwatch.GetElapsedTime(wall).TotalMilliseconds, (long)(process.TotalProcessorTime - cpu).TotalMilliseconds, ids,
            OneLine(sink.Failure ?? "")));
        return sink.Failure is null;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Replace('\t', ' ');

    private static void Activate(Type[] switches, string mutant)
    {
        // Processes that tests start read it from the environment.
        Environment.SetEnvironmentVariable("PURESALIENCY_MUTANT", mutant);
        foreach (var one in switches) one.GetField("Active")!.SetValue(null, int.Parse(mutant));
    }

    private static ITestCase[] Discover(XunitTestFramework framework, Assembly assembly)
    {
        using var discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
        using var sink = new Found();
        discoverer.Find(false, sink, new Settings());
        sink.Done.Wait();
        return [.. sink.Tests.OrderBy(test => test.TestMethod.TestClass.Class.Name, StringComparer.Ordinal)
            .ThenBy(test => test.DisplayName, StringComparer.Ordinal).ThenBy(test => test.UniqueID, StringComparer.Ordinal)];
    }

    private sealed class Settings : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object?> values = new()
        {
            ["xunit.discovery.PreEnumerateTheories"] = true,
            ["xunit.execution.DisableParallelization"] = true,
            ["xunit.execution.SynchronousMessageReporting"] = true,
        };

        public TValue GetValue<TValue>(string name) => values.TryGetValue(name, out object? value) ? (TValue)value! : default!;

        public void SetValue<TValue>(string name, TValue value) => values[name] = value;
    }

    private sealed class Silence : IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => true;
    }

    private sealed class Found : IMessageSink, IDisposable
    {
        public List<ITestCase> Tests { get; } = [];

        public ManualResetEventSlim Done { get; } = new();

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (message is ITestCaseDiscoveryMessage found) Tests.Add(found.TestCase);
            if (message is IDiscoveryCompleteMessage) Done.Set();
            return true;
        }

        public void Dispose() => Done.Dispose();
    }

    private sealed class Outcome : IMessageSink, IDisposable
    {
        public string? Failure { get; private set; }

        public ManualResetEventSlim Done { get; } = new();

        public bool OnMessage(IMessageSinkMessage message)
        {
            // A failed test, an error of the runner, or one while a class or fixture is taken down.
            if (message is IFailureInformation failure) Failure ??= failure.Messages.FirstOrDefault() ?? failure.ExceptionTypes[0]!;
            if (message is ITestAssemblyFinished) Done.Set();
            return Failure is null;
        }

        public void Dispose() => Done.Dispose();
    }

}
