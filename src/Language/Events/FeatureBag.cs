using System.Runtime.InteropServices;

namespace RegionalSecurity.Language.Events;

/// <summary>Collects the hashed features of one decision. FNV-1a over the parts, so that the same words give the same features on every machine.</summary>
internal sealed class FeatureBag
{
    private readonly List<uint> _features = new(128);

    // Names of the features, kept only where somebody asks what decided.
    private readonly List<string>? _names;

    public FeatureBag(bool named = false) => _names = named ? [] : null;

    public ReadOnlySpan<uint> Features => CollectionsMarshal.AsSpan(_features);

    public string NameOf(int index) => _names is null ? "" : _names[index];

    public void Clear()
    {
        _features.Clear();
        _names?.Clear();
    }

    public void Add(ReadOnlySpan<char> name) => Add(name, default, default);

    public void Add(ReadOnlySpan<char> name, ReadOnlySpan<char> a) => Add(name, a, default);

    public void Add(ReadOnlySpan<char> name, ReadOnlySpan<char> a, ReadOnlySpan<char> b, ReadOnlySpan<char> c = default)
    {
        var hash = Mix(Mix(Mix(Mix(2166136261, name), a), b), c);
        _features.Add(hash);
        _names?.Add($"{name}:{a}:{b}:{c}".TrimEnd(':'));
    }

    private static uint Mix(uint hash, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            hash = (hash ^ c) * 16777619;
        return (hash ^ 0x1F) * 16777619;
    }
}
