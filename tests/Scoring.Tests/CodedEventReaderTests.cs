using CsCheck;
using System.Globalization;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Scoring.Backtest;

namespace RegionalSecurity.Scoring.Tests;

/// <summary>Rows here are invented; the one set of real rows is read in place.</summary>
public sealed class CodedEventReaderTests
{
    private const string IcewsHeader = "Event ID\tEvent Date\tSource Name\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Country\tStory ID";
    private const string PolecatHeader = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tActor Name\tActor Country\tPrimary Actor Sector\tRecipient Name\tRecipient Country\tPrimary Recipient Sector\tPublication Date";

    [Fact]
    public void Read_Icews_IsAClaimWithTheRowsWords()
    {
        var claim = Only(EventFormat.Icews, IcewsHeader, "7\t2018-06-02\tForeign Affairs (Côte d'Ivoire)\tCote d'Ivoire\tCriticize or denounce\t111\t-2.0\tMilitary (Russia)\tRussian Federation\t44");
        claim.EventType.ShouldBe(EventType.Accuse);
        claim.Mode.ShouldBe(Mode.Disapprove);
        claim.QuadClass.ShouldBe(QuadClass.VerbalConflict);
        claim.Actors.Single().Code.ShouldBe("CIV");
        claim.Targets.Single().Code.ShouldBe("RUS");
        claim.ArticleId.ShouldBe("icews-44");
        claim.Publisher.Family.ShouldBe("icews");
        claim.Confidence.ShouldBe(0.75);
        claim.ClaimId.Length.ShouldBe(27);
        var runes = claim.Evidence.Quote.EnumerateRunes().ToArray();
        foreach (var span in new[] { claim.Actors[0].Span, claim.Targets[0].Span, claim.Trigger, claim.Evidence })
            string.Concat(runes[span.Start..span.End]).ShouldBe(span.Quote);
        PublishedClaims.Problem(claim).ShouldBeNull();
    }

    [Fact]
    public void Read_IcewsWithCommas_UnderstandsQuotes()
    {
        var claim = Only(EventFormat.Icews, "event_id,event_date,source_name,source_country,event_text,cameo_code,target_name,target_country",
            "1,2018-06-02,\"A \"\"B\"\", C\",France,\"Arrest, detain\",173,X,Moldova");
        claim.Actors.Single().Name.ShouldBe("A \"B\", C");
        (claim.EventType, claim.Mode).ShouldBe((EventType.Coerce, Mode.Arrest));
        claim.Targets.Single().Code.ShouldBe("MDA");
    }

