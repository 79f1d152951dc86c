using System.Runtime.CompilerServices;

namespace PureSaliency.Tensors;

// Eight rows by up to three vectors, or six by four: as many sums as 32 registers hold.
internal static unsafe partial class Tiles<O, V>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8x3(in Tile tile)
    {
        byte* a0 = tile.A, b = tile.B, prefetch = tile.PrefetchAt, from = tile.Init, to = tile.C;
        nint row = tile.ARow;
        byte* a1 = a0 + row, a2 = a1 + row, a3 = a2 + row, a4 = a3 + row, a5 = a4 + row, a6 = a5 + row, a7 = a6 + row;
        V s0 = O.Load(from), t0 = O.Load(from + sizeof(V)), u0 = O.Load(from + 2 * sizeof(V));
        from += tile.InitRow;
        V s1 = O.Load(from), t1 = O.Load(from + sizeof(V)), u1 = O.Load(from + 2 * sizeof(V));
        from += tile.InitRow;
        V s2 = O.Load(from), t2 = O.Load(from + sizeof(V)), u2 = O.Load(from + 2 * sizeof(V));
        from += tile.InitRow;
        V s3 = O.Load(from), t3 = O.Load(from + sizeof(V)), u3 = O.Load(from + 2 * sizeof(V));
        from += tile.InitRow;
        V s4 = O.Load(from), t4 = O.Load(from + sizeof(V)), u4 = O.Load(from + 2 * sizeof(V));
        from += tile.InitRow;
        V s5 = O.Load(from), t5 = O.Load(from + sizeof(V)), u5 = O.Load(from + 2 * sizeof(V));
        from += tile.InitRow;
        V s6 = O.Load(from), t6 = O.Load(from + sizeof(V)), u6 = O.Load(from + 2 * sizeof(V));
        from += tile.InitRow;
        V s7 = O.Load(from), t7 = O.Load(from + sizeof(V)), u7 = O.Load(from + 2 * sizeof(V));
        nint k = 0, step = tile.AStep, end = step * tile.Steps, next = tile.BRow, further = tile.PrefetchStep;
        do
        {
            V w = O.Load(b), x = O.Load(b + sizeof(V)), y = O.Load(b + 2 * sizeof(V));
            Prefetch(prefetch);
            V p0 = O.Spread(a0 + k);
            s0 = O.MultiplyAdd(p0, w, s0); t0 = O.MultiplyAdd(p0, x, t0); u0 = O.MultiplyAdd(p0, y, u0);
            V p1 = O.Spread(a1 + k);
            s1 = O.MultiplyAdd(p1, w, s1); t1 = O.MultiplyAdd(p1, x, t1); u1 = O.MultiplyAdd(p1, y, u1);
            V p2 = O.Spread(a2 + k);
            s2 = O.MultiplyAdd(p2, w, s2); t2 = O.MultiplyAdd(p2, x, t2); u2 = O.MultiplyAdd(p2, y, u2);
            V p3 = O.Spread(a3 + k);
            s3 = O.MultiplyAdd(p3, w, s3); t3 = O.MultiplyAdd(p3, x, t3); u3 = O.MultiplyAdd(p3, y, u3);
            V p4 = O.Spread(a4 + k);
            s4 = O.MultiplyAdd(p4, w, s4); t4 = O.MultiplyAdd(p4, x, t4); u4 = O.MultiplyAdd(p4, y, u4);
            V p5 = O.Spread(a5 + k);
            s5 = O.MultiplyAdd(p5, w, s5); t5 = O.MultiplyAdd(p5, x, t5); u5 = O.MultiplyAdd(p5, y, u5);
            V p6 = O.Spread(a6 + k);
            s6 = O.MultiplyAdd(p6, w, s6); t6 = O.MultiplyAdd(p6, x, t6); u6 = O.MultiplyAdd(p6, y, u6);
            V p7 = O.Spread(a7 + k);
            s7 = O.MultiplyAdd(p7, w, s7); t7 = O.MultiplyAdd(p7, x, t7); u7 = O.MultiplyAdd(p7, y, u7);
            b += next;
            prefetch += further;
            k += step;
        }
        while (k != end);
        O.Store(s0, to); O.Store(t0, to + sizeof(V)); O.Store(u0, to + 2 * sizeof(V));
        to += tile.CRow;
        O.Store(s1, to); O.Store(t1, to + sizeof(V)); O.Store(u1, to + 2 * sizeof(V));
        to += tile.CRow;
        O.Store(s2, to); O.Store(t2, to + sizeof(V)); O.Store(u2, to + 2 * sizeof(V));
        to += tile.CRow;
        O.Store(s3, to); O.Store(t3, to + sizeof(V)); O.Store(u3, to + 2 * sizeof(V));
        to += tile.CRow;
        O.Store(s4, to); O.Store(t4, to + sizeof(V)); O.Store(u4, to + 2 * sizeof(V));
        to += tile.CRow;
        O.Store(s5, to); O.Store(t5, to + sizeof(V)); O.Store(u5, to + 2 * sizeof(V));
        to += tile.CRow;
        O.Store(s6, to); O.Store(t6, to + sizeof(V)); O.Store(u6, to + 2 * sizeof(V));
        to += tile.CRow;
        O.Store(s7, to); O.Store(t7, to + sizeof(V)); O.Store(u7, to + 2 * sizeof(V));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile6x4(in Tile tile)
    {
        byte* a0 = tile.A, b = tile.B, prefetch = tile.PrefetchAt, from = tile.Init, to = tile.C;
        nint row = tile.ARow;
        byte* a1 = a0 + row, a2 = a1 + row, a3 = a2 + row, a4 = a3 + row, a5 = a4 + row;
        V s0 = O.Load(from), t0 = O.Load(from + sizeof(V)), u0 = O.Load(from + 2 * sizeof(V)), v0 = O.Load(from + 3 * sizeof(V));
        from += tile.InitRow;
        V s1 = O.Load(from), t1 = O.Load(from + sizeof(V)), u1 = O.Load(from + 2 * sizeof(V)), v1 = O.Load(from + 3 * sizeof(V));
        from += tile.InitRow;
        V s2 = O.Load(from), t2 = O.Load(from + sizeof(V)), u2 = O.Load(from + 2 * sizeof(V)), v2 = O.Load(from + 3 * sizeof(V));
        from += tile.InitRow;
        V s3 = O.Load(from), t3 = O.Load(from + sizeof(V)), u3 = O.Load(from + 2 * sizeof(V)), v3 = O.Load(from + 3 * sizeof(V));
        from += tile.InitRow;
        V s4 = O.Load(from), t4 = O.Load(from + sizeof(V)), u4 = O.Load(from + 2 * sizeof(V)), v4 = O.Load(from + 3 * sizeof(V));
        from += tile.InitRow;
        V s5 = O.Load(from), t5 = O.Load(from + sizeof(V)), u5 = O.Load(from + 2 * sizeof(V)), v5 = O.Load(from + 3 * sizeof(V));
        nint k = 0, step = tile.AStep, end = step * tile.Steps, next = tile.BRow, further = tile.PrefetchStep;
        do
        {
            V w = O.Load(b), x = O.Load(b + sizeof(V)), y = O.Load(b + 2 * sizeof(V)), z = O.Load(b + 3 * sizeof(V));
            Prefetch(prefetch);
            V p0 = O.Spread(a0 + k);
            s0 = O.MultiplyAdd(p0, w, s0); t0 = O.MultiplyAdd(p0, x, t0); u0 = O.MultiplyAdd(p0, y, u0); v0 = O.MultiplyAdd(p0, z, v0);
            V p1 = O.Spread(a1 + k);
            s1 = O.MultiplyAdd(p1, w, s1); t1 = O.MultiplyAdd(p1, x, t1); u1 = O.MultiplyAdd(p1, y, u1); v1 = O.MultiplyAdd(p1, z, v1);
            V p2 = O.Spread(a2 + k);
            s2 = O.MultiplyAdd(p2, w, s2); t2 = O.MultiplyAdd(p2, x, t2); u2 = O.MultiplyAdd(p2, y, u2); v2 = O.MultiplyAdd(p2, z, v2);
            V p3 = O.Spread(a3 + k);
            s3 = O.MultiplyAdd(p3, w, s3); t3 = O.MultiplyAdd(p3, x, t3); u3 = O.MultiplyAdd(p3, y, u3); v3 = O.MultiplyAdd(p3, z, v3);
            V p4 = O.Spread(a4 + k);
            s4 = O.MultiplyAdd(p4, w, s4); t4 = O.MultiplyAdd(p4, x, t4); u4 = O.MultiplyAdd(p4, y, u4); v4 = O.MultiplyAdd(p4, z, v4);
            V p5 = O.Spread(a5 + k);
            s5 = O.MultiplyAdd(p5, w, s5); t5 = O.MultiplyAdd(p5, x, t5); u5 = O.MultiplyAdd(p5, y, u5); v5 = O.MultiplyAdd(p5, z, v5);
            b += next;
            prefetch += further;
            k += step;
        }
        while (k != end);
        O.Store(s0, to); O.Store(t0, to + sizeof(V)); O.Store(u0, to + 2 * sizeof(V)); O.Store(v0, to + 3 * sizeof(V));
        to += tile.CRow;
        O.Store(s1, to); O.Store(t1, to + sizeof(V)); O.Store(u1, to + 2 * sizeof(V)); O.Store(v1, to + 3 * sizeof(V));
        to += tile.CRow;
        O.Store(s2, to); O.Store(t2, to + sizeof(V)); O.Store(u2, to + 2 * sizeof(V)); O.Store(v2, to + 3 * sizeof(V));
        to += tile.CRow;
        O.Store(s3, to); O.Store(t3, to + sizeof(V)); O.Store(u3, to + 2 * sizeof(V)); O.Store(v3, to + 3 * sizeof(V));
        to += tile.CRow;
        O.Store(s4, to); O.Store(t4, to + sizeof(V)); O.Store(u4, to + 2 * sizeof(V)); O.Store(v4, to + 3 * sizeof(V));
        to += tile.CRow;
        O.Store(s5, to); O.Store(t5, to + sizeof(V)); O.Store(u5, to + 2 * sizeof(V)); O.Store(v5, to + 3 * sizeof(V));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8x2(in Tile tile)
    {
        byte* a0 = tile.A, b = tile.B, prefetch = tile.PrefetchAt, from = tile.Init, to = tile.C;
        nint row = tile.ARow;
        byte* a1 = a0 + row, a2 = a1 + row, a3 = a2 + row, a4 = a3 + row, a5 = a4 + row, a6 = a5 + row, a7 = a6 + row;
        V s0 = O.Load(from), t0 = O.Load(from + sizeof(V));
        from += tile.InitRow;
        V s1 = O.Load(from), t1 = O.Load(from + sizeof(V));
        from += tile.InitRow;
        V s2 = O.Load(from), t2 = O.Load(from + sizeof(V));
        from += tile.InitRow;
        V s3 = O.Load(from), t3 = O.Load(from + sizeof(V));
        from += tile.InitRow;
        V s4 = O.Load(from), t4 = O.Load(from + sizeof(V));
        from += tile.InitRow;
        V s5 = O.Load(from), t5 = O.Load(from + sizeof(V));
        from += tile.InitRow;
        V s6 = O.Load(from), t6 = O.Load(from + sizeof(V));
        from += tile.InitRow;
        V s7 = O.Load(from), t7 = O.Load(from + sizeof(V));
        nint k = 0, step = tile.AStep, end = step * tile.Steps, next = tile.BRow, further = tile.PrefetchStep;
        do
        {
            V w = O.Load(b), x = O.Load(b + sizeof(V));
            Prefetch(prefetch);
            V p0 = O.Spread(a0 + k);
            s0 = O.MultiplyAdd(p0, w, s0); t0 = O.MultiplyAdd(p0, x, t0);
            V p1 = O.Spread(a1 + k);
            s1 = O.MultiplyAdd(p1, w, s1); t1 = O.MultiplyAdd(p1, x, t1);
            V p2 = O.Spread(a2 + k);
            s2 = O.MultiplyAdd(p2, w, s2); t2 = O.MultiplyAdd(p2, x, t2);
            V p3 = O.Spread(a3 + k);
            s3 = O.MultiplyAdd(p3, w, s3); t3 = O.MultiplyAdd(p3, x, t3);
            V p4 = O.Spread(a4 + k);
            s4 = O.MultiplyAdd(p4, w, s4); t4 = O.MultiplyAdd(p4, x, t4);
            V p5 = O.Spread(a5 + k);
            s5 = O.MultiplyAdd(p5, w, s5); t5 = O.MultiplyAdd(p5, x, t5);
            V p6 = O.Spread(a6 + k);
            s6 = O.MultiplyAdd(p6, w, s6); t6 = O.MultiplyAdd(p6, x, t6);
            V p7 = O.Spread(a7 + k);
            s7 = O.MultiplyAdd(p7, w, s7); t7 = O.MultiplyAdd(p7, x, t7);
            b += next;
            prefetch += further;
            k += step;
        }
        while (k != end);
        O.Store(s0, to); O.Store(t0, to + sizeof(V));
        to += tile.CRow;
        O.Store(s1, to); O.Store(t1, to + sizeof(V));
        to += tile.CRow;
        O.Store(s2, to); O.Store(t2, to + sizeof(V));
        to += tile.CRow;
        O.Store(s3, to); O.Store(t3, to + sizeof(V));
        to += tile.CRow;
        O.Store(s4, to); O.Store(t4, to + sizeof(V));
        to += tile.CRow;
        O.Store(s5, to); O.Store(t5, to + sizeof(V));
        to += tile.CRow;
        O.Store(s6, to); O.Store(t6, to + sizeof(V));
        to += tile.CRow;
        O.Store(s7, to); O.Store(t7, to + sizeof(V));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8x1(in Tile tile)
    {
        byte* a0 = tile.A, b = tile.B, prefetch = tile.PrefetchAt, from = tile.Init, to = tile.C;
        nint row = tile.ARow;
        byte* a1 = a0 + row, a2 = a1 + row, a3 = a2 + row, a4 = a3 + row, a5 = a4 + row, a6 = a5 + row, a7 = a6 + row;
        V s0 = O.Load(from);
        from += tile.InitRow;
        V s1 = O.Load(from);
        from += tile.InitRow;
        V s2 = O.Load(from);
        from += tile.InitRow;
        V s3 = O.Load(from);
        from += tile.InitRow;
        V s4 = O.Load(from);
        from += tile.InitRow;
        V s5 = O.Load(from);
        from += tile.InitRow;
        V s6 = O.Load(from);
        from += tile.InitRow;
        V s7 = O.Load(from);
        nint k = 0, step = tile.AStep, end = step * tile.Steps, next = tile.BRow, further = tile.PrefetchStep;
        do
        {
            V w = O.Load(b);
            Prefetch(prefetch);
            V p0 = O.Spread(a0 + k);
            s0 = O.MultiplyAdd(p0, w, s0);
            V p1 = O.Spread(a1 + k);
            s1 = O.MultiplyAdd(p1, w, s1);
            V p2 = O.Spread(a2 + k);
            s2 = O.MultiplyAdd(p2, w, s2);
            V p3 = O.Spread(a3 + k);
            s3 = O.MultiplyAdd(p3, w, s3);
            V p4 = O.Spread(a4 + k);
            s4 = O.MultiplyAdd(p4, w, s4);
            V p5 = O.Spread(a5 + k);
            s5 = O.MultiplyAdd(p5, w, s5);
            V p6 = O.Spread(a6 + k);
            s6 = O.MultiplyAdd(p6, w, s6);
            V p7 = O.Spread(a7 + k);
            s7 = O.MultiplyAdd(p7, w, s7);
            b += next;
            prefetch += further;
            k += step;
        }
        while (k != end);
        O.Store(s0, to);
        to += tile.CRow;
        O.Store(s1, to);
        to += tile.CRow;
        O.Store(s2, to);
        to += tile.CRow;
        O.Store(s3, to);
        to += tile.CRow;
        O.Store(s4, to);
        to += tile.CRow;
        O.Store(s5, to);
        to += tile.CRow;
        O.Store(s6, to);
        to += tile.CRow;
        O.Store(s7, to);
    }
}
