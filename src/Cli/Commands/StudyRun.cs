using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PureSaliency.Cli.Outputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Study;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>A study from its texts to the files of its folder.</summary>
internal sealed class StudyRun
{
    private readonly Explainer _explainer;
    private readonly StudyPlan _plan;
    private readonly IReadOnlyList<StudyText> _texts;
    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;
    private readonly StudyHead _head;

    public StudyRun(Explainer explainer, StudyPlan plan, IReadOnlyList<StudyText> texts, string data, Terminal terminal, CancellationToken interrupt)
    {
        (_explainer, _plan, _texts, _terminal, _interrupt) = (explainer, plan, texts, terminal, interrupt);
        _head = explainer.Describe(plan) with { Data = data, DataHash = Hash(texts), Texts = texts.Count };
        Head = StudyJson.Write(_head);
    }

    /// <summary>The first line of the rows.</summary>
    public string Head { get; }

    /// <summary>What the study is about.</summary>
    public StudyHead HeadOf => _head;

    /// <summary>Does what is not done yet, and writes the results.</summary>
    /// <returns>What was found on each text.</returns>
    public IReadOnlyList<StudyRow> Into(StudyFolder folder, string named, TextWriter writer)
    {
        var rows = Rows(folder);
        var cascade = _plan.Has(StudyPlan.Cascade) ? Cascade(folder) : [];
        var result = StudySummary.Of(_head, rows, cascade);
        var pictures = StudyPlots.Of(result).ToArray();
        var files = new Dictionary<string, byte[]>
        {
            ["study.json"] = Bytes(StudyJson.Write(result) + "\n"),
            ["tables.md"] = Bytes(StudyTables.Markdown(result)),
            ["study.html"] = Bytes(StudyPage.Write(result, pictures.Select(picture => (picture.Title, picture.Svg)))),
            ["times.json"] = Bytes(StudyTimes.Write(_plan, folder.Times())),
        };
        foreach (var (name, _, svg) in pictures) files[name] = Bytes(svg);
        folder.Publish(files);
        StudyReport.Write(writer, result, named);
        return rows;
    }

    private List<StudyRow> Rows(StudyFolder folder)
    {
        List<StudyRow> rows = [.. folder.Done.Select(StudyJson.ReadRow)];
        if (rows.Count > _texts.Count || rows.Where((row, i) => row.Row != _texts[i].Row).Any())
            throw new InputException("The rows in the folder are not those of these texts; name another folder.");
        if (rows.Count > 0) _terminal.Note($"{rows.Count:#,0} of {_texts.Count:#,0} texts were measured before.");
        var pace = new StudyPace(_terminal, "texts measured", rows.Count, _texts.Count);
        foreach (var row in _explainer.Measure(_texts.Select((text, i) => (text, i)).Skip(rows.Count), _plan, _interrupt))
        {
            folder.Add(StudyJson.Write(row), StudyTimes.Line(row));
            // As it reads back, so that a resumed study says the same.
            rows.Add(StudyJson.ReadRow(StudyJson.Write(row)));
            pace.Tell(rows.Count);
        }
        return rows;
    }

    private List<CascadeRow> Cascade(StudyFolder folder)
    {
        StudyText[] texts = [.. _texts.Take(_plan.CostlyTexts)];
        List<CascadeRow> rows = [.. folder.CascadeDone.Select(StudyJson.ReadCascade)];
        int all = texts.Length * (_head.Model.Layers + 2);
        var pace = new StudyPace(_terminal, "maps of drawn weights", rows.Count, all);
        foreach (var row in _explainer.Cascade(texts, _plan, rows.Count, _interrupt))
        {
            _interrupt.ThrowIfCancellationRequested();
            folder.AddCascade(StudyJson.Write(row));
            rows.Add(row);
            pace.Tell(rows.Count);
        }
        return rows;
    }

    private static string Hash(IReadOnlyList<StudyText> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
            hash.AppendData(Bytes(string.Create(CultureInfo.InvariantCulture, $"{text.Row}\t{text.Class}\t{string.Join(' ', text.Rationale ?? [])}\t{text.Text}\n")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
