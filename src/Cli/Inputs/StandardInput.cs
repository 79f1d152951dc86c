using PureSaliency.Cli.Outputs;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>Standard input, if there is one: where it was closed, a read would wait for something that nobody ever writes.</summary>
internal static class StandardInput
{
    public static Stream Open() => Descriptor.IsOurs(Descriptor.Input) ? Console.OpenStandardInput()
        : throw new InputException("--input -: expected texts on standard input; found it closed.");
}
