using System.CommandLine;
using PureSaliency.Fuzz;
using PureSaliency.Fuzz.Families;
using PureSaliency.Fuzz.Kills;
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

var times = new Option<int>("--times") { Description = "How many stops.", DefaultValueFactory = _ => 200 };
var moments = new Option<ulong>("--seed") { Description = "What the moments are drawn from.", DefaultValueFactory = _ => 1 };
var which = new Option<string>("--work") { Description = "Which command is stopped.", DefaultValueFactory = _ => AllFamilies.Every };
which.AcceptOnlyFromAmong([.. Work.All.Select(work => work.Name), AllFamilies.Every]);
var kills = new Command("kills", "Kills, interrupts and starves explain --resume, finetune and pretrain, and resumes them to the end.") { times, moments, which };
kills.SetAction(given =>
{
    string work = given.GetValue(which)!;
    using var killer = new Killer([.. Work.All.Where(one => work == AllFamilies.Every || work == one.Name)], given.GetValue(moments), Console.Error);
    var table = killer.Run(given.GetValue(times));
    Console.Out.Write(table);
    return table.Problems.Count == 0 ? 0 : 1;
});
root.Add(kills);
return root.Parse(args).Invoke();
