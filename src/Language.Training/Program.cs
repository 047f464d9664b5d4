using System.CommandLine;
using RegionalSecurity.Language.Training;

var root = new RootCommand("Trains and measures the models of src/Language.")
{
    TrainParserCommand.Create(),
    EvalParserCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
