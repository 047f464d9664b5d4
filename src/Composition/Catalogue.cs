using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Composition;

/// <summary>Names and one-line descriptions of the closed lists, in the report's own words.</summary>
internal static class Catalogue
{
    /// <summary>A measure's name and what it is.</summary>
    public static (string Name, string Description) Measure(RecommendationCategory category) => category switch
    {
        RecommendationCategory.Backchannel => ("Backchannel communications", "Unofficial contact that can prepare formal talks."),
        RecommendationCategory.Hotline => ("Hotline", "A direct line between leaders or militaries, kept open in a crisis."),
        RecommendationCategory.DirectTalks => ("Direct talks", "Official talks between the two sides."),
        RecommendationCategory.RegularMeetings => ("Regular strategic meetings", "A fixed calendar of meetings of foreign or defence ministries."),
        RecommendationCategory.RegionalDialogue => ("Regional security dialogue", "All stakeholders of the region at one table."),
        RecommendationCategory.MultilateralForum => ("Multilateral forum", "Use of a standing body whose members already meet."),
        RecommendationCategory.Mediation => ("Mediation", "A third party offers its good offices."),
        RecommendationCategory.ExerciseTransparency => ("Openness about military exercises", "Drills are notified in advance, observed, or limited in size."),
        RecommendationCategory.ExerciseRestraint => ("Restraint in military exercises", "Drills are suspended, made smaller, or moved elsewhere."),
        RecommendationCategory.LaunchNotification => ("Notification of launches", "Missile launches are announced to the other side beforehand."),
        RecommendationCategory.IncidentsAtSeaAir => ("Rules for encounters at sea and in the air", "Agreed conduct for ships and aircraft that meet."),
        RecommendationCategory.BufferDisengage => ("Buffer zone and disengagement", "Forces pull back, or stay out of an agreed zone."),
        RecommendationCategory.Ceasefire => ("Ceasefire", "Fire is stopped or paused."),
        RecommendationCategory.Monitoring => ("Monitoring", "Inspectors or observers check that commitments are kept."),
        RecommendationCategory.ArmsControl => ("Arms control", "Limits, a freeze or a moratorium on arms."),
        RecommendationCategory.NuclearSafeguard => ("Nuclear safeguards", "Pledges not to attack facilities or not to use arms first, and safety of sites."),
        RecommendationCategory.Humanitarian => ("Humanitarian initiatives", "Joint work on health, food, education or divided families."),
        RecommendationCategory.PeopleToPeople => ("People-to-people contacts", "Exchanges in culture, sport and study."),
        RecommendationCategory.EconomicCooperation => ("Economic cooperation", "Joint zones and trade corridors."),
        RecommendationCategory.SanctionsRelief => ("Relief from sanctions", "Measures are eased in steps, each answered by the other side."),
        RecommendationCategory.Detainees => ("Detainees", "Prisoners or detainees are released or exchanged."),
        RecommendationCategory.LegalSettlement => ("Legal settlement", "A court, arbitration or a border commission decides."),
        RecommendationCategory.CyberNorms => ("Norms for cyberspace", "Contact points, and lists of systems that are not attacked."),
        RecommendationCategory.InformationRestraint => ("Restraint in information", "Hostile broadcasts end and rumours are answered."),
        RecommendationCategory.Deterrence => ("Deterrence", "More capability or firmer commitments. Reported here, not recommended."),
        RecommendationCategory.SanctionsPressure => ("Pressure by sanctions", "More or better enforced sanctions. Reported here, not recommended."),
        RecommendationCategory.CivilProtection => ("Civil protection", "Shelters, evacuation plans and travel advice."),
        _ => ("Other measure", "A measure outside the catalogue."),
    };

    /// <summary>An expected outcome's name and domain.</summary>
    public static (string Name, string Domain) Outcome(OutlookCategory category) => category switch
    {
        OutlookCategory.ArmsRace => ("Arms race", "security"),
        OutlookCategory.MilitaryBuildup => ("Military build-up", "security"),
        OutlookCategory.CloserAlliance => ("Closer alliance", "security"),
        OutlookCategory.CounterAlignment => ("Counter-alignment", "security"),
        OutlookCategory.Miscalculation => ("Miscalculation", "security"),
        OutlookCategory.LimitedClash => ("Limited clash", "security"),
        OutlookCategory.WiderWar => ("Wider war", "security"),
        OutlookCategory.NuclearRisk => ("Nuclear risk", "security"),
        OutlookCategory.Deterrence => ("Deterrence holds", "security"),
        OutlookCategory.DefenceSpending => ("Defence spending", "economic"),
        OutlookCategory.TradeRoute => ("Trade routes", "economic"),
        OutlookCategory.SanctionsEffect => ("Effect of sanctions", "economic"),
        OutlookCategory.MarketsEnergy => ("Markets and energy", "economic"),
        OutlookCategory.StrainedRelations => ("Strained relations", "diplomatic"),
        OutlookCategory.TalksStalled => ("Stalled talks", "diplomatic"),
        OutlookCategory.TalksResume => ("Resumed talks", "diplomatic"),
        OutlookCategory.AllianceStrain => ("Strain among allies", "diplomatic"),
        OutlookCategory.RegimeErosion => ("Weaker treaties and institutions", "diplomatic"),
        OutlookCategory.Mediation => ("Mediation", "diplomatic"),
        OutlookCategory.PublicOpinion => ("Public opinion", "society"),
        OutlookCategory.Humanitarian => ("Humanitarian situation", "society"),
        OutlookCategory.HumanRights => ("Human rights", "society"),
        OutlookCategory.CyberInformation => ("Cyber and information", "other"),
        OutlookCategory.Stabilisation => ("Stabilisation", "other"),
        _ => ("Another outcome", "other"),
    };

    /// <summary>Outcomes that bear on stability beyond the parties: told under consequences, not under implications.</summary>
    public static bool Wider(OutlookCategory category) => category is OutlookCategory.TradeRoute or OutlookCategory.MarketsEnergy or OutlookCategory.SanctionsEffect
        or OutlookCategory.AllianceStrain or OutlookCategory.RegimeErosion or OutlookCategory.Humanitarian or OutlookCategory.HumanRights;

    /// <summary>Outcomes that would raise tension whatever direction the text gives.</summary>
    public static bool Escalates(OutlookCategory category) => category is OutlookCategory.ArmsRace or OutlookCategory.MilitaryBuildup or OutlookCategory.Miscalculation
        or OutlookCategory.LimitedClash or OutlookCategory.WiderWar or OutlookCategory.NuclearRisk or OutlookCategory.CounterAlignment or OutlookCategory.TalksStalled
        or OutlookCategory.StrainedRelations;

    /// <summary>Outcomes that would lower it.</summary>
    public static bool Eases(OutlookCategory category) => category is OutlookCategory.TalksResume or OutlookCategory.Mediation
        or OutlookCategory.Stabilisation;
}
