using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RegionalSecurity.ServiceDefaults.Logs;

namespace RegionalSecurity.ServiceDefaults.Storage;

/// <summary>Registers a service's store.</summary>
public static class StoreExtensions
{
    /// <summary>
    /// Registers the SQLite store {Storage:Directory}/{name}.db through <typeparamref name="TContext"/>: WAL, synchronous=FULL, migrated before the
    /// service starts, written only through <see cref="CommitWriter{TContext}"/>. A damaged or unwritable file stops the service with a message
    /// that names it.
    /// </summary>
    public static IHostApplicationBuilder AddStore<TContext>(this IHostApplicationBuilder builder, string name) where TContext : StoreDbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<StoreOptions>().BindConfiguration("Storage").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddPooledDbContextFactory<TContext>((services, options) =>
            options.UseSqlite(new SqliteConnectionStringBuilder { DataSource = PathOf(services.GetRequiredService<IOptions<StoreOptions>>().Value, name) }.ToString())
                .AddInterceptors(SqlitePragmas.Instance)
                .ConfigureWarnings(warnings => warnings.Log((RelationalEventId.CommandExecuted, LogLevel.Trace))));
        // Registered before the writer and every worker: hosted services start in this order.
        builder.Services.AddHostedService(services => new StoreInitializer<TContext>(
            services.GetRequiredService<IDbContextFactory<TContext>>(), PathOf(services.GetRequiredService<IOptions<StoreOptions>>().Value, name)));
        builder.Services.AddSingleton<CommitWriter<TContext>>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CommitWriter<TContext>>());
        builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck<TContext>>($"store-{name}");
        return builder;
    }

    /// <summary>As <see cref="AddStore{TContext}"/>, with a log: also registers <see cref="LogTail{TContext}"/>.</summary>
    public static IHostApplicationBuilder AddLogStore<TContext>(this IHostApplicationBuilder builder, string name) where TContext : LogDbContext
    {
        builder.AddStore<TContext>(name);
        builder.Services.AddSingleton<LogTail<TContext>>();
        return builder;
    }

    private static string PathOf(StoreOptions options, string name) => Path.Combine(Path.GetFullPath(options.Directory), name + ".db");
}

/// <summary>What SQLite must be told on each connection: an acknowledged write survives kill -9 and power loss, a deleted word leaves the file's pages.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public static readonly SqlitePragmas Instance = new();

    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32768;";

    public override void ConnectionOpened(System.Data.Common.DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(System.Data.Common.DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>The store cannot be used. The message names the file and the remedy; shown without a stack trace.</summary>
public sealed class StoreUnusableException(string message, Exception inner) : Exception(message, inner);

internal sealed class StoreInitializer<TContext>(IDbContextFactory<TContext> contexts, string path) : IHostedService where TContext : StoreDbContext
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            MakeDirectory(Path.GetDirectoryName(path)!);
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await ReleaseMigrationLockAsync(context, cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
            if (context is LogDbContext log && !await log.LogIdentities.AnyAsync(cancellationToken))
            {
                await log.RenewLogIdentityAsync(cancellationToken);
                await log.SaveChangesAsync(cancellationToken);
            }
        }
        catch (SqliteException error) when (StoreError.IsCorrupt(error))
        {
            throw new StoreUnusableException(string.Create(CultureInfo.InvariantCulture,
                $"The store {path} is damaged or no SQLite database ({error.Message}). Restore it from a backup, or move it and its -wal and -shm files away to start empty."), error);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException($"The store {path} cannot be opened ({error.Message}). Check that its directory exists, is writable for this user and has space, or set Storage:Directory to another.", error);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // EF Core marks a migration by a row and waits for ever while it stands: one that a killed process left must not keep the store shut. There is
    // one process a store, so whatever stands at its start is left over.
    private static async Task ReleaseMigrationLockAsync(TContext context, CancellationToken cancellationToken)
    {
        var tables = await context.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(cancellationToken);
        if (tables > 0)
            await context.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsLock", cancellationToken);
    }

    private static void MakeDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

internal sealed class StoreHealthCheck<TContext>(IDbContextFactory<TContext> contexts) : IHealthCheck where TContext : StoreDbContext
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var store = await contexts.CreateDbContextAsync(cancellationToken);
            await store.Requests.AsNoTracking().OrderBy(r => r.RequestId).Select(r => r.RequestId).FirstOrDefaultAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (SqliteException error)
        {
            return HealthCheckResult.Unhealthy(StoreError.Translate(error).Message, error);
        }
    }
}
