using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OpenAI;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.Claims.Chat;

/// <summary>Makes the client for the configured endpoint, traced under the name "RegionalSecurity.Claims.Chat".</summary>
internal static class ChatEndpoint
{
    /// <summary>Source and meter of the calls, in the gen_ai semantic conventions.</summary>
    public const string TelemetryName = "RegionalSecurity.Claims.Chat";

    /// <summary>Most bytes of an answer as it comes over the wire.</summary>
    public const int MostAnswerBytes = 1 << 20;

    public static IChatClient Connect(ChatExtractorOptions options, ILoggerFactory loggers)
    {
        var http = new HttpClient(new AnswerGuard
        {
            // A redirection would carry text and key to where nobody configured.
            InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) },
        })
        {
            // The extractor has its own, on the service's clock.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var client = options.Kind == ChatKind.Ollama ? Ollama(options, http) : OpenAI(options, http);
        return client.AsBuilder().UseOpenTelemetry(loggers, TelemetryName).Build();
    }

    private static IChatClient OpenAI(ChatExtractorOptions options, HttpClient http) =>
        // Servers without keys take any, and the client wants one.
        new OpenAI.Chat.ChatClient(options.Model, new ApiKeyCredential(options.ApiKey.Length > 0 ? options.ApiKey : "none"), new OpenAIClientOptions
        {
            Endpoint = options.Endpoint,
            Transport = new HttpClientPipelineTransport(http),
            // Whoever reads the log tries again, a bounded number of times.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        }).AsIChatClient();

    private static OllamaApiClient Ollama(ChatExtractorOptions options, HttpClient http)
    {
        var address = options.Endpoint!.AbsoluteUri;
        http.BaseAddress = new Uri(address.EndsWith('/') ? address : address + "/");
        if (options.ApiKey.Length > 0)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        return new OllamaApiClient(http, options.Model);
    }

    /// <summary>Bounds each answer, and tells an endpoint that is down from an article that it refuses. Says nothing of the answer's body, which may quote the article.</summary>
    private sealed class AnswerGuard : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response;
            try
            {
                response = await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException error)
            {
                throw Down($"cannot be reached ({error.HttpRequestError}): {error.Message}");
            }
            if (!response.IsSuccessStatusCode)
            {
                using (response)
                    throw Refused(response.StatusCode);
            }
            try
            {
                await response.Content.LoadIntoBufferAsync(MostAnswerBytes, cancellationToken);
                return response;
            }
            catch (HttpRequestException error)
            {
                response.Dispose();
                throw error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                    ? ChatClaimExtractor.BadAnswer($"is larger than {MostAnswerBytes} bytes")
                    : Down($"broke off its answer ({error.HttpRequestError})");
            }
        }

        private static DomainException Refused(HttpStatusCode status)
        {
            var code = ((int)status).ToString(CultureInfo.InvariantCulture);
            return status switch
            {
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Down($"answers {code}: check Chat:ApiKey"),
                HttpStatusCode.NotFound => Down($"answers {code}: check Chat:Endpoint, and whether it has the model Chat:Model"),
                HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => Down($"answers {code}"),
                >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => Down($"answers {code}, which leads elsewhere and is not followed: check Chat:Endpoint"),
                // 500 is what a server says of a request that breaks it: were it taken for a server that is down, one article could stop the log.
                _ => new DomainException(StatusCode.Internal, "EXTRACTOR_REFUSED", $"The chat endpoint refuses the article with {code}."),
            };
        }

        private static DomainException Down(string what) => new(StatusCode.Unavailable, "EXTRACTOR_UNAVAILABLE", $"The chat endpoint {what}.");
    }
}
