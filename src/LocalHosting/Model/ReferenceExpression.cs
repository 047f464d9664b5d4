using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace RegionalSecurity.LocalHosting;

/// <summary>A value that is known once the application starts.</summary>
public interface IValueProvider
{
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}

/// <summary>A text with holes for values of other resources, filled in when the application starts.</summary>
public sealed class ReferenceExpression : IValueProvider
{
    private ReferenceExpression(string format, IReadOnlyList<IValueProvider> valueProviders)
    {
        Format = format;
        ValueProviders = valueProviders;
    }

    /// <summary>The text, a composite format with one hole a provider.</summary>
    public string Format { get; }

    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    internal IEnumerable<IResource> References => ValueProviders.SelectMany(provider => provider switch
    {
        EndpointReference endpoint => [endpoint.Owner],
        EndpointReferenceExpression part => [part.Endpoint.Owner],
        ReferenceExpression expression => expression.References,
        IResource resource => [resource],
        _ => (IEnumerable<IResource>)[],
    });

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.GetExpression();

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var values = new object?[ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = await ValueProviders[i].GetValueAsync(cancellationToken);

        return string.Format(CultureInfo.InvariantCulture, CompositeFormat.Parse(Format), values);
    }

    /// <summary>Keeps the values of an interpolated string apart from its text, so that they can be filled in later.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _format = new(literalLength + (formattedCount * 4));
        private readonly List<IValueProvider> _valueProviders = new(formattedCount);

        public void AppendLiteral(string value) => _format.Append(Escape(value));

        public void AppendFormatted(string? value) => _format.Append(Escape(value ?? string.Empty));

        public void AppendFormatted<T>(T valueProvider) where T : IValueProvider
        {
            _format.Append(CultureInfo.InvariantCulture, $"{{{_valueProviders.Count}}}");
            _valueProviders.Add(valueProvider);
        }

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider) where T : IResource, IValueProvider =>
            AppendFormatted(valueProvider.Resource);

        internal ReferenceExpression GetExpression() => new(_format.ToString(), _valueProviders);

        private static string Escape(string value) => value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
    }
}
