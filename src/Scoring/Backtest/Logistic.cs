namespace RegionalSecurity.Scoring.Backtest;

/// <summary>
/// Logistic regression with a small ridge, by Newton's method: the same for every forecast, so that they differ only in what they look at. Inputs are standardised by the
/// training cases.
/// </summary>
public sealed class Logistic
{
    private const double Ridge = 1;
    private const int MostSteps = 30;

    private readonly double[] _mean;
    private readonly double[] _scale;
    private readonly double[] _weights;

    private Logistic(double[] mean, double[] scale, double[] weights) => (_mean, _scale, _weights) = (mean, scale, weights);

    /// <summary>Fits; every case has the same number of inputs. The intercept is not shrunk.</summary>
    public static Logistic Fit(IReadOnlyList<double[]> cases, IReadOnlyList<bool> events)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(events);
        var inputs = cases.Count > 0 ? cases[0].Length : 0;
        var (mean, scale) = (new double[inputs], new double[inputs]);
        for (var j = 0; j < inputs; j++)
        {
            mean[j] = cases.Average(c => c[j]);
            var deviation = Math.Sqrt(cases.Average(c => (c[j] - mean[j]) * (c[j] - mean[j])));
            scale[j] = deviation > 1e-9 ? deviation : 1;
        }
        var model = new Logistic(mean, scale, new double[inputs + 1]);
        var size = inputs + 1;
        for (var step = 0; step < MostSteps; step++)
        {
            var gradient = new double[size];
            var curvature = new double[size, size];
            for (var i = 0; i < cases.Count; i++)
            {
                var x = model.Standard(cases[i]);
                var p = model.Of(x);
                var (error, weight) = ((events[i] ? 1 : 0) - p, Math.Max(p * (1 - p), 1e-9));
                for (var a = 0; a < size; a++)
                {
                    gradient[a] += error * x[a];
                    for (var b = 0; b < size; b++)
                        curvature[a, b] += weight * x[a] * x[b];
                }
            }
            for (var a = 1; a < size; a++)
            {
                gradient[a] -= Ridge * model._weights[a];
                curvature[a, a] += Ridge;
            }
            curvature[0, 0] += 1e-6;
            var change = Solve(curvature, gradient);
            for (var a = 0; a < size; a++)
                model._weights[a] = Math.Clamp(model._weights[a] + change[a], -30, 30);
            if (change.All(c => Math.Abs(c) < 1e-8))
                break;
        }
        return model;
    }

    /// <summary>The probability of the event, 0 to 1.</summary>
    public double Probability(double[] inputs) => Of(Standard(inputs));

    private double[] Standard(double[] inputs)
    {
        var x = new double[inputs.Length + 1];
        x[0] = 1;
        for (var j = 0; j < inputs.Length; j++)
            x[j + 1] = (inputs[j] - _mean[j]) / _scale[j];
        return x;
    }

    private double Of(double[] x)
    {
        double sum = 0;
        for (var a = 0; a < x.Length; a++)
            sum += _weights[a] * x[a];
        return 1 / (1 + Math.Exp(-sum));
    }

    // Gaussian elimination; the matrix is positive definite.
    private static double[] Solve(double[,] matrix, double[] right)
    {
        var size = right.Length;
        var result = (double[])right.Clone();
        for (var pivot = 0; pivot < size; pivot++)
            for (var row = pivot + 1; row < size; row++)
            {
                var factor = matrix[row, pivot] / matrix[pivot, pivot];
                for (var column = pivot; column < size; column++)
                    matrix[row, column] -= factor * matrix[pivot, column];
                result[row] -= factor * result[pivot];
            }
        for (var row = size - 1; row >= 0; row--)
        {
            for (var column = row + 1; column < size; column++)
                result[row] -= matrix[row, column] * result[column];
            result[row] /= matrix[row, row];
        }
        return result;
    }
}
