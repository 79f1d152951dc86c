using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Architecture;

/// <summary>A folder's name says what its files are.</summary>
public sealed class FoldersTests
{
    // They say whether a folder holds a run, and read no weights.
    private static readonly string[] KnowRuns = ["ModelFolder.cs", "FolderDiagnosis.cs"];

    private static readonly string[] Network =
    [
        "Batch.cs", "Encoder.cs", "EncoderWeights.cs", "FinitePass.cs", "ForwardPass.cs", "Heads.cs", "IInsertions.cs", "Models.cs",
    ];

    private static readonly Type[] Kernels = [typeof(IElementKernel), typeof(IGroupKernel), typeof(ITileKernel)];

    private static readonly Type[] OpTypes =
        [.. typeof(IOp<>).Assembly.GetTypes().Where(type => type.Namespace == typeof(Linear<>).Namespace)];

    [Fact]
    public void Each_operation_is_a_file_of_its_name_in_Ops()
    {
        string[] operations = [.. OpTypes.Where(IsOperation).Select(Plain).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(operations);
        Assert.Equal(operations, Ops().Select(file => Path.GetFileNameWithoutExtension(file.Name)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_in_Ops_holds_its_operation_and_its_kernels_and_nothing_else()
    {
        foreach (var file in Ops())
        {
            string name = Path.GetFileNameWithoutExtension(file.Name);
            Assert.Contains(name, file.Types);
            Assert.All(file.Types.Where(type => type != name), type => Assert.True(IsKernel(type), $"{file.Name} declares {type}."));
        }
    }

    [Fact]
    public void What_operations_share_is_no_operation() =>
        Assert.DoesNotContain(Room.Of("Autograd").Files("Ops/Shared").SelectMany(file => file.Types), name => Declared(name).Any(IsOperation));

    [Fact]
    public void Files_outside_Training_do_not_know_it() => Assert.Empty(Room.Of("Roberta").Files()
        .Where(file => !file.Name.StartsWith("Training/", StringComparison.Ordinal) && !KnowRuns.Contains(file.FileName)
            && file.Text.Contains("Training", StringComparison.Ordinal)).Select(file => file.Name));

    [Fact]
    public void The_network_knows_nothing_of_dropout()
    {
        var files = Room.Of("Roberta").Files().Where(file => Network.Contains(file.FileName)).ToArray();
        Assert.Equal(Network.Length, files.Length);
        Assert.Empty(files.Where(file => file.Text.Contains("dropout", StringComparison.OrdinalIgnoreCase)).Select(file => file.Name));
    }

    private static SourceFile[] Ops() =>
        [.. Room.Of("Autograd").Files("Ops").Where(file => !file.Name.StartsWith("Ops/Shared/", StringComparison.Ordinal))];

    private static IEnumerable<Type> Declared(string name) => OpTypes.Where(type => Plain(type) == name);

    private static bool IsKernel(string name) => Declared(name).Any(type => Kernels.Any(kernel => kernel.IsAssignableFrom(type)));

    private static bool IsOperation(Type type) => !type.IsAbstract
        && type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IOp<>));

    private static string Plain(Type type) => type.Name.Split('`')[0];
}
