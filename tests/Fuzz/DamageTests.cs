using PureSaliency.Fuzz;
using PureSaliency.Fuzz.Damage;
using PureSaliency.Fuzz.Families;
using PureSaliency.Fuzz.Healthy;
using PureSaliency.Fuzz.Run;

namespace PureSaliency.Tests.Fuzz;

/// <summary>Healthy files are healthy, and the damage has every kind.</summary>
public sealed class DamageTests
{
    [Fact]
    public void Healthy_files_are_read()
    {
        using var place = new Workplace();
        place.Fill([.. TinyModel.WithHead(), new("x.safetensors", Safetensors.Healthy[1])]);
        Safetensors.Read(Path.Combine(place.Folder, "x.safetensors"));
        Face.Explain("the film was a", place.Folder, []);
        Face.Run("info", place.Folder);
        Assert.Equal(4 + 256 + 17 + 1, PureSaliency.Roberta.Text.Tokenizer.Load(place.Folder).VocabularySize);
    }

    [Fact]
    public void A_tree_is_written_as_it_was_read()
    {
        foreach (string json in (string[])["{}", "[]", "7", """{"a":[1,2.50,{"é\"":null}],"a":"x"}""", """[true,"\ud83d\ude00",-1e400]"""])
            Assert.Equal(json, Node.Parse(json).ToString());
    }

    [Fact]
    public void Tree_damage_comes_to_every_depth_and_leaves_much_of_it_valid()
    {
        var whole = Node.Parse(TinyModel.Config);
        string healthy = whole.ToString();
        int same = 0, valid = 0;
        for (int i = 0; i < 1000; i++)
        {
            var root = whole.Copy();
            NodeDamage.Do(root, new Dice(1, "tree", i), [], []);
            string text = root.ToString();
            same += text == healthy ? 1 : 0;
            valid += IsJson(text) ? 1 : 0;
        }
        Assert.InRange(same, 0, 200);
        Assert.InRange(valid, 500, 990);
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var json = System.Text.Json.JsonDocument.Parse(text);
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
