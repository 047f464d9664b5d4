using System.Text;
using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Training.Tests;

public sealed class TrainParserTests
{
    private static readonly TrainingPlan Small = new() { TaggerEpochs = 2, Voters = 2, OpenEpochs = 2, FrozenEpochs = 2, TagFeatures = 5_000, ActionFeatures = 8_000, RelationFeatures = 3_000 };

    // 200 sentences of a few patterns, so that the test needs no data from outside.
    private static List<TreebankSentence> Sentences()
    {
        string[] names = ["China", "Japan", "Iran", "Iraq", "Kenya"], verbs = ["attacked", "praised", "accused", "visited"], nouns = ["missile", "talks", "border", "army"];
        var text = new StringBuilder();
        for (var i = 0; i < 200; i++)
        {
            string name = names[i % 5], other = names[(i + 1 + i / 5 % 4) % 5], verb = verbs[i / 3 % 4], noun = nouns[i / 7 % 4];
            text.Append("# text = ").Append(name).Append(' ').Append(verb).Append(" the ").Append(noun).Append(" of ").Append(other).Append(".\n");
            text.Append($"1\t{name}\t{name}\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n2\t{verb}\t{verb}\tVERB\tVBD\t_\t0\troot\t_\t_\n3\tthe\tthe\tDET\tDT\t_\t4\tdet\t_\t_\n");
            text.Append($"4\t{noun}\t{noun}\tNOUN\tNN\t_\t2\tobj\t_\t_\n5\tof\tof\tADP\tIN\t_\t6\tcase\t_\t_\n6\t{other}\t{other}\tPROPN\tNNP\t_\t4\tnmod\t_\tSpaceAfter=No\n");
            text.Append("7\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n");
        }
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text.ToString());
            return Treebank.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Bytes(EnglishModel model)
    {
        using var stream = new MemoryStream();
        model.Write(stream);
        return stream.ToArray();
    }

    [Fact]
    public void Train_SameSentencesTwice_GivesTheSameBytes()
    {
        var sentences = Sentences();
        var first = Bytes(TrainParserCommand.Train(sentences, Small));
        Bytes(TrainParserCommand.Train(sentences, Small)).ShouldBe(first);
        using var stream = new MemoryStream(first);
        var read = EnglishModel.Read(stream);
        Bytes(read).ShouldBe(first);
        Measure.Parser(read, sentences).Las.ShouldBeGreaterThan(0.99);
    }

    [Fact]
    public void Adapt_Twice_GivesTheSameBytesAndKeepsWhatItKnew()
    {
        var sentences = Sentences();
        var model = TrainParserCommand.Train(sentences, Small);
        var plan = Small with { Step = 16 };
        var adapted = TaggerTrainer.Adapt(model, sentences, plan);
        Bytes(TaggerTrainer.Adapt(model, sentences, plan)).ShouldBe(Bytes(adapted));
        Measure.Parser(adapted, sentences).Las.ShouldBeGreaterThan(0.99);
    }

    // Folder of the treebank, beside the checkout or beside the main one of a worktree.
    private static string? Treebanks()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data", "ud-ewt") is var path && Directory.Exists(path))
                return path;
        return null;
    }

    [Fact]
    public void Default_OnTheTreebank_KeepsItsFigures()
    {
        var folder = Treebanks();
        Assert.SkipWhen(folder is null, "../shared/data/ud-ewt is not on this machine.");
        var test = Treebank.Read(Path.Combine(folder, "en_ewt-ud-test.conllu"));
        var figures = Measure.Parser(EnglishModel.Default, test);
        figures.Las.ShouldBeGreaterThan(LeastLas);
        figures.Upos.ShouldBeGreaterThan(LeastTags);
        figures.Xpos.ShouldBeGreaterThan(LeastTags);
        Measure.Tokens(test).ShouldBeGreaterThan(0.975);
        var (verbs, nouns, _) = Measure.Lemmas(test);
        verbs.ShouldBeGreaterThan(0.98);
        nouns.ShouldBeGreaterThan(0.98);
    }

    // What the weights reach, less 0.3 of a hundred.
    private const double LeastLas = 0.8119, LeastTags = 0.945;
}
