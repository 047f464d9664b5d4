using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Training.Tests;

public sealed class ParserFiguresTests
{
    // What the weights reach on the test part of UD English EWT, less 0.3 of a hundred.
    private const double LeastLas = 76.6, LeastUpos = 94.3;

    [Fact]
    public void Default_OnTheTreebank_KeepsItsFigures()
    {
        var path = Treebank();
        Assert.SkipWhen(path is null, "../shared/data/ud-ewt is not on this machine.");
        var figures = Measure.Parser(EnglishModel.Default, Training.Treebank.Read(path));
        (figures.Las * 100).ShouldBeGreaterThan(LeastLas);
        (figures.Upos * 100).ShouldBeGreaterThan(LeastUpos);
    }

    private static string? Treebank()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data", "ud-ewt", "en_ewt-ud-test.conllu") is var path && File.Exists(path))
                return path;
        return null;
    }
}
