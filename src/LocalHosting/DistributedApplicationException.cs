namespace RegionalSecurity.LocalHosting;

/// <summary>The application cannot run as declared or configured; the message is for the user and says what to do.</summary>
public sealed class DistributedApplicationException(string message, Exception? inner = null) : Exception(message, inner);
