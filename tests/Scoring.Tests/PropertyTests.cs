using CsCheck;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring.Tests;

public sealed class PropertyTests
{
    private const int Days = 40;
    private static readonly int First = Make.Monday;
    private static readonly EventType[] Types = [.. Enum.GetValues<EventType>().Where(t => t is not (EventType.Unspecified or EventType.Statement))];
    private static readonly Mode[] SomeModes = [Mode.Unspecified, Mode.Allege, Mode.Change, Mode.Violence, Mode.XExercise, Mode.XTest, Mode.Seize, Mode.Unconventional, Mode.Withdraw];
    private static readonly Modality[] Modalities = [Modality.Occurred, Modality.Occurred, Modality.Occurred, Modality.Announced, Modality.Denied, Modality.Possible];

    private static readonly Gen<PairClaim> AnyClaim =
        from id in Gen.Int[0, 400]
        from day in Gen.Int[0, Days - 1]
        from length in Gen.Frequency((4, Gen.Const(0)), (1, Gen.Int[1, 9]))
        from type in OneOf(Types)
        from mode in OneOf(SomeModes)
        from modality in OneOf(Modalities)
        from p in Gen.Double[0.3, 1]
        from forward in Gen.Bool
        from voice in OneOf("=AAA", "=BBB", "=CCC", "paper", "agency", "unregistered")
        from alleged in Gen.Frequency((5, Gen.Const(false)), (1, Gen.Const(true)))
        from seen in Gen.Int[0, Days - 1]
        from gone in Gen.Frequency((4, Gen.Const(1000)), (1, Gen.Int[0, Days]))
        select Make.Claim($"c{id}", First + day, type, voice, mode, modality, p, forward ? Make.A : Make.B, forward ? Make.B : Make.A,
            voice[0] == '=' ? voice[1..] : "", alleged ? voice[0] == '=' ? voice[1..] : "" : null, First + day + length) with
        {
            VisibleFrom = Make.Time(First + seen),
            VisibleUntil = Make.Time(First + seen + gone),
        };

    private static readonly Gen<PairClaim[]> Claims = AnyClaim.Array[0, 60];

    private static readonly Gen<TensionEvent> AnyEvent =
        from day in Gen.Int[0, Days - 1]
        from type in OneOf(Types)
        from severity in OneOf(0.05, 0.1, 0.4, 1.6, 3.2, 12.8)
        from p in Gen.Double[0.5, 1]
        from forward in Gen.Bool
        from voices in Gen.Int[1, 6]
        select Make.Event(First + day, type, severity, forward ? Make.A : Make.B, forward ? Make.B : Make.A, p, voices: voices);

    [Fact]
    public void At_AnyOrderAndRepeatsOfClaims_GivesTheSameScore() =>
        Gen.Select(Claims, Gen.Int[0, Days], Gen.Int[0, 1000]).Sample((claims, day, seed) =>
        {
            var mixed = claims.Concat(claims.Take(seed % (claims.Length + 1))).ToArray();
            new Random(seed).Shuffle(mixed);
            var (one, other) = (At(claims, day), At(mixed, day));
            other.Conflict.ShouldBe(one.Conflict);
            other.Cooperation.ShouldBe(one.Cooperation);
            (other.Rung, other.RungOneSided, other.Asymmetry).ShouldBe((one.Rung, one.RungOneSided, one.Asymmetry));
            other.Events.Select(e => (e.Event.Key, e.Amount, string.Join(',', e.Event.ClaimIds))).ShouldBe(one.Events.Select(e => (e.Event.Key, e.Amount, string.Join(',', e.Event.ClaimIds))));
        });

    [Fact]
    public void At_AnyClaims_LevelStaysInRange() =>
        Gen.Select(Claims, Gen.Int[0, Days]).Sample((claims, day) =>
        {
            var score = At(claims, day);
            score.Level.ShouldBeInRange(0, 100);
            score.Balance.ShouldBeInRange(-1, 1);
            Method.Asymmetry(score.ConflictForward, score.ConflictBackward).ShouldBeInRange(-1, 1);
            score.Rung.ShouldBeInRange(0, 9);
        });

