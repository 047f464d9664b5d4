using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Grpc.Core;
using Microsoft.Extensions.Options;
using RegionalSecurity.Articles;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.Ingestion.Feeds;

/// <summary>What a fetch brought.</summary>
/// <param name="Url">Where it came from in the end.</param>
/// <param name="Content">The body, decompressed; empty where it has not changed.</param>
/// <param name="ContentType">As the server says; may be empty.</param>
/// <param name="NotChanged">The server said 304 to the validators sent.</param>
/// <param name="ETag">Validator for the next time; empty when none.</param>
/// <param name="LastModified">Validator for the next time; empty when none.</param>
/// <param name="MovedTo">Where permanent redirects led from the address asked for; null when there were none, or they led from https to http.</param>
/// <param name="FreshFor">How long the server says it will not change (Cache-Control, else Expires), 0 to 1 day.</param>
/// <param name="Status">HTTP status.</param>
internal sealed record FetchedPage(
    Uri Url, ReadOnlyMemory<byte> Content, string ContentType, bool NotChanged, string ETag, string LastModified, Uri? MovedTo, TimeSpan FreshFor, int Status);

/// <summary>Asks for the addresses of a name.</summary>
internal delegate Task<IPAddress[]> Resolver(string host, CancellationToken cancellationToken);

/// <summary>
/// The only way out of the service. Fetches http and https from public addresses and the usual ports. The address is judged before the request and again
/// when the connection is made, so a name that changes its mind between check and connect gains nothing; each redirect is judged anew. No proxy, no cookies.
/// </summary>
internal sealed class GuardedFetcher : IDisposable
{
    private const int MostRedirects = 5;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly FetchOptions _options;
    private readonly HashSet<string> _allowed;
    private readonly IngestionTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;
    private readonly Resolver _resolve;

    public GuardedFetcher(IOptions<IngestionOptions> options, IngestionTelemetry telemetry, TimeProvider time)
        : this(options, telemetry, time, Dns.GetHostAddressesAsync)
    {
    }

