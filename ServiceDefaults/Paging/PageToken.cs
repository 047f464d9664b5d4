using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.ServiceDefaults.Paging;

/// <summary>
/// Opaque page tokens (AIP-158): the position after the last item, bound to the query by a hash of the request without its page fields, so that
/// a token of another query is refused.
/// </summary>
public static class PageToken
{
    private const int MostCharacters = 2048;

    /// <summary>The token for the page after <paramref name="position"/>.</summary>
    public static string Encode(IMessage request, params ReadOnlySpan<string> position)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(position.ToArray());
        return Base64Url.EncodeToString([.. QueryHash(request), .. json]);
    }

    /// <summary>
    /// The position in the request's page_token, or null when it is empty. Adds a violation for "page_token" when it is no token, is of another
    /// query, or does not hold <paramref name="parts"/> parts.
    /// </summary>
    public static string[]? Decode(IMessage request, int parts, Validation validation)
    {
        var token = (string)request.Descriptor.FindFieldByName("page_token").Accessor.GetValue(request);
        if (token.Length == 0)
            return null;
        var bytes = token.Length <= MostCharacters && Base64Url.IsValid(token) ? Base64Url.DecodeFromChars(token) : [];
        if (bytes.Length > HashBytes && bytes.AsSpan(0, HashBytes).SequenceEqual(QueryHash(request)))
        {
            try
            {
                if (JsonSerializer.Deserialize<string[]>(bytes.AsSpan(HashBytes)) is { } position && position.Length == parts && position.All(p => p is not null))
                    return position;
            }
            catch (JsonException)
            {
                // Falls through to the violation below, like any other token that is not ours.
            }
        }
        validation.Require(false, "page_token", "PAGE_TOKEN_INVALID", "is no token of this query; leave it empty for the first page, and change nothing else between pages but page_size");
        return null;
    }

    private const int HashBytes = 8;

    private static byte[] QueryHash(IMessage request)
    {
        var query = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        foreach (var field in (ReadOnlySpan<string>)["page_token", "page_size"])
            query.Descriptor.FindFieldByName(field).Accessor.Clear(query);
        byte[] named = [.. Encoding.UTF8.GetBytes(query.Descriptor.FullName), 0, .. query.ToByteArray()];
        return SHA256.HashData(named)[..HashBytes];
    }
}
