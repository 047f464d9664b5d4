using System.Globalization;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Training;

/// <summary>
/// Figures on labelled sentences, counted as the measuring scripts of the project count them: every labelled event is a record with its actor and target; of the events
/// read, the one that overlaps both best gives the type.
/// </summary>
internal sealed class Evaluation
{
    private readonly List<(EventType Gold, EventType Got)> _types = [];
    private readonly List<(int Confidence, bool Right)> _sure = [];
    private int _records, _triples, _triplesAtOne, _frames, _pairs;

    /// <summary>Counts sentences as a model reads them.</summary>
    public void AddAll(IEnumerable<EventTrainer.Read> reads, EventModel model)
    {
        foreach (var read in reads)
            Add(read.Item, read.Candidates.Sentence, new EventReader(read.Candidates, model).Read());
    }

    /// <summary>Counts one sentence; confidence as it stands on the frames.</summary>
    public void Add(LabelledItem item, Sentence s, List<EventFrame> read)
    {
        var frames = read.Where(f => f.Type != EventType.Statement).OrderByDescending(f => f.Confidence).ToList();
        foreach (var frame in frames)
            _sure.Add((frame.Confidence, item.Claims.Exists(c => EventTrainer.Fits(c, frame, s))));
        foreach (var claim in item.Claims.Where(c => c.Type != EventType.Statement))
        {
            _records++;
            _frames += frames.Count;
            var best = frames.OrderByDescending(f => (Fits(claim.Actors, f.Actors, s) ? 1 : 0) + (Fits(claim.Targets, f.Targets, s) ? 1 : 0)).FirstOrDefault();
            _types.Add((claim.Type, best?.Type ?? EventType.Unspecified));
            _pairs += best is not null && Fits(claim.Actors, best.Actors, s) && Fits(claim.Targets, best.Targets, s) ? 1 : 0;
            bool Full(EventFrame f) => f.Type == claim.Type && Fits(claim.Actors, f.Actors, s) && Fits(claim.Targets, f.Targets, s);
            _triples += frames.Exists(Full) ? 1 : 0;
            _triplesAtOne += frames.Count > 0 && Full(frames[0]) ? 1 : 0;
        }
    }

    // A side without a label fits any.
    private static bool Fits(List<LabelledParty> gold, List<Party> found, Sentence s) =>
        gold.Count == 0 || found.Exists(f => f.First >= 0 && gold.Exists(g => g.Mention.Overlaps(s.At(f.First).Start, s.At(f.Last).End)));

    /// <summary>Mean over the types of the F1 of the type, given the pair.</summary>
    public double RootF1 =>
        _types.Select(t => t.Gold).Distinct().Average(type =>
        {
            var right = _types.Count(t => t.Gold == type && t.Got == type);
            return right == 0 ? 0 : 2.0 * right / (_types.Count(t => t.Gold == type) + _types.Count(t => t.Got == type));
        });

    public double Triple => _triples / (double)Math.Max(1, _records);

    /// <summary>Mean distance of confidence and share of right ones over ten bins, weighted by their size.</summary>
    public double CalibrationError =>
        _sure.GroupBy(s => Math.Min(9, s.Confidence / 10)).Sum(bin => Math.Abs(bin.Average(s => s.Confidence / 100.0) - bin.Average(s => s.Right ? 1.0 : 0.0)) * bin.Count()) / Math.Max(1, _sure.Count);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"n={_records} root_f1={RootF1:F3} root_acc={_types.Count(t => t.Gold == t.Got) / (double)Math.Max(1, _records):F3} pair={_pairs / (double)Math.Max(1, _records):F3} triple={Triple:F3} triple_at_1={_triplesAtOne / (double)Math.Max(1, _records):F3} frames={_frames / (double)Math.Max(1, _records):F2} right={_sure.Count(s => s.Right) / (double)Math.Max(1, _sure.Count):F3} ece={CalibrationError:F3}");

    /// <summary>The reliability table: confidence in tenths, events, share right.</summary>
    public IEnumerable<string> Reliability() =>
        _sure.GroupBy(s => Math.Min(9, s.Confidence / 10)).OrderBy(b => b.Key).Select(b => string.Create(CultureInfo.InvariantCulture, $"  {b.Key / 10.0:F1}-{(b.Key + 1) / 10.0:F1} {b.Count(),6} said {b.Average(s => s.Confidence / 100.0):F2} right {b.Average(s => s.Right ? 1.0 : 0.0):F2}"));
}
