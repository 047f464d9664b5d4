using System.IO.Compression;
using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace RegionalSecurity.Articles.Tests;

public sealed class PdfReaderTests
{
    private static byte[] Made()
    {
        var builder = new PdfDocumentBuilder { DocumentInformation = { Title = "Microsoft Word - draft.docx", Author = "Anna Brel", CreationDate = "D:20241109180000+09'00'" } };
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        for (var number = 1; number <= 3; number++)
        {
            var page = builder.AddPage(PageSize.A4);
            page.AddText("Ministry of Arvenia, weekly bulletin", 8, new PdfPoint(50, 810), font);
            if (number == 1)
                page.AddText("Talks resume in Port Selan", 20, new PdfPoint(50, 770), font);
            page.AddText($"The envoys of both states met on day {number} and spoke for three", 11, new PdfPoint(50, 730), font);
            page.AddText("hours about the harbour and the border cross-", 11, new PdfPoint(50, 716), font);
            page.AddText("ing, the ministry said.", 11, new PdfPoint(50, 702), font);
            page.AddText($"A second paragraph follows on page {number}.", 11, new PdfPoint(50, 670), font);
            page.AddText($"Page {number} of 3", 8, new PdfPoint(50, 40), font);
        }
        return builder.Build();
    }

    [Fact]
    public void Read_Pdf_GivesParagraphsWithoutRunningLines()
    {
        var article = DocumentReader.Read(Made(), "application/pdf", new Uri("https://arvenia.example/bulletin.pdf"));

        article.Title.ShouldBe("Talks resume in Port Selan");
        article.Byline.ShouldBe("Anna Brel");
        article.Url.ShouldBe("https://arvenia.example/bulletin.pdf");
        article.PublishTime.ToDateTime().ShouldBe(new DateTime(2024, 11, 9));
        article.Language.ShouldBe("en");
        article.Text.Split('\n').ShouldBe([
            "Talks resume in Port Selan",
            "The envoys of both states met on day 1 and spoke for three hours about the harbour and the border crossing, the ministry said.",
            "A second paragraph follows on page 1.",
            "The envoys of both states met on day 2 and spoke for three hours about the harbour and the border crossing, the ministry said.",
            "A second paragraph follows on page 2.",
            "The envoys of both states met on day 3 and spoke for three hours about the harbour and the border crossing, the ministry said.",
            "A second paragraph follows on page 3.",
        ]);
    }

    [Fact]
    public void Read_PdfWithoutType_IsSniffed() => DocumentReader.Read(Made(), "", null).Title.ShouldBe("Talks resume in Port Selan");

    [Fact]
    public void Read_DamagedPdf_GivesTextOrATypedError()
    {
        var whole = Made();
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var bytes = whole.ToArray();
            if (i % 2 == 0)
                Array.Resize(ref bytes, random.Next(10, bytes.Length));
            for (var k = 0; k < 20; k++)
                bytes[random.Next(5, bytes.Length)] = (byte)random.Next(256);
            try
            {
                DocumentReader.Read(bytes, "application/pdf", null).Text.ShouldNotBeEmpty();
            }
            catch (ArticleException error)
            {
                error.Field.ShouldBe("document.content");
                error.Message.Length.ShouldBeGreaterThan(20);
            }
        }
    }

    [Fact]
    public void Read_PdfThatUnpacksWithoutEnd_IsRefused()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            for (var i = 0; i < 300; i++)
                zlib.Write(new byte[1 << 20]);
        var pdf = new MemoryStream();
        List<long> offsets = [];
        Write("%PDF-1.4\n");
        Object("<< /Type /Catalog /Pages 2 0 R >>");
        Object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        Object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>");
        offsets.Add(pdf.Length);
        Write($"4 0 obj\n<< /Length {packed.Length} /Filter /FlateDecode >>\nstream\n");
        packed.WriteTo(pdf);
        Write("\nendstream\nendobj\n");
        var start = pdf.Length;
        Write($"xref\n0 5\n0000000000 65535 f \n{string.Concat(offsets.Select(offset => $"{offset:D10} 00000 n \n"))}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF");

        var before = GC.GetTotalAllocatedBytes();
        var error = Should.Throw<ArticleException>(() => DocumentReader.Read(pdf.ToArray(), "application/pdf", null));

        error.Reason.ShouldBe(ArticleReasons.DocumentTooLarge);
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(128L << 20);

        void Object(string body)
        {
            offsets.Add(pdf.Length);
            Write($"{offsets.Count} 0 obj\n{body}\nendobj\n");
        }

        void Write(string text) => pdf.Write(Encoding.Latin1.GetBytes(text));
    }
}
