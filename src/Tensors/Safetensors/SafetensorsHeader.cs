using System.Buffers.Binary;
using System.Collections.Immutable;

namespace PureSaliency.Tensors;

/// <summary>
/// The header of a safetensors file: eight bytes with its length n, then n bytes of JSON; the data follows. A header that
/// came out of <see cref="Parse"/> keeps every rule of the format, so each tensor's bytes lie inside the file.
/// </summary>
public sealed class SafetensorsHeader
{
    /// <summary>The most bytes of JSON that a file may have.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>
    /// The most extents of a tensor. The format knows no limit, NumPy and PyTorch know this one, and without any a hostile
    /// header would make us hold fifty million of them.
    /// </summary>
    public const int MaxRank = 64;

    internal const int LengthBytes = 8;
    internal const string MetadataName = "__metadata__";

    private SafetensorsHeader(ImmutableArray<TensorEntry> tensors, IReadOnlyDictionary<string, string> metadata, long dataStart)
    {
        Tensors = tensors;
        Metadata = metadata;
        DataStart = dataStart;
    }

    /// <summary>The tensors in the order of their data.</summary>
    public ImmutableArray<TensorEntry> Tensors { get; }

    /// <summary>What the file says of itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The first byte of the data, counted from the start of the file.</summary>
    public long DataStart { get; }

    /// <summary>Reads and checks a header.</summary>
    /// <param name="start">The first bytes of the file: all of it, or at least all of its header.</param>
    /// <param name="fileLength">The length of the whole file.</param>
    /// <param name="file">What to call the file in a message.</param>
    /// <exception cref="SafetensorsException">The file breaks a rule of the format.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> start, long fileLength, string file)
    {
        int length = Length(start, fileLength, file);
        if (start.Length > LengthBytes && start[LengthBytes] != '{') CheckKind(start, file);
        if (start.Length < LengthBytes + length)
            throw new ArgumentException("The start of the file must hold its header.", nameof(start));
        List<TensorEntry> tensors = HeaderJson.Read(start.Slice(LengthBytes, length), file, out var metadata);
        // A stable sort: of several empty tensors at one place, the header's first stays first.
        ImmutableArray<TensorEntry> ordered = [.. tensors.OrderBy(t => t.Begin).ThenBy(t => t.End)];
        long dataStart = LengthBytes + length;
        CheckLayout(ordered, fileLength - dataStart, file);
        return new SafetensorsHeader(ordered, metadata, dataStart);
    }

    private static int Length(ReadOnlySpan<byte> start, long fileLength, string file)
    {
        if (fileLength < LengthBytes || BinaryPrimitives.ReadUInt64LittleEndian(start) is var given
            && (given is 0 or > MaxLength || (long)given > fileLength - LengthBytes)) CheckKind(start, file);
        if (fileLength < LengthBytes)
            throw new SafetensorsException(
                $"{file}: A safetensors file should begin with 8 bytes for the length of its header, but has only {fileLength}.");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > MaxLength)
            throw new SafetensorsException(
                $"{file}: The header's length (byte 0) should be at most {MaxLength}, but {length} was found; is this a safetensors file?");
        if ((long)length > fileLength - LengthBytes)
            throw new SafetensorsException(
                $"{file}: The header should have {length} bytes (byte 0), but {fileLength - LengthBytes} follow; is the file complete?");
        return (int)length;
    }

    // Called once it is clear that this is no safetensors file: what is it then?
    private static void CheckKind(ReadOnlySpan<byte> start, string file)
    {
        if (ForeignFile.Describe(start[..Math.Min(start.Length, 4096)]) is { } kind)
            throw new SafetensorsException($"{file}: A safetensors file was expected, but this is {kind}.");
    }

    private static void CheckLayout(ImmutableArray<TensorEntry> tensors, long dataLength, string file)
    {
        long end = 0;
        string last = "the start of the data";
        foreach (TensorEntry tensor in tensors)
        {
            if (tensor.Begin != end)
                throw new SafetensorsException(
                    $"{file}: The data of tensor {tensor.Name.Quote()} should begin at byte {end}, the end of {last}, " +
                    $"but {(tensor.Begin < end ? "overlaps it" : "leaves a hole")}: its data_offsets are [{tensor.Begin}, {tensor.End}].");
            end = tensor.End;
            last = $"tensor {tensor.Name.Quote()}";
        }
        if (end != dataLength)
            throw new SafetensorsException(
                $"{file}: The data should end with {last} at byte {end} after the header, but {dataLength} bytes were found" +
                (dataLength < end ? "; is the file complete?" : "."));
    }
}
