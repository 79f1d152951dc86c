using System.Buffers.Binary;
using System.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

/// <summary>Damaged files: whatever is done to a file, it is read inside its bounds or refused with a sentence.</summary>
public sealed class SafetensorsFuzzTests
{
    private static readonly byte[][] Seeds =
    [
        Scratch.Bytes("{}", 0),
        Scratch.Named("a", "b", "c"),
        Scratch.Bytes("""
            {"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
            "ü":{"dtype":"I64","shape":[],"data_offsets":[24,32]}}
            """, 32),
        Scratch.Bytes("""
            {"h":{"dtype":"F16","shape":[4],"data_offsets":[3,11]},"e":{"dtype":"F64","shape":[0,7],"data_offsets":[3,3]},
            "b":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}
            """, 11),
    ];

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "{", "}", "[", "]", ",", ":", "'", "\\", "\\u0000", "\\ud800", "{}", "[]", "''", "null", "true", " ", "\n", "\0", "/**/", "ü",
            "0", "1", "-1", "-0", "1.0", "1e9", "00", "2147483648", "4294967296", "9223372036854775807", "18446744073709551615",
            "'F32'", "'BF16'", "'F8_E4M3'", "'dtype':", "'shape':", "'data_offsets':", "'__metadata__':",
            "'a':{'dtype':'U8','shape':[0],'data_offsets':[0,0]},",
        }.Select(token => Encoding.UTF8.GetBytes(token.Replace('\'', '"'))),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80],
    ];

    [Fact]
    public void Damage_in_memory_is_found_or_harmless()
    {
        var random = new Random(20_240_517);
        int read = 0;
        const int files = 100_000;
        for (int i = 0; i < files; i++)
            if (IsRead(Damaged(random), bytes => ReadAll(bytes))) read++;
        Assert.InRange(read, files / 100, files / 2); // the damage reaches both
    }

    [Fact]
    public void Damage_on_disk_is_found_or_harmless()
    {
        using var scratch = new Scratch();
        var random = new Random(7);
        int read = 0;
        for (int i = 0; i < 600; i++)
            if (IsRead(Damaged(random), bytes => ReadAll(scratch.File("x.safetensors", bytes)))) read++;
        Assert.InRange(read, 6, 300);
    }

    [Fact]
    public void Damaged_index_is_refused_or_harmless()
    {
        var random = new Random(11);
        byte[] index = """
            {"metadata":{"total_size":3,"x":[{"y":null}]},"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}
            """u8.ToArray();
        int read = 0;
        for (int i = 0; i < 20_000; i++)
        {
            List<byte> bytes = [.. index];
            for (int n = random.Next(1, 4); n > 0; n--) Damage(bytes, 0, random);
            if (IsRead([.. bytes], damaged => ShardIndex.Parse(damaged, "x.safetensors"))) read++;
        }
        Assert.InRange(read, 200, 15_000);
    }

    private static bool IsRead(byte[] bytes, Action<byte[]> read)
    {
        try
        {
            read(bytes);
            return true;
        }
        catch (SafetensorsException e)
        {
            bool isSentence = e.Message.Contains("x.safetensors: ") && e.Message.Length < 1000 && !e.Message.Any(char.IsControl);
            Assert.True(isSentence, e.Message);
            return false;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.GetType()} from {Convert.ToHexString(bytes)}", e);
        }
    }

    private static void ReadAll(byte[] bytes)
    {
        var header = SafetensorsHeader.Parse(bytes, bytes.LongLength, "x.safetensors");
        ReadOnlySpan<byte> data = bytes.AsSpan((int)header.DataStart);
        foreach (TensorEntry entry in header.Tensors)
        {
            ReadOnlySpan<byte> stored = data[(int)entry.Begin..(int)entry.End];
            if (stored.Length != entry.DType.Bytes(entry.Count)) Assert.Fail(entry.ToString());
        }
    }

    private static void ReadAll(string path)
    {
        using var file = SafetensorsFile.Open(path);
        foreach (TensorEntry entry in file.Tensors)
        {
            Assert.Equal(entry.ByteLength, file.Bytes(entry).ToArray().Length);
            if (!entry.DType.IsReadable()) continue;
            file.Read<float>(entry, new float[entry.Count]);
            file.Read<long>(entry, new long[entry.Count]);
        }
    }

    private static byte[] Damaged(Random random)
    {
        List<byte> bytes = [.. Seeds[random.Next(Seeds.Length)]];
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian([.. bytes[..8]]);
        int data = bytes.Count - 8 - header;
        bool keepsFrame = random.Next(4) > 0; // else the damage may hit the length, and the header's length stays as it was
        for (int n = random.Next(1, 4); n > 0; n--) Damage(bytes, keepsFrame ? 8 : 0, random);
        byte[] damaged = [.. bytes];
        if (keepsFrame && damaged.Length >= 8 + data) BinaryPrimitives.WriteInt64LittleEndian(damaged, damaged.Length - 8 - data);
        return damaged;
    }

    private static void Damage(List<byte> bytes, int from, Random random)
    {
        if (bytes.Count <= from) return;
        int at = random.Next(from, bytes.Count), length = Math.Min(random.Next(1, 20), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.RemoveRange(at, length); break;
            case 3: bytes.InsertRange(random.Next(from, bytes.Count), bytes.GetRange(at, length)); break; // something comes twice
            case 4: bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]); break;
            case 5: Overwrite(bytes, at, Tokens[random.Next(Tokens.Length)]); break;
            case 6: ChangeDigit(bytes, at, random); break;
            case 7 when random.Next(3) == 0: bytes.RemoveRange(at, bytes.Count - at); break;
            default: bytes.AddRange(new byte[random.Next(1, 20)]); break;
        }
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] token)
    {
        for (int i = 0; i < token.Length && at + i < bytes.Count; i++) bytes[at + i] = token[i];
    }

    private static void ChangeDigit(List<byte> bytes, int at, Random random)
    {
        int digit = bytes.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
        if (digit >= 0) bytes[digit] = (byte)('0' + random.Next(10));
    }
}
