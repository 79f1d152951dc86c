namespace PureSaliency.Fuzz.Damage;

/// <summary>What may happen to a JSON file that stays JSON, or nearly.</summary>
internal static class NodeDamage
{
    private const int Deepest = 3000, MostCopies = 3000;

    /// <summary>Does one thing somewhere in the tree.</summary>
    /// <param name="known">Values that mean something to the reader, as written.</param>
    /// <param name="fields">Members that mean something to the reader.</param>
    /// <returns>What was done.</returns>
    public static string Do(Node root, Dice dice, IReadOnlyList<string> known, IReadOnlyList<(string Name, string Value)> fields)
    {
        if (root.Members is not null && fields.Count > 0 && dice.OneIn(3))
        {
            var (name, value) = dice.Of(fields);
            root.Set(name, Node.Scalar(value));
            return $"{name} {Short(value)}";
        }
        Node parent = root;
        while (true)
        {
            if (parent.Count == 0)
            {
                parent.Take(Node.Scalar(Value(dice, known)));
                return $"{Short(parent.Raw!)} for nothing";
            }
            int at = dice.Below(parent.Count);
            Node child = parent.Child(at);
            if (child.Count == 0 || dice.OneIn(3))
                return $"{(parent.Members is null ? $"[{at}]" : Short(parent.Members[at].Name))}: {At(parent, at, dice, known)}";
            parent = child;
        }
    }

    private static string At(Node parent, int at, Dice dice, IReadOnlyList<string> known)
    {
        Node child = parent.Child(at);
        switch (dice.Below(12))
        {
            case 0: return Becomes(child, Node.Scalar(Value(dice, known)));
            case 1: case 2: return Becomes(child, Node.Scalar(Near(child, dice)));
            case 3: return Becomes(child, Node.Scalar(OtherType(child, dice)));
            case 4: RemoveAt(parent, at); return "missing";
            case 5: return Twice(parent, at, dice, known);
            case 6: return Renamed(parent, at, dice);
            case 7: return Swapped(parent, at, dice);
            case 8: return Nested(child, dice);
            case 9: return Many(parent, at, dice);
            case 10: return Becomes(child, parent.Child(dice.Below(parent.Count)).Copy());
            default: return Shuffled(parent, dice);
        }
    }

    private static string Value(Dice dice, IReadOnlyList<string> known) => dice.Below(4) switch
    {
        0 => dice.Of(Traps.Values),
        1 => dice.Of(Traps.Numbers),
        2 => $"\"{dice.Of(Traps.Texts)}\"",
        _ => known.Count > 0 ? dice.Of(known) : dice.Of(Traps.Values),
    };

    private static string Near(Node child, Dice dice)
    {
        if (child.IsNumber)
            return long.TryParse(child.Raw, out long number) && !dice.OneIn(3)
                ? $"{dice.Below(6) switch { 0 => number - 1, 1 => number + 1, 2 => -number, 3 => unchecked(number * 2), 4 => number / 2, _ => unchecked(number * 65536) }}"
                : dice.Of(Traps.Numbers);
        if (!child.IsText)
            return child.Raw == "true" ? "false" : "true";
        string inner = child.Raw![1..^1];
        return "\"" + dice.Below(6) switch
        {
            0 => inner.ToUpperInvariant(),
            1 => inner + dice.Of(Traps.Texts),
            2 => dice.Of(Traps.Texts) + inner,
            3 => inner.Length > 0 ? inner[1..] : " ",
            4 => string.Concat(Enumerable.Repeat(inner, dice.Size(400))),
            _ => dice.Of(Traps.Texts),
        } + "\"";
    }

    private static string OtherType(Node child, Dice dice) => dice.Below(4) switch
    {
        0 => $"[{child}]",
        1 => $"{{\"a\":{child}}}",
        2 when child.IsText => child.Raw![1..^1],
        2 => Node.Quoted(child.ToString()),
        _ => child.IsNumber ? child.Raw + ".0" : "1",
    };

    private static string Becomes(Node child, Node value)
    {
        string before = Short(child.ToString());
        child.Take(value);
        return $"{Short(value.ToString())} for {before}";
    }

    private static void RemoveAt(Node parent, int at)
    {
        parent.Members?.RemoveAt(at);
        parent.Items?.RemoveAt(at);
    }

    private static string Twice(Node parent, int at, Dice dice, IReadOnlyList<string> known)
    {
        Node copy = dice.OneIn(2) ? parent.Child(at).Copy() : Node.Scalar(Value(dice, known));
        int to = dice.Below(parent.Count + 1);
        parent.Members?.Insert(to, (parent.Members[at].Name, copy));
        parent.Items?.Insert(to, copy);
        return "twice";
    }

    private static string Renamed(Node parent, int at, Dice dice)
    {
        if (parent.Members is not { } members)
            return Becomes(parent.Child(at), Node.Scalar(dice.Of(Traps.Values)));
        string old = members[at].Name;
        string name = dice.Below(5) switch
        {
            0 => dice.Of(members).Name,
            1 => $"\"{dice.Of(Traps.Texts)}\"",
            2 => old.ToUpperInvariant(),
            3 => $"\"{old[1..^1]}{dice.Of(Traps.Texts)}\"",
            _ => $"\"{dice.Of(Traps.Numbers)}\"",
        };
        members[at] = (name, members[at].Value);
        return $"called {Short(name)}";
    }

    private static string Swapped(Node parent, int at, Dice dice)
    {
        int other = dice.Below(parent.Count);
        Node one = parent.Child(at), two = parent.Child(other);
        parent.Replace(at, two);
        parent.Replace(other, one);
        return $"changed places with [{other}]";
    }

    private static string Nested(Node child, Dice dice)
    {
        int depth = dice.Size(Deepest);
        bool list = dice.OneIn(2), closed = !dice.OneIn(4);
        string open = list ? "[" : "{\"a\":", close = list ? "]" : "}";
        child.Take(Node.Scalar(string.Concat(Enumerable.Repeat(open, depth)) + child + (closed ? string.Concat(Enumerable.Repeat(close, depth)) : "")));
        return $"{depth} levels deep";
    }

    private static string Many(Node parent, int at, Dice dice)
    {
        int times = dice.Size(MostCopies);
        string name = parent.Members?[at].Name[..^1] ?? "";
        Node child = parent.Child(at);
        if (child.Count > 20)
            times = Math.Min(times, 5);
        for (int i = 0; i < times; i++)
        {
            parent.Members?.Add(($"{name}{i}\"", child.Copy()));
            parent.Items?.Add(child.Copy());
        }
        return $"{times} more";
    }

    private static string Shuffled(Node parent, Dice dice)
    {
        for (int i = parent.Count - 1; i > 0; i--)
        {
            int other = dice.Below(i + 1);
            if (parent.Members is { } members)
                (members[i], members[other]) = (members[other], members[i]);
            if (parent.Items is { } items)
                (items[i], items[other]) = (items[other], items[i]);
        }
        return "in another order";
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
