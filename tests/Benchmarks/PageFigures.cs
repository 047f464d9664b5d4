using System.Text;
using AngleSharp.Html.Parser;
using RegionalSecurity.Articles;

namespace RegionalSecurity.Benchmarks;

/// <summary>Pages read to articles, on one thread.</summary>
/// <param name="Pages">Pages of the set.</param>
/// <param name="Ours">Pages a second of processor time by <see cref="DocumentReader"/>: charset, text, title, byline, times, language.</param>
/// <param name="Theirs">The same of SmartReader alone, from the decoded page to its article.</param>
/// <param name="Parsing">The same of AngleSharp's parser alone: the bound that neither can pass.</param>
/// <param name="Ratio">Ours / theirs: median of the ratios of each round.</param>
internal sealed record PageFigures(int Pages, double Ours, double Theirs, double Parsing, double Ratio)
{
    /// <summary>Null where the set is not on this machine.</summary>
    public static PageFigures? Measure(int rounds)
    {
        var folder = Path.Combine(Corpus.Root, "..", "shared", "data", "readability-test-pages");
        if (!Directory.Exists(folder))
            return null;
        var pages = Directory.GetFiles(folder, "source.html", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        var texts = Array.ConvertAll(pages, Encoding.UTF8.GetString);
        var url = new Uri("https://news.example/story");
        (Func<double> Ours, Func<double> Theirs, Func<double> Parsing) run = (
            () => Time(() => Array.ForEach(pages, page => DocumentReader.Read(page, "text/html", url))),
            () => Time(() => Array.ForEach(texts, text =>
            {
                using var reader = new SmartReader.Reader(url.OriginalString, text);
                reader.GetArticle();
            })),
            () => Time(() => Array.ForEach(texts, text => new HtmlParser().ParseDocument(text).Dispose())));
        for (var i = 0; i < 3; i++)
            (run.Ours(), run.Theirs(), run.Parsing()).ToString();
        List<double> ours = [], theirs = [], parsing = [];
        for (var i = 0; i < rounds; i++)
        {
            if (i % 2 == 0)
                ours.Add(run.Ours());
            theirs.Add(run.Theirs());
            if (i % 2 == 1)
                ours.Add(run.Ours());
            parsing.Add(run.Parsing());
        }
        double Rate(List<double> times) => pages.Length / Speed.Median(times);
        return new PageFigures(pages.Length, Rate(ours), Rate(theirs), Rate(parsing), Speed.Median(ours.Zip(theirs, (a, b) => b / a)));
    }

    private static double Time(Action work)
    {
        var began = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - began).TotalSeconds;
    }
}
