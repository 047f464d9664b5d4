using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using RegionalSecurity.TestKit;

namespace RegionalSecurity.Claims.Tests;

/// <summary>A model behind a local endpoint that says what the test wants, in the wire formats of OpenAI's chat completions and of Ollama's /api/chat.</summary>
internal sealed class FakeChat : IAsyncDisposable
{
    private FakeServer _server = null!;

    /// <summary>The requests' bodies, in order.</summary>
    public ConcurrentQueue<JsonObject> Requests { get; } = [];

    /// <summary>The Authorization headers of the requests.</summary>
    public ConcurrentQueue<string> Keys { get; } = [];

    /// <summary>What the model says; gets the user's message.</summary>
    public Func<string, string> Say { get; set; } = _ => Claims();

    /// <summary>Answers in place of the model where it is set.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    /// <summary>Why the model stops.</summary>
    public string Finish { get; set; } = "stop";

    public string Address => _server.Address;

    public static async Task<FakeChat> StartAsync(int port = 0)
    {
        var fake = new FakeChat();
        fake._server = await FakeServer.StartAsync(services => services.AddSingleton(fake), app =>
        {
            app.MapPost("/v1/chat/completions", context => fake.AnswerAsync(context, (text, model) => new JsonObject
            {
                ["id"] = "c1",
                ["object"] = "chat.completion",
                ["created"] = 1_700_000_000,
                ["model"] = model,
                ["choices"] = new JsonArray(new JsonObject
                {
                    ["index"] = 0,
                    ["finish_reason"] = fake.Finish,
                    ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text, ["refusal"] = null },
                }),
                ["usage"] = new JsonObject { ["prompt_tokens"] = 10, ["completion_tokens"] = 20, ["total_tokens"] = 30 },
            }));
            app.MapPost("/api/chat", context => fake.AnswerAsync(context, (text, model) => new JsonObject
            {
                ["model"] = model,
                ["created_at"] = "2026-11-25T00:00:00Z",
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text },
                ["done"] = true,
                ["done_reason"] = fake.Finish,
                ["prompt_eval_count"] = 10,
                ["eval_count"] = 20,
            }));
        }, HttpProtocols.Http1, port);
        return fake;
    }

    /// <summary>An answer with these claims.</summary>
    public static string Claims(params JsonObject[] claims) => new JsonObject { ["claims"] = new JsonArray([.. claims]) }.ToJsonString();

    /// <summary>A claim of the answer; change it for another.</summary>
    public static JsonObject Claim(string evidence, string trigger, string actor, string target, string type = "ACCUSE", string mode = "DISAPPROVE") => new()
    {
        ["kind"] = "EVENT",
        ["evidence"] = evidence,
        ["trigger"] = trigger,
        ["actors"] = Parties(actor),
        ["targets"] = Parties(target),
        ["sources"] = new JsonArray(),
        ["alleged"] = false,
        ["type"] = type,
        ["mode"] = mode,
        ["modality"] = "OCCURRED",
        ["category"] = "NONE",
        ["direction"] = "NONE",
        ["likelihood"] = "",
    };

    /// <summary>Parties by their mentions; "it=Japan" stands for Japan.</summary>
    public static JsonArray Parties(params string[] mentions) =>
        [.. mentions.Where(m => m.Length > 0).Select(m => m.Split('=')).Select(m => new JsonObject { ["mention"] = m[0], ["stands_for"] = m.ElementAtOrDefault(1) ?? "" })];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, Func<string, string, JsonObject> form)
    {
        var request = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        Requests.Enqueue(request);
        Keys.Enqueue(context.Request.Headers.Authorization.ToString());
        if (Instead is not null)
            await Instead(context);
        else
            await context.Response.WriteAsJsonAsync(form(Say(TextOf(request, "user")), (string)request["model"]!));
    }

    /// <summary>Text of the request's message of that role.</summary>
    public static string TextOf(JsonObject request, string role) =>
        request["messages"]!.AsArray().Single(m => (string)m!["role"]! == role)!["content"] switch
        {
            JsonArray parts => string.Concat(parts.Select(p => (string)p!["text"]!)),
            var text => (string)text!,
        };
}
