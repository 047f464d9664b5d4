using System.CommandLine;
using RegionalSecurity.Language.Training;

var root = new RootCommand("Trains and measures the models of src/Language, and checks its labelled sentences.")
{
    TrainParserCommand.Create(),
    EvalParserCommand.Create(),
    SilverCommand.Create(),
    CheckCommand.Create(),
    TrainEventsCommand.Create(),
    TrainActorsCommand.Create(),
    EvalActorsCommand.Create(),
    EvalAttributionCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
