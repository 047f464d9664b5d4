namespace RegionalSecurity.Language.Text;

/// <summary>
/// The one hash of a word that every later stage uses: 64 bits of its lower-cased characters, accents left out, so that "Türkiye", its decomposed form
/// and "TURKIYE" are the same word. It depends on nothing but the characters: files may keep it.
/// </summary>
internal static class WordHash
{
    private const ulong Seed = 0x6A09E667F3BCC909, Step = 0x9E3779B97F4A7C15;

    // Plain lower-case letters for U+00C0 to U+024F.
    private const string Plain =
        "aaaaaaæceeeeiiiiðnooooo×øuuuuyþßaaaaaaæceeeeiiiiðnooooo÷øuuuuyþyaaaaaaccccccccddđđeeeeeeeeeegggggggghhħħiiiiiiiiiıĳĳjjkkĸllllllŀŀłłnnnnnnŉŋŋooo"
        + "oooœœrrrrrrssssssssttttŧŧuuuuuuuuuuuuwwyyyzzzzzzſƀɓƃƃƅƅɔƈƈɖɗƌƌƍǝəɛƒƒɠɣƕɩɨƙƙƚƛɯɲƞɵooƣƣƥƥʀƨƨʃƪƫƭƭʈuuʊʋƴƴƶƶʒƹƹƺƻƽƽƾƿǀǁǂǃǆǆǆǉǉǉǌǌǌaaiioouuuuuuuuuu"
        + "ǝaaaaǣǣǥǥggkkooooǯǯjǳǳǳggƕƿnnaaǽǽǿǿaaaaeeeeiiiioooorrrruuuussttȝȝhhƞȡȣȣȥȥaaeeooooooooyyȴȵȶȷȸȹⱥȼȼƚⱦȿɀɂɂƀʉʌɇɇɉɉɋɋɍɍɏɏ";

    public static ulong Of(ReadOnlySpan<char> word)
    {
        var hash = Seed;
        foreach (var c in word)
        {
            var folded = Fold(c);
            if (folded != 0)
                hash = (hash ^ folded) * Step;
        }
        hash ^= hash >> 32;
        hash *= Step;
        return hash ^ hash >> 29;
    }

    /// <summary>The character as it counts: lower case, without its accent; 0 for a combining accent, which does not count.</summary>
    public static char Fold(char c)
    {
        if (c < 0x80)
            return c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;
        if (c is >= '\u00C0' and < '\u0250')
            return Plain[c - 0xC0];
        if (c is >= '\u0300' and < '\u0370')
            return '\0';
        if (c is '’' or '‘')
            return '\'';
        return char.ToLowerInvariant(c);
    }
}
