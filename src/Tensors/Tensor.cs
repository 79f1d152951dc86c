using System.Numerics;
using System.Runtime.InteropServices;

namespace PureSaliency.Tensors;

/// <summary>
/// A contiguous row-major tensor: a shape and a pointer. It owns nothing but a reference that keeps its memory alive:
/// an arena (valid until the arena is released), a managed array, or a mapped file.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class Tensor<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly object? keepAlive;
    private readonly T* pointer;
    private readonly RemoteMemory<T>? remote;

    internal Tensor(Shape shape, T* pointer, object? keepAlive, bool constant = false)
    {
        Shape = shape;
        this.pointer = pointer;
        this.keepAlive = keepAlive;
        IsConstant = constant;
    }

    internal Tensor(Shape shape, RemoteMemory<T> remote, bool constant = false)
    {
        Shape = shape;
        this.remote = remote;
        IsConstant = constant;
    }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>Whether the host can read the elements; what lies on an accelerator must be downloaded.</summary>
    public bool IsOnHost => remote is null;

    /// <summary>Whether the contents never change, so that devices may keep forms of their own.</summary>
    public bool IsConstant { get; }

    /// <summary>Number of elements.</summary>
    public int Count => Shape.Count;

    /// <summary>The elements, row-major.</summary>
    /// <exception cref="InvalidOperationException">They lie on an accelerator.</exception>
    public Span<T> Span => new(Pointer, Count);

    /// <summary>Row <paramref name="index"/> of the tensor seen as a matrix.</summary>
    public Span<T> Row(int index) => Span.Slice(index * Shape.Width, Shape.Width);

    /// <summary>The elements as a new array.</summary>
    public T[] ToArray()
    {
        T[] array = Span.ToArray();
        GC.KeepAlive(this);
        return array;
    }

    /// <summary>The same elements under another shape of equal count.</summary>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    public Tensor<T> Reshape(Shape shape) => shape.Count == Count
        ? Part(0, shape)
        : throw new ArgumentException($"A tensor of shape {Shape} cannot be read as {shape}.");

    /// <summary>Elements from <paramref name="offset"/> on under a shape of their own, without a copy.</summary>
    public Tensor<T> Slice(int offset, Shape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)offset + shape.Count, Count);
        return Part(offset, shape);
    }

    /// <summary>Rows <paramref name="first"/> … first + rows − 1 of the tensor seen as a matrix, without a copy.</summary>
    public Tensor<T> Rows(int first, int rows) => Slice(checked(first * Shape.Width), new Shape(rows, Shape.Width));

    internal T* Pointer => remote is null ? pointer
        : throw new InvalidOperationException($"The tensor {Shape} lies on an accelerator: download it first.");

    internal RemoteMemory<T> Remote => remote
        ?? throw new InvalidOperationException($"The tensor {Shape} lies on the host: upload it first.");

    private Tensor<T> Part(int offset, Shape shape) => remote is null
        ? new(shape, pointer + offset, (object?)keepAlive ?? this, IsConstant)
        : new(shape, remote.Slice(offset, shape.Count), IsConstant);

    /// <summary>A tensor in memory of its own, filled from <paramref name="values"/>.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="values">As many values as the shape has elements.</param>
    /// <param name="constant">Whether the contents will never change.</param>
    public static Tensor<T> From(Shape shape, ReadOnlySpan<T> values, bool constant = false)
    {
        if (values.Length != shape.Count)
            throw new ArgumentException($"Shape {shape} has {shape.Count} elements, but {values.Length} values were given.");
        var tensor = New(shape, constant, zeroed: false);
        values.CopyTo(tensor.Span);
        return tensor;
    }

    /// <summary>A tensor of zeros in memory of its own.</summary>
    public static Tensor<T> Zeros(Shape shape) => New(shape, constant: false, zeroed: true);

    internal static Tensor<T> New(Shape shape, bool constant, bool zeroed)
    {
        var memory = new NativeBlock((nuint)Math.Max(1, shape.Count) * (nuint)sizeof(T), zeroed);
        return new(shape, (T*)memory.Pointer, memory, constant);
    }
}

/// <summary>Elements on an accelerator.</summary>
internal abstract class RemoteMemory<T> where T : unmanaged
{
    /// <summary>Some of the elements, without a copy.</summary>
    public abstract RemoteMemory<T> Slice(long offset, long count);
}

/// <summary>A block of aligned native memory that lives as long as somebody refers to it.</summary>
internal sealed unsafe partial class NativeBlock : IBlock
{
    private const nuint CacheLine = 64;

    public NativeBlock(nuint bytes, bool zeroed)
    {
        Bytes = (long)bytes;
        Pointer = NativeMemory.AlignedAlloc(bytes, CacheLine);
        if (zeroed) NativeMemory.Clear(Pointer, bytes);
        GC.AddMemoryPressure((long)bytes);
    }

    public void* Pointer { get; private set; }
    public long Bytes { get; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Hands what is free back to the operating system: the C library keeps even blocks of megabytes once one of them was freed.
    /// </summary>
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = TrimHeap(0);
        }
        catch (Exception problem) when (problem is EntryPointNotFoundException or DllNotFoundException)
        {
            // A C library that has no such function.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimHeap(nuint keep);

    ~NativeBlock() => Free();

    private void Free()
    {
        if (Pointer == null) return;
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        GC.RemoveMemoryPressure(Bytes);
    }
}
