namespace PureSaliency.Tensors;

/// <summary>Work on one element: a kernel is a structure of what it reads and writes, and the method that does it.</summary>
internal interface IElementKernel
{
    /// <summary>Computes element <paramref name="index"/>; every element stands alone.</summary>
    void Run(int index);
}

/// <summary>
/// Work of a group of threads that meet at barriers: the kernel finds its place by <c>Grid</c> and <c>Group</c>. Groups are a
/// power of two wide, as wide as the device says, whatever the shape: sums come in an order that depends on nothing else.
/// </summary>
internal interface IGroupKernel
{
    /// <summary>What one thread of a group does.</summary>
    void Run();
}

/// <summary>A kernel whose groups have a size of their own.</summary>
internal interface ITileKernel : IGroupKernel
{
    /// <summary>Threads of a group.</summary>
    static abstract int Threads { get; }
}
