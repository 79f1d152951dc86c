using System.Reflection;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Gpu;

/// <summary>
/// Every kernel of the product, closed over a number type and everything else that its parameters admit: a superset of what the
/// product launches, and nobody has to remember to list a new one.
/// </summary>
internal static class Kernels
{
    private static readonly Type[] Types = [.. ((Assembly[])[typeof(GpuDevice<>).Assembly, typeof(AttentionLayout).Assembly]).SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsValueType)];

    // What type parameters of kernels stand for. Lanes are not among them: most of those are registers of the CPU.
    private static readonly Type[] Roles = [typeof(IProducts), typeof(IRows), typeof(ISums<,>), typeof(ITileShape), typeof(IWarpSums<>), typeof(IFactorSplit)];

    /// <summary>The kernels, most of them open.</summary>
    public static Type[] Definitions { get; } = [.. Types.Where(type =>
        type.IsAssignableTo(typeof(IElementKernel)) || type.IsAssignableTo(typeof(IGroupKernel)))];

    /// <summary>A kernel closed in every way over a number type.</summary>
    public static Type[] Closed(Type definition, Type number)
    {
        if (!definition.IsGenericTypeDefinition) return [definition];
        IEnumerable<Type[]> choices = [[]];
        foreach (var parameter in definition.GetGenericArguments())
        {
            Type[] fitting = [.. Candidates(number).Where(candidate => Fits(candidate, parameter))];
            if (fitting.Length == 0) throw new InvalidOperationException($"Nothing is known to stand for {parameter} of {definition}.");
            choices = choices.SelectMany(chosen => fitting.Select(type => (Type[])[.. chosen, type])).ToArray();
        }
        return [.. choices.Select(chosen => definition.MakeGenericType(chosen))];
    }

    private static IEnumerable<Type> Candidates(Type number) => Types
        .Where(type => Roles.Any(role => Plays(type, role)))
        .Select(type => type.IsGenericTypeDefinition ? type.MakeGenericType(number) : type)
        .Prepend((number == typeof(float) ? typeof(Lane32<>) : typeof(Lane64<>)).MakeGenericType(number))
        .Prepend(number);

    private static bool Fits(Type candidate, Type parameter)
    {
        Type[] roles = [.. parameter.GetGenericParameterConstraints().Where(constraint => constraint.IsInterface)];
        // What is asked nothing of is the number.
        return roles.Length == 0 ? candidate.IsPrimitive : roles.All(role => Plays(candidate, role));
    }

    private static bool Plays(Type type, Type role) => type.GetInterfaces().Any(contract => Open(contract) == Open(role));

    private static Type Open(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
}
