// Which layer should «auto» take? Plays the Hiding and the Revealing Game with every layer over a file of texts:
//   dotnet run -c Release --project benchmarks/LayerChoice -- MODEL FILE.tsv COLUMN [TEXTS]
// FILE.tsv has a header and tab-separated columns; at most TEXTS of its rows are taken, at even distances. Also printed: the share of
// rows that the language model's head decodes to their own token within the top 10. The layer with the best balance, revealing minus hiding, belongs
// into puresaliency.json beside the model.
using PureSaliency.Benchmarks.LayerChoice;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Saliency;
using PureSaliency.Tensors;

if (args is not [var name, var file, var column, .. var rest] || rest.Length > 1)
{
    Console.Error.WriteLine("usage: LayerChoice MODEL FILE.tsv COLUMN [TEXTS]");
    return 2;
}
string folder = ModelFolders.Find(name);
string[] lines = File.ReadAllLines(file);
int field = Array.IndexOf(lines[0].Split('\t'), column);
if (field < 0)
{
    Console.Error.WriteLine($"'{file}' has no column '{column}', expected one of {lines[0].Replace("\t", ", ")}.");
    return 2;
}
string[] texts = [.. lines.Skip(1).Select(line => line.Split('\t')[field]).Where(text => text.Trim().Length > 0)];
if (rest is [var most] && int.Parse(most) is var limit && limit < texts.Length)
    texts = [.. Enumerable.Range(0, limit).Select(i => texts[(long)i * texts.Length / limit])];
using var explainer = Explainer.Load(folder);
using var model = SequenceClassifier<float>.Load(folder);
using var device = new CpuDevice<float>();
var game = new MaskingGame(model, Tokenizer.Load(folder), device);
var options = ExplainOptions.Paper with { Layer = LayerChoice.All };
var totals = new (double Hiding, double Revealing)[model.Config.Layers + 1];
var copies = new double[totals.Length];
for (int i = 0; i < texts.Length; i++)
{
    var explanation = explainer.Explain(texts[i], options);
    var games = game.Play(texts[i], explanation.Prediction.Index, [.. explanation.Layers.Select(layer => layer.TokenScores)]);
    for (int l = 0; l < totals.Length; l++) copies[l] += explanation.Layers[l].Coherence!.Copy / texts.Length;
    for (int l = 0; l < totals.Length; l++)
        totals[l] = (totals[l].Hiding + games[l].Hiding / texts.Length, totals[l].Revealing + games[l].Revealing / texts.Length);
    if (i % 100 == 99) Console.Error.WriteLine($"{i + 1} of {texts.Length} texts");
}
Console.WriteLine("| layer | hiding (low is good) | revealing (high is good) | balance | own token in the top 10 |\n| --- | --- | --- | --- | --- |");
for (int l = 0; l < totals.Length; l++)
    Console.WriteLine($"| {l} | {totals[l].Hiding:0.000} | {totals[l].Revealing:0.000} | {totals[l].Revealing - totals[l].Hiding:0.000} | {copies[l]:0.000} |");
int best = Enumerable.Range(0, totals.Length).MaxBy(l => totals[l].Revealing - totals[l].Hiding);
Console.WriteLine($"best layer {best}");
return 0;