    /// <summary>With names resolved as given and, where there is one, another way out than the guarded one, to try what a network can do.</summary>
    internal GuardedFetcher(IOptions<IngestionOptions> options, IngestionTelemetry telemetry, TimeProvider time, Resolver resolve, HttpMessageHandler? handler = null)
    {
        _resolve = resolve;
        _options = options.Value.Fetch;
        _allowed = new HashSet<string>(_options.AllowedHosts, StringComparer.OrdinalIgnoreCase);
        _telemetry = telemetry;
        _time = time;
        _client = new HttpClient(handler ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectCallback = ConnectAsync,
            ConnectTimeout = ConnectTimeout,
            MaxConnectionsPerServer = 4,
            MaxResponseHeadersLength = 64,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            UseCookies = false,
            UseProxy = false,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Fetches one page.</summary>
    /// <param name="url">http or https.</param>
    /// <param name="field">The request field to name in an error.</param>
    /// <param name="cancellationToken">Ends the fetch.</param>
    /// <exception cref="DomainException">
    /// INVALID_ARGUMENT: the address is refused (FETCH_REFUSED). FAILED_PRECONDITION: the server says no, or too much (FETCH_REJECTED, FETCH_TOO_LARGE).
    /// UNAVAILABLE: no answer, or not in time (FETCH_FAILED).
    /// </exception>
    public Task<FetchedPage> GetAsync(string url, string field, CancellationToken cancellationToken) => GetAsync(url, field, "", "", null, cancellationToken);

    /// <inheritdoc cref="GetAsync(string,string,CancellationToken)"/>
    /// <param name="url">http or https.</param>
    /// <param name="field">The request field to name in an error.</param>
    /// <param name="etag">Validator of an earlier answer; may be empty.</param>
    /// <param name="lastModified">Validator of an earlier answer; may be empty.</param>
    /// <param name="admit">Asked before each request, redirects too; throws to refuse it, waits to delay it.</param>
    /// <param name="cancellationToken">Ends the fetch.</param>
    public async Task<FetchedPage> GetAsync(string url, string field, string etag, string lastModified, Func<Uri, CancellationToken, Task>? admit, CancellationToken cancellationToken)
    {
        if (admit is not null)
            await admit(new Uri(url), cancellationToken);
        // Real time, not the service's clock: a server is slow by the wall.
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var page = await FollowAsync(new Uri(url), field, etag, lastModified, admit, ending.Token);
            _telemetry.Fetched("ok");
            return page;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Ours, or the connect timeout, which the handler tells as a cancellation too: to the caller nothing was cancelled.
            _telemetry.Fetched("timeout");
            var within = timeout.IsCancellationRequested ? _options.TimeoutSeconds : ConnectTimeout.TotalSeconds;
            throw new DomainException(StatusCode.Unavailable, "FETCH_FAILED", $"{field}: {Show(url)} did not answer in {within} s; try again later.");
        }
        catch (Exception error) when (FindRefusal(error) is { } refusal)
        {
            _telemetry.Fetched("refused");
            throw DomainException.Invalid(field, "FETCH_REFUSED", refusal.Message);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException or InvalidDataException)
        {
            _telemetry.Fetched("failed");
            throw new DomainException(StatusCode.Unavailable, "FETCH_FAILED", $"{field}: {Show(url)} could not be fetched: {error.Message}");
        }
    }

    /// <summary>The product token that robots.txt files call this fetcher by.</summary>
    public string RobotName => _options.UserAgent.Split('/', ' ')[0];

    public void Dispose() => _client.Dispose();

    private async Task<FetchedPage> FollowAsync(Uri url, string field, string etag, string lastModified, Func<Uri, CancellationToken, Task>? admit, CancellationToken cancellationToken)
    {
        Uri? movedTo = null;
        var permanent = true;
        for (var redirects = 0; ; redirects++)
        {
            await CheckAddressAsync(url, cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
            request.Headers.TryAddWithoutValidation("Accept", "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5");
            if (etag.Length > 0)
                request.Headers.TryAddWithoutValidation("If-None-Match", etag);
            if (lastModified.Length > 0)
                request.Headers.TryAddWithoutValidation("If-Modified-Since", lastModified);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
                && response.Headers.Location is { } location)
            {
                if (redirects == MostRedirects)
                    throw new DomainException(StatusCode.FailedPrecondition, "FETCH_REJECTED", $"{field}: {Show(url.OriginalString)} redirects more than {MostRedirects} times.");
                if (!Uri.TryCreate(url, location, out var next))
                    throw new DomainException(StatusCode.FailedPrecondition, "FETCH_REJECTED",
                        $"{field}: {Show(url.OriginalString)} redirects to \"{Show(location.OriginalString)}\", which is no address.");
                permanent &= response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.PermanentRedirect && (url.Scheme == "http" || next.Scheme == "https");
                movedTo = permanent ? next : movedTo;
                url = next;
                if (admit is not null)
                    await admit(url, cancellationToken);
                continue;
            }
            if (response.StatusCode == HttpStatusCode.NotModified)
                return new FetchedPage(url, default, "", true, etag, lastModified, movedTo, FreshFor(response), 304);
            if (!response.IsSuccessStatusCode)
                throw Failed(response, url, field);
            return await ReadAsync(response, url, movedTo, field, cancellationToken);
        }
    }

    private async Task<FetchedPage> ReadAsync(HttpResponseMessage response, Uri url, Uri? movedTo, string field, CancellationToken cancellationToken)
    {
        // The stream is already decompressed: what is counted is what it grows to, and reading ends there.
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var content = new MemoryStream();
        var buffer = new byte[64 << 10];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (content.Length + count > _options.MostBytes)
                throw new DomainException(StatusCode.FailedPrecondition, "FETCH_TOO_LARGE", $"{field}: {Show(url.OriginalString)} has more than {_options.MostBytes:N0} bytes.");
            content.Write(buffer, 0, count);
        }
        var lastModified = response.Content.Headers.TryGetValues("Last-Modified", out var values) ? values.First() : "";
        return new FetchedPage(url, content.GetBuffer().AsMemory(0, (int)content.Length), response.Content.Headers.ContentType?.ToString() ?? "", false,
            response.Headers.ETag?.ToString() is { Length: <= 1024 } tag ? tag : "", lastModified.Length <= 128 ? lastModified : "", movedTo, FreshFor(response), (int)response.StatusCode);
    }

