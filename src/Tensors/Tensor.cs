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

    internal Tensor(Shape shape, T* pointer, object? keepAlive, bool constant = false)
    {
        Shape = shape;
        this.pointer = pointer;
        this.keepAlive = keepAlive;
        IsConstant = constant;
    }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>Whether the contents never change, so that devices may keep forms of their own.</summary>
    public bool IsConstant { get; }

    /// <summary>Number of elements.</summary>
    public int Count => Shape.Count;

    /// <summary>The elements, row-major.</summary>
    public Span<T> Span => new(pointer, Count);

    /// <summary>Row <paramref name="index"/> of the tensor seen as a matrix.</summary>
    public Span<T> Row(int index) => Span.Slice(index * Shape.Width, Shape.Width);

    /// <summary>The elements as a new array.</summary>
    public T[] ToArray() => Span.ToArray();

    /// <summary>The same elements under another shape of equal count.</summary>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    public Tensor<T> Reshape(Shape shape) => shape.Count == Count
        ? new(shape, pointer, (object?)keepAlive ?? this, IsConstant)
        : throw new ArgumentException($"A tensor of shape {Shape} cannot be read as {shape}.");

    /// <summary>Elements from <paramref name="offset"/> on under a shape of their own, without a copy.</summary>
    public Tensor<T> Slice(int offset, Shape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)offset + shape.Count, Count);
        return new(shape, pointer + offset, (object?)keepAlive ?? this, IsConstant);
    }

    /// <summary>Rows <paramref name="first"/> … first + rows − 1 of the tensor seen as a matrix, without a copy.</summary>
    public Tensor<T> Rows(int first, int rows) => Slice(checked(first * Shape.Width), new Shape(rows, Shape.Width));

    internal T* Pointer => pointer;

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

/// <summary>A block of aligned native memory that lives as long as somebody refers to it.</summary>
internal sealed unsafe class NativeBlock : IDisposable
{
    private const nuint CacheLine = 64;

    public NativeBlock(nuint bytes, bool zeroed)
    {
        Bytes = bytes;
        Pointer = NativeMemory.AlignedAlloc(bytes, CacheLine);
        if (zeroed) NativeMemory.Clear(Pointer, bytes);
        GC.AddMemoryPressure((long)bytes);
    }

    public void* Pointer { get; private set; }
    public nuint Bytes { get; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    ~NativeBlock() => Free();

    private void Free()
    {
        if (Pointer == null) return;
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        GC.RemoveMemoryPressure((long)Bytes);
    }
}
