using System.Text.Json;

namespace RegionalSecurity.Claims.Chat;

/// <summary>The model's answer as it comes: strings that nobody has checked yet. Each list and field is there, or reading it fails.</summary>
internal sealed record ChatAnswer(IReadOnlyList<ChatClaim> Claims)
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
    };

    /// <summary>Reads the JSON of the answer.</summary>
    /// <exception cref="JsonException">It is no JSON, or not of the schema.</exception>
    public static ChatAnswer Parse(string json)
    {
        var answer = JsonSerializer.Deserialize<ChatAnswer>(json, s_json);
        // The serializer keeps null out of fields but not out of lists.
        if (answer is null || answer.Claims.Any(c => c is null || c.Actors.Any(a => a is null) || c.Targets.Any(t => t is null) || c.Sources.Any(s => s is null)))
            throw new JsonException("null is no answer.");
        return answer;
    }
}

/// <summary>Fields as the prompt describes them.</summary>
internal sealed record ChatClaim(
    string Kind, string Evidence, string Trigger, IReadOnlyList<ChatParty> Actors, IReadOnlyList<ChatParty> Targets, IReadOnlyList<ChatSource> Sources, bool Alleged, string Type, string Mode, string Modality,
    string Category, string Direction, string Likelihood);

/// <summary>Who is mentioned, and for a pronoun or description the name it stands for (else empty).</summary>
internal sealed record ChatParty(string Mention, string StandsFor);

/// <summary>Whose word a claim is, and the words that say so.</summary>
internal sealed record ChatSource(string Mention, string StandsFor, string Cue);
