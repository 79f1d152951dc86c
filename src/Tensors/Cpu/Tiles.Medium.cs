using System.Runtime.CompilerServices;

namespace PureSaliency.Tensors;

// Four rows: as many sums as 16 registers hold, and what is left of a larger tile.
internal static unsafe partial class Tiles<O, V>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x3(in Tile tile)
    {
        byte* a0 = tile.A, b = tile.B, prefetch = tile.PrefetchAt, from = tile.Init, to = tile.C;
        nint row = tile.ARow;
        byte* a1 = a0 + row, a2 = a1 + row, a3 = a2 + row;
        V s0 = O.Load(from), t0 = O.Load(from + sizeof(V)), u0 = O.Load(from + 2 * sizeof(V));
        from += tile.InitRow;
        V s1 = O.Load(from), t1 = O.Load(from + sizeof(V)), u1 = O.Load(from + 2 * sizeof(V));
        from += tile.InitRow;
        V s2 = O.Load(from), t2 = O.Load(from + sizeof(V)), u2 = O.Load(from + 2 * sizeof(V));
        from += tile.InitRow;
        V s3 = O.Load(from), t3 = O.Load(from + sizeof(V)), u3 = O.Load(from + 2 * sizeof(V));
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
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x2(in Tile tile)
    {
        byte* a0 = tile.A, b = tile.B, prefetch = tile.PrefetchAt, from = tile.Init, to = tile.C;
        nint row = tile.ARow;
        byte* a1 = a0 + row, a2 = a1 + row, a3 = a2 + row;
        V s0 = O.Load(from), t0 = O.Load(from + sizeof(V));
        from += tile.InitRow;
        V s1 = O.Load(from), t1 = O.Load(from + sizeof(V));
        from += tile.InitRow;
        V s2 = O.Load(from), t2 = O.Load(from + sizeof(V));
        from += tile.InitRow;
        V s3 = O.Load(from), t3 = O.Load(from + sizeof(V));
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
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x1(in Tile tile)
    {
        byte* a0 = tile.A, b = tile.B, prefetch = tile.PrefetchAt, from = tile.Init, to = tile.C;
        nint row = tile.ARow;
        byte* a1 = a0 + row, a2 = a1 + row, a3 = a2 + row;
        V s0 = O.Load(from);
        from += tile.InitRow;
        V s1 = O.Load(from);
        from += tile.InitRow;
        V s2 = O.Load(from);
        from += tile.InitRow;
        V s3 = O.Load(from);
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
    }
}
