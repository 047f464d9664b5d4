using CsCheck;

namespace RegionalSecurity.Articles.Tests;

internal static class Pick
{
    public static Gen<string> From(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
