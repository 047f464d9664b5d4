using System.Globalization;
using System.Text;

namespace RegionalSecurity.LocalHosting.Running;

/// <summary>The output of AppHost: its own lines, each child's behind its name, and the table of resources.</summary>
internal sealed class HostConsole(TextWriter output, bool colour, IReadOnlyList<string> names)
{
    private const string Own = "apphost";
    private const string Reset = "\u001b[0m";

    /// <summary>Cyan, green, yellow, magenta, blue and their bright ones: all but red, which means an error.</summary>
    private static readonly string[] Palette = ["36", "32", "33", "35", "34", "96", "92", "93", "95", "94"];

    private readonly Lock _gate = new();
    private readonly int _width = names.Append(Own).Max(n => n.Length);

    /// <summary>Colour by default where the output is a terminal and NO_COLOR is not set (no-color.org).</summary>
    public static bool WantsColour(bool? chosen) =>
        chosen ?? (!Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    /// <summary>A line of a child.</summary>
    public void Child(string name, string line)
    {
        var text = LogLines.Clean(line, colour);
        lock (_gate)
            output.WriteLine($"{Prefix(name)} {text}{(colour && text.Contains('\u001b') ? Reset : string.Empty)}");
    }

    /// <summary>A line of AppHost itself.</summary>
    public void Say(string line)
    {
        lock (_gate)
            output.WriteLine($"{Prefix(Own)} {line}");
    }

    /// <summary>The table of names, states and addresses, under a headline.</summary>
    public void Table(string headline, IReadOnlyList<ResourceInstance> instances)
    {
        var name = Math.Max("NAME".Length, instances.Max(i => i.DisplayName.Length));
        var state = Enum.GetNames<ResourceState>().Max(s => s.Length);
        var text = new StringBuilder();
        text.AppendLine().AppendLine(headline).AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"NAME".PadRight(name)}  {"STATE".PadRight(state)}  ADDRESS");
        foreach (var instance in instances)
        {
            var shown = instance.State.ToString().PadRight(state);
            if (colour)
                shown = $"\u001b[{(instance.State == ResourceState.Healthy ? "32" : "31")}m{shown}{Reset}";
            text.AppendLine(CultureInfo.InvariantCulture, $"  {instance.DisplayName.PadRight(name)}  {shown}  {string.Join("  ", instance.Urls)}");
        }

        lock (_gate)
            output.WriteLine(text.ToString());
    }

    private string Prefix(string name)
    {
        var padded = name.PadRight(_width);
        if (!colour)
            return $"{padded} |";

        var index = IndexOf(name);
        return $"\u001b[{(index < 0 ? "1" : Palette[index % Palette.Length])}m{padded} |{Reset}";
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
                return i;
        }

        return -1;
    }
}
