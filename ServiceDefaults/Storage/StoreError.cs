using Grpc.Core;
using Microsoft.Data.Sqlite;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.ServiceDefaults.Storage;

/// <summary>What SQLite's result codes mean to a caller.</summary>
public static class StoreError
{
    // https://sqlite.org/rescode.html
    private const int Busy = 5, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, Constraint = 19, NotADatabase = 26;

    /// <summary>The row itself was refused; the rest of the transaction stands.</summary>
    public static bool IsConstraint(SqliteException error) => error.SqliteErrorCode == Constraint;

    /// <summary>The file is no readable database.</summary>
    public static bool IsCorrupt(SqliteException error) => error.SqliteErrorCode is Corrupt or NotADatabase;

    /// <summary>The typed error for a failed statement.</summary>
    public static DomainException Translate(SqliteException error) => error.SqliteErrorCode switch
    {
        Full => new DomainException(StatusCode.ResourceExhausted, "STORE_FULL", "The disk of the store is full; nothing that was not acknowledged was kept. Free space and call again."),
        ReadOnly => new DomainException(StatusCode.Unavailable, "STORE_READ_ONLY", "The store is read-only; nothing that was not acknowledged was kept. Make its directory writable and call again."),
        Busy => new DomainException(StatusCode.Unavailable, "STORE_BUSY", "The store is locked by another process; call again."),
        IoError or CannotOpen => new DomainException(StatusCode.Unavailable, "STORE_IO_ERROR", $"The disk refused the store ({error.Message}); nothing that was not acknowledged was kept. Check the disk and call again."),
        Corrupt or NotADatabase => new DomainException(StatusCode.DataLoss, "STORE_CORRUPT", "The store's file is damaged. Stop the service, restore the file from a backup or move it away, and start again."),
        _ => new DomainException(StatusCode.Internal, "STORE_ERROR", "The store failed in a way that was not foreseen; the service's log has it."),
    };
}
