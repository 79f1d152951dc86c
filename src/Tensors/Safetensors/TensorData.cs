using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace PureSaliency.Tensors;

/// <summary>A tensor to be written. Its elements are read when it is written, not before, and never copied.</summary>
public sealed class TensorData
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly Action<Stream> write;

    private TensorData(string name, DType dtype, ImmutableArray<long> shape, long byteLength, Action<Stream> write)
    {
        if (shape.IsDefault || shape.Length > SafetensorsHeader.MaxRank || shape.Any(extent => extent < 0))
            throw new ArgumentException(
                $"The shape of tensor {name.Quote()} needs at most {SafetensorsHeader.MaxRank} extents, none negative.", nameof(shape));
        if (name == SafetensorsHeader.MetadataName) throw new ArgumentException($"No tensor can be called {name}.", nameof(name));
        CheckUnicode(name);
        long expected = dtype.Bytes(TensorEntry.Product(shape.AsSpan()));
        if (byteLength != expected || !dtype.FillsBytes(TensorEntry.Product(shape.AsSpan())))
            throw new ArgumentException($"Tensor {name.Quote()} needs {expected} bytes for its shape, not {byteLength}.", nameof(shape));
        (Name, DType, Shape, ByteLength, this.write) = (name, dtype, shape, byteLength, write);
    }

    /// <summary>A tensor whose elements are stored as these bytes.</summary>
    public TensorData(string name, DType dtype, ImmutableArray<long> shape, ReadOnlyMemory<byte> bytes)
        : this(name, dtype, shape, bytes.Length, stream => stream.Write(bytes.Span)) { }

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>The type of its elements.</summary>
    public DType DType { get; }

    /// <summary>Its extents, outermost first.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Number of bytes.</summary>
    public long ByteLength { get; }

    /// <summary>A tensor of 32-bit floats.</summary>
    public static TensorData From(string name, ImmutableArray<long> shape, ReadOnlyMemory<float> values) =>
        Of(name, DType.F32, shape, values);

    /// <summary>A tensor of 64-bit floats.</summary>
    public static TensorData From(string name, ImmutableArray<long> shape, ReadOnlyMemory<double> values) =>
        Of(name, DType.F64, shape, values);

    /// <summary>A tensor of 16-bit floats.</summary>
    public static TensorData From(string name, ImmutableArray<long> shape, ReadOnlyMemory<Half> values) =>
        Of(name, DType.F16, shape, values);

    /// <summary>A tensor of 64-bit integers.</summary>
    public static TensorData From(string name, ImmutableArray<long> shape, ReadOnlyMemory<long> values) =>
        Of(name, DType.I64, shape, values);

    /// <summary>A tensor of 32-bit integers.</summary>
    public static TensorData From(string name, ImmutableArray<long> shape, ReadOnlyMemory<int> values) =>
        Of(name, DType.I32, shape, values);

    internal void WriteTo(Stream stream) => write(stream);

    /// <summary>Half a surrogate pair has no UTF-8, and a reader would find another text than was written.</summary>
    internal static void CheckUnicode(string text)
    {
        try
        {
            Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"The text {text.Quote()} is not valid Unicode.", nameof(text), e);
        }
    }

    private static TensorData Of<T>(string name, DType dtype, ImmutableArray<long> shape, ReadOnlyMemory<T> values) where T : unmanaged
    {
        const int part = 1 << 20; // elements: the bytes of all together may be too many for one span
        return new TensorData(name, dtype, shape, dtype.Bytes(values.Length), stream =>
        {
            for (int i = 0; i < values.Length; i += part)
                stream.Write(MemoryMarshal.AsBytes(values.Span.Slice(i, Math.Min(part, values.Length - i))));
        });
    }
}
