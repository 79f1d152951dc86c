using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Gpu;

/// <summary>
/// What mma.sync.m16n8k16 computes, from its documentation: the threads of a warp lay their pairs open in shared memory, and
/// each sums up its own four elements of each small product.
/// </summary>
internal struct EmulatedSums : IWarpSums<EmulatedSums>
{
    private Row r0, r1, r2, r3;

    public static EmulatedSums Begin() => default;

    public static EmulatedSums Add(EmulatedSums sums, Fragments a, Fragments b)
    {
        // (A or B, which of the four, pair, thread)
        var open = SharedMemory.Allocate<uint>(2 * 16 * 256);
        Group.Barrier();
        Lay(open, 0, a);
        Lay(open, 16, b);
        Group.Barrier();
        sums.r0 = Row.Add(sums.r0, open, 0);
        sums.r1 = Row.Add(sums.r1, open, 1);
        sums.r2 = Row.Add(sums.r2, open, 2);
        sums.r3 = Row.Add(sums.r3, open, 3);
        return sums;
    }

    public static void Store(EmulatedSums sums, Target<float> target, int row, int column)
    {
        Row.Store(sums.r0, target, row, column);
        Row.Store(sums.r1, target, row + 16, column);
        Row.Store(sums.r2, target, row + 32, column);
        Row.Store(sums.r3, target, row + 48, column);
    }

    private static void Lay(ArrayView<uint> open, int first, Fragments fragments)
    {
        Lay(open, first, fragments.F0);
        Lay(open, first + 4, fragments.F1);
        Lay(open, first + 8, fragments.F2);
        Lay(open, first + 12, fragments.F3);
    }

    private static void Lay(ArrayView<uint> open, int first, Fragment fragment)
    {
        open[first * 256 + Group.IdxX] = fragment.V0;
        open[(first + 1) * 256 + Group.IdxX] = fragment.V1;
        open[(first + 2) * 256 + Group.IdxX] = fragment.V2;
        open[(first + 3) * 256 + Group.IdxX] = fragment.V3;
    }

    /// <summary>Four small products side by side.</summary>
    internal struct Row
    {
        private Quad c0, c1, c2, c3;

        public static Row Add(Row row, ArrayView<uint> open, int a)
        {
            row.c0 = Quad.Add(row.c0, open, a, 0);
            row.c1 = Quad.Add(row.c1, open, a, 1);
            row.c2 = Quad.Add(row.c2, open, a, 2);
            row.c3 = Quad.Add(row.c3, open, a, 3);
            return row;
        }

        public static void Store(Row row, Target<float> target, int first, int column)
        {
            Quad.Store(row.c0, target, first, column);
            Quad.Store(row.c1, target, first, column + 8);
            Quad.Store(row.c2, target, first, column + 16);
            Quad.Store(row.c3, target, first, column + 24);
        }
    }

    /// <summary>A thread's four elements of a small product.</summary>
    internal struct Quad
    {
        private float x, y, z, w;

        public static Quad Add(Quad quad, ArrayView<uint> open, int a, int b)
        {
            int lane = Group.IdxX % 32, row = lane / 4, column = lane % 4 * 2;
            for (int k = 0; k < 16; k++)
            {
                float upper = A(open, a, row, k), lower = A(open, a, row + 8, k), left = B(open, b, k, column), right = B(open, b, k, column + 1);
                quad.x += upper * left;
                quad.y += upper * right;
                quad.z += lower * left;
                quad.w += lower * right;
            }
            return quad;
        }

        public static void Store(Quad quad, Target<float> target, int row, int column)
        {
            target.Store(row, column, quad.x);
            target.Store(row, column + 1, quad.y);
            target.Store(row + 8, column, quad.z);
            target.Store(row + 8, column + 1, quad.w);
        }

        // Registers a0 to a3: rows 0–7 and 8–15 of columns 0–7, then of columns 8–15.
        private static float A(ArrayView<uint> open, int which, int row, int k) =>
            Element(open, which * 4 + row / 8 + k / 8 * 2, row % 8 * 4 + k % 8 / 2, k % 2);

        // Registers b0 and b1: rows 0–7, then 8–15.
        private static float B(ArrayView<uint> open, int which, int k, int column) =>
            Element(open, 16 + which * 4 + k / 8, column * 4 + k % 8 / 2, k % 2);

        private static float Element(ArrayView<uint> open, int register, int lane, int half)
        {
            uint pair = open[register * 256 + Group.IdxX / 32 * 32 + lane];
            return half == 0 ? BFloat16.Low(pair) : BFloat16.High(pair);
        }
    }
}
