using System.Globalization;
using System.Text.Json;
using PureSaliency.Autograd.Training;
using PureSaliency.Roberta.Training;

namespace PureSaliency.Saliency.Parity;

/// <summary>What <c>training.json</c> says: schedule, optimizer and tolerances.</summary>
internal sealed record TrainingPlan(TrainerOptions Options, double Relative, double Absolute)
{
    public static TrainingPlan Load(string path, bool wide) => FixtureJson.Read(
        path, "plan of a training run: expected steps, lr, warmup_steps, betas, eps, weight_decay, clip_total_norm and tolerance",
        json => Read(json, wide));

    private static TrainingPlan Read(JsonElement json, bool wide)
    {
        var betas = json.GetProperty("betas");
        var tolerance = json.GetProperty("tolerance").GetProperty(wide ? "F64" : "F32");
        var decay = json.GetProperty("weight_decay");
        return new(
            new(
                new(json.GetProperty("lr").GetDouble(), json.GetProperty("warmup_steps").GetInt32(), json.GetProperty("steps").GetInt32()),
                new(betas[0].GetDouble(), betas[1].GetDouble(), json.GetProperty("eps").GetDouble()),
                // "0.01 on parameters of two dimensions, 0 on the rest"
                decay.ValueKind == JsonValueKind.Number ? decay.GetDouble()
                    : double.Parse(decay.GetString()!.Split(' ')[0], CultureInfo.InvariantCulture),
                json.GetProperty("clip_total_norm").GetDouble()),
            tolerance.GetProperty("rel").GetDouble(), tolerance.GetProperty("abs").GetDouble());
    }
}
