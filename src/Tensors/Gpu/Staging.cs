using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace PureSaliency.Tensors;

/// <summary>
/// Copies between the host and an accelerator by way of a little memory that the host never moves: drivers copy from there
/// without a copy of their own.
/// </summary>
internal sealed class Staging(Accelerator accelerator) : IDisposable
{
    // As spans, not as ILGPU's views of page-locked memory: OpenCL refuses those where the other side lies further into its buffer.
    private const int Bytes = 1 << 23;
    private readonly PageLockedArray1D<byte> pinned = accelerator.AllocatePageLocked1D<byte>(Bytes, uninitialized: true);

    /// <summary>Copies to the accelerator; returns when all is there.</summary>
    public void ToDevice<T>(ReadOnlySpan<T> source, ArrayView<T> destination) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(source);
        ArrayView<byte> to = destination.Cast<byte>();
        for (int at = 0; at < bytes.Length; at += Bytes)
        {
            int length = Math.Min(Bytes, bytes.Length - at);
            bytes.Slice(at, length).CopyTo(pinned.Span);
            to.SubView(at, length).CopyFromCPU(accelerator.DefaultStream, pinned.Span[..length]);
            accelerator.DefaultStream.Synchronize();
        }
    }

    /// <summary>Copies to the host; returns when all is there.</summary>
    public void ToHost<T>(ArrayView<T> source, Span<T> destination) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(destination);
        ArrayView<byte> from = source.Cast<byte>();
        for (int at = 0; at < bytes.Length; at += Bytes)
        {
            int length = Math.Min(Bytes, bytes.Length - at);
            from.SubView(at, length).CopyToCPU(accelerator.DefaultStream, pinned.Span[..length]);
            accelerator.DefaultStream.Synchronize();
            pinned.Span[..length].CopyTo(bytes.Slice(at, length));
        }
    }

    public void Dispose() => pinned.Dispose();
}
