using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using PureSaliency.Tensors;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Gpu;

/// <summary>What NVIDIA cards get of every kernel; it is compiled without one.</summary>
public sealed partial class PtxTests(ITestOutputHelper output)
{
    private const int SharedMemoryOfOneGroup = 48 * 1024;

    public static TheoryData<int, string> Targets => new() { { 80, "float" }, { 80, "double" }, { 90, "float" }, { 90, "double" } };

    [Theory, MemberData(nameof(Targets))]
    public void Every_kernel_compiles_keeps_its_order_and_fits(int architecture, string number)
    {
        using var context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
        var target = architecture == 80 ? CudaArchitecture.SM_80 : CudaArchitecture.SM_90;
        using var backend = new PTXBackend(context, new CudaCapabilityContext(target), target, CudaInstructionSet.ISA_78, null!);
        int kernels = 0, largest = 0;
        foreach (var definition in Kernels.Definitions)
        {
            var closed = Kernels.Closed(definition, number == "float" ? typeof(float) : typeof(double));
            Assert.NotEmpty(closed);
            foreach (var kernel in closed)
            {
                string assembly = Compiled(backend, kernel);
                int shared = SharedMemory(assembly);
                (kernels, largest) = (kernels + 1, Math.Max(largest, shared));
                Assert.True(shared <= SharedMemoryOfOneGroup, $"{kernel} takes {shared} bytes of shared memory.");
                if (OrderByRace().Match(assembly) is { Success: true } racing) Assert.Fail($"{kernel} depends on who is first: {racing}");
            }
        }
        output.WriteLine($"{kernels} kernels of {Kernels.Definitions.Length} kinds, at most {largest} bytes of shared memory.");
    }

    [Theory]
    [InlineData("atom.global.add.f32 \t%f1, [%rd1], %f2;", true), InlineData("red.shared.add.f64 [%rd1], %fd2;", true)]
    [InlineData("shfl.sync.down.b32 %r1, %r2, 1, 31, -1;", true), InlineData("atom.global.cas.b64 %rd1, [%rd2], %rd3, %rd4;", true)]
    [InlineData("atom.shared.add.u32 %r1, [%rd1], 1;", false), InlineData("add.rn.f32 %f1, %f2, %f3;", false)]
    public void What_depends_on_a_race_is_recognised(string line, bool racing) => Assert.Equal(racing, OrderByRace().IsMatch(line));

    [Fact]
    public void Shared_memory_is_added_up() =>
        Assert.Equal(1040, SharedMemory(".shared .align 4 .b8 a[1024];\n.shared .align 8 .b64 b[2];\nld.shared.f32 %f4, [%rd8];"));

    private static string Compiled(PTXBackend backend, Type kernel)
    {
        string entry = kernel.IsAssignableTo(typeof(IElementKernel)) ? nameof(Launcher.Element) : nameof(Launcher.Grouped);
        var method = typeof(Launcher).GetMethod(entry, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(kernel);
        try
        {
            var compiled = backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method), KernelSpecialization.Empty);
            return ((PTXCompiledKernel)compiled).PTXAssembly;
        }
        catch (InternalCompilerException e)
        {
            throw new InvalidOperationException($"{kernel} does not compile: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    private static int SharedMemory(string assembly) => Allocation().Matches(assembly).Sum(match =>
        int.Parse(match.Groups["bits"].Value, CultureInfo.InvariantCulture) / 8
        * int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\.shared\s+\.align\s+\d+\s+\.[busf](?<bits>\d+)\s+\w+\[(?<count>\d+)\]")]
    private static partial Regex Allocation();

    // Sums of floats by atomics come in the order in which threads win; so do loops of compare and swap, by which they are made
    // where there is no instruction. Shuffles tie a sum's order to the width of a warp.
    [GeneratedRegex(@"\b(atom|red)\.\S*\.(f\d+|cas\.\S+)|\bshfl\b")]
    private static partial Regex OrderByRace();
}
