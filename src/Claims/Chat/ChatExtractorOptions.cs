using Microsoft.Extensions.Options;

namespace RegionalSecurity.Claims.Chat;

/// <summary>What speaks at the endpoint.</summary>
internal enum ChatKind
{
    /// <summary>No endpoint: articles are read by src/Language.</summary>
    None,
    /// <summary>Chat completions as OpenAI defines them, which llama.cpp, vLLM, LM Studio and others speak too.</summary>
    OpenAI,
    /// <summary>Ollama's own /api/chat.</summary>
    Ollama,
}

/// <summary>Section "Chat".</summary>
internal sealed class ChatExtractorOptions
{
    /// <summary>Default: none, the extractor is off.</summary>
    public ChatKind Kind { get; set; }

    /// <summary>Base address: for OpenAI with its version ("http://127.0.0.1:8080/v1"), for Ollama without ("http://127.0.0.1:11434").</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The model's name there; it stands in the extractor version of every claim. At most 80 characters, none of them a space.</summary>
    public string Model { get; set; } = "";

    /// <summary>Bearer token; empty where the endpoint wants none. From configuration or environment, never logged.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Whether the endpoint may be another machine, which then gets the full text of every article.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>Longest wait for one answer. From 1 s to 1 h.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest text that is sent, in UTF-16 units; a longer one cannot be read. From 1,000 to 1,000,000.</summary>
    public int MaxArticleCharacters { get; set; } = 20_000;

    /// <summary>Calls at one time. From 1 to 64.</summary>
    public int MaxConcurrent { get; set; } = 2;

    /// <summary>Longest answer. From 256 to 65,536.</summary>
    public int MaxOutputTokens { get; set; } = 4096;

    /// <summary>The confidence of every claim, which no model calibrates. From 0 to 1; below 0.5 claims are kept and shown but not scored.</summary>
    public double Confidence { get; set; } = 0.4;

    /// <summary>Reads the section "Chat" over the defaults.</summary>
    /// <exception cref="OptionsValidationException">A value is not of its kind; the message names key and value. Keys that are text cannot fail so.</exception>
    public void Read(IConfiguration configuration)
    {
        try
        {
            configuration.GetSection("Chat").Bind(this);
        }
        catch (InvalidOperationException error)
        {
            throw new OptionsValidationException("Chat", typeof(ChatExtractorOptions), [error.Message]);
        }
    }
}

/// <summary>Names every bad setting at once.</summary>
internal sealed class ChatExtractorOptionsValidator : IValidateOptions<ChatExtractorOptions>
{
    public ValidateOptionsResult Validate(string? name, ChatExtractorOptions options)
    {
        if (options.Kind == ChatKind.None)
            return ValidateOptionsResult.Success;
        var errors = new List<string>();
        if (!Enum.IsDefined(options.Kind))
            errors.Add("Chat:Kind: is none, openai or ollama");
        if (options.Endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" } endpoint)
            errors.Add("Chat:Endpoint: is the base address, http or https, without user, query or fragment, such as http://127.0.0.1:11434");
        else if (!endpoint.IsLoopback && !options.AllowRemote)
            errors.Add($"Chat:Endpoint: {endpoint.Host} is not this machine and would get the full text of every article; Chat:AllowRemote=true says that it may");
        else if (!endpoint.IsLoopback && endpoint.Scheme != "https")
            errors.Add($"Chat:Endpoint: {endpoint.Host} is not this machine: use https");
        if (options.Model.Length is 0 or > 80 || options.Model.Any(c => c is <= ' ' or > '~'))
            errors.Add("Chat:Model: is the model's name, of at most 80 printable ASCII characters without spaces");
        if (options.ApiKey.Any(c => c is < ' ' or > '~'))
            errors.Add("Chat:ApiKey: has characters that a header cannot carry");
        Within(options.Timeout >= TimeSpan.FromSeconds(1) && options.Timeout <= TimeSpan.FromHours(1), "Timeout", "00:00:01 to 01:00:00");
        Within(options.MaxArticleCharacters is >= 1000 and <= 1_000_000, "MaxArticleCharacters", "1000 to 1000000");
        Within(options.MaxConcurrent is >= 1 and <= 64, "MaxConcurrent", "1 to 64");
        Within(options.MaxOutputTokens is >= 256 and <= 65_536, "MaxOutputTokens", "256 to 65536");
        Within(options.Confidence is >= 0 and <= 1, "Confidence", "0 to 1");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Within(bool good, string key, string range)
        {
            if (!good)
                errors.Add($"Chat:{key}: is {range}");
        }
    }
}