    [Fact]
    public void At_SeriesAndSingleQuestion_GiveTheSame() =>
        Claims.Sample(claims =>
        {
            var timeline = new PairTimeline(Make.Pair, claims);
            for (var day = 0; day <= Days; day++)
                timeline.At(Make.Time(First + day), First + day).Level.ShouldBe(At(claims, day).Level);
        }, iter: 30);

    [Fact]
    public void On_OneMoreConflictEvent_NeverLowersTheLevel() =>
        Gen.Select(AnyEvent.Array[0, 40], AnyEvent, Gen.Int[0, Days]).Where(t => t.Item2.Type.IsConflict()).Sample((events, more, day) =>
        {
            // Announcements apart, an event more is an event more: a rank or two changes, the sum does not fall.
            Make.Score(First + day, events.Append(more)).Level.ShouldBeGreaterThanOrEqualTo(Make.Score(First + day, events).Level);
        });

    [Fact]
    public void On_OneMoreCooperativeEvent_NeverRaisesTheLevel() =>
        Gen.Select(AnyEvent.Array[0, 40], AnyEvent, Gen.Int[0, Days]).Where(t => t.Item2.Type.IsCooperative()).Sample((events, more, day) =>
            Make.Score(First + day, events.Append(more)).Level.ShouldBeLessThanOrEqualTo(Make.Score(First + day, events).Level));

    [Fact]
    public void On_ConflictLeftToItself_OnlyDecays() =>
        AnyEvent.Where(e => e.Type.IsConflict()).Array[1, 40].Sample(events =>
        {
            var level = double.MaxValue;
            for (var day = Days; day < Days + 60; day++)
            {
                var now = Make.Score(First + day, events).Level;
                now.ShouldBeLessThanOrEqualTo(level);
                level = now;
            }
        }, iter: 50);

    [Fact]
    public void Explain_AnyTwoTimes_PartsSumToTheChange() =>
        Gen.Select(Claims, Gen.Int[0, Days], Gen.Int[0, Days]).Sample((claims, one, other) =>
        {
            var (from, to) = (Math.Min(one, other), Math.Max(one, other));
            var (before, after) = (At(claims, from), At(claims, to));
            var items = Change.Explain(before, after, Seen(claims, from), Seen(claims, to));
            items.Sum(i => i.Points).ShouldBe(after.Level - before.Level, 1e-9);
        });

    [Fact]
    public void Top_AnyScore_PointsSumToTheLevel() =>
        Gen.Select(Claims, Gen.Int[0, Days]).Sample((claims, day) =>
        {
            var score = At(claims, day);
            Contributions.Top(score, int.MaxValue).Sum(c => c.Points).ShouldBe(score.Level, score.Level < 0.01 ? 1e-3 : 1e-6);
        });

    [Fact]
    public void At_SidesSwapped_MirrorsTheScore() =>
        Gen.Select(Claims, Gen.Int[0, Days]).Sample((claims, day) =>
        {
            var (score, mirror) = (At(claims, day), At([.. claims.Select(Swap)], day));
            mirror.Level.ShouldBe(score.Level);
            mirror.ConflictForward.ShouldBe(score.ConflictBackward);
            mirror.Cooperation.ShouldBe(score.Cooperation);
            mirror.Balance.ShouldBe(score.Balance);
            mirror.Asymmetry.ShouldBe(score.Asymmetry is { } value ? 0 - value : null);
            (mirror.Rung, mirror.RungOneSided).ShouldBe((score.Rung, score.RungOneSided));
        });

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static PairScore At(PairClaim[] claims, int day) => new PairTimeline(Make.Pair, claims).At(Make.Time(First + day), First + day);

    private static HashSet<string> Seen(PairClaim[] claims, int day) =>
        [.. claims.Where(c => c.VisibleFrom <= Make.Time(First + day) && Make.Time(First + day) < c.VisibleUntil).Select(c => c.ClaimId)];

    private static PairClaim Swap(PairClaim claim) => claim with
    {
        Actor = claim.Receiver,
        Receiver = claim.Actor,
        Voice = claim.Voice[0] == '=' ? "=" + Other(claim.Voice[1..]) : claim.Voice,
        Side = Other(claim.Side),
        AllegedBy = claim.AllegedBy is { } by ? Other(by) : null,
    };

    private static string Other(string code) => code switch { Make.A => Make.B, Make.B => Make.A, _ => code };
}
