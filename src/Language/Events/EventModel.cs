using System.Reflection;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Events;

/// <summary>
/// The learned choices of the extractor: type of a trigger, modality, actor, target, and how sure all of it is. Trained by src/Language.Training on its labelled
/// sentences; the weights are Data/events.model.
/// </summary>
internal sealed class EventModel(LinearModel type, LinearModel modality, LinearModel actor, LinearModel target, LinearModel sure, byte[] calibration)
{
    /// <summary>Class 0 is "no event", the others are the values of <see cref="EventType"/>.</summary>
    public const int Types = (int)EventType.Statement + 1;

    /// <summary>The values of <see cref="Modality"/>; 0 is not used.</summary>
    public const int Modalities = (int)Claims.V1.Modality.Historical + 1;

    /// <summary>Units of log-odds a score is counted in.</summary>
    public const int Scale = 256;

    /// <summary>Calibration runs over scores from -<see cref="Half"/> to +<see cref="Half"/> steps of a quarter of a log-odds.</summary>
    public const int Half = 20;

    private static readonly Lazy<EventModel> LazyDefault = new(Load);

    public static EventModel Default => LazyDefault.Value;

    public LinearModel Type { get; } = type;
    public LinearModel Modality { get; } = modality;
    public LinearModel Actor { get; } = actor;
    public LinearModel Target { get; } = target;
    public LinearModel Sure { get; } = sure;

    /// <summary>Confidence in hundredths for a score of <see cref="Sure"/>.</summary>
    public int Confidence(int score) => calibration[Bin(score)];

    public static int Bin(int score) => Math.Clamp((int)Math.Floor(score / (Scale / 4.0)) + Half, 0, 2 * Half);

    public void Write(Stream to)
    {
        using var writer = new BinaryWriter(to, System.Text.Encoding.UTF8, leaveOpen: true);
        foreach (var model in (LinearModel[])[Type, Modality, Actor, Target, Sure])
            model.Write(writer);
        writer.Write(calibration);
    }

    public static EventModel Read(Stream from)
    {
        using var reader = new BinaryReader(from, System.Text.Encoding.UTF8, leaveOpen: true);
        return new EventModel(LinearModel.Read(reader), LinearModel.Read(reader), LinearModel.Read(reader), LinearModel.Read(reader), LinearModel.Read(reader), reader.ReadBytes(2 * Half + 1));
    }

    private static EventModel Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("events.model")
            ?? throw new InvalidOperationException("The embedded weights events.model are missing from the assembly.");
        return Read(stream);
    }
}
