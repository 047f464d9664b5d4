using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language;

/// <summary>What one article says.</summary>
/// <param name="Claims">Its claims in order of the text; empty when it makes none.</param>
/// <param name="StatesNamed">ISO 3166-1 alpha-3 codes (with TWN, PSE, XKX and the sample's invented ones) of the states its text or title
/// names, distinct, in ordinal order: the denominator of attention.</param>
public sealed record Extraction(IReadOnlyList<Claim> Claims, IReadOnlyList<string> StatesNamed);
