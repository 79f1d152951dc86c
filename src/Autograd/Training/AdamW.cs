using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Training;

/// <summary>The constants of <see cref="AdamW{T}"/>.</summary>
/// <param name="Beta1">β₁, how slowly the mean of gradients follows.</param>
/// <param name="Beta2">β₂, how slowly that of their squares follows.</param>
/// <param name="Epsilon">ε, added to the root of the latter.</param>
public sealed record AdamWOptions(double Beta1 = 0.9, double Beta2 = 0.98, double Epsilon = 1e-6);

/// <summary>
/// Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019). At update t = 1, 2, …, with rate η and
/// gradient g:
/// w ← w − η λ w;  m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  w ← w − η (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε).
/// Everything lies on the device and stays there until the device's memory is released below it.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class AdamW<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // Bound by memory: an element is seven numbers read or written.
    private const long Weight = 8;
    private readonly Device<T> device;
    private readonly AdamWOptions options;

    /// <summary>An optimizer whose parameters move to the device; m and v begin as zeros.</summary>
    public AdamW(Device<T> device, IEnumerable<ParameterGroup<T>> groups, AdamWOptions? options = null)
    {
        this.device = device;
        this.options = options ?? new();
        Trained = [.. groups.SelectMany(group => group.Parameters.Select(parameter => new Trained<T>(device, parameter, group)))];
    }

    /// <summary>All parameters with their gradients and means.</summary>
    public IReadOnlyList<Trained<T>> Trained { get; }

    /// <summary>Updates done, t.</summary>
    public int Updates { get; set; }

    /// <summary>
    /// The factor that brings a gradient of some norm down to <paramref name="limit"/>: min(1, limit / (norm + 1e-6)), as the
    /// reference has it; 1 if there is no limit.
    /// </summary>
    public static double ClipFactor(double norm, double? limit) => limit is { } most ? Math.Min(1, most / (norm + 1e-6)) : 1;

    /// <summary>One update by the gradients times <paramref name="factor"/>.</summary>
    public void Update(double rate, double factor = 1)
    {
        Updates++;
        foreach (var trained in Trained)
        {
            double η = rate * trained.Group.RateFactor;
            var constants = new AdamWConstants<T>(options, Updates, η, trained.Group.WeightDecay, factor);
            if (device is CpuDevice<T> cpu) Update(cpu, trained, constants);
            else Update((GpuDevice<T>)device, trained, constants);
        }
    }

    private static void Update(CpuDevice<T> device, Trained<T> trained, AdamWConstants<T> constants) =>
        device.ForRange(trained.Gradient.Count, trained.Gradient.Count * Weight, (begin, end) => Elements(
            trained.Parameter.Value.Span[begin..end], trained.Gradient.Span[begin..end], trained.Mean.Span[begin..end],
            trained.Variance.Span[begin..end], constants));

    private static void Update(GpuDevice<T> device, Trained<T> trained, AdamWConstants<T> constants) =>
        device.ForEach(trained.Gradient.Count, new AdamWKernel<T>(
            trained.Parameter.Value.OnGpu(), trained.Gradient.OnGpu(), trained.Mean.OnGpu(), trained.Variance.OnGpu(), constants));

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Elements(Span<T> w, ReadOnlySpan<T> g, Span<T> m, Span<T> v, AdamWConstants<T> c)
    {
        var ws = MemoryMarshal.Cast<T, Vector<T>>(w);
        var gs = MemoryMarshal.Cast<T, Vector<T>>(g)[..ws.Length];
        var ms = MemoryMarshal.Cast<T, Vector<T>>(m)[..ws.Length];
        var vs = MemoryMarshal.Cast<T, Vector<T>>(v)[..ws.Length];
        var epsilon = Vector.Create(c.Epsilon);
        for (int i = 0; i < ws.Length; i++)
        {
            var gradient = gs[i] * c.Factor;
            var mean = ms[i] = ms[i] * c.KeepMean + gradient * c.AddMean;
            var variance = vs[i] = vs[i] * c.KeepVariance + gradient * gradient * c.AddVariance;
            ws[i] = ws[i] * c.KeepWeight - mean * c.Step / (Vector.SquareRoot(variance) * c.Root + epsilon);
        }
        for (int i = ws.Length * Vector<T>.Count; i < w.Length; i++) c.Apply(ref w[i], g[i], ref m[i], ref v[i]);
    }
}

/// <summary>What all elements of an update share.</summary>
internal readonly struct AdamWConstants<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly T Factor, KeepMean, AddMean, KeepVariance, AddVariance, KeepWeight, Step, Root, Epsilon;

    public AdamWConstants(AdamWOptions options, int update, double rate, double decay, double factor)
    {
        Factor = T.CreateChecked(factor);
        (KeepMean, AddMean) = (T.CreateChecked(options.Beta1), T.CreateChecked(1 - options.Beta1));
        (KeepVariance, AddVariance) = (T.CreateChecked(options.Beta2), T.CreateChecked(1 - options.Beta2));
        KeepWeight = T.CreateChecked(1 - rate * decay);
        Step = T.CreateChecked(rate / (1 - Math.Pow(options.Beta1, update)));
        Root = T.CreateChecked(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, update)));
        Epsilon = T.CreateChecked(options.Epsilon);
    }

    public void Apply(ref T w, T g, ref T m, ref T v)
    {
        g *= Factor;
        m = m * KeepMean + g * AddMean;
        v = v * KeepVariance + g * g * AddVariance;
        w = w * KeepWeight - m * Step / (T.Sqrt(v) * Root + Epsilon);
    }
}

/// <summary>One element's update.</summary>
internal readonly struct AdamWKernel<T>(ArrayView<T> w, ArrayView<T> g, ArrayView<T> m, ArrayView<T> v, AdamWConstants<T> constants)
    : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index) => constants.Apply(ref w[index], g[index], ref m[index], ref v[index]);
}
