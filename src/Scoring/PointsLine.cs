using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring;

/// <summary>
/// Points of the level for each unit of P and Q on the straight line from one pair of sums to another. N is piecewise linear, so the mean slopes along the
/// line give the change of N exactly; times dL/dN overall they give the change of the level.
/// </summary>
public readonly struct PointsLine
{
    // Under this change of N the quotient of two small differences says less than the derivative.
    private const double Flat = 1e-4;

    private readonly double _conflict;
    private readonly double _cooperation;

    /// <summary>The line from one score to another; <paramref name="change"/> is the difference of their published levels.</summary>
    public PointsLine(Int128 conflictBefore, Int128 cooperationBefore, Int128 conflictAfter, Int128 cooperationAfter, double change)
    {
        double p0 = Fixed.ToDouble(conflictBefore), q0 = Fixed.ToDouble(cooperationBefore);
        double p1 = Fixed.ToDouble(conflictAfter), q1 = Fixed.ToDouble(cooperationAfter);
        // Where 0.3 P > 0.5 Q, N = P - 0.5 Q, else N = 0.7 P. The part of the line that lies in the first field:
        double f0 = 3 * p0 - 5 * q0, f1 = 3 * p1 - 5 * q1;
        var offsetting = (f0 > 0, f1 > 0) switch
        {
            (true, true) => 1,
            (false, false) => 0,
            (true, false) => f0 / (f0 - f1),
            (false, true) => f1 / (f1 - f0),
        };
        double n0 = Net(p0, q0), n1 = Net(p1, q1);
        var slope = Math.Abs(n1 - n0) > Flat
            ? change / (n1 - n0)
            : 100.0 / 3 * Fixed.ToDouble(Fixed.ExpNegative(Fixed.DivideRounded(Method.TenfoldNet(conflictBefore, cooperationBefore), 30)));
        _conflict = slope * (offsetting + 0.7 * (1 - offsetting));
        _cooperation = slope * -0.5 * offsetting;
    }

    /// <summary>The line from nothing to a score: what each event explains of the level as it stands.</summary>
    public static PointsLine Of(PairScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return new PointsLine(0, 0, score.Conflict, score.Cooperation, score.Level);
    }

    /// <summary>Points for an amount of the type in units of 2^-40, signed.</summary>
    public double Points(EventType type, Int128 amount) => (type.IsCooperative() ? _cooperation : _conflict) * Fixed.ToDouble(amount);

    private static double Net(double p, double q) => Math.Max(0.7 * p, p - 0.5 * q);
}
