using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RegionalSecurity.Ingestion.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Rules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "SourceFamily",
                table: "stories",
                type: "TEXT",
                maxLength: 128,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "SourcePublisherId",
                table: "stories",
                type: "TEXT",
                maxLength: 128,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "SourceRank",
                table: "stories",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "Cited",
                table: "articles",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "IngestMicros",
                table: "articles",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "citations",
                columns: table => new
                {
                    Consumer = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_citations", x => x.Consumer);
                });

            migrationBuilder.CreateTable(
                name: "rules",
                columns: table => new
                {
                    RuleId = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Payload = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rules", x => x.RuleId);
                });

            migrationBuilder.CreateIndex(
                name: "IX_articles_Sample_Cited_IngestMicros",
                table: "articles",
                columns: new[] { "Sample", "Cited", "IngestMicros" });

            // What stands in the store came in when its entry was recorded, and a story's words are its first article's.
            migrationBuilder.Sql("""UPDATE articles SET "IngestMicros" = (SELECT "RecordTimeMicros" FROM log WHERE log."Sequence" = articles."FirstSequence")""");
            migrationBuilder.Sql("""
                UPDATE stories SET
                "SourcePublisherId" = COALESCE((SELECT "PublisherId" FROM articles WHERE articles."StoryId" = stories."StoryId" ORDER BY "FirstSequence" LIMIT 1), ''),
                "SourceFamily" = COALESCE((SELECT "Family" FROM articles WHERE articles."StoryId" = stories."StoryId" ORDER BY "FirstSequence" LIMIT 1), ''),
                "SourceRank" = CASE WHEN (SELECT "PublisherId" FROM articles WHERE articles."StoryId" = stories."StoryId" ORDER BY "FirstSequence" LIMIT 1) LIKE 'x-%' THEN 0 ELSE 1 END
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "citations");

            migrationBuilder.DropTable(
                name: "rules");

            migrationBuilder.DropIndex(
                name: "IX_articles_Sample_Cited_IngestMicros",
                table: "articles");

            migrationBuilder.DropColumn(
                name: "SourceFamily",
                table: "stories");

            migrationBuilder.DropColumn(
                name: "SourcePublisherId",
                table: "stories");

            migrationBuilder.DropColumn(
                name: "SourceRank",
                table: "stories");

            migrationBuilder.DropColumn(
                name: "Cited",
                table: "articles");

            migrationBuilder.DropColumn(
                name: "IngestMicros",
                table: "articles");
        }
    }
}
