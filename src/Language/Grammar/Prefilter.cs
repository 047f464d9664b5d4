using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Grammar;

/// <summary>Tells sentences that can hold a claim from those that cannot, before the parser is asked: somebody must be named and something done or said.</summary>
internal static class Prefilter
{
    public static bool Passes(Sentence s)
    {
        var actor = s.Mentions.Count > 0;
        var cue = false;
        for (var i = 0; i < s.Length && !(actor && cue); i++)
        {
            ref readonly var t = ref s.Tokens[i];
            actor |= t.Word.Role != Sector.Unspecified || t.Word.Has(Can.Pronoun) || t.Is(TokenFlags.Capital) && !t.Is(TokenFlags.SentenceStart);
            cue |= t.Word.Verb.Length > 0 || t.Word.Noun.Length > 0;
        }
        return actor && cue;
    }
}
