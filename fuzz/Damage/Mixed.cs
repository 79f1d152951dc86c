namespace PureSaliency.Fuzz.Damage;

/// <summary>Damages a JSON file, as a tree or as bytes, one to three times.</summary>
internal static class Mixed
{
    public static (byte[] Bytes, string Done) Json(
        byte[] healthy, Dice dice, byte[] other, IReadOnlyList<string> known, IReadOnlyList<(string Name, string Value)> fields)
    {
        var done = new List<string>();
        int times = dice.Between(1, 3);
        bool tree = !dice.OneIn(3);
        byte[] bytes = healthy;
        if (tree)
        {
            var root = Node.Parse(healthy);
            for (int i = 0; i < times; i++)
                done.Add(NodeDamage.Do(root, dice, known, fields));
            bytes = root.ToBytes();
        }
        if (!tree || dice.OneIn(8))
            bytes = Bytes(bytes, dice, other, tree ? 1 : times, done);
        return (bytes, string.Join("; ", done));
    }

    public static byte[] Bytes(byte[] healthy, Dice dice, byte[] other, int times, List<string> done)
    {
        List<byte> bytes = [.. healthy];
        for (int i = 0; i < times; i++)
            done.Add(ByteDamage.Do(bytes, dice, other));
        return [.. bytes];
    }

    /// <summary>Damages the bytes of any file one to three times.</summary>
    public static (byte[] Bytes, string Done) Plain(byte[] healthy, Dice dice, byte[] other)
    {
        var done = new List<string>();
        byte[] bytes = Bytes(healthy, dice, other, dice.Between(1, 3), done);
        return (bytes, string.Join("; ", done));
    }
}