    private DomainException Failed(HttpResponseMessage response, Uri url, string field)
    {
        var status = (int)response.StatusCode;
        _telemetry.Fetched("status-" + status / 100);
        var after = RetryAfter(response.Headers.RetryAfter);
        return new DomainException(status >= 500 || status is 408 or 429 ? StatusCode.Unavailable : StatusCode.FailedPrecondition,
            status >= 500 || status is 408 or 429 ? "FETCH_FAILED" : "FETCH_REJECTED", $"{field}: {Show(url.OriginalString)} answers {status}.",
            ("http_status", status.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("retry_after_seconds", after.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private long RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - _time.GetUtcNow() : TimeSpan.Zero);
        return (long)Math.Clamp(wait.TotalSeconds, 0, 86400);
    }

    private TimeSpan FreshFor(HttpResponseMessage response)
    {
        var cache = response.Headers.CacheControl;
        var fresh = cache is { NoCache: true } or { NoStore: true } ? TimeSpan.Zero
            : cache?.MaxAge is { } age ? age - (response.Headers.Age ?? TimeSpan.Zero)
            : response.Content.Headers.Expires is { } expires ? expires - (response.Headers.Date ?? _time.GetUtcNow())
            : TimeSpan.Zero;
        return TimeSpan.FromSeconds(Math.Clamp(fresh.TotalSeconds, 0, 86400));
    }

    private async Task CheckAddressAsync(Uri url, CancellationToken cancellationToken)
    {
        if (url.Scheme is not ("http" or "https"))
            throw new RefusedException($"only http and https are fetched, not {url.Scheme}");
        if (!url.IsDefaultPort && url.Port is not (80 or 443) && !_allowed.Contains($"{url.IdnHost}:{url.Port}"))
            throw new RefusedException($"port {url.Port} is refused; 80 and 443 are taken, others only where Ingestion:Fetch:AllowedHosts lists \"{url.IdnHost}:{url.Port}\"");
        if (url.UserInfo.Length > 0)
            throw new RefusedException("the address holds a user name; give it without");
        if (IsAllowed(url.IdnHost, url.Port))
            return;
        if (!AddressGuard.IsPlain(url))
            throw new RefusedException($"\"{Show(url.OriginalString)}\" writes the address {url.Host} in an odd way; give it as numbers with dots");
        Judge(url.IdnHost, await _resolve(url.DnsSafeHost, cancellationToken));
    }

    private bool IsAllowed(string host, int port) => _allowed.Contains(host) || _allowed.Contains($"{host}:{port}");

    private static void Judge(string host, params IPAddress[] addresses)
    {
        // A name with one private address among its public ones is meant to confuse; it is refused as a whole.
        if (!Array.TrueForAll(addresses, AddressGuard.IsPublic))
            throw new RefusedException($"\"{Show(host)}\" leads to a private or local address, which is refused unless Ingestion:Fetch:AllowedHosts lists the host");
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var port = context.DnsEndPoint.Port;
        var addresses = await _resolve(host, cancellationToken);
        if (!IsAllowed(host, port))
            Judge(host, addresses);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // The very addresses that were judged: the name is not looked up again.
            await socket.ConnectAsync(addresses, port, cancellationToken);
            if (!IsAllowed(host, port))
                Judge(host, ((IPEndPoint)socket.RemoteEndPoint!).Address);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static RefusedException? FindRefusal(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            if (error is RefusedException refusal)
                return refusal;
        return null;
    }

    private static string Show(string text) => DocumentReader.OneLine(text, 200);

    private sealed class RefusedException(string message) : Exception(message);
}
