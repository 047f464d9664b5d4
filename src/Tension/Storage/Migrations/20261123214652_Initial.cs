using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RegionalSecurity.Tension.Storage.Migrations
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
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    ArticleId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Country = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Family = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    States = table.Column<string>(type: "TEXT", nullable: false),
                    Sample = table.Column<bool>(type: "INTEGER", nullable: false),
                    EffectiveMicros = table.Column<long>(type: "INTEGER", nullable: false),
                    KnownMicros = table.Column<long>(type: "INTEGER", nullable: false),
                    PublishedMicros = table.Column<long>(type: "INTEGER", nullable: false),
                    SupersededSequence = table.Column<long>(type: "INTEGER", nullable: true),
                    SupersededMicros = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_articles", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "claims",
                columns: table => new
                {
                    ClaimId = table.Column<string>(type: "TEXT", maxLength: 27, nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    ArticleId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Payload = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_claims", x => new { x.ClaimId, x.Sequence });
                });

            migrationBuilder.CreateTable(
                name: "cursors",
                columns: table => new
                {
                    Log = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    LogId = table.Column<string>(type: "TEXT", maxLength: 26, nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cursors", x => x.Log);
                });

            migrationBuilder.CreateTable(
                name: "horizon",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    LatestMicros = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_horizon", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "pair_claims",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    A = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    B = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Forward = table.Column<bool>(type: "INTEGER", nullable: false),
                    ClaimId = table.Column<string>(type: "TEXT", maxLength: 27, nullable: false),
                    ArticleId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    EventType = table.Column<int>(type: "INTEGER", nullable: false),
                    Mode = table.Column<int>(type: "INTEGER", nullable: false),
                    Severity = table.Column<long>(type: "INTEGER", nullable: false),
                    Modality = table.Column<int>(type: "INTEGER", nullable: false),
                    FirstDay = table.Column<int>(type: "INTEGER", nullable: false),
                    LastDay = table.Column<int>(type: "INTEGER", nullable: false),
                    Dated = table.Column<bool>(type: "INTEGER", nullable: false),
                    Probability = table.Column<long>(type: "INTEGER", nullable: false),
                    Share = table.Column<long>(type: "INTEGER", nullable: false),
                    Voice = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Side = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    AllegedBy = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    FirstHand = table.Column<bool>(type: "INTEGER", nullable: false),
                    UnsignedCommentary = table.Column<bool>(type: "INTEGER", nullable: false),
                    Themes = table.Column<int>(type: "INTEGER", nullable: false),
                    Sample = table.Column<bool>(type: "INTEGER", nullable: false),
                    Country = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    EffectiveMicros = table.Column<long>(type: "INTEGER", nullable: false),
                    KnownMicros = table.Column<long>(type: "INTEGER", nullable: false),
                    PublishedMicros = table.Column<long>(type: "INTEGER", nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    SupersededSequence = table.Column<long>(type: "INTEGER", nullable: true),
                    SupersededMicros = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pair_claims", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "quarantine",
                columns: table => new
                {
                    LogId = table.Column<string>(type: "TEXT", maxLength: 26, nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 2048, nullable: false),
                    Payload = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quarantine", x => new { x.LogId, x.Sequence });
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
                name: "sources",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    SourceId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Country = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Detail = table.Column<string>(type: "TEXT", maxLength: 1024, nullable: false),
                    KnownMicros = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sources", x => x.Sequence);
                });

            migrationBuilder.CreateIndex(
                name: "IX_articles_ArticleId_SupersededSequence",
                table: "articles",
                columns: new[] { "ArticleId", "SupersededSequence" });

            migrationBuilder.CreateIndex(
                name: "IX_articles_EffectiveMicros",
                table: "articles",
                column: "EffectiveMicros");

            migrationBuilder.CreateIndex(
                name: "IX_claims_ArticleId",
                table: "claims",
                column: "ArticleId");

            migrationBuilder.CreateIndex(
                name: "IX_pair_claims_A_B_LastDay",
                table: "pair_claims",
                columns: new[] { "A", "B", "LastDay" });

            migrationBuilder.CreateIndex(
                name: "IX_pair_claims_ArticleId_SupersededSequence",
                table: "pair_claims",
                columns: new[] { "ArticleId", "SupersededSequence" });

            migrationBuilder.CreateIndex(
                name: "IX_pair_claims_B_LastDay",
                table: "pair_claims",
                columns: new[] { "B", "LastDay" });

            migrationBuilder.CreateIndex(
                name: "IX_requests_RecordTimeMicros",
                table: "requests",
                column: "RecordTimeMicros");

            migrationBuilder.CreateIndex(
                name: "IX_sources_SourceId_Sequence",
                table: "sources",
                columns: new[] { "SourceId", "Sequence" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "articles");

            migrationBuilder.DropTable(
                name: "claims");

            migrationBuilder.DropTable(
                name: "cursors");

            migrationBuilder.DropTable(
                name: "horizon");

            migrationBuilder.DropTable(
                name: "pair_claims");

            migrationBuilder.DropTable(
                name: "quarantine");

            migrationBuilder.DropTable(
                name: "requests");

            migrationBuilder.DropTable(
                name: "sources");
        }
    }
}
