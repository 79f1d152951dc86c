using ILGPU;
using ILGPU.Runtime;

namespace PureSaliency.Tensors;

/// <summary>A stretch of an accelerator's memory as kernels see it.</summary>
internal sealed class GpuMemory<T>(ArrayView<T> view) : RemoteMemory<T> where T : unmanaged
{
    public ArrayView<T> View { get; } = view;

    public override RemoteMemory<T> Slice(long offset, long count) => new GpuMemory<T>(View.SubView(offset, count));
}

/// <summary>A block of an accelerator's memory.</summary>
internal sealed class GpuBlock(MemoryBuffer1D<byte, Stride1D.Dense> buffer) : IBlock
{
    public long Bytes => buffer.LengthInBytes;

    /// <summary>Elements of the block as kernels see them; <paramref name="offset"/> in bytes.</summary>
    public ArrayView<T> View<T>(long offset, long count) where T : unmanaged
    {
        ArrayView<byte> bytes = buffer.View.SubView(offset, count * Interop.SizeOf<T>());
        return bytes.Cast<T>();
    }

    public void Dispose() => buffer.Dispose();
}
