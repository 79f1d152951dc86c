using System.CommandLine;
using PureSaliency.Cli.Reports;
using PureSaliency.Roberta;

namespace PureSaliency.Cli.Commands;

/// <summary>What a checkpoint is.</summary>
internal sealed class InfoCommand : ExampleCommand
{
    private readonly Terminal _terminal;

    private readonly Argument<string?> _model = new("DIR")
    {
        Description = "A model folder or a short name (default sst2).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _tensors = new("--tensors") { Description = "List every tensor." };

    public InfoCommand(Terminal terminal) : base(
        "info", "Says what a checkpoint is: head, sizes, labels, tokenizer, tensors, memory needed, and for which commands it can be used, "
        + "by opening it as they do. Exit code 2 if it can be used for none.",
        """
        puresaliency info
        puresaliency info weights/roberta-small --tensors
        """)
    {
        _terminal = terminal;
        Add(_model);
        Add(_tensors);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        var folder = ModelFolder.Open(ModelFolders.Find(given.GetValue(_model)));
        var contents = CheckpointContents.Read(folder);
        var uses = ModelUses.Of(folder, contents.Head);
        using var writer = _terminal.Writer();
        var report = new ModelReport(writer, folder, contents, uses);
        report.Write();
        if (given.GetValue(_tensors)) report.WriteTensors();
        report.WriteUses();
        return uses.Any ? Shell.Fine : Shell.BadInput;
    }
}
