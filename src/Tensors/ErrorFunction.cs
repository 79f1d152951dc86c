using System.Numerics;

namespace PureSaliency.Tensors;

/// <summary>
/// erfc to within a few units in the last place of T, both tails included. Rational approximations and their
/// coefficients after Sun Microsystems' fdlibm (s_erf.c, 1993).
/// </summary>
internal static class ErrorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T Quarter = T.CreateChecked(0.25), Half = T.CreateChecked(0.5), Two = T.CreateChecked(2);
    private static readonly T Small = T.CreateChecked(0.84375), Middle = T.CreateChecked(1.25), Tail = T.CreateChecked(1 / 0.35);
    private static readonly T ErfOfOne = T.CreateChecked(8.45062911510467529297e-01), Shift = T.CreateChecked(0.5625);

    // 2^s + 1 splits a number after its upper 24 − s or 53 − s digits (Dekker 1971). The square of the upper part must be
    // exact even after Shift has been added, which takes one digit more: 11 digits in float, 26 in double.
    private static readonly T Splitter = T.CreateChecked(typeof(T) == typeof(float) ? 8193.0 : 134217729.0);
    private static readonly T Last = T.CreateChecked(28);

    private static readonly T[] Pp = Coefficients(
        1.28379167095512558561e-01, -3.25042107247001499370e-01, -2.84817495755985104766e-02, -5.77027029648944159157e-03,
        -2.37630166566501626084e-05);

    private static readonly T[] Qq = Coefficients(
        1, 3.97917223959155352819e-01, 6.50222499887672944485e-02, 5.08130628187576562776e-03, 1.32494738004321644526e-04,
        -3.96022827877536812320e-06);

    private static readonly T[] Pa = Coefficients(
        -2.36211856075265944077e-03, 4.14856118683748331666e-01, -3.72207876035701323847e-01, 3.18346619901161753674e-01,
        -1.10894694282396677476e-01, 3.54783043256182359371e-02, -2.16637559486879084300e-03);

    private static readonly T[] Qa = Coefficients(
        1, 1.06420880400844228286e-01, 5.40397917702171048937e-01, 7.18286544141962662868e-02, 1.26171219808761642112e-01,
        1.36370839120290507362e-02, 1.19844998467991074170e-02);

    private static readonly T[] Ra = Coefficients(
        -9.86494403484714822705e-03, -6.93858572707181764372e-01, -1.05586262253232909814e+01, -6.23753324503260060396e+01,
        -1.62396669462573470355e+02, -1.84605092906711035994e+02, -8.12874355063065934246e+01, -9.81432934416914548592e+00);

    private static readonly T[] Sa = Coefficients(
        1, 1.96512716674392571292e+01, 1.37657754143519042600e+02, 4.34565877475229228821e+02, 6.45387271733267880336e+02,
        4.29008140027567833386e+02, 1.08635005541779435134e+02, 6.57024977031928170135e+00, -6.04244152148580987438e-02);

    private static readonly T[] Rb = Coefficients(
        -9.86494292470009928597e-03, -7.99283237680523006574e-01, -1.77579549177547519889e+01, -1.60636384855821916062e+02,
        -6.37566443368389627722e+02, -1.02509513161107724954e+03, -4.83519191608651397019e+02);

    private static readonly T[] Sb = Coefficients(
        1, 3.03380607434824582924e+01, 3.25792512996573918826e+02, 1.53672958608443695994e+03, 3.19985821950859553908e+03,
        2.55305040643316442583e+03, 4.74528541206955367215e+02, -2.24409524465858183362e+01);

    /// <summary>erfc x = 1 − erf x = (2/√π) ∫_x^∞ exp(−t²) dt.</summary>
    public static T Erfc(T x)
    {
        T a = T.Abs(x);
        if (a < Small)
        {
            T y = Polynomial(Pp, x * x) / Polynomial(Qq, x * x);
            return x < Quarter ? T.One - (x + x * y) : Half - (x - Half + x * y);
        }
        if (a < Middle)
        {
            T s = a - T.One, y = Polynomial(Pa, s) / Polynomial(Qa, s);
            return x > T.Zero ? T.One - ErfOfOne - y : T.One + (ErfOfOne + y);
        }
        if (a >= Last) return x > T.Zero ? T.Zero : Two;
        if (T.IsNaN(x)) return x;
        T tail = UpperTail(a);
        return x > T.Zero ? tail : Two - tail;
    }

    private static T UpperTail(T a)
    {
        T s = T.One / (a * a);
        T y = a < Tail ? Polynomial(Ra, s) / Polynomial(Sa, s) : Polynomial(Rb, s) / Polynomial(Sb, s);
        T split = a * Splitter, upper = split - (split - a);
        return T.Exp(-upper * upper - Shift) * T.Exp((upper - a) * (upper + a) + y) / a;
    }

    private static T Polynomial(T[] coefficients, T x)
    {
        T y = T.Zero;
        for (int i = coefficients.Length - 1; i >= 0; i--) y = y * x + coefficients[i];
        return y;
    }

    private static T[] Coefficients(params double[] values) => Array.ConvertAll(values, T.CreateChecked);
}
