using System.Text.Json.Nodes;
using PureSaliency.Saliency.Parity;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency.Parity;

/// <summary>Negative controls: the comparison with the reference can fail, and says where.</summary>
public sealed class FixtureVerifierTests : IDisposable
{
    private readonly FixtureCopy fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void A_copy_agrees() => Assert.Empty(fixture.Failures());

    [Fact]
    public void Another_epsilon_of_the_layer_norms_fails()
    {
        fixture.ChangeJson("config.json", root => root["layer_norm_eps"] = 1e-3);
        string[] failed = [.. fixture.Failures().Select(comparison => comparison.Name)];
        Assert.Contains("batch.hidden.0", failed);
        Assert.Contains("single.grad.0", failed);
        Assert.Contains("batch.logits", failed);
        Assert.Contains("batch.lens.4", failed);
    }

    [Fact]
    public void One_changed_weight_fails_from_its_layer_on()
    {
        fixture.ChangeTensors("model.safetensors", (name, tensor) =>
        {
            if (name == "roberta.encoder.layer.2.intermediate.dense.weight") tensor.Values[5] += 0.01;
            return tensor;
        });
        string[] failed = [.. fixture.Failures().Select(comparison => comparison.Name)];
        Assert.Contains("batch.hidden.3", failed);
        Assert.Contains("batch.grad.0", failed);
        Assert.DoesNotContain("batch.hidden.2", failed);
        Assert.DoesNotContain("batch.attention.2", failed);
    }

    [Fact]
    public void One_changed_element_of_the_reference_fails_alone()
    {
        fixture.ChangeTensors("golden.safetensors", (name, tensor) =>
        {
            if (name == "single.attention.1") tensor.Values[3] += 1e-3;
            return tensor;
        });
        var failure = Assert.Single(fixture.Failures());
        Assert.Equal(("attention", "single.attention.1"), (failure.Group, failure.Name));
        Assert.StartsWith("element 3 is ", failure.Note);
        Assert.InRange(failure.Difference, 0.9e-3, 1.1e-3);
    }

    [Fact]
    public void A_tensor_that_the_manifest_promises_must_be_there()
    {
        fixture.ChangeTensors("golden.safetensors", (name, tensor) => name == "batch.hidden.2" ? null : tensor);
        var failure = Assert.Single(fixture.Failures());
        Assert.Equal(("batch.hidden.2", "not in golden.safetensors"), (failure.Name, failure.Note));
    }

    [Fact]
    public void A_case_without_its_ids_fails_as_a_whole()
    {
        fixture.ChangeTensors("golden.safetensors", (name, tensor) => name == "gap.input_ids" ? null : tensor);
        var failures = fixture.Failures();
        Assert.All(failures, failure => Assert.StartsWith("gap.", failure.Name));
        Assert.Contains(failures, failure => failure is { Name: "gap.logits", Note: "its case has no input_ids" });
    }

    [Fact]
    public void A_tensor_of_another_shape_fails()
    {
        fixture.ChangeTensors("golden.safetensors", (name, tensor) =>
            name == "single.logits" ? tensor with { Shape = [tensor.Shape[1], tensor.Shape[0]] } : tensor);
        var failure = Assert.Single(fixture.Failures());
        Assert.Equal("single.logits", failure.Name);
        Assert.Equal("shape [1, 3], expected [3, 1]", failure.Note);
    }

    [Fact]
    public void A_tensor_that_nobody_computes_fails()
    {
        var extra = FixtureCopy.Read(fixture["golden.safetensors"]);
        extra["single.dreams"] = new([1], [0], PureSaliency.Tensors.DType.F32);
        PureSaliency.Tensors.SafetensorsWriter.Write(fixture["golden.safetensors"], extra.Select(pair => pair.Value.Data(pair.Key)));
        Assert.Empty(fixture.Failures()); // without a tolerance it is skipped and said so
        fixture.ChangeJson("manifest.json", root =>
            root["tensors"]!["single.dreams"] = JsonNode.Parse("""{ "tolerance": { "rel": 1, "abs": 1 } }"""));
        Assert.Equal("not computed", Assert.Single(fixture.Failures()).Note);
    }

    [Theory]
    [InlineData("{", "is not valid JSON at line 1, byte 2")]
    [InlineData("{}", "is no manifest: expected computed_in and tensors.NAME.tolerance")]
    [InlineData("{\"computed_in\":\"F16\"}", "computed_in is 'F16', expected F32 or F64")]
    [InlineData("{\"computed_in\":7}", "is no manifest")]
    [InlineData("{\"computed_in\":\"F32\",\"tensors\":[]}", "is no manifest")]
    [InlineData("{\"computed_in\":\"F32\",\"tensors\":{\"a\":{\"tolerance\":{\"rel\":1}}}}", "is no manifest")]
    [InlineData("{\"computed_in\":\"F32\",\"tensors\":{\"a\":{\"tolerance\":{\"rel\":\"x\",\"abs\":0}}}}", "is no manifest")]
    public void A_damaged_manifest_is_refused(string content, string part)
    {
        File.WriteAllText(fixture["manifest.json"], content);
        Refused.With(() => FixtureVerifier.Verify(fixture.Folder), $"'{fixture["manifest.json"]}'", part);
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("golden.safetensors")]
    public void A_missing_file_is_named(string name)
    {
        File.Delete(fixture[name]);
        Refused.With(() => FixtureVerifier.Verify(fixture.Folder), name);
    }
}
