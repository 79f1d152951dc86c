using System.CommandLine;
using System.Runtime.CompilerServices;
using PureSaliency.Mutate;
using PureSaliency.Mutate.Running;

// The process that runs tests knows their libraries and nothing else: what follows must not be touched there.
return args is ["host", var address, var mutant] ? Host.Serve(address, mutant) : Start(args);

[MethodImpl(MethodImplOptions.NoInlining)]
static int Start(string[] args)
{
    var files = new Option<string[]>("--files")
    {
        Description = "The files to mutate, as 'src/Autograd/Ops/*.cs'.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };
    var journal = new Option<string>("--journal")
    {
        Description = "What became of each mutant: read first, so that a run goes on where it stopped.",
        Required = true,
    };
    var share = new Option<double>("--share") { Description = "The share of the mutants that is tried.", DefaultValueFactory = _ => 1 };
    var seed = new Option<int>("--seed") { Description = "Which ones.", DefaultValueFactory = _ => 1 };
    var again = new Option<bool>("--again") { Description = "Try those anew that survived." };
    var only = new Option<bool>("--report") { Description = "Try nothing: say what the journal holds." };
    var list = new Option<bool>("--list") { Description = "Try nothing: name the mutants." };
    var work = new Option<string>("--work")
    {
        Description = "A folder for the mutated copy.",
        DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "puresaliency-mutate"),
    };
    var command = new RootCommand("Changes the source one place at a time and runs the specs: whatever nobody notices survives.")
        { files, journal, share, seed, again, only, list, work };
    command.SetAction(result => new Run(
        result.GetValue(files)!, result.GetValue(journal)!, result.GetValue(work)!, result.GetValue(share), result.GetValue(seed),
        result.GetValue(again), result.GetValue(only), result.GetValue(list)).Go());
    return command.Parse(args).Invoke();
}
