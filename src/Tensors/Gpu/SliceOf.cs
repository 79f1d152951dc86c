using System.Numerics;
using ILGPU;

namespace PureSaliency.Tensors;

/// <summary>
/// A thread's way through the slices of a factor: places are rows of A or columns of B, steps go along k, some of them to a unit that
/// one thread loads. Neighbouring threads read neighbouring addresses, along whichever is contiguous; from round to round a thread goes
/// on by a fixed distance.
/// </summary>
internal readonly struct SliceOf<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly long offset, begin, distance;
    private readonly int stepStride, first, firstUnit, furtherPlaces, furtherUnits, places, steps, unit;

    public SliceOf(
        long offset, int placeStride, int stepStride, int place, int places, int steps, int width, int units, int threads, int unit)
    {
        (this.offset, this.stepStride, this.places, this.steps, this.unit) = (offset, stepStride, places - place, steps, unit);
        bool alongSteps = stepStride == 1;
        first = alongSteps ? Group.IdxX / units : Group.IdxX % width;
        firstUnit = alongSteps ? Group.IdxX % units : Group.IdxX / width;
        furtherPlaces = alongSteps ? threads / units : 0;
        furtherUnits = alongSteps ? 0 : threads / width;
        begin = offset + (long)(place + first) * placeStride + (long)(firstUnit * unit) * stepStride;
        distance = (long)furtherPlaces * placeStride + (long)(furtherUnits * unit) * stepStride;
    }

    /// <summary>A thread's share, at most eight elements, of the slice from a step on: of each unit the same element; 0 where nothing is.</summary>
    public Held8<T> Load(ArrayView<T> from, int step, int share, int ofUnit = 0) => new()
    {
        V0 = Read(from, step + ofUnit, 0, share),
        V1 = Read(from, step + ofUnit, 1, share),
        V2 = Read(from, step + ofUnit, 2, share),
        V3 = Read(from, step + ofUnit, 3, share),
        V4 = Read(from, step + ofUnit, 4, share),
        V5 = Read(from, step + ofUnit, 5, share),
        V6 = Read(from, step + ofUnit, 6, share),
        V7 = Read(from, step + ofUnit, 7, share),
    };

    // Without a branch: instead of what is not there the first element is read and forgotten, so that all reads are on their way together.
    private T Read(ArrayView<T> from, int k, int round, int share)
    {
        if (round >= share) return T.Zero;
        bool real = (first + round * furtherPlaces < places) & (k + (firstUnit + round * furtherUnits) * unit < steps);
        T value = from[real ? begin + (long)k * stepStride + round * distance : offset];
        return real ? value : T.Zero;
    }

    /// <summary>Where a unit goes in shared memory: a line per unit.</summary>
    public int At(int round, int pitch) => (firstUnit + round * furtherUnits) * pitch + first + round * furtherPlaces;

    /// <summary>The same with a line per place.</summary>
    public int Across(int round, int pitch) => (first + round * furtherPlaces) * pitch + firstUnit + round * furtherUnits;
}

/// <summary>What a thread has read and not yet written.</summary>
internal struct Held8<T> where T : unmanaged
{
    public T V0, V1, V2, V3, V4, V5, V6, V7;
}
