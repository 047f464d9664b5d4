using System.Text;
using AngleSharp.Dom;

namespace RegionalSecurity.Articles;

/// <summary>An element's text as the contract wants it: paragraphs one a line, list items led by "- ", table cells parted by " | ".</summary>
internal static class HtmlText
{
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
    {
        "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "video", "audio", "canvas", "select", "button",
        "textarea", "input", "nav", "dialog", "head",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "p", "div", "section", "article", "main", "header", "footer", "aside", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "dt", "dd",
        "table", "thead", "tbody", "tfoot", "caption", "tr", "blockquote", "pre", "figure", "figcaption", "address", "details", "summary", "hr",
        "form", "fieldset", "body", "hgroup", "center", "li",
    };

    /// <summary>
    /// Walks the element with a stack of its own: depth is the page's choice. Children go by index, because AngleSharp looks a node's next sibling
    /// up among all of its parent's children.
    /// </summary>
    public static string Of(IElement root)
    {
        var text = new LineWriter();
        var open = new Stack<(INode Node, int Next)>();
        if (Enter(root, text))
            open.Push((root, 0));
        while (open.TryPop(out var at))
        {
            if (at.Next == at.Node.ChildNodes.Length)
            {
                Leave(at.Node, text);
                continue;
            }
            open.Push((at.Node, at.Next + 1));
            var child = at.Node.ChildNodes[at.Next];
            if (Enter(child, text))
                open.Push((child, 0));
            else
                Leave(child, text);
        }
        return text.ToString();
    }

    private static bool Enter(INode node, LineWriter text)
    {
        if (node is IText content)
        {
            text.Words(content.Data);
            return false;
        }
        if (node is not IElement element || Skipped.Contains(element.LocalName) || IsHidden(element))
            return false;
        switch (element.LocalName)
        {
            case "br":
                text.Break();
                return false;
            case "tr":
                text.Row();
                return true;
            case "td" or "th":
                text.Cell();
                return true;
            case "li":
                text.Break();
                text.Lead("- ");
                return true;
            default:
                if (Blocks.Contains(element.LocalName))
                    text.Break();
                return true;
        }
    }

    private static void Leave(INode node, LineWriter text)
    {
        if (node is IElement { LocalName: "tr" })
            text.Row();
        else if (node is IElement element && Blocks.Contains(element.LocalName) && !Skipped.Contains(element.LocalName))
            text.Break();
    }

    private static bool IsHidden(IElement element) =>
        element.HasAttribute("hidden") || element.GetAttribute("aria-hidden") == "true" && element.LocalName != "a" && element.ChildElementCount == 0 && element.TextContent.Length < 3;

    // Collapses white space as a browser would and starts a line only when there is something to put on it.
    private sealed class LineWriter
    {
        private readonly StringBuilder _text = new();
        private string _lead = "";
        private bool _atStart = true;
        private bool _space;
        private bool _cell;

        public void Words(string words)
        {
            foreach (var c in words)
            {
                if (c is ' ' or '\t' or '\n' or '\r' or '\f' or '\u00A0' or '\u200B' or '\uFEFF' or '\u00AD')
                {
                    // Zero-width space, byte order mark and soft hyphen are layout, not words.
                    _space |= c is not ('\u200B' or '\uFEFF' or '\u00AD');
                    continue;
                }
                if (char.IsControl(c))
                    continue;
                if (_atStart)
                {
                    if (_text.Length > 0)
                        _text.Append('\n');
                    _text.Append(_lead);
                    _lead = "";
                    _atStart = false;
                }
                else if (_cell)
                {
                    _text.Append(" | ");
                }
                else if (_space)
                {
                    _text.Append(' ');
                }
                _cell = _space = false;
                _text.Append(c);
            }
        }

        public void Break()
        {
            _space = false;
            // A block at the head of a cell does not part it from the row.
            _atStart |= !_cell;
        }

        public void Row()
        {
            _space = _cell = false;
            _atStart = true;
        }

        public void Lead(string lead) => _lead = lead;

        public void Cell()
        {
            _cell = !_atStart;
            _space = false;
        }

        public override string ToString() => _text.ToString();
    }
}
