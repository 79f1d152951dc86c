using System.Runtime.CompilerServices;

namespace PureSaliency.Tensors;

// Single rows.
internal static unsafe partial class Tiles<O, V>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x4(in Tile tile)
    {
        byte* a0 = tile.A, b = tile.B, prefetch = tile.PrefetchAt, from = tile.Init, to = tile.C;
        V s0 = O.Load(from), t0 = O.Load(from + sizeof(V)), u0 = O.Load(from + 2 * sizeof(V)), v0 = O.Load(from + 3 * sizeof(V));
        nint k = 0, step = tile.AStep, end = step * tile.Steps, next = tile.BRow, further = tile.PrefetchStep;
        do
        {
            V w = O.Load(b), x = O.Load(b + sizeof(V)), y = O.Load(b + 2 * sizeof(V)), z = O.Load(b + 3 * sizeof(V));
            Prefetch(prefetch);
            V p0 = O.Spread(a0 + k);
            s0 = O.MultiplyAdd(p0, w, s0); t0 = O.MultiplyAdd(p0, x, t0); u0 = O.MultiplyAdd(p0, y, u0); v0 = O.MultiplyAdd(p0, z, v0);
            b += next;
            prefetch += further;
            k += step;
        }
        while (k != end);
        O.Store(s0, to); O.Store(t0, to + sizeof(V)); O.Store(u0, to + 2 * sizeof(V)); O.Store(v0, to + 3 * sizeof(V));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x3(in Tile tile)
    {
        byte* a0 = tile.A, b = tile.B, prefetch = tile.PrefetchAt, from = tile.Init, to = tile.C;
        V s0 = O.Load(from), t0 = O.Load(from + sizeof(V)), u0 = O.Load(from + 2 * sizeof(V));
        nint k = 0, step = tile.AStep, end = step * tile.Steps, next = tile.BRow, further = tile.PrefetchStep;
        do
        {
            V w = O.Load(b), x = O.Load(b + sizeof(V)), y = O.Load(b + 2 * sizeof(V));
            Prefetch(prefetch);
            V p0 = O.Spread(a0 + k);
            s0 = O.MultiplyAdd(p0, w, s0); t0 = O.MultiplyAdd(p0, x, t0); u0 = O.MultiplyAdd(p0, y, u0);
            b += next;
            prefetch += further;
            k += step;
        }
        while (k != end);
        O.Store(s0, to); O.Store(t0, to + sizeof(V)); O.Store(u0, to + 2 * sizeof(V));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x2(in Tile tile)
    {
        byte* a0 = tile.A, b = tile.B, prefetch = tile.PrefetchAt, from = tile.Init, to = tile.C;
        V s0 = O.Load(from), t0 = O.Load(from + sizeof(V));
        nint k = 0, step = tile.AStep, end = step * tile.Steps, next = tile.BRow, further = tile.PrefetchStep;
        do
        {
            V w = O.Load(b), x = O.Load(b + sizeof(V));
            Prefetch(prefetch);
            V p0 = O.Spread(a0 + k);
            s0 = O.MultiplyAdd(p0, w, s0); t0 = O.MultiplyAdd(p0, x, t0);
            b += next;
            prefetch += further;
            k += step;
        }
        while (k != end);
        O.Store(s0, to); O.Store(t0, to + sizeof(V));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x1(in Tile tile)
    {
        byte* a0 = tile.A, b = tile.B, prefetch = tile.PrefetchAt, from = tile.Init, to = tile.C;
        V s0 = O.Load(from);
        nint k = 0, step = tile.AStep, end = step * tile.Steps, next = tile.BRow, further = tile.PrefetchStep;
        do
        {
            V w = O.Load(b);
            Prefetch(prefetch);
            V p0 = O.Spread(a0 + k);
            s0 = O.MultiplyAdd(p0, w, s0);
            b += next;
            prefetch += further;
            k += step;
        }
        while (k != end);
        O.Store(s0, to);
    }
}
