namespace RegionalSecurity.Cli.Input;

/// <summary>Reads through to a file, but no more than a bound between two calls of <see cref="Taken"/>: a reader that keeps whole elements in
/// memory stays bounded.</summary>
internal sealed class ElementStream(Stream inner, long mostBytes) : Stream
{
    private long _sinceTaken;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>An element was taken: bytes read since the last one.</summary>
    public long Taken()
    {
        var bytes = _sinceTaken;
        _sinceTaken = 0;
        return bytes;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_sinceTaken > mostBytes)
            throw new ItemException("text", $"an element is over {mostBytes:N0} bytes; it and what follows was not read. Give articles of at most 8 MiB.");
        var read = await inner.ReadAsync(buffer, cancellationToken);
        _sinceTaken += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
