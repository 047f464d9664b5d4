using System.Globalization;

namespace RegionalSecurity.LocalHosting.Running;

/// <summary>
/// Holds a data directory for this AppHost alone. Two stacks on one set of SQLite files would give each claim two codings.
/// The lock is the operating system's, so it ends with the process however that ends; the files stay.
/// </summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private const string LockFile = "apphost.lock";
    private const string HolderFile = "apphost.pid";

    // What opening a locked file fails with, by platform.
    private const int Eagain = 11;
    private const int EagainOnMac = 35;
    private const int SharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _lock;

    private DataDirectoryLock(FileStream held) => _lock = held;

    /// <param name="directory">Absolute path; made, for its owner only, where it does not exist.</param>
    /// <exception cref="DistributedApplicationException">Another AppHost holds it, or it cannot be written.</exception>
    public static DataDirectoryLock Acquire(string directory)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(directory);
            else
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(directory, e);
        }

        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(directory, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is Eagain or EagainOnMac or SharingViolation)
        {
            throw new DistributedApplicationException(
                $"The data directory {directory} is in use by another AppHost{Holder(directory)}. "
                + "Stop that one first, or choose another directory with --Storage:Directory=PATH.",
                e);
        }

        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(directory, e);
        }

        try
        {
            File.WriteAllText(Path.Combine(directory, HolderFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw Unusable(directory, e);
        }

        return new DataDirectoryLock(held);
    }

    public void Dispose() => _lock.Dispose();

    private static string Holder(string directory)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(directory, HolderFile));
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? $" (process {id})" : string.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its number only makes the message better.
            return string.Empty;
        }
    }

    private static DistributedApplicationException Unusable(string directory, Exception e) => new(
        $"The data directory {directory} cannot be used: {e.Message} Make it writable for you, or choose another with --Storage:Directory=PATH.", e);
}
