using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace RegionalSecurity.LocalHosting.Running;

/// <summary>A complete declaration with what it needs of the outside.</summary>
internal sealed record ApplicationModel(
    IReadOnlyList<IResource> Resources, IConfiguration Configuration, IHostEnvironment Environment, TimeProvider Time)
{
    public IEnumerable<ProjectResource> Projects => Resources.OfType<ProjectResource>();

    /// <summary>The projects to wait for: a connection string stands for what it is made of.</summary>
    public static IReadOnlyList<ProjectResource> Prerequisites(ProjectResource project) => project.Dependencies
        .SelectMany(dependency => dependency is ConnectionStringResource connection ? connection.References : [dependency])
        .OfType<ProjectResource>()
        .Distinct()
        .ToList();

    /// <summary>The projects so that each stands after what it waits for; otherwise in the order of declaration.</summary>
    /// <exception cref="DistributedApplicationException">Some wait for each other in a circle.</exception>
    public IReadOnlyList<ProjectResource> StartOrder()
    {
        var order = new List<ProjectResource>();
        var path = new List<ProjectResource>();
        foreach (var project in Projects)
            Visit(project);

        return order;

        void Visit(ProjectResource project)
        {
            if (order.Contains(project))
                return;

            var start = path.IndexOf(project);
            if (start >= 0)
            {
                var circle = string.Join(" -> ", path.Skip(start).Append(project).Select(p => p.Name));
                throw new DistributedApplicationException($"These wait for each other and would never start: {circle}. Remove one WaitFor.");
            }

            path.Add(project);
            foreach (var prerequisite in Prerequisites(project))
                Visit(prerequisite);
            path.RemoveAt(path.Count - 1);
            order.Add(project);
        }
    }
}
