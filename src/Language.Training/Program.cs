using System.CommandLine;
using RegionalSecurity.Language.Training.Events;

var root = new RootCommand("Makes the weights of src/Language from its training material. The same material gives the same bytes.")
{
    CheckCommand.Create(),
    TrainEventsCommand.Create(),
};
return root.Parse(args).Invoke();
