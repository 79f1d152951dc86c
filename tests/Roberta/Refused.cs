using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta;

/// <summary>Refusals are one sentence for the user.</summary>
internal static class Refused
{
    /// <summary>Fails unless the action is refused in one sentence that has all the parts.</summary>
    public static void With(Action action, params string[] parts)
    {
        string message = Assert.ThrowsAny<InputException>(action).Message;
        Assert.All(parts, part => Assert.Contains(part, message));
        Assert.True(message[^1] is '.' or '?', message);
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain("Exception", message);
    }
}
