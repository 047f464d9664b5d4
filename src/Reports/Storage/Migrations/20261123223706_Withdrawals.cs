using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RegionalSecurity.Reports.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Withdrawals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "WithdrawnArticleId",
                table: "reports",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

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
                name: "report_articles",
                columns: table => new
                {
                    ReportRowId = table.Column<long>(type: "INTEGER", nullable: false),
                    ArticleId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report_articles", x => new { x.ReportRowId, x.ArticleId });
                    table.ForeignKey(
                        name: "FK_report_articles_reports_ReportRowId",
                        column: x => x.ReportRowId,
                        principalTable: "reports",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_report_articles_ArticleId",
                table: "report_articles",
                column: "ArticleId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cursors");

            migrationBuilder.DropTable(
                name: "quarantine");

            migrationBuilder.DropTable(
                name: "report_articles");

            migrationBuilder.DropColumn(
                name: "WithdrawnArticleId",
                table: "reports");
        }
    }
}
