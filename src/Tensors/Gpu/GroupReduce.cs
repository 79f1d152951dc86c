using System.Numerics;
using ILGPU;

namespace PureSaliency.Tensors;

/// <summary>Reductions over the threads of a group, as a tree whose order the group's size alone settles.</summary>
internal static class GroupReduce
{
    /// <summary>The widest group there is.</summary>
    public const int MaxThreads = 256;

    /// <summary>Σ of all threads' values, for every thread.</summary>
    public static T Sum<T>(T value) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shared = Shared(value);
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half) shared[Group.IdxX] += shared[Group.IdxX + half];
            Group.Barrier();
        }
        return shared[0];
    }

    /// <summary>The largest of all threads' values, for every thread.</summary>
    public static T Max<T>(T value) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shared = Shared(value);
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half && shared[Group.IdxX] < shared[Group.IdxX + half])
                shared[Group.IdxX] = shared[Group.IdxX + half];
            Group.Barrier();
        }
        return shared[0];
    }

    /// <summary>Places for what the threads have, so many each, in a line: Σ of those before a thread, and of all.</summary>
    public static Places Line(int count)
    {
        var shared = Shared(count);
        for (int step = 1; step < Group.DimX; step *= 2)
        {
            int before = Group.IdxX >= step ? shared[Group.IdxX - step] : 0;
            Group.Barrier();
            shared[Group.IdxX] += before;
            Group.Barrier();
        }
        return new(shared[Group.IdxX] - count, shared[Group.DimX - 1]);
    }

    private static ArrayView<T> Shared<T>(T value) where T : unmanaged
    {
        var shared = SharedMemory.Allocate<T>(MaxThreads);
        // Somebody may still be reading the last result.
        Group.Barrier();
        shared[Group.IdxX] = value;
        Group.Barrier();
        return shared;
    }
}

/// <summary>Where a thread's things stand in a line of all threads'.</summary>
internal readonly struct Places(int before, int all)
{
    public readonly int Before = before, All = all;
}
