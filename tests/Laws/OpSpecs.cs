using System.Reflection;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Laws;

/// <summary>The specs of all operations, found by reflection so that none is forgotten.</summary>
internal static class OpSpecs
{
    public static IReadOnlyList<Type> Types { get; } = [.. Assembly.GetExecutingAssembly().GetTypes()
        .Where(type => type.IsSubclassOf(typeof(OpSpec)) && !type.IsAbstract)];

    public static TheoryData<string> Names => [.. Types.Select(type => type.Name)];

    public static OpSpec Create(Type type, ITestOutputHelper output) => (OpSpec)Activator.CreateInstance(type, output)!;

    public static OpSpec Create(string name, ITestOutputHelper output) => Create(Types.Single(type => type.Name == name), output);
}
