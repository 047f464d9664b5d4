using System.Collections.Frozen;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Claims.Chat;

/// <summary>The names of a closed list as the contract writes them, without their prefix: "X_EXERCISE" of MODE_X_EXERCISE. Zero is left out.</summary>
internal static class ClosedList<T> where T : struct, Enum
{
    /// <summary>Value of each name.</summary>
    public static FrozenDictionary<string, T> Values { get; } = Load();

    /// <summary>Names in the order of the contract.</summary>
    public static IEnumerable<string> Names => Values.OrderBy(v => v.Value).Select(v => v.Key);

    public static string NameOf(T value) => Values.Single(v => EqualityComparer<T>.Default.Equals(v.Value, value)).Key;

    private static FrozenDictionary<string, T> Load()
    {
        var values = CodebookReflection.Descriptor.EnumTypes.Single(e => e.ClrType == typeof(T)).Values;
        var prefix = values[0].Name.Length - "UNSPECIFIED".Length;
        return values.Skip(1).ToFrozenDictionary(v => v.Name[prefix..], v => (T)Enum.ToObject(typeof(T), v.Number), StringComparer.Ordinal);
    }
}
