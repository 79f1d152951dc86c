using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.Gpu;

/// <summary>Translates kernels to PTX, which needs no card and no driver; the driver's assembler has the last word on a card.</summary>
internal static class PtxTable
{
    private static readonly CudaArchitecture[] Architectures = [CudaArchitecture.SM_80, CudaArchitecture.SM_90];

    /// <summary>One row for each kernel, in the form that it takes on a card.</summary>
    /// <param name="report">Where to.</param>
    /// <param name="kernels">Closed types, as the simulator used them.</param>
    public static void Print(Report report, IEnumerable<Type> kernels)
    {
        using var context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
        // The last argument is a library of NVIDIA's for maths that no kernel here asks for.
        var backends = Array.ConvertAll(Architectures, one => new PTXBackend(context, one, CudaInstructionSet.ISA_78, null!));
        report.Columns("kernel", "PTX lines", "loads: global", "shared", "other", "products to fuse", "not");
        foreach (var kernel in kernels.SelectMany(OnCards).Distinct().OrderBy(KernelTable.Name, StringComparer.Ordinal))
        {
            string ptx = "";
            foreach (var backend in backends) ptx = Translate(backend, kernel);
            string[] lines = ptx.Split('\n');
            int Count(string part) => lines.Count(line => line.Contains(part, StringComparison.Ordinal));
            report.Cells($"`{KernelTable.Name(kernel)}`", $"{lines.Length}",
                $"{Count("\tld.global.")}", $"{Count("\tld.shared.")}",
                $"{Count("\tld.") - Count("\tld.global.") - Count("\tld.shared.") - Count("\tld.param.")}", $"{Count("mul.f32")}",
                $"{Count("mul.rn.f32")}");
        }
        report.Line($"\nFor {string.Join(" and ", Architectures).ToLowerInvariant()}; counted in the latter. PTX's mul.f32 may be fused with an add.");
        foreach (var backend in backends) backend.Dispose();
    }

    private static string Translate(PTXBackend backend, Type kernel)
    {
        string start = typeof(IElementKernel).IsAssignableFrom(kernel) ? nameof(Launcher.Element) : nameof(Launcher.Grouped);
        var method = typeof(Launcher).GetMethod(start, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(kernel);
        var compiled = (PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method), default);
        return compiled.PTXAssembly;
    }

    // On a card groups are large, and products have tiles of three sizes.
    private static IEnumerable<Type> OnCards(Type kernel)
    {
        var small = With(kernel, typeof(SmallGroup), typeof(LargeGroup));
        yield return small;
        if (!kernel.GetGenericArguments().Contains(typeof(Sums2<float>))) yield break;
        yield return With(small, typeof(Sums2<float>), typeof(Sums4<float>));
        if (kernel.GetGenericArguments().Contains(typeof(OneProduct))) yield return With(small, typeof(Sums2<float>), typeof(Sums8<float>));
    }

    private static Type With(Type type, Type old, Type @new) => type == old ? @new : !type.IsGenericType ? type
        : type.GetGenericTypeDefinition().MakeGenericType([.. type.GetGenericArguments().Select(part => With(part, old, @new))]);
}
