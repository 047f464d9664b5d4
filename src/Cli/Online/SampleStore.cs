using Grpc.Core;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Cli.Online;

/// <summary>The invented sample in the article store.</summary>
internal sealed class SampleStore(IngestionService.IngestionServiceClient client)
{
    private const int PageSize = 500;

    /// <summary>Whether any article of it is there.</summary>
    public async Task<bool> IsLoadedAsync(CancellationToken cancel)
    {
        var answer = await client.ListArticlesAsync(new ListArticlesRequest { Sample = true, PageSize = 1 }, ServerConnection.Unary(cancel));
        return answer.Articles.Count > 0;
    }

    /// <summary>All its articles without their texts, latest ingestion first.</summary>
    public async Task<List<Article>> ListAsync(CancellationToken cancel)
    {
        var articles = new List<Article>();
        var token = "";
        do
        {
            var page = await client.ListArticlesAsync(new ListArticlesRequest { Sample = true, PageSize = PageSize, PageToken = token }, ServerConnection.Unary(cancel));
            articles.AddRange(page.Articles);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return articles;
    }

    /// <summary>Withdraws all its articles; returns how many there were.</summary>
    public async Task<int> ClearAsync(CancellationToken cancel)
    {
        var articles = await ListAsync(cancel);
        foreach (var article in articles)
        {
            try
            {
                await client.DeleteArticleAsync(new DeleteArticleRequest { ArticleId = article.ArticleId, Reason = "The invented sample was cleared.", RequestId = Guid.NewGuid().ToString() },
                    ServerConnection.Unary(cancel));
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
            {
                // Somebody else withdrew it meanwhile, which is what was wanted.
            }
        }
        return articles.Count;
    }
}
