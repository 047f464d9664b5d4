using System.Globalization;
using System.Net;

namespace RegionalSecurity.LocalHosting.Running;

/// <summary>Asks resources whether they are healthy.</summary>
internal sealed class HealthProbe(TimeSpan timeout) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestVersion = HttpVersion.Version11,
    };

    /// <returns>Null when healthy, else what is wrong.</returns>
    public async Task<string?> ProblemAsync(Uri url, int statusCode, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            using var response = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return (int)response.StatusCode == statusCode
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{url} answers {(int)response.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            return $"{url}: {e.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{url} does not answer within {timeout.TotalSeconds:0.#} s");
        }
    }

    public void Dispose() => _client.Dispose();
}
