using Google.Protobuf.Reflection;

namespace RegionalSecurity.Cli.Input;

/// <summary>Values of the contract's closed lists as users write them: any case, "-" or "_", without the list's prefix.</summary>
internal static class EnumText
{
    /// <summary>The value that the word names.</summary>
    /// <exception cref="CliException">None; the message lists all.</exception>
    public static T Parse<T>(string option, string word, EnumDescriptor list) where T : struct, Enum
    {
        var wanted = word.Trim().Replace('-', '_').ToUpperInvariant();
        var prefix = Prefix(list);
        foreach (var value in list.Values)
            if (value.Number != 0 && (value.Name == wanted || value.Name == prefix + wanted))
                return (T)Enum.ToObject(typeof(T), value.Number);
        throw CliException.BadInput($"{option}: '{word}' is not in the list. Write one of {string.Join(", ", Words(list))}.");
    }

    /// <summary>All words of the list, lower case.</summary>
    public static IEnumerable<string> Words(EnumDescriptor list)
    {
        var prefix = Prefix(list);
        return list.Values.Where(value => value.Number != 0).Select(value => value.Name[prefix.Length..].ToLowerInvariant().Replace('_', '-'));
    }

    /// <summary>The value's word in capitals, for example "THREATEN"; empty for the unspecified one, the number where the list does not know it.</summary>
    public static string Word<T>(T value, EnumDescriptor list) where T : struct, Enum
    {
        var number = Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture);
        if (number == 0)
            return "";
        var found = list.FindValueByNumber(number);
        return found is null ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : found.Name[Prefix(list).Length..];
    }

    // Every list begins with PREFIX_UNSPECIFIED.
    private static string Prefix(EnumDescriptor list) => list.FindValueByNumber(0).Name[..^"UNSPECIFIED".Length];
}
