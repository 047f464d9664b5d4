using System.ComponentModel.DataAnnotations;

namespace RegionalSecurity.ServiceDefaults.Storage;

/// <summary>Where the stores are. Section "Storage".</summary>
public sealed class StoreOptions
{
    /// <summary>Directory of the SQLite files, made with mode 0700 if it is missing. Default: "data" in the working directory.</summary>
    [Required]
    public string Directory { get; set; } = "data";
}
