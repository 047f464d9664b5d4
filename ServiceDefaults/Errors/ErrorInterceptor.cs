using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.ServiceDefaults.Errors;

/// <summary>The one place where exceptions become gRPC statuses.</summary>
public sealed class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw Translate(error, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw Translate(error, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw Translate(error, context);
        }
    }

    private RpcException Translate(Exception error, ServerCallContext context)
    {
        // EF Core wraps what the database says.
        if (error is Microsoft.EntityFrameworkCore.DbUpdateException { InnerException: { } inner })
            error = inner;
        switch (error)
        {
            case DomainException domain:
                return domain.ToRpcException();
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return new RpcException(new Status(StatusCode.Cancelled, "The caller ended the call."));
            case OperationCanceledException:
                return DomainException.Stopping().ToRpcException();
            // The connection of a streaming call went away under a read or write.
            case IOException when context.CancellationToken.IsCancellationRequested:
                return new RpcException(new Status(StatusCode.Cancelled, "The caller ended the call."));
            case SqliteException sqlite:
                logger.StoreFailed(sqlite, context.Method);
                return StoreError.Translate(sqlite).ToRpcException();
            default:
                logger.CallFailed(error, context.Method);
                var trace = Activity.Current?.TraceId.ToString() ?? "";
                return new DomainException(StatusCode.Internal, "INTERNAL", $"An error that was not foreseen; the service's log has it under trace {trace}.",
                    ("trace_id", trace)).ToRpcException();
        }
    }
}

internal static partial class Log
{
    [LoggerMessage(EventId = 100, EventName = "CallFailed", Level = LogLevel.Error, Message = "{Method} failed")]
    public static partial void CallFailed(this ILogger logger, Exception error, string method);

    [LoggerMessage(EventId = 101, EventName = "StoreFailed", Level = LogLevel.Error, Message = "{Method} failed in the store")]
    public static partial void StoreFailed(this ILogger logger, Exception error, string method);
}
