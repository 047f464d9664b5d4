using System.Runtime.InteropServices;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Events;

/// <summary>
/// Collects the hashed features of one decision: a template and up to three values mixed into 32 bits. Depends on nothing but numbers and word hashes
/// (<see cref="WordHash"/>), so that the same words give the same features on every machine.
/// </summary>
internal sealed class FeatureBag
{
    private readonly List<uint> _features = new(160);

    // What each feature was made of, kept only where somebody asks what decided.
    private readonly List<(F Template, ulong A, ulong B, ulong C)>? _parts;

    public FeatureBag(bool named = false) => _parts = named ? [] : null;

    public ReadOnlySpan<uint> Features => CollectionsMarshal.AsSpan(_features);

    public (F Template, ulong A, ulong B, ulong C) PartsOf(int index) => _parts is null ? default : _parts[index];

    public void Clear()
    {
        _features.Clear();
        _parts?.Clear();
    }

    public void Add(F template, ulong a = 0, ulong b = 0, ulong c = 0)
    {
        const ulong step = 0x9E3779B97F4A7C15;
        var hash = ((ulong)template + 1) * step;
        hash = (hash ^ hash >> 29 ^ a) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ hash >> 32 ^ b) * 0x94D049BB133111EB;
        hash = (hash ^ hash >> 29 ^ c) * step;
        var folded = (uint)(hash >> 32) ^ (uint)hash;
        _features.Add(folded == 0 ? 1 : folded);
        _parts?.Add((template, a, b, c));
    }
}
