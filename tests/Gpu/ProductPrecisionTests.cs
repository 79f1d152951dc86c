using PureSaliency.Tensors;

namespace PureSaliency.Tests.Gpu;

/// <summary>Products of less than float32 are refused where there are no tensor cores, not computed some other way.</summary>
public sealed class ProductPrecisionTests
{
    [Theory, InlineData(ProductPrecision.Split), InlineData(ProductPrecision.BFloat16)]
    public void The_CPU_refuses(ProductPrecision precision)
    {
        var choice = new DeviceChoice { Products = precision };
        Assert.Contains("compute capability 8.0", Assert.Throws<DeviceException>(() => choice.Open<float>()).Message);
    }

    [Fact]
    public void A_device_says_what_it_computes_in()
    {
        using var single = new CpuDevice<float>(1);
        using var wide = new CpuDevice<double>(1);
        Assert.Equal(("float32", "float64"), (single.Arithmetic, wide.Arithmetic));
        using var fast = new GpuDevice<float>(TestDevice.Simulator.Context!()) { Products = ProductPrecision.BFloat16 };
        Assert.Equal("bf16", fast.Arithmetic);
    }
}
