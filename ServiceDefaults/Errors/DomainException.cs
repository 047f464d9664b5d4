using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace RegionalSecurity.ServiceDefaults.Errors;

/// <summary>
/// An error that the caller can understand and act upon. Knows its gRPC status; <see cref="ErrorInterceptor"/> sends it as google.rpc.Status with
/// ErrorInfo (domain "regionalsecurity") and, for bad input, BadRequest.
/// </summary>
public sealed class DomainException : Exception
{
    /// <summary>The ErrorInfo domain of every error of this system.</summary>
    public const string Domain = "regionalsecurity";

    public DomainException(StatusCode status, string reason, string message, params (string Key, string Value)[] metadata) : base(message)
    {
        Status = status;
        Reason = reason;
        Metadata = metadata;
    }

    private DomainException(StatusCode status, string reason, string message, IReadOnlyList<FieldViolation> violations) : this(status, reason, message) =>
        Violations = violations;

    /// <summary>The gRPC status code.</summary>
    public StatusCode Status { get; }

    /// <summary>UPPER_SNAKE_CASE, stable, at most 63 characters.</summary>
    public string Reason { get; }

    /// <summary>Facts a program may want, for example the id that was not found.</summary>
    public IReadOnlyList<(string Key, string Value)> Metadata { get; }

    /// <summary>Every bad field, where the input was bad.</summary>
    public IReadOnlyList<FieldViolation> Violations { get; } = [];

    /// <summary>INVALID_ARGUMENT with all violations at once.</summary>
    public static DomainException Invalid(IReadOnlyList<FieldViolation> violations)
    {
        ArgumentOutOfRangeException.ThrowIfZero(violations.Count);
        return new DomainException(StatusCode.InvalidArgument, violations[0].Reason,
            string.Join("; ", violations.Select(v => $"{v.Field}: {v.Description}")), violations);
    }

    /// <summary>INVALID_ARGUMENT for one field.</summary>
    public static DomainException Invalid(string field, string reason, string description) => Invalid([new FieldViolation(field, reason, description)]);

    /// <summary>NOT_FOUND: <paramref name="resource"/> such as "article" with that id.</summary>
    public static DomainException NotFound(string resource, string id) =>
        new(StatusCode.NotFound, $"{resource.ToUpperInvariant()}_NOT_FOUND", $"There is no {resource} with the id \"{Shorten(id)}\".", ($"{resource}_id", Shorten(id)));

    /// <summary>UNAVAILABLE: the service is stopping.</summary>
    public static DomainException Stopping() => new(StatusCode.Unavailable, "SERVICE_STOPPING", "The service is stopping; call again.");

    /// <summary>The status as it goes over the wire.</summary>
    public RpcException ToRpcException()
    {
        var info = new ErrorInfo { Domain = Domain, Reason = Reason };
        foreach (var (key, value) in Metadata)
            info.Metadata[key] = value;
        var status = new Google.Rpc.Status { Code = (int)Status, Message = Message, Details = { Any.Pack(info) } };
        if (Violations.Count > 0)
        {
            var bad = new BadRequest();
            bad.FieldViolations.AddRange(Violations.Select(v => new BadRequest.Types.FieldViolation { Field = v.Field, Description = v.Description, Reason = v.Reason }));
            status.Details.Add(Any.Pack(bad));
        }
        return status.ToRpcException();
    }

    private static string Shorten(string text) => text.Length <= 128 ? text : text[..128] + "...";
}

/// <summary>One bad field: its path in the request, a stable reason, and what is wrong with the remedy, for a person.</summary>
public sealed record FieldViolation(string Field, string Reason, string Description);

/// <summary>Collects every bad field of a request before it is refused, so that a caller mends all in one go.</summary>
public sealed class Validation
{
    private readonly List<FieldViolation> _violations = [];

    /// <summary>Whether nothing was wrong so far.</summary>
    public bool Ok => _violations.Count == 0;

    public IReadOnlyList<FieldViolation> Violations => _violations;

    /// <summary>Notes a violation unless <paramref name="ok"/>; returns <paramref name="ok"/>.</summary>
    public bool Require(bool ok, string field, string reason, string description)
    {
        if (!ok)
            _violations.Add(new FieldViolation(field, reason, description));
        return ok;
    }

    /// <summary>The field must not be empty.</summary>
    public bool Required(string value, string field) =>
        Require(!string.IsNullOrWhiteSpace(value), field, "FIELD_REQUIRED", "is empty; it is required");

    /// <summary>The field may have at most so many UTF-16 characters.</summary>
    public bool AtMost(string value, int characters, string field) =>
        Require(value.Length <= characters, field, "FIELD_TOO_LONG", $"has {value.Length} characters; at most {characters} are taken");

    /// <summary>A page size must not be negative (AIP-158); 0 is the default and too much is cut to the maximum.</summary>
    public int PageSize(int requested, int standard, int maximum)
    {
        Require(requested >= 0, "page_size", "PAGE_SIZE_NEGATIVE", $"is {requested}; give 0 for the default of {standard}, or 1 to {maximum}");
        return requested <= 0 ? standard : Math.Min(requested, maximum);
    }

    /// <summary>An optional timestamp must lie in the years 1900 to 2200 and have valid nanoseconds.</summary>
    public bool Time(Timestamp? value, string field) =>
        Require(value is null || (value.Seconds is >= -2208988800 and < 7258118400 && value.Nanos is >= 0 and < 1_000_000_000), field, "TIME_OUT_OF_RANGE",
            "is no time of the years 1900 to 2200");

    /// <summary>An optional request id must be a UUID (AIP-155).</summary>
    public bool RequestId(string value) =>
        Require(value.Length == 0 || Guid.TryParseExact(value, "D", out _), "request_id", "REQUEST_ID_INVALID", "is no UUID such as 3fa85f64-5717-4562-b3fc-2c963f66afa6");

    /// <summary>Throws INVALID_ARGUMENT naming every bad field, if any.</summary>
    public void ThrowIfAny()
    {
        if (_violations.Count > 0)
            throw DomainException.Invalid(_violations);
    }
}
