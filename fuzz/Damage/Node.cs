using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PureSaliency.Fuzz.Damage;

/// <summary>A JSON value that may also say what no library would write: a name twice, half a surrogate, 01.</summary>
internal sealed class Node
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Node(string? raw, List<(string Name, Node Value)>? members, List<Node>? items) => (Raw, Members, Items) = (raw, members, items);

    /// <summary>A scalar as written.</summary>
    public string? Raw { get; set; }

    /// <summary>Names as written, quotes included, and values of an object.</summary>
    public List<(string Name, Node Value)>? Members { get; set; }

    public List<Node>? Items { get; set; }

    public bool IsNumber => Raw is { Length: > 0 } && (char.IsAsciiDigit(Raw[0]) || Raw[0] == '-');

    public bool IsText => Raw is { Length: > 1 } && Raw[0] == '"';

    public int Count => Members?.Count ?? Items?.Count ?? 0;

    public static Node Scalar(string raw) => new(raw, null, null);

    public static Node Text(string text) => Scalar(JsonSerializer.Serialize(text, Plain));

    public static Node Of(params (string Name, Node Value)[] members) => new(null, [.. members.Select(m => (Quoted(m.Name), m.Value))], null);

    public static Node List(IEnumerable<Node> items) => new(null, null, [.. items]);

    public static Node Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    public static Node Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    public static string Quoted(string name) => JsonSerializer.Serialize(name, Plain);

    public Node Copy() => new(Raw, Members is null ? null : [.. Members.Select(m => (m.Name, m.Value.Copy()))], Items is null ? null : [.. Items.Select(i => i.Copy())]);

    /// <summary>The value of a member, for what is known to be there.</summary>
    public Node this[string name] => Members!.First(m => m.Name == Quoted(name)).Value;

    /// <summary>Sets a member, or adds it.</summary>
    public void Set(string name, Node value)
    {
        int at = Members!.FindIndex(m => m.Name == Quoted(name));
        if (at >= 0)
            Members[at] = (Members[at].Name, value);
        else
            Members.Add((Quoted(name), value));
    }

    public Node Child(int at) => Members is not null ? Members[at].Value : Items![at];

    public void Replace(int at, Node value)
    {
        if (Members is not null)
            Members[at] = (Members[at].Name, value);
        else
            Items![at] = value;
    }

    public void Take(Node other) => (Raw, Members, Items) = (other.Raw, other.Members, other.Items);

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private static Node Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new(null, [.. json.EnumerateObject().Select(p => (Quoted(p.Name), Of(p.Value)))], null),
        JsonValueKind.Array => List(json.EnumerateArray().Select(Of)),
        _ => Scalar(json.GetRawText()),
    };

    private void Write(StringBuilder text)
    {
        if (Members is null && Items is null)
        {
            text.Append(Raw);
            return;
        }
        text.Append(Members is null ? '[' : '{');
        for (int i = 0; i < Count; i++)
        {
            if (i > 0)
                text.Append(',');
            if (Members is not null)
                text.Append(Members[i].Name).Append(':');
            Child(i).Write(text);
        }
        text.Append(Members is null ? ']' : '}');
    }
}
