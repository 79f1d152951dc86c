using PureSaliency.Cli.Outputs;

namespace PureSaliency.Tests.Cli;

/// <summary>Only the paths are looked at: a mistake that replaced a device would reach the whole machine.</summary>
public class DevicesSpec
{
    [Theory]
    [InlineData("/dev/null", true)]
    [InlineData("//dev/null", true)]
    [InlineData("/tmp/../dev/stdout", true)]
    [InlineData("/dev/shm/out.json", false)]
    [InlineData("/device/out.json", false)]
    [InlineData("dev/out.json", false)]
    public void A_device_is_known_by_its_place(string path, bool device) => Assert.Equal(device, Devices.Is(path));
}
