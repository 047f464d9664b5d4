using System.Runtime.CompilerServices;

namespace RegionalSecurity.Cli.Input;

/// <summary>
/// Cuts a JSON array, one value, or values one after the other into elements of bounded length, as the bytes come. It looks at brackets and
/// strings only; whether an element is sound is for its reader to say, so one bad element does not spoil its neighbours.
/// </summary>
internal static class JsonElements
{
    /// <summary>All elements in order, numbered from 1. A byte order mark at the start is dropped.</summary>
    public static async IAsyncEnumerable<JsonLine> ReadAsync(Stream stream, int mostBytes, [EnumeratorCancellation] CancellationToken cancel)
    {
        var buffer = new byte[1 << 16];
        var cutter = new Cutter(mostBytes);
        int read;
        while ((read = await stream.ReadAsync(buffer, cancel)) > 0)
            for (var i = 0; i < read; i++)
                if (cutter.Take(buffer[i]) is { } element)
                    yield return element;
        if (cutter.End() is { } last)
            yield return last;
    }

    private sealed class Cutter(int mostBytes)
    {
        private List<byte> _element = [];
        private long _number;
        private int _depth;
        private bool _begun, _inside, _text, _escaped, _tooLong;

        public JsonLine? Take(byte next)
        {
            if (_text)
            {
                Keep(next);
                if (_escaped)
                    _escaped = false;
                else if (next == '\\')
                    _escaped = true;
                else if (next == '"')
                    _text = false;
                return null;
            }
            var between = next is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',';
            if (_depth == 0)
            {
                // Between elements: white space, commas, and the brackets of the array around them.
                if (between || next == ']')
                    return End();
                if (!_begun && next is (0xEF or 0xBB or 0xBF))
                    return null;
                var first = !_begun;
                _begun = true;
                if (first && next == '[')
                    return null;
            }
            _inside = true;
            Keep(next);
            switch (next)
            {
                case (byte)'"':
                    _text = true;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                case (byte)'}' or (byte)']':
                    _depth = Math.Max(0, _depth - 1);
                    return _depth == 0 ? End() : null;
            }
            return null;
        }

        public JsonLine? End()
        {
            if (!_inside)
                return null;
            var element = new JsonLine(++_number, _tooLong ? [] : [.. _element], _tooLong);
            _element.Clear();
            _inside = _tooLong = _text = _escaped = false;
            _depth = 0;
            return element;
        }

        private void Keep(byte next)
        {
            if (_tooLong)
                return;
            _element.Add(next);
            if (_element.Count <= mostBytes)
                return;
            _tooLong = true;
            _element = [];
        }
    }
}
