using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PureSaliency.Tensors;

/// <summary>Writes safetensors files. A file appears whole or not at all.</summary>
public static class SafetensorsWriter
{
    /// <summary>
    /// Writes the tensors in the order given. Until all is written it lies at <paramref name="path"/> + ".partial";
    /// a file already at <paramref name="path"/> is replaced at the end.
    /// </summary>
    /// <exception cref="SafetensorsException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">A name comes twice, or the header would be longer than the format allows.</exception>
    public static void Write(string path, IEnumerable<TensorData> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        List<TensorData> list = [.. tensors];
        byte[] header = Header(list, metadata);
        if (Directory.Exists(path)) throw new SafetensorsException($"{path}: The file should be writable, but this is a folder.");
        try
        {
            WriteWhole(path, header, list);
        }
        catch (Exception e) when (SafetensorsException.IsFileFailure(e))
        {
            throw new SafetensorsException($"{path}: The file should be writable, but the system says: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static void WriteWhole(string path, byte[] header, List<TensorData> tensors)
    {
        string partial = path + ".partial";
        var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None);
        try // only now is the partial file ours to delete
        {
            using (stream)
            {
                stream.Write(header);
                foreach (TensorData tensor in tensors) tensor.WriteTo(stream);
                stream.Flush(flushToDisk: true); // before the name, so that no crash leaves the name with half the data
            }
            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    private static byte[] Header(List<TensorData> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(stackalloc byte[SafetensorsHeader.LengthBytes]);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            WriteJson(json, tensors, metadata);
        while (buffer.WrittenCount % 8 != 0) buffer.Write(" "u8); // aligns the data
        byte[] header = buffer.WrittenSpan.ToArray();
        int length = header.Length - SafetensorsHeader.LengthBytes;
        if (length > SafetensorsHeader.MaxLength)
            throw new ArgumentException(
                $"The header should have at most {SafetensorsHeader.MaxLength} bytes, but needs {length}.", nameof(tensors));
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        return header;
    }

    private static void WriteJson(Utf8JsonWriter json, List<TensorData> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        json.WriteStartObject();
        if (metadata is not null) WriteMetadata(json, metadata);
        var names = new HashSet<string>();
        long begin = 0;
        foreach (TensorData tensor in tensors)
        {
            if (!names.Add(tensor.Name)) throw new ArgumentException($"Tensor {tensor.Name.Quote()} comes twice.", nameof(tensors));
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.DType.Name());
            WriteArray(json, "shape", tensor.Shape.AsSpan());
            WriteArray(json, "data_offsets", [begin, checked(begin += tensor.ByteLength)]);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataName);
        // Sorted: the same checkpoint gives the same bytes, whatever dictionary it came in.
        foreach ((string name, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            TensorData.CheckUnicode(name);
            TensorData.CheckUnicode(value);
            json.WriteString(name, value);
        }
        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, ReadOnlySpan<long> values)
    {
        json.WriteStartArray(name);
        foreach (long value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
