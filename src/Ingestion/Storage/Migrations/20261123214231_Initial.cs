using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RegionalSecurity.Ingestion.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "articles",
                columns: table => new
                {
                    ArticleId = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false),
                    FirstSequence = table.Column<long>(type: "INTEGER", nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    PublisherId = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Family = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    StoryId = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Sample = table.Column<bool>(type: "INTEGER", nullable: false),
                    TimeMicros = table.Column<long>(type: "INTEGER", nullable: false),
                    ContentHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    TextHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Signature = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_articles", x => x.ArticleId);
                });

            migrationBuilder.CreateTable(
                name: "feeds",
                columns: table => new
                {
                    FeedId = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    NextPollMicros = table.Column<long>(type: "INTEGER", nullable: false),
                    Failures = table.Column<int>(type: "INTEGER", nullable: false),
                    HttpETag = table.Column<string>(type: "TEXT", maxLength: 1024, nullable: false),
                    HttpLastModified = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Payload = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feeds", x => x.FeedId);
                });

            migrationBuilder.CreateTable(
                name: "log",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Partition = table.Column<int>(type: "INTEGER", nullable: false),
                    ArticleId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    RecordTimeMicros = table.Column<long>(type: "INTEGER", nullable: false),
                    TraceParent = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    TraceState = table.Column<string>(type: "TEXT", maxLength: 512, nullable: false),
                    Payload = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "log_identity",
                columns: table => new
                {
                    LogId = table.Column<string>(type: "TEXT", maxLength: 26, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_identity", x => x.LogId);
                });

            migrationBuilder.CreateTable(
                name: "requests",
                columns: table => new
                {
                    RequestId = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    RequestHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Response = table.Column<byte[]>(type: "BLOB", nullable: false),
                    RecordTimeMicros = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_requests", x => x.RequestId);
                });

            migrationBuilder.CreateTable(
                name: "stories",
                columns: table => new
                {
                    StoryId = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 1024, nullable: false),
                    ArticleCount = table.Column<int>(type: "INTEGER", nullable: false),
                    FamilyCount = table.Column<int>(type: "INTEGER", nullable: false),
                    FirstMicros = table.Column<long>(type: "INTEGER", nullable: false),
                    LastMicros = table.Column<long>(type: "INTEGER", nullable: false),
                    Sample = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stories", x => x.StoryId);
                });

            migrationBuilder.CreateTable(
                name: "withdrawn",
                columns: table => new
                {
                    ArticleId = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_withdrawn", x => x.ArticleId);
                });

            migrationBuilder.CreateIndex(
                name: "IX_articles_PublisherId_FirstSequence",
                table: "articles",
                columns: new[] { "PublisherId", "FirstSequence" });

            migrationBuilder.CreateIndex(
                name: "IX_articles_Sample_FirstSequence",
                table: "articles",
                columns: new[] { "Sample", "FirstSequence" });

            migrationBuilder.CreateIndex(
                name: "IX_articles_StoryId_FirstSequence",
                table: "articles",
                columns: new[] { "StoryId", "FirstSequence" });

            migrationBuilder.CreateIndex(
                name: "IX_articles_TextHash",
                table: "articles",
                column: "TextHash");

            migrationBuilder.CreateIndex(
                name: "IX_feeds_NextPollMicros",
                table: "feeds",
                column: "NextPollMicros");

            migrationBuilder.CreateIndex(
                name: "IX_log_ArticleId",
                table: "log",
                column: "ArticleId");

            migrationBuilder.CreateIndex(
                name: "IX_requests_RecordTimeMicros",
                table: "requests",
                column: "RecordTimeMicros");

            migrationBuilder.CreateIndex(
                name: "IX_stories_Sample_LastMicros_StoryId",
                table: "stories",
                columns: new[] { "Sample", "LastMicros", "StoryId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "articles");

            migrationBuilder.DropTable(
                name: "feeds");

            migrationBuilder.DropTable(
                name: "log");

            migrationBuilder.DropTable(
                name: "log_identity");

            migrationBuilder.DropTable(
                name: "requests");

            migrationBuilder.DropTable(
                name: "stories");

            migrationBuilder.DropTable(
                name: "withdrawn");
        }
    }
}
