using System.Diagnostics.CodeAnalysis;
using System.IO.MemoryMappedFiles;
using System.Numerics;

namespace PureSaliency.Tensors;

/// <summary>
/// A safetensors file, mapped into memory and checked whole when it is opened. Reading may happen on many threads;
/// disposing ends every pointer and span into the file. Nobody may shorten the file meanwhile: its missing pages would end
/// the process. <see cref="SafetensorsWriter"/> never does; it puts a new file in the old one's place.
/// </summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly SafetensorsHeader header;
    private readonly Dictionary<string, TensorEntry> byName;
    private byte* start;

    private SafetensorsFile(string path, MemoryMappedFile map, long length)
    {
        Path = path;
        this.map = map;
        view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        try
        {
            // Held until Dispose: a file that is forgotten leaks, but no finalizer unmaps it under a living span.
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            start += view.PointerOffset;
            int known = (int)Math.Min(length, SafetensorsHeader.LengthBytes + SafetensorsHeader.MaxLength);
            header = SafetensorsHeader.Parse(new ReadOnlySpan<byte>(start, known), length, path);
            byName = header.Tensors.ToDictionary(t => t.Name);
        }
        catch
        {
            Unmap();
            throw;
        }
    }

    /// <summary>The path the file was opened with.</summary>
    public string Path { get; }

    /// <summary>What the file says of itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<TensorEntry> Tensors => header.Tensors;

    /// <summary>Opens and checks a file.</summary>
    /// <exception cref="SafetensorsException">There is no such file, or it breaks a rule of the format.</exception>
    public static SafetensorsFile Open(string path)
    {
        try
        {
            CheckIsFile(path);
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            long length = stream.Length;
            // The map has a handle of its own.
            var map = MemoryMappedFile.CreateFromFile(
                stream, null, length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            return new SafetensorsFile(path, map, length);
        }
        catch (Exception e) when (SafetensorsException.IsFileFailure(e))
        {
            throw new SafetensorsException($"{path}: The file should be readable, but the system says: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>Finds a tensor by its name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry) => byName.TryGetValue(name, out entry);

    /// <summary>
    /// The first of the tensor's <see cref="TensorEntry.ByteLength"/> bytes, not necessarily aligned, valid until the file is disposed.
    /// </summary>
    public byte* Pointer(TensorEntry entry)
    {
        ObjectDisposedException.ThrowIf(start == null, this);
        // Only our own entries have proven bounds.
        if (!byName.TryGetValue(entry.Name, out TensorEntry? own) || !ReferenceEquals(own, entry))
            throw new ArgumentException($"Tensor {entry.Name.Quote()} is no entry of {Path}.", nameof(entry));
        return start + header.DataStart + entry.Begin;
    }

    /// <summary>The tensor's bytes, not copied, valid until the file is disposed.</summary>
    /// <exception cref="SafetensorsException">There are more than a span can hold.</exception>
    public ReadOnlySpan<byte> Bytes(TensorEntry entry)
    {
        byte* pointer = Pointer(entry);
        CheckFits(entry, entry.ByteLength, "bytes");
        return new ReadOnlySpan<byte>(pointer, (int)entry.ByteLength);
    }

    /// <summary>
    /// Reads all elements as numbers of type T, the nearest where T cannot hold them; BOOL becomes 0 or 1.
    /// </summary>
    /// <exception cref="SafetensorsException">There are more than a span can hold, or their type is not read.</exception>
    public void Read<T>(TensorEntry entry, Span<T> destination) where T : unmanaged, INumberBase<T>
    {
        byte* pointer = Pointer(entry);
        if (!entry.DType.IsReadable()) throw new SafetensorsException(
            $"{Path}: Tensor {entry.Name.Quote()} should be of a type that is read as numbers, such as F32 or I64, but is {entry.DType.Name()}.");
        CheckFits(entry, entry.Count, "elements");
        if (destination.Length != entry.Count)
            throw new ArgumentException(
                $"Tensor {entry.Name.Quote()} has {entry.Count} elements, not {destination.Length}.", nameof(destination));
        Elements.Convert(entry.DType, pointer, destination);
    }

    /// <summary>Unmaps the file.</summary>
    public void Dispose()
    {
        if (start != null) Unmap();
    }

    private void Unmap()
    {
        if (start != null) view.SafeMemoryMappedViewHandle.ReleasePointer();
        start = null;
        view.Dispose();
        map.Dispose();
    }

    private void CheckFits(TensorEntry entry, long count, string what)
    {
        if (count > int.MaxValue)
            throw new SafetensorsException(
                $"{Path}: Tensor {entry.Name.Quote()} should have at most {int.MaxValue} {what} to be read at once, but has {count}.");
    }

    private static void CheckIsFile(string path)
    {
        if (Directory.Exists(path)) throw new SafetensorsException($"{path}: A safetensors file was expected, but this is a folder.");
        var named = new FileInfo(path);
        if (!named.Exists) throw new SafetensorsException($"{path}: A safetensors file was expected, but there is none.");
        // A pipe has no length either, and we would wait for ever to open it.
        if (RegularFile.Length(path) == 0)
            throw new SafetensorsException($"{path}: A safetensors file was expected, but this is empty, or a pipe or device.");
    }
}
