using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring;

/// <summary>A row has no text of its own to quote: its evidence is "actor | act | recipient" in the row's words, with spans into that.</summary>
internal sealed class RecordText
{
    private readonly StringBuilder _text = new();

    /// <summary>The party with its span; null where the row names none.</summary>
    public Participant? Party(string name, string code, Sector sector)
    {
        var shown = name is "" or "None" ? code : name;
        var span = Part(shown.Length > 0 ? shown : "-");
        return shown.Length == 0 ? null : new Participant { Span = span, Name = shown, Code = code, Sector = sector };
    }

    /// <summary>Adds words.</summary>
    public TextSpan Part(string words)
    {
        if (_text.Length > 0)
            _text.Append(" | ");
        var start = Length();
        _text.Append(words);
        return new TextSpan { Start = start, End = Length(), Quote = words };
    }

    /// <summary>All of it.</summary>
    public TextSpan Whole() => new() { Start = 0, End = Length(), Quote = _text.ToString() };

    /// <summary>"c" and 26 base32 characters of SHA-256 over the data set and the length-prefixed cells: the same row is the same claim.</summary>
    public static string ClaimId(string family, string[] cells)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var cell in cells.Prepend(family))
        {
            var bytes = Encoding.UTF8.GetBytes(cell);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        var digest = hash.GetHashAndReset();
        var id = new StringBuilder("c", 27);
        for (var i = 0; i < 26; i++)
        {
            var bit = i * 5;
            id.Append("abcdefghijklmnopqrstuvwxyz234567"[(digest[bit / 8] << 8 | digest[bit / 8 + 1]) >> (11 - bit % 8) & 31]);
        }
        return id.ToString();
    }

    private int Length() => _text.ToString().EnumerateRunes().Count();
}
