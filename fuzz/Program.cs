using System.CommandLine;
using PureSaliency.Fuzz;
using PureSaliency.Fuzz.Families;
using PureSaliency.Fuzz.Run;

var family = new Option<string>("--family") { Description = "Whose files are damaged.", DefaultValueFactory = _ => AllFamilies.Every };
family.AcceptOnlyFromAmong([.. AllFamilies.List.Select(f => f.Name), AllFamilies.Every]);
var files = new Option<long>("--files") { Description = "How many files.", DefaultValueFactory = _ => 20_000 };
var seed = new Option<ulong>("--seed") { Description = "What everything is drawn from.", DefaultValueFactory = _ => 1 };
var only = new Option<long?>("--only") { Description = "Only the file of this number, to see a failure again." };
var threads = new Option<int>("--threads") { Description = "How many files at a time.", DefaultValueFactory = _ => Environment.ProcessorCount };
var seconds = new Option<double?>("--seconds") { Description = "Stops after so long." };
var keep = new Option<string?>("--keep") { Description = "A folder for the files of failures." };

var root = new RootCommand("Damages small files and hands them to their readers: each must be read right or refused in a sentence.")
{
    family, files, seed, only, threads, seconds, keep,
};
root.SetAction(given =>
{
    var summary = new Fuzzer(new FuzzOptions(given.GetValue(seed))
    {
        Files = given.GetValue(files),
        Only = given.GetValue(only),
        Threads = Math.Max(1, given.GetValue(threads)),
        Time = given.GetValue(seconds) is { } time ? TimeSpan.FromSeconds(time) : null,
        Memory = 2L << 30,
        Keep = given.GetValue(keep),
    }, AllFamilies.Named(given.GetValue(family)!), Console.Error).Run();
    Console.Out.Write(summary);
    // A thread that hangs must not keep the process.
    Console.Out.Flush();
    Environment.Exit(summary.Failures == 0 ? 0 : 1);
});
return root.Parse(args).Invoke();
