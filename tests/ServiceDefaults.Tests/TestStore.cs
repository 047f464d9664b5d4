using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.ServiceDefaults.Tests;

public sealed class TestDbContext(DbContextOptions<TestDbContext> options) : LogDbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddConsumerTables();
    }
}

/// <summary>A log store in a temporary directory, with its writer running.</summary>
internal sealed class TestStore : IDbContextFactory<TestDbContext>, IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("regsec-").FullName;
    private readonly DbContextOptions<TestDbContext> _options;

    private TestStore()
    {
        Path = System.IO.Path.Combine(_directory, "test.db");
        _options = new DbContextOptionsBuilder<TestDbContext>().UseSqlite($"Data Source={Path}").Options;
        Writer = new CommitWriter<TestDbContext>(this);
        Tail = new LogTail<TestDbContext>(this, Writer);
    }

    public string Path { get; }

    public CommitWriter<TestDbContext> Writer { get; }

    public LogTail<TestDbContext> Tail { get; }

    public static async Task<TestStore> StartAsync(bool running = true)
    {
        var store = new TestStore();
        await using (var context = store.CreateDbContext())
        {
            await context.Database.EnsureCreatedAsync();
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
            await context.RenewLogIdentityAsync(default);
            await context.SaveChangesAsync();
        }
        if (running)
            await store.Writer.StartAsync(default);
        return store;
    }

    public TestDbContext CreateDbContext() => new(_options);

    public Task<long> AppendAsync(string articleId) => Writer.WriteAsync(async (context, token) =>
    {
        var entry = context.Append(articleId, new Google.Protobuf.WellKnownTypes.StringValue { Value = articleId }, await context.NextRecordTimeAsync(TimeProvider.System, token), default);
        await context.SaveChangesAsync(token);
        return entry.Sequence;
    });

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(default);
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }
}
