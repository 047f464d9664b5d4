using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.Collections;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Coding;

/// <summary>
/// Claim ids: "c" and the first 26 lower-case base32 characters (RFC 4648 alphabet) of SHA-256 over fields. Each field is written as the decimal length of its
/// UTF-8 bytes, ":", and the bytes, so that no two lists of fields give the same stream. Fields, in order: article id; number of kind, of event
/// type and of modality; evidence quote; ordinal of that quote among equal evidence quotes of the article (0 for the first); offset of the
/// trigger from the start of the evidence in code points; number of actors and, for each, mention and code; the same for targets and for the
/// sources of attributions.
/// </summary>
internal static class ClaimIds
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static string Of(Claim claim, int ordinal)
    {
        var text = new StringBuilder();
        Field(text, claim.ArticleId);
        Field(text, (int)claim.Kind);
        Field(text, (int)claim.EventType);
        Field(text, (int)claim.Modality);
        Field(text, claim.Evidence.Quote);
        Field(text, ordinal);
        Field(text, (claim.Trigger?.Start ?? claim.Evidence.Start) - claim.Evidence.Start);
        Parties(text, claim.Actors);
        Parties(text, claim.Targets);
        Field(text, claim.Attributions.Count);
        foreach (var attribution in claim.Attributions)
            Party(text, attribution.Source);
        return "c" + Base32(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())), 26);
    }

    private static void Parties(StringBuilder text, RepeatedField<Participant> parties)
    {
        Field(text, parties.Count);
        foreach (var party in parties)
            Party(text, party);
    }

    private static void Party(StringBuilder text, Participant party)
    {
        Field(text, party.Span?.Quote ?? "");
        Field(text, party.Code);
    }

    private static void Field(StringBuilder text, int value) => Field(text, value.ToString(CultureInfo.InvariantCulture));

    private static void Field(StringBuilder text, string value) =>
        text.Append(Encoding.UTF8.GetByteCount(value).ToString(CultureInfo.InvariantCulture)).Append(':').Append(value);

    private static string Base32(byte[] bytes, int length)
    {
        var text = new StringBuilder(length);
        int buffer = 0, bits = 0;
        foreach (var b in bytes)
        {
            buffer = buffer << 8 | b;
            bits += 8;
            while (bits >= 5 && text.Length < length)
            {
                bits -= 5;
                text.Append(Alphabet[buffer >> bits & 31]);
            }
            buffer &= (1 << bits) - 1;
        }
        return text.ToString();
    }
}
