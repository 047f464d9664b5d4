using System.Text;

namespace RegionalSecurity.Fuzz;

/// <summary>
/// Texts by number: news that never happened, cut up, glued, repeated and strewn with what breaks scanners; and noise. One number, one text, on every machine.
/// </summary>
public static class TextMaker
{
    // Pieces that the rules look for, and characters that break naive scanners.
    private static readonly string[] Pieces =
    [
        "China", "Japan", "the US", "North Korea", "Kim Jong Un", "ComradeKim Jong Unto", "U.S.", "South Korea's military", "said", "attacked", "condemned", "will", "not", "that",
        "to", "in response to", "according to", "if", ",", ".", " and ", ":", "\n", "\n- ", " | ", "---|---|\n", "“", "”", "\"", "(", ")", "'s", "-", "2006", "on Monday", "last week",
        "killed 12 people", "missile", "sanctions", "talks", "could lead to an arms race", "should", "Potential outcomes include:\n", "\u202e", "\0", "\ud800", "\udc00", "😀", "é", "e\u0301",
        "İ", "ß", "…", "。", "1.", "a)", "*", "0", "9999999999999999999999", "since", "the 1990s", "February 31", "\t", "\r\n", "\u2028", "which", "who", "by", "of", "with", "against",
        "it", "they", "both countries", "the North", "Pyongyang", "the foreign minister", "denied", "accused", "of violating", "so-called", "‘", "’", ";", "—", "?!", "\n\n", "# ", "    ", "\ufeff", "\u200d",
        "\uffff", "1 January 2024", "10 per cent", "NATO", "the Kremlin", "was", "were", "being", "had", "would", "may", "likely to", "urged", "\ud83d\ude00\ud83d", "Mr.", "e.g.", "://", "<b>", "&amp;",
    ];

    // Whole articles in small: each has a construction that a part of the pipeline reads.
    private static readonly string[] Articles =
    [
        "Tokyo, January 1 (XNA) -- Japan condemned the missile test of North Korea on Monday. \"It is a threat,\" Foreign Minister Aoki said. \"We will respond if it goes on.\"",
        "China's defence ministry said on Tuesday that it had deployed two ships near Japan in response to a drill by the US and South Korea.",
        "Iran denied that it had attacked Iraq. According to Baghdad, five people were killed. Both countries agreed to hold talks next week.",
        "The three countries announced several countermeasures:\n- joint patrols with India\n- sanctions against Russian banks\n- talks with NATO\n\nThey did not name a date.",
        "Outcome | Implication\n---|---\nArms race | China could build more missiles\nTalks | Japan and China may agree to a ceasefire\n",
        "# What could happen\n\nPotential outcomes include:\n1. A new arms race between India and Pakistan.\n2. A blockade of Taiwan by China.\n\nThe EU should send a mission, analysts said.",
        "Russia's so-called \"special operation\" was rejected by the UN General Assembly, which urged Moscow to withdraw its troops from Ukraine by 1 March 2023.",
        "If Israel strikes Iran again, Tehran would close the strait, a senior official who asked not to be named told reporters, adding that it had warned Washington.",
        "The regime in Pyongyang fired missiles.The U.S. and its allies, Japan and South Korea, met in Seoul;the trio called it \"a grave provocation\", the Blue House said.",
        "In the 1990s Serbia had shelled Sarajevo. Last week its president, Mr. Vučić, apologised and offered aid to Bosnia and Herzegovina, Reuters reported, citing two aides.",
    ];

    /// <summary>Text number <paramref name="number"/> of the run <paramref name="seed"/>: 0 to a few thousand UTF-16 units, lone surrogates and NULs among them.</summary>
    public static string Make(ulong seed, ulong number)
    {
        var random = new SplitMix(seed ^ new SplitMix(number).Next());
        return random.Below(10) switch
        {
            0 or 1 => Joined(random, " "),
            2 => Joined(random, ""),
            3 => Noise(random),
            4 => HostileText.All[random.Below(HostileText.All.Count)].Make(200 + random.Below(3000)) + Joined(random, " "),
            _ => Mutated(random),
        };
    }

    private static string Joined(SplitMix random, string separator) =>
        string.Join(separator, Enumerable.Range(0, random.Below(80)).Select(_ => Pick(random, Pieces)));

    private static string Noise(SplitMix random)
    {
        // Small ranges make runs and repeats; the whole range makes surrogates.
        var (from, count) = Pick(random, [(0, 0x80), (0x20, 0x60), (0, 0x10000), (0x2000, 0x70), (0xd7f0, 0x820), (0x300, 0x70), (0x590, 0x180), (0x3000, 0x30), (0xfe00, 0x200)]);
        return string.Create(random.Below(300), (random, from, count), (to, state) =>
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = (char)(state.from + state.random.Below(state.count));
        });
    }

    private static string Mutated(SplitMix random)
    {
        var text = new StringBuilder(Pick(random, Articles));
        if (random.Below(2) == 0)
            text.Append(Pick(random, [" ", "\n", "\n\n", ""])).Append(Pick(random, Articles));
        for (var left = random.Below(12); left > 0; left--)
        {
            var at = random.Below(text.Length + 1);
            var length = Math.Min(random.Below(40), text.Length - at);
            switch (random.Below(6))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, Pick(random, Pieces));
                    break;
                case 2:
                    text.Insert(random.Below(text.Length + 1), text.ToString(at, length));
                    break;
                case 3:
                    // One word or mark many times over.
                    text.Insert(at, text.ToString(at, Math.Min(length, 8)), 1 + random.Below(60));
                    break;
                case 4 when at < text.Length:
                    text[at] = (char)random.Below(0x10000);
                    break;
                case 5 when at < text.Length:
                    text[at] = char.IsUpper(text[at]) ? char.ToLowerInvariant(text[at]) : char.ToUpperInvariant(text[at]);
                    break;
            }
        }
        return text.ToString();
    }

    private static T Pick<T>(SplitMix random, T[] from) => from[random.Below(from.Length)];

    // SplitMix64 (Steele, Lea and Flood 2014).
    private sealed class SplitMix(ulong state)
    {
        public ulong Next()
        {
            state += 0x9E3779B97F4A7C15;
            var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }

        public int Below(int count) => (int)(Next() % (ulong)count);
    }
}
