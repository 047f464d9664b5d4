using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.ServiceDefaults.Storage;

/// <summary>Mutations by request id (AIP-155): the same id within 7 days gets the first answer again.</summary>
public static class StoredRequests
{
    private static readonly long KeptMicros = (long)TimeSpan.FromDays(7).TotalMicroseconds;

    /// <summary>
    /// Runs <paramref name="work"/> unless <paramref name="requestId"/> was answered before, and stores its answer in the same transaction. The
    /// same id with another request is INVALID_ARGUMENT. For use inside <see cref="CommitWriter{TContext}"/>.
    /// </summary>
    public static async Task<TResponse> AnswerOnceAsync<TResponse>(
        this StoreDbContext context, string method, string requestId, IMessage request, TimeProvider time, Func<Task<TResponse>> work, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>, new()
    {
        if (requestId.Length == 0)
            return await work();
        var key = $"{method}/{requestId.ToLowerInvariant()}";
        var hash = SHA256.HashData(request.ToByteArray());
        var now = time.GetUtcNow().ToMicros();
        if (await context.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.RequestId == key, cancellationToken) is { } known)
        {
            if (now - known.RecordTimeMicros < KeptMicros)
            {
                if (!hash.AsSpan().SequenceEqual(known.RequestHash))
                    throw DomainException.Invalid("request_id", "REQUEST_ID_REUSED", "was used for another request in the last 7 days; give each request its own UUID");
                return new MessageParser<TResponse>(() => new TResponse()).ParseFrom(known.Response);
            }
            context.Requests.Remove(known);
            await context.SaveChangesAsync(cancellationToken);
        }
        // A little of what is too old goes with each new one.
        context.Requests.RemoveRange(await context.Requests.Where(r => r.RecordTimeMicros < now - KeptMicros && r.RequestId != key).OrderBy(r => r.RecordTimeMicros).Take(16).ToListAsync(cancellationToken));
        var response = await work();
        context.Requests.Add(new StoredRequest { RequestId = key, RequestHash = hash, Response = response.ToByteArray(), RecordTimeMicros = now });
        return response;
    }
}
