using System.Reflection;

namespace PureSaliency.Tests.Architecture;

/// <summary>The arrows between the rooms: Tensors ← Autograd ← Roberta ← Saliency ← Cli, and who may know of kernels.</summary>
public sealed class ArrowsTests
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Rooms => [.. Room.InOrder.Select(room => room.Name)];

    public static TheoryData<string> RoomsAboveKernels => ["Roberta", "Saliency", "Cli"];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_references_none_above_it(string name)
    {
        var below = Room.InOrder.TakeWhile(room => room.Name != name).Select(room => room.Assembly.GetName().Name);
        var referenced = Room.Of(name).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name)
            .Intersect(Room.InOrder.Select(room => room.Assembly.GetName().Name));
        Assert.Empty(referenced.Except(below));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_names_none_above_it(string name)
    {
        var room = Room.Of(name);
        string[] below = [.. Room.InOrder.TakeWhile(other => other.Name != name).Select(other => other.Name)];
        Assert.NotEmpty(room.Files());
        Assert.Empty(room.Files().SelectMany(file => room.Named(file).Except(below).Select(above => $"{file.Name} names {above}")));
    }

    [Theory]
    [MemberData(nameof(RoomsAboveKernels))]
    public void Files_above_the_operations_use_nothing_of_ILGPU(string name) => Assert.Empty(
        Room.Of(name).Files().Where(file => file.Usings.Any(IsOfIlgpu)).Select(file => file.Name));

    [Theory]
    [MemberData(nameof(RoomsAboveKernels))]
    public void Signatures_above_the_operations_have_no_type_of_ILGPU(string name) =>
        Assert.Empty(Room.Of(name).Assembly.GetTypes().SelectMany(Wrong));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Code_refers_to_ILGPU_in_tensors_and_operations_alone(string name) => Assert.Equal(
        !RoomsAboveKernels.Contains(name), Room.Of(name).Assembly.GetReferencedAssemblies().Any(assembly => IsOfIlgpu(assembly.Name!)));

    private static IEnumerable<string> Wrong(Type type) => type.GetMembers(Everything)
        .Where(member => Mentioned(member).SelectMany(Parts).Any(part => IsOfIlgpu(part.Namespace ?? "")))
        .Select(member => $"{type.Name}.{member.Name}")
        .Concat(type.GetInterfaces().Append(type.BaseType ?? typeof(object)).SelectMany(Parts)
            .Where(part => IsOfIlgpu(part.Namespace ?? "")).Select(part => $"{type.Name} is {part.Name}"));

    private static IEnumerable<Type> Mentioned(MemberInfo member) => member switch
    {
        FieldInfo field => [field.FieldType],
        MethodInfo method => [method.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType)],
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Parts)] : [type];

    private static bool IsOfIlgpu(string name) => name == "ILGPU" || name.StartsWith("ILGPU.", StringComparison.Ordinal);
}
