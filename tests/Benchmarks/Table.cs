namespace RegionalSecurity.Benchmarks;

/// <summary>The figures as Markdown, ready for a closing note.</summary>
internal static class Table
{
    public static void Write(LoadingFigures loading, WinkLoading? wink, List<SpeedFigures> speed, List<string> skipped)
    {
        Console.WriteLine("| what | ours | wink-nlp | ours / wink-nlp |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var f in speed)
        {
            Row($"{f.Corpus}: sentences/s of processor time", $"{f.Ours:N0}", $"{f.Wink:N0}", f.Ratio);
            Row($"{f.Corpus}: sentences/s on the clock", $"{f.OursWall:N0}", $"{f.WinkWall:N0}", f.OursWall / f.WinkWall);
            Row($"{f.Corpus}: allocation a sentence, a token", $"{f.BytesPerSentence / 1024:N2} KB, {f.BytesPerToken:N0} B", "", null);
            Row($"{f.Corpus}: collections per 100,000 sentences, generation 0, 1, 2", string.Join(", ", f.Collections.Select(c => $"{c:N1}")), "", null);
        }
        Row("loading, to the first claim (first text)", $"{loading.FirstClaim:N0} ms", wink is null ? "" : $"{wink.Seconds * 1000:N0} ms", loading.FirstClaim / (wink?.Seconds * 1000));
        Row("loading, to a constructed extractor", $"{loading.Construct:N0} ms", "", null);
        Row("working set after loading", Megabytes(loading.WorkingSet), wink is null ? "" : Megabytes(wink.WorkingSet), loading.WorkingSet / (double?)wink?.WorkingSet);
        Row("of which before the first use", Megabytes(loading.Before), "", null);
        Row("live objects after loading", Megabytes(loading.Managed), "", null);
        Console.WriteLine();
        foreach (var f in speed)
            Console.WriteLine($"{f.Corpus}: {f.Articles:N0} articles, {f.Sentences:N0} sentences, {f.Tokens:N0} tokens, {f.Claims:N0} claims");
        foreach (var line in skipped)
            Console.WriteLine($"left out: {line}");
    }

    public static void Write(GrowthFigures f, bool first)
    {
        if (first)
            Console.WriteLine("| text | length | ms | ms, 8 times as long | exponent |\n|---|---|---|---|---|");
        Console.WriteLine($"| {f.Text} | {f.Length:N0} | {f.Short:N0} | {f.Long:N0} | {f.Exponent:N1} |");
    }

    public static void Write(Corpus corpus, Passes p, int passes)
    {
        double sentences = (double)corpus.Sentences * passes, tokens = (double)corpus.Tokens * passes;
        Console.WriteLine($"{corpus.Name}: {sentences / p.Cpu:N0} sentences/s of processor time, {sentences / p.Wall:N0} on the clock; "
            + $"{p.Bytes / sentences / 1024:N2} KB a sentence, {p.Bytes / tokens:N0} B a token; collections {string.Join(", ", p.Collections)}");
    }

    public static void Write(IReadOnlyList<(string Type, double Share)> types)
    {
        Console.WriteLine("\n| type | share of bytes |\n|---|---|");
        foreach (var (type, share) in types.Take(30))
            Console.WriteLine($"| {type} | {share:P1} |");
    }

    private static string Megabytes(long bytes) => $"{bytes / 1048576.0:N0} MB";

    private static void Row(string what, string ours, string theirs, double? ratio) => Console.WriteLine($"| {what} | {ours} | {theirs} | {ratio:N2} |");
}
