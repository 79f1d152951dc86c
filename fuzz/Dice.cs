namespace PureSaliency.Fuzz;

/// <summary>Numbers that depend on a seed, a family and the number of a file alone, so that each file can be made again.</summary>
internal sealed class Dice
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state;

    public Dice(ulong seed, string family, long number)
    {
        _state = Mix(seed + Step);
        foreach (char letter in family)
            _state = Mix(_state ^ letter);
        _state = Mix(_state ^ (ulong)number);
    }

    public ulong Bits() => Mix(_state += Step);

    /// <summary>From 0 to below <paramref name="end"/>.</summary>
    public int Below(int end) => (int)(Bits() % (ulong)end);

    public int Between(int first, int last) => first + Below(last - first + 1);

    public bool OneIn(int many) => Below(many) == 0;

    public T Of<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    /// <summary>Mostly small, up to <paramref name="most"/> now and then.</summary>
    public int Size(int most) => 1 + Below(OneIn(8) ? most : Math.Min(most, 1 + Below(24)));

    // SplitMix64 (Steele, Lea and Flood 2014).
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
