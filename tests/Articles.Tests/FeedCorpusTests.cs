using System.Globalization;

namespace RegionalSecurity.Articles.Tests;

/// <summary>feedparser's own test files, as the issue counts them. The figures are in the messages.</summary>
public sealed class FeedCorpusTests
{
    private const double LeastHeld = 0.97, LeastDates = 0.95;

    [Fact]
    public void Read_FeedparserExpectations_Hold()
    {
        var folder = SharedData.Folder("feedparser-tests");
        var broken = new List<string>();
        var count = 0;

        foreach (var file in Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".xml" or ".json").Order(StringComparer.Ordinal))
        {
            var expected = FeedExpectations.Read(folder, file);
            if (expected.Terms.Count == 0)
                continue;
            count++;
            try
            {
                var wrong = expected.Broken(FeedReader.Read(expected.Content, expected.ContentType, expected.Address)).ToArray();
                if (wrong.Length > 0)
                    broken.Add($"{expected.Name}: {string.Join("; ", wrong)}");
            }
            catch (ArticleException error)
            {
                broken.Add($"{expected.Name}: {error.Message}");
            }
        }

        var held = 1 - (double)broken.Count / count;
        TestContext.Current.TestOutputHelper!.WriteLine($"{held:P2} of {count} files' expectations hold. The others:\n{string.Join('\n', broken)}");
        count.ShouldBeGreaterThan(550);
        held.ShouldBeGreaterThanOrEqualTo(LeastHeld, string.Join('\n', broken));
    }

    [Fact]
    public void Read_DateCases_AreRight()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var row in File.ReadLines(Path.Combine(SharedData.Folder("feedparser-tests"), "date_cases.csv")).Skip(1))
        {
            var input = row[(row.IndexOf(',', StringComparison.Ordinal) + 1)..row.LastIndexOf(',')].Trim('"');
            var expected = row[(row.LastIndexOf(',') + 1)..];
            // Year to second; what follows are weekday and day of the year.
            var wanted = string.Join('-', expected.Split('-').Take(6));
            var read = DateReader.ReadFeed(input)?.Time.UtcDateTime.ToString("yyyy-M-d-H-m-s", CultureInfo.InvariantCulture) ?? "";
            count++;
            if (read != wanted)
                wrong.Add($"\"{input}\": expected \"{wanted}\", read \"{read}\"");
        }

        var right = 1 - (double)wrong.Count / count;
        TestContext.Current.TestOutputHelper!.WriteLine($"{right:P1} of {count} date strings are read right. The others:\n{string.Join('\n', wrong)}");
        count.ShouldBe(72);
        right.ShouldBeGreaterThanOrEqualTo(LeastDates, string.Join('\n', wrong));
    }
}
