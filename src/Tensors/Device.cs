using System.Numerics;

namespace PureSaliency.Tensors;

/// <summary>A place in an arena to which it can be released.</summary>
public readonly record struct ArenaMark(int Block, long Offset);

/// <summary>
/// Where tensors live and operations run. Memory of a pass is taken piece by piece and given back as a whole.
/// A device serves one computation at a time; its threads are its own affair.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Device<T> : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What the device is, for people.</summary>
    public abstract string Name { get; }

    /// <summary>What it computes in, for results: the number type, and how exact products are if not in it.</summary>
    public abstract string Arithmetic { get; }

    /// <summary>Whether a card computes, and not the processor.</summary>
    public virtual bool IsCard => false;

    /// <summary>Rows of texts that a pass of several had best have: enough to be fast, few enough to bound memory.</summary>
    public abstract int PreferredRows { get; }

    /// <summary>A tensor with undefined contents, valid until its mark is released.</summary>
    public abstract Tensor<T> Allocate(Shape shape);

    /// <summary>The present end of the arena.</summary>
    public abstract ArenaMark Mark();

    /// <summary>Gives back all memory taken since <paramref name="mark"/>.</summary>
    public abstract void Release(ArenaMark mark);

    /// <summary>Copies from the host.</summary>
    public abstract void Upload(ReadOnlySpan<T> source, Tensor<T> destination);

    /// <summary>Copies to the host.</summary>
    public abstract void Download(Tensor<T> source, Span<T> destination);

    /// <summary>Copies within the device.</summary>
    public abstract void Copy(Tensor<T> source, Tensor<T> destination);

    /// <summary>The tensor where operations of this device can read it; constants are brought once and stay.</summary>
    public abstract Tensor<T> ToDevice(Tensor<T> tensor);

    /// <summary>The tensor where the host can read it: itself, or a copy.</summary>
    public abstract Tensor<T> ToHost(Tensor<T> tensor);

    /// <summary>Sets all elements to zero.</summary>
    public abstract void Clear(Tensor<T> tensor);

    /// <summary>Bytes held for passes.</summary>
    internal virtual long PassBytes => 0;

    /// <summary>Gives memory for passes back to the system, but for some bytes. Between passes only.</summary>
    internal virtual void Trim(long keep)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the arena.</summary>
    protected abstract void Dispose(bool disposing);
}
