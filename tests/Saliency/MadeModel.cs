using PureSaliency.Saliency;
using PureSaliency.Tests.Roberta;
using PureSaliency.Tests.Roberta.Text;

namespace PureSaliency.Tests.Saliency;

/// <summary>A small random classifier with a tokenizer, alone in a folder of its own, and perhaps a language model to decode with.</summary>
internal sealed class MadeModel : IDisposable
{
    private readonly MadeCheckpoint classifier, head;
    private readonly string parent = Directory.CreateTempSubdirectory("made-").FullName;

    public MadeModel(int classes = 3, int positions = 16)
    {
        var sizes = new Sizes { Vocabulary = TokenizerFolder.SmallPieces().Length, Classes = classes, Positions = positions };
        (classifier, head) = (MadeCheckpoint.Classifier(sizes), MadeCheckpoint.LanguageModel(sizes));
        using var tokenizer = TokenizerFolder.Small();
        foreach (string name in (string[])["vocab.json", "merges.txt"]) File.Copy(tokenizer[name], classifier[name]);
    }

    public MadeCheckpoint Classifier => classifier;

    public MadeCheckpoint Head => head;

    /// <summary>Where it lies, without a neighbour.</summary>
    public string Folder => Path.Combine(parent, "model");

    public Explainer Load(bool decodes = false, Precision precision = Precision.Float32) => Explainer.Load(Write(),
        new() { LanguageModel = decodes ? head.Write() : null, Precision = precision });

    public string Write()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        foreach (string file in Directory.GetFiles(classifier.Write())) File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        return Folder;
    }

    /// <summary>Sets a field of the classifier's config.json.</summary>
    public MadeModel With(string field, string json)
    {
        classifier.Config[field] = System.Text.Json.Nodes.JsonNode.Parse(json);
        return this;
    }

    /// <summary>Fills a tensor of the classifier.</summary>
    public MadeModel Fill(string name, Func<int, double> value)
    {
        classifier.Fill(name, value);
        return this;
    }

    /// <summary>Multiplies a tensor of the classifier.</summary>
    public MadeModel Scale(string name, double factor)
    {
        double[] old = classifier.Tensors[name].Values;
        classifier.Fill(name, i => old[i] * factor);
        return this;
    }

    public void Dispose()
    {
        classifier.Dispose();
        head.Dispose();
        Directory.Delete(parent, recursive: true);
    }
}
