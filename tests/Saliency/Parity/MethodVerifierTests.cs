using System.Text.Json.Nodes;
using PureSaliency.Saliency.Parity;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency.Parity;

/// <summary>The comparison of methods with a reference passes, can fail, and says what it left out.</summary>
public sealed class MethodVerifierTests : IDisposable
{
    private readonly FixtureCopy fixture = new("tiny64");

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void Every_method_and_measure_of_the_reference_is_compared_twice_and_agrees()
    {
        var all = Verify();
        Assert.Empty(all.Where(one => one.Verdict == Verdict.Failed).Select(one => one.ToString()));
        // 397 entries, of them 21 inputs.
        Assert.Equal((2 * (397 - 21), 0, 21), (Count(all, Verdict.Passed), Count(all, Verdict.Skipped), Count(all, Verdict.Given)));
    }

    [Theory]
    [InlineData("batch0.gradient.l2.0")]
    [InlineData("single.lime.intercept")]
    [InlineData("batch0.measure.ties.hiding.kept")]
    [InlineData("single.measure.random.infidelity.scaled")]
    [InlineData("single.measure.random.sufficiency.mean")]
    [InlineData("repeat.decoded.vocabulary.3")]
    [InlineData("single.value_zeroing.last.1")]
    public void A_changed_element_fails_by_name(string name)
    {
        fixture.ChangeTensors("methods.safetensors", (tensor, made) =>
        {
            if (tensor == name) made.Values[0] += 0.01;
            return made;
        });
        Comparison[] failed = [.. Verify().Where(one => one.Verdict == Verdict.Failed)];
        Assert.Equal([name, name], failed.Select(one => one.Name));
        Assert.All(failed, one => Assert.StartsWith("element 0 is ", one.Note));
    }

    [Fact]
    public void What_is_too_small_for_float32_is_seen_in_double()
    {
        fixture.ChangeTensors("methods.safetensors", (tensor, made) =>
        {
            if (tensor == "single.shapley") made.Values[1] += 1e-7;
            return made;
        });
        Assert.Equal(("shapley", "single.shapley"), Verify().Where(one => one.Verdict == Verdict.Failed).Select(one => (one.Group, one.Name)).Single());
    }

    [Fact]
    public void A_missing_entry_is_told()
    {
        fixture.ChangeTensors("methods.safetensors", (tensor, made) => tensor == "single.lrp.2" ? null : made);
        var failed = Assert.Single(Verify(), one => one.Verdict == Verdict.Failed);
        Assert.Equal(("single.lrp.2", "not in methods.safetensors"), (failed.Name, failed.Note));
    }

    [Fact]
    public void A_missing_draw_fails_what_is_computed_from_it()
    {
        fixture.ChangeTensors("methods.safetensors", (tensor, made) => tensor == "single.given.lime.present" ? null : made);
        Assert.Equal(["single.given.lime.present", "single.lime", "single.lime", "single.lime.intercept", "single.lime.intercept"],
            Verify().Where(one => one.Verdict == Verdict.Failed).Select(one => one.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_nothing_computes_is_not_compared_and_said_so()
    {
        fixture.ChangeJson("methods.json", root =>
        {
            root["entries"]!["single.shapley"]!["definition"] = "dreams";
            ((JsonObject)root["entries"]!).Remove("single.lime");
        });
        Comparison[] skipped = [.. Verify().Where(one => one.Verdict == Verdict.Skipped)];
        Assert.Equal([("single.lime", "methods.json has no entry for it"), ("single.shapley", "nothing here computes dreams")],
            skipped.Select(one => (one.Name, one.Note!)));
    }

    [Fact]
    public void Without_a_head_nothing_that_needs_one_is_compared()
    {
        File.Delete(fixture["lm.safetensors"]);
        var all = Verify();
        Assert.Equal(0, Count(all, Verdict.Failed));
        Assert.All(all.Where(one => one.Note == "there is no lm.safetensors"), one => Assert.Matches("^(decoded|coherence)", one.Group));
        Assert.Contains(all, one => one is { Group: "decoded", Verdict: Verdict.Skipped });
    }

    [Fact]
    public void Files_that_are_missing_or_damaged_are_named()
    {
        File.WriteAllText(fixture["methods.json"], "{}");
        Refused.With(() => Verify(), $"'{fixture["methods.json"]}'", "is no list of methods");
        File.Delete(fixture["methods.json"]);
        Refused.With(() => Verify(), "methods.json");
    }

    private Comparison[] Verify() => [.. MethodVerifier.Verify(fixture.Folder, new(Threads: 1), default)];

    private static int Count(Comparison[] all, Verdict verdict) => all.Count(one => one.Verdict == verdict);
}
