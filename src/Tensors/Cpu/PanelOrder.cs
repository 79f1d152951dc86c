using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PureSaliency.Tensors;

/// <summary>Rows of 64-bit units brought side by side.</summary>
internal static unsafe class PanelOrder
{
    /// <summary>
    /// to[u · width + r] = from[r · stride + u] for as many rows as go four by four; returns their number.
    /// </summary>
    public static int Interleave(double* from, nint stride, int rows, int units, double* to, int width, bool aligned)
    {
        if (!Avx.IsSupported || !aligned) return 0;
        int done = rows / 4 * 4, whole = units / 4 * 4;
        for (int r = 0; r < done; r += 4)
        {
            double* x0 = from + r * stride, x1 = x0 + stride, x2 = x1 + stride, x3 = x2 + stride, y = to + r;
            for (int u = 0; u < whole; u += 4, y += 4 * width)
            {
                var a = Vector256.Load(x0 + u);
                var b = Vector256.Load(x1 + u);
                var c = Vector256.Load(x2 + u);
                var d = Vector256.Load(x3 + u);
                Vector256<double> p = Avx.UnpackLow(a, b), q = Avx.UnpackHigh(a, b), s = Avx.UnpackLow(c, d), t = Avx.UnpackHigh(c, d);
                Avx.Permute2x128(p, s, 0x20).Store(y);
                Avx.Permute2x128(q, t, 0x20).Store(y + width);
                Avx.Permute2x128(p, s, 0x31).Store(y + 2 * width);
                Avx.Permute2x128(q, t, 0x31).Store(y + 3 * width);
            }
            for (int u = whole; u < units; u++, y += width)
            {
                y[0] = x0[u];
                y[1] = x1[u];
                y[2] = x2[u];
                y[3] = x3[u];
            }
        }
        return done;
    }
}
