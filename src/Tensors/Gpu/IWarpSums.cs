using ILGPU;

namespace PureSaliency.Tensors;

/// <summary>
/// The 64 by 32 sums of a warp of 32 threads, four down and four across of the small products that hardware computes at once:
/// D = A·B + C with A (16, 16) and B (16, 8) of bfloat16 and C (16, 8) of float32. With g = lane / 4 and t = lane % 4 a thread
/// holds of each small product
/// A at rows g, g + 8, g, g + 8 and columns 2t, 2t, 2t + 8, 2t + 8 (pairs: the next column too),
/// B at column g and rows 2t, 2t + 8 (pairs: the next row too), C at (g, 2t), (g, 2t + 1), (g + 8, 2t), (g + 8, 2t + 1).
/// </summary>
internal interface IWarpSums<TSelf> where TSelf : unmanaged, IWarpSums<TSelf>
{
    /// <summary>Zeros.</summary>
    static abstract TSelf Begin();

    /// <summary>The sums plus A (64, 16) times B (16, 32).</summary>
    static abstract TSelf Add(TSelf sums, Fragments a, Fragments b);

    /// <summary>Hands the sums over; the thread's first one stands at the given row and column of C.</summary>
    static abstract void Store(TSelf sums, Target<float> target, int row, int column);
}

/// <summary>A thread's pairs of one small factor; B has two of them.</summary>
internal struct Fragment
{
    public uint V0, V1, V2, V3;
}

/// <summary>A thread's pairs of four small factors.</summary>
internal struct Fragments
{
    public Fragment F0, F1, F2, F3;
}

/// <summary>bfloat16 by its bits: the upper half of a float32.</summary>
internal static class BFloat16
{
    /// <summary>Two numbers rounded to nearest even; the first in the low half.</summary>
    public static uint Pack(float low, float high) => (Rounded(low) >> 16) | (Rounded(high) & 0xFFFF0000u);

    /// <summary>The first of a pair, widened.</summary>
    public static float Low(uint pair) => Interop.IntAsFloat(pair << 16);

    /// <summary>The second of a pair, widened.</summary>
    public static float High(uint pair) => Interop.IntAsFloat(pair & 0xFFFF0000u);

    // Half of what is cut off is added, less one where the last kept bit is 0.
    private static uint Rounded(float x)
    {
        uint bits = Interop.FloatAsInt(x);
        return bits + 0x7FFFu + ((bits >> 16) & 1u);
    }
}
