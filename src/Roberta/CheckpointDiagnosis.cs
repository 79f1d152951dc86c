using PureSaliency.Roberta.Families;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>Finds the one cause behind many tensors that do not fit.</summary>
internal static class CheckpointDiagnosis
{
    private const int TensorsOfBlock = 16;

    // bitsandbytes, GPTQ and AWQ, compressed-tensors and fp8, PyTorch's own quantisation.
    private static readonly string[] QuantisedEndings =
    [
        ".absmax", ".SCB", ".quant_map", ".weight_format", ".qweight", ".qzeros", ".g_idx", ".scales", ".weight_scale", ".weight_scale_inv",
        ".input_scale", ".weight_packed", ".weight_shape", ".zero_point", "._packed_params", ".weight_zero_point",
    ];

    /// <summary>The rest of a sentence that begins with the path; null if no one cause is found.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="checkpoint">The tensors.</param>
    /// <param name="problems">What does not fit.</param>
    public static string? Of(ModelConfig config, Checkpoint checkpoint, IReadOnlyList<string> problems) =>
        Quantised(checkpoint) ?? Adapters(checkpoint) ?? Prefixed(checkpoint) ?? Part(checkpoint) ?? Width(config, checkpoint) ?? Blocks(config, checkpoint, problems);

    private static string? Quantised(Checkpoint checkpoint)
    {
        string? mark = checkpoint.Names.FirstOrDefault(name =>
            QuantisedEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)) || name.Contains(".quant_state.", StringComparison.Ordinal));
        string? small = checkpoint.Names.FirstOrDefault(name => !RobertaNames.KnownUnused(name) && checkpoint.Entry(name).DType is
            DType.I8 or DType.U8 or DType.F8E4M3 or DType.F8E5M2 or DType.F8E8M0 or DType.F8E4M3FNUZ or DType.F8E5M2FNUZ
            or DType.F6E2M3 or DType.F6E3M2 or DType.F4);
        if (mark is null && small is null) return null;
        string shown = small is null ? mark!.Quote() : $"{small.Quote()} is {checkpoint.Entry(small).DType.Name()}";
        return $"holds quantised weights ({shown}), which cannot be computed with; save the model in a float type (F32, F16 or BF16)";
    }

    private static string? Adapters(Checkpoint checkpoint) =>
        checkpoint.Names.FirstOrDefault(name => name.Contains(".lora_", StringComparison.Ordinal) || name.StartsWith("base_model.", StringComparison.Ordinal)) is { } lora
            ? $"holds adapters beside the weights or in their place (LoRA or PEFT, {lora.Quote()}); merge them into the base model and save that"
        : checkpoint.Names.FirstOrDefault(name => name.Contains(".adapters.", StringComparison.Ordinal)) is { } adapter
            ? $"holds adapters ({adapter.Quote()}), which are not computed here" : null;

    private static string? Prefixed(Checkpoint checkpoint)
    {
        if (checkpoint.Names.Any(name => name.StartsWith("roberta.", StringComparison.Ordinal))) return null;
        if (TensorNames.OtherFamily(checkpoint.Names) is { } family)
            return $"holds weights of another family: their names begin with {family.Quote()}, expected 'roberta.'";
        const string Word = "embeddings.word_embeddings.weight";
        string[] words = [.. checkpoint.Names.Where(name => name.EndsWith(Word, StringComparison.Ordinal) && name.Length > Word.Length)];
        if (words.Length == 0) return null;
        string prefix = words[0][..^Word.Length];
        if (prefix.EndsWith(".roberta.", StringComparison.Ordinal)) prefix = prefix[..^"roberta.".Length];
        int some = checkpoint.Names.Count(name => name.StartsWith(prefix, StringComparison.Ordinal));
        return $"has the prefix {prefix.Quote()} before {some} of its {checkpoint.Names.Count} tensors' names, expected 'roberta.'; save the model without what is around it";
    }

    private static string? Part(Checkpoint checkpoint)
    {
        bool Has(string start) => checkpoint.Names.Any(name => name.StartsWith(start, StringComparison.Ordinal));
        return !Has("roberta.encoder.") && (Has("classifier.") || Has("lm_head.")) ? "holds a head without the encoder below it; save the whole model"
            : Has("roberta.encoder.") && !Has("roberta.embeddings.") ? "holds an encoder without its embeddings; save the whole model" : null;
    }

    private static string? Width(ModelConfig config, Checkpoint checkpoint) =>
        checkpoint.TryGet(RobertaNames.WordEmbeddings, out _, out var word) && word.Shape is [var rows, var width] && width != config.Hidden
            ? $"has word embeddings of [{rows}, {width}], but its config.json says hidden_size {config.Hidden}; one of them is another model's" : null;

    private static string? Blocks(ModelConfig config, Checkpoint checkpoint, IReadOnlyList<string> problems)
    {
        int blocks = checkpoint.Names.Select(BlockOf).DefaultIfEmpty(-1).Max() + 1, fewer = Math.Min(blocks, config.Layers);
        bool all = problems.Count >= TensorsOfBlock && blocks != config.Layers
            && problems.All(problem => (problem.StartsWith("missing: ", StringComparison.Ordinal) || problem.StartsWith("unused: ", StringComparison.Ordinal))
                && BlockOf(problem[(problem.IndexOf(' ') + 1)..]) >= fewer);
        return all ? $"has weights of {blocks} blocks, but its config.json says num_hidden_layers {config.Layers}; one of them is another model's" : null;
    }

    private static int BlockOf(string name)
    {
        const string Start = "roberta.encoder.layer.";
        if (!name.StartsWith(Start, StringComparison.Ordinal)) return -1;
        int dot = name.IndexOf('.', Start.Length);
        return dot > 0 && int.TryParse(name.AsSpan(Start.Length, dot - Start.Length), out int index) ? index : -1;
    }
}
