using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RegionalSecurity.Ingestion.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Feeds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Host",
                table: "feeds",
                type: "TEXT",
                maxLength: 256,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "NotFounds",
                table: "feeds",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Url",
                table: "feeds",
                type: "TEXT",
                maxLength: 2048,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "feed_items",
                columns: table => new
                {
                    FeedId = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    ItemKey = table.Column<byte[]>(type: "BLOB", maxLength: 16, nullable: false),
                    ItemHash = table.Column<byte[]>(type: "BLOB", maxLength: 16, nullable: false),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    SeenMicros = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feed_items", x => new { x.FeedId, x.ItemKey });
                });

            migrationBuilder.CreateIndex(
                name: "IX_feeds_Url",
                table: "feeds",
                column: "Url");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "feed_items");

            migrationBuilder.DropIndex(
                name: "IX_feeds_Url",
                table: "feeds");

            migrationBuilder.DropColumn(
                name: "Host",
                table: "feeds");

            migrationBuilder.DropColumn(
                name: "NotFounds",
                table: "feeds");

            migrationBuilder.DropColumn(
                name: "Url",
                table: "feeds");
        }
    }
}