    [Fact]
    public void Read_Gdelt_TakesCountryGroupAndDates()
    {
        var claim = Only(EventFormat.Gdelt, Gdelt());
        (claim.EventType, claim.Mode).ShouldBe((EventType.Assault, Mode.Aerial));
        claim.Actors.Single().Code.ShouldBe("ROU");
        claim.Actors.Single().Sector.ShouldBe(Sector.Mil);
        claim.Targets.Single().Code.ShouldBe("NATO");
        claim.EventTime.StartTime.ToDateTime().ShouldBe(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        claim.PublishTime.ToDateTime().ShouldBe(new DateTime(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        claim.Modality.ShouldBe(Modality.Occurred);
        Only(EventFormat.Gdelt, Gdelt((1, "20230101"))).Modality.ShouldBe(Modality.Historical);
        // A region is a party without a code: kept, never scored.
        Only(EventFormat.Gdelt, Gdelt((7, "EUR"), (6, "EUROPE"))).Actors.Single().Code.ShouldBeEmpty();
    }

    [Fact]
    public void Read_Polecat_TakesTypeAndMode()
    {
        var reader = new CodedEventReader(EventFormat.Polecat);
        reader.Read(PolecatHeader).ShouldBeNull();
        var claim = reader.Read("P1\t2023-05-01\tPROTEST\triot\tCrowd\tFRA\tCVL\tNone\tDEU\tGOV\t2023-05-02")!;
        (claim.EventType, claim.Mode, claim.Actors[0].Sector).ShouldBe((EventType.Protest, Mode.Riot, Sector.Cvl));
        claim.Targets.Single().Code.ShouldBe("DEU");
        reader.Read("P2\t2023-05-01\tASSAULT\texecute\tA\tNone\tNone\tNone\tNone\tNone\t2023-05-02")!.Targets.ShouldBeEmpty();
        reader.UnknownModes.ShouldBe([new KeyValuePair<string, int>("execute", 1)]);
        reader.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("7\t2018-06-02\tA\tFrance\tx\t40\t1\tB\tItaly\t4", "CAMEO Code: \"40\" is no CAMEO code")]
    [InlineData("7\t2018-06-02\tA\tFrance\tx\t99\t1\tB\tItaly\t4", "is no CAMEO code")]
    [InlineData("7\t02/06/2018\tA\tFrance\tx\t040\t1\tB\tItaly\t4", "Event Date: \"02/06/2018\" is no date")]
    [InlineData("7\t2018-06-02\tA\tFrance", "4 columns where 10 are due")]
    public void Read_BadRow_NamesColumnAndRemedy(string row, string part)
    {
        var reader = new CodedEventReader(EventFormat.Icews);
        reader.Read(IcewsHeader);
        Should.Throw<CodedEventException>(() => reader.Read(row)).Message.ShouldContain(part);
        reader.Count.ShouldBe(0);
    }

    [Fact]
    public void Read_GdeltFromTheFuture_IsRefused()
    {
        Should.Throw<CodedEventException>(() => Only(EventFormat.Gdelt, Gdelt((1, "20240105")))).Message.ShouldContain("is after the row was published");
        Should.Throw<CodedEventException>(() => Only(EventFormat.Gdelt, Gdelt()[..^5].Replace("\t\t\t", "\t", StringComparison.Ordinal))).Message.ShouldContain("where 61 are due");
    }

    [Fact]
    public void Read_HeaderOfAnotherFormat_IsRefused() =>
        Should.Throw<CodedEventException>(() => new CodedEventReader(EventFormat.Icews).Read(PolecatHeader)).Message.ShouldContain("the header has no column");

    [Fact]
    public void Cameo_Table_CoversEveryRootAndEndsAtKnownTypes()
    {
        for (var root = 1; root <= 20; root++)
            CameoTable.Find(root.ToString("00", CultureInfo.InvariantCulture)).ShouldNotBeNull();
        CameoTable.Find("0871").ShouldBe((EventType.Retreat, Mode.Ceasefire));
        CameoTable.Find("0873").ShouldBe((EventType.Retreat, Mode.Disarm));
        CameoTable.Find("2042").ShouldBe((EventType.Assault, Mode.Unconventional));
        foreach (var wrong in new[] { "", "1", "21", "00", "---", "12345" })
            CameoTable.Find(wrong).ShouldBeNull(wrong);
    }

    [Fact]
    public void Read_AnyLine_IsAClaimThatCanBeScoredOrARefusal() =>
        Gen.Select(Gen.Enum<EventFormat>(), Gen.String[Gen.Char["\t,\"|0123456789-abcNONE\u0301\ud83d"], 0, 200], Gen.Int[0, 60], Gen.String[0, 40])
            .Sample((format, noise, at, cell) =>
            {
                var reader = new CodedEventReader(format);
                var header = format switch { EventFormat.Icews => IcewsHeader, EventFormat.Polecat => PolecatHeader, _ => null };
                if (header is not null)
                    reader.Read(header);
                // Noise alone, and a good row with one cell replaced.
                var good = format switch
                {
                    EventFormat.Gdelt => Gdelt((at, cell.Replace('\t', ' '))),
                    EventFormat.Icews => Replaced("7\t2018-06-02\tA\tFrance\tx\t040\t1\tB\tItaly\t4", at, cell),
                    _ => Replaced("P1\t2023-05-01\tPROTEST\triot\tCrowd\tFRA\tCVL\tNone\tDEU\tGOV\t2023-05-02", at, cell),
                };
                foreach (var line in new[] { noise, good })
                    try
                    {
                        if (reader.Read(line) is { } claim)
                        {
                            PublishedClaims.Problem(claim).ShouldBeNull(line);
                            _ = PublishedClaims.Read(claim).ToList();
                        }
                    }
                    catch (CodedEventException refusal)
                    {
                        refusal.Message.ShouldNotBeEmpty();
                    }
            });

    [Fact]
    public void Read_IcewsSample_IsImportedWholeAndOrdersPairsAsItsIntensitiesDo()
    {
        var path = SharedFile();
        Assert.SkipWhen(path is null, "../shared/data/icews-sample is not beside this checkout");
        var reader = new CodedEventReader(EventFormat.Icews);
        var (claims, hostility) = (new List<PairClaim>(), new Dictionary<(Dyad Pair, string Event), double>());
        var lines = File.ReadAllLines(path!);
        foreach (var line in lines)
        {
            if (reader.Read(line) is not { } claim)
                continue;
            var pairs = PublishedClaims.Read(claim).ToList();
            claims.AddRange(pairs);
            // The cells before it may be quoted, those of the two columns beside it are plain: code, intensity.
            var value = double.Parse(System.Text.RegularExpressions.Regex.Match(line, @",(\d{2,4}),(-?\d+\.\d),").Groups[2].Value, CultureInfo.InvariantCulture);
            foreach (var pair in pairs)
                hostility[(new Dyad(pair.Actor, pair.Receiver), $"{pair.Actor}|{pair.Receiver}|{pair.Type}|{pair.FirstDay}|{value}")] = Math.Max(0, -value);
        }
        reader.Count.ShouldBe(4993);
        var day = new DateOnly(2018, 6, 3).DayNumber;
        var sums = hostility.GroupBy(h => h.Key.Pair).ToDictionary(g => g.Key, g => g.Sum(h => h.Value));
        var hostile = sums.Where(s => s.Value > 0).Select(s => s.Key).ToList();
        var levels = claims.GroupBy(c => new Dyad(c.Actor, c.Receiver)).ToDictionary(g => g.Key, g => new PairTimeline(g.Key, g).At(long.MaxValue - 1, day).Level);
        var all = Statistics.Spearman([.. sums.Keys.Select(p => levels[p])], [.. sums.Values]);
        var among = Statistics.Spearman([.. hostile.Select(p => levels[p])], [.. hostile.Select(p => sums[p])]);
        TestContext.Current.SendDiagnosticMessage($"{sums.Count} pairs: {all:0.000}; {hostile.Count} with hostility: {among:0.000}");
        all.ShouldBeGreaterThanOrEqualTo(0.8);
        // Among pairs with any hostility the order is less alike (0.783): cooperation offsets and repetition is damped, which a sum of intensities does not do.
        among.ShouldBeGreaterThanOrEqualTo(0.75, $"of {hostile.Count} pairs; all {sums.Count}: {all}");
    }

    private static string Replaced(string row, int at, string cell)
    {
        var cells = row.Split('\t');
        cells[at % cells.Length] = cell.Replace('\t', ' ');
        return string.Join('\t', cells);
    }

    private static Claim Only(EventFormat format, params string[] lines)
    {
        var reader = new CodedEventReader(format);
        return lines.Select(reader.Read).OfType<Claim>().Single();
    }

    private static string Gdelt(params (int At, string Cell)[] changes)
    {
        var cells = Enumerable.Repeat("", 61).ToArray();
        (cells[0], cells[1], cells[6], cells[7], cells[12], cells[16], cells[18], cells[26], cells[59]) = ("1", "20240101", "ROMANIA", "ROM", "MIL", "NATO", "NAT", "195", "20240102001500");
        foreach (var (at, cell) in changes)
            cells[at] = cell;
        return string.Join('\t', cells);
    }

    private static string? SharedFile()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data", "icews-sample", "icews_sample.csv") is var path && File.Exists(path))
                return path;
        return null;
    }
}
