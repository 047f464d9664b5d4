using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using OllamaSharp;
using OllamaSharp.Models;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Language;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.Claims.Chat;

/// <summary>
/// Reads claims with a language model behind an endpoint. The model proposes, this code decides: see <see cref="ChatClaimReader"/>. What the endpoint does wrong is a
/// <see cref="DomainException"/>, so that the log's reader waits for an endpoint that is down and quarantines an article that cannot be read; it is never taken for "no claims".
/// </summary>
internal sealed class ChatClaimExtractor(
    IChatClient client, Gazetteer gazetteer, IOptions<ChatExtractorOptions> options, ClaimsTelemetry telemetry, TimeProvider time, ILogger<ChatClaimExtractor> logger) : IClaimExtractor, IDisposable
{
    private readonly ChatExtractorOptions _options = options.Value;
    private readonly SemaphoreSlim _places = new(options.Value.MaxConcurrent);
    private readonly Microsoft.Extensions.AI.ChatOptions _call = Call(options.Value);

    public string Version { get; } = $"{ChatPrompt.Version}:{options.Value.Model}";

    public int? MostAtOnce => _options.MaxConcurrent;

    public async Task<Extraction> ExtractAsync(Article article, CancellationToken cancellationToken)
    {
        if (article.Text.Length > _options.MaxArticleCharacters)
            throw new DomainException(StatusCode.InvalidArgument, "TEXT_TOO_LARGE", string.Create(CultureInfo.InvariantCulture,
                $"The text has {article.Text.Length} characters; at most {_options.MaxArticleCharacters} (Chat:MaxArticleCharacters) are sent to the chat endpoint."));
        var reader = new ChatClaimReader(gazetteer, article, Version, _options.Confidence);
        // Nothing to ask of an empty text.
        if (!string.IsNullOrWhiteSpace(article.Text))
            foreach (var claim in Parse(await AskAsync(article, cancellationToken)).Claims)
                reader.Read(claim);
        foreach (var (reason, count) in reader.Dropped)
        {
            telemetry.Dropped(reason, count);
            logger.ClaimsDropped(article.ArticleId, count, reader.Claims.Count, reason);
        }
        return new Extraction(reader.Claims, reader.StatesNamed);
    }

    public void Dispose()
    {
        client.Dispose();
        _places.Dispose();
    }

    /// <summary>The article cannot be read, as the endpoint's answer ...</summary>
    public static DomainException BadAnswer(string what) => new(StatusCode.Internal, "EXTRACTOR_ANSWER_INVALID", $"The chat endpoint's answer {what}.");

    private async Task<string> AskAsync(Article article, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            using var timeout = new CancellationTokenSource(_options.Timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            try
            {
                var response = await client.GetResponseAsync(ChatPrompt.Of(article), _call, either.Token);
                if (response.FinishReason == ChatFinishReason.Length)
                    throw BadAnswer(string.Create(CultureInfo.InvariantCulture, $"was cut short: Chat:MaxOutputTokens is {_options.MaxOutputTokens}, or the model's context is too small"));
                return response.Text;
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new DomainException(StatusCode.DeadlineExceeded, "EXTRACTOR_TIMEOUT", $"The chat endpoint gave no answer within {_options.Timeout:c} (Chat:Timeout).");
            }
            catch (Exception error) when (error is not (DomainException or OperationCanceledException))
            {
                // The client could not make sense of it: each has exceptions of its own for that, and its telemetry has logged this one.
                throw BadAnswer($"is none of its protocol ({error.GetType().Name})");
            }
        }
        finally
        {
            _places.Release();
        }
    }

    private static ChatAnswer Parse(string text)
    {
        ChatAnswer answer;
        try
        {
            answer = ChatAnswer.Parse(text);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Its message may quote what it stumbled over, and that the article.
            throw BadAnswer("is no JSON of the schema it was given");
        }
        return answer.Claims.Count <= ChatClaimReader.MostClaims ? answer : throw BadAnswer(string.Create(CultureInfo.InvariantCulture, $"has {answer.Claims.Count} claims, more than {ChatClaimReader.MostClaims}"));
    }

    private static Microsoft.Extensions.AI.ChatOptions Call(ChatExtractorOptions options)
    {
        var call = new Microsoft.Extensions.AI.ChatOptions
        {
            Temperature = 0,
            Seed = 0,
            MaxOutputTokens = options.MaxOutputTokens,
            ResponseFormat = ChatResponseFormat.ForJsonSchema(ChatPrompt.Schema, "claims"),
            AdditionalProperties = new AdditionalPropertiesDictionary { ["strict"] = true },
        };
        // Ollama cuts what does not fit its context of 4,096 tokens, and says nothing. The same number for each article: another one would load the model anew.
        if (options.Kind == ChatKind.Ollama)
            call.AddOllamaOption(OllamaOption.NumCtx, (ChatPrompt.InstructionCharacters + options.MaxArticleCharacters) / 3 + options.MaxOutputTokens);
        return call;
    }
}

internal static partial class Log
{
    [LoggerMessage(EventId = 310, EventName = "ClaimsDropped", Level = LogLevel.Information, Message = "Article {ArticleId}: {Dropped} claims of the model were dropped beside {Kept} kept: {Reason}")]
    public static partial void ClaimsDropped(this ILogger logger, string articleId, int dropped, int kept, string reason);
}
