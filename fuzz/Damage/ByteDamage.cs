using System.Text;

namespace PureSaliency.Fuzz.Damage;

/// <summary>What may happen to the bytes of any file.</summary>
internal static class ByteDamage
{
    private const int Longest = 1 << 15;

    /// <summary>Does one thing at or after <paramref name="from"/>.</summary>
    /// <param name="other">Another healthy file, to splice with.</param>
    /// <returns>What was done.</returns>
    public static string Do(List<byte> bytes, Dice dice, byte[] other, int from = 0)
    {
        if (bytes.Count <= from)
        {
            bytes.AddRange(dice.Of(Traps.Bytes));
            return "something where nothing was";
        }
        int at = dice.Between(from, bytes.Count - 1), length = Math.Min(dice.Size(4096), bytes.Count - at);
        switch (dice.Below(14))
        {
            case 0: bytes[at] ^= (byte)(1 << dice.Below(8)); return $"a bit flipped at {at}";
            case 1: bytes[at] = (byte)dice.Below(256); return $"another byte at {at}";
            case 2: bytes.RemoveRange(at, length); return $"{length} bytes missing at {at}";
            case 3: bytes.InsertRange(dice.Between(from, bytes.Count), bytes.GetRange(at, length)); return $"{length} bytes of {at} twice";
            case 4: return Insert(bytes, at, dice.Of(Traps.Bytes));
            case 5: return Overwrite(bytes, at, dice.Of(Traps.Bytes));
            case 6: return Digit(bytes, at, dice);
            case 7: return Number(bytes, at, dice);
            case 8: bytes.RemoveRange(at, bytes.Count - at); return $"cut at {at}";
            case 9: bytes.AddRange(new byte[length]); return $"{length} zeros behind";
            case 10: return Splice(bytes, at, other, dice);
            case 11: return Repeat(bytes, at, length, dice);
            case 12: return Swap(bytes, at, length, dice, from);
            default: return from > 0 ? Insert(bytes, at, dice.Of(Traps.Bytes)) : Recode(bytes, dice);
        }
    }

    private static string Insert(List<byte> bytes, int at, byte[] token)
    {
        bytes.InsertRange(at, token);
        return $"{Convert.ToHexString(token)} inserted at {at}";
    }

    private static string Overwrite(List<byte> bytes, int at, byte[] token)
    {
        for (int i = 0; i < token.Length && at + i < bytes.Count; i++)
            bytes[at + i] = token[i];
        return $"{Convert.ToHexString(token)} written over {at}";
    }

    private static string Digit(List<byte> bytes, int at, Dice dice)
    {
        int digit = bytes.FindIndex(at, IsDigit);
        if (digit >= 0)
            bytes[digit] = (byte)('0' + dice.Below(10));
        return $"another digit at {digit}";
    }

    private static string Number(List<byte> bytes, int at, Dice dice)
    {
        int start = bytes.FindIndex(at, IsDigit);
        if (start < 0)
            return "no number to change";
        int end = start;
        while (end < bytes.Count && IsDigit(bytes[end]))
            end++;
        bytes.RemoveRange(start, end - start);
        string number = dice.Of(Traps.Numbers);
        bytes.InsertRange(start, Encoding.UTF8.GetBytes(number));
        return $"{number} for a number at {start}";
    }

    private static string Splice(List<byte> bytes, int at, byte[] other, Dice dice)
    {
        int from = dice.Below(other.Length + 1);
        bytes.RemoveRange(at, bytes.Count - at);
        bytes.AddRange(other.AsSpan(from));
        return $"another file's end from {from} at {at}";
    }

    private static string Repeat(List<byte> bytes, int at, int length, Dice dice)
    {
        byte[] part = [.. bytes.GetRange(at, Math.Min(length, 64))];
        int times = Math.Min(dice.Size(20_000), Math.Max(1, (Longest - bytes.Count) / part.Length));
        byte[] many = new byte[part.Length * times];
        for (int i = 0; i < times; i++)
            part.CopyTo(many, i * part.Length);
        bytes.InsertRange(at, many);
        return $"{part.Length} bytes at {at} {times} times";
    }

    private static string Swap(List<byte> bytes, int at, int length, Dice dice, int from)
    {
        byte[] part = [.. bytes.GetRange(at, length)];
        bytes.RemoveRange(at, length);
        int to = dice.Between(from, bytes.Count);
        bytes.InsertRange(to, part);
        return $"{length} bytes moved from {at} to {to}";
    }

    private static string Recode(List<byte> bytes, Dice dice)
    {
        string text = Encoding.UTF8.GetString([.. bytes]);
        (string done, byte[] recoded) = dice.Below(7) switch
        {
            0 => ("UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]),
            1 => ("UTF-16, big end first", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)]),
            2 => ("UTF-16 without a mark", Encoding.Unicode.GetBytes(text)),
            3 => ("Latin-1", Encoding.Latin1.GetBytes(text)),
            4 => ("UTF-8 with a mark", [.. Encoding.UTF8.Preamble, .. bytes]),
            5 => ("lines ended as on Windows", Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal))),
            _ => ("lines ended by CR", Encoding.UTF8.GetBytes(text.Replace('\n', '\r'))),
        };
        bytes.Clear();
        bytes.AddRange(recoded);
        return done;
    }

    private static bool IsDigit(byte letter) => letter is >= (byte)'0' and <= (byte)'9';
}
