namespace RegionalSecurity.Language.Events;

/// <summary>
/// Templates of features. Their numbers are part of the trained weights (Data/events.model): a changed list wants `train-events` again. "Row" is the type of the
/// lexicon's best row at a trigger, "Class" what kind of party stands at a nominal, "Set" a named set of sets.tsv that holds a noun, "Form" tense, voice, negation.
/// </summary>
internal enum F : byte
{
    Bias, Pos, Lemma, Row, RowMode, RowSure, RowControl, SecondRow, Profile, ProfileRow, Speech,
    Subject, Object, RowSubject, RowObject, SubjectObject, RowSubjectObject, LemmaObject, LemmaSubject, ObjectLemma, LemmaObjectLemma, ObjectRow, RowObjectRow, LemmaObjectRow,
    ObjectSet, RowObjectSet, LemmaObjectSet, SubjectLemma, SubjectSet, SameCode, Prep, LemmaPrep, PrepClass, LemmaPrepClass, LemmaPrepLemma, PrepLemma, PrepRow, PrepSet, LemmaPrepSet, RowPrepSet,
    Particle, Comp, LemmaComp, CompLemma, CompForm, CompObject, CompObjectSet, CompProfile, NoComp, Light, LightLemma, FormOnly, RowForm, LemmaForm, Mark, Link, LinkForm, Gov, GovRow, GovProfile, GovSpeech,
    GovLemmaRow, GovForm, GovSubject, Gov2, Det, NounOwner, Plural, Modifier, Mod, ModLemma, Near, Coded, Others, Segment, Play, Quoted, SentenceSet, SentenceSetRow,
    Role, TypeRole, Path, TypePath, LightPath, TypeLightPath, Place, PlaceRole, LemmaRole, Kind, KindRole, KindPlace, Pron, Side, SideRole, Only, HasSubject, HasObject, IsSubjectCode, Count, HeadLemma, HeadSet,
    SpeechOf, PrepType, PrepLemmaOf, PrepPlace, Control, NounSet, TypeSet, LemmaSet, First, Distance, Nested, Owner,
    NoneType, NonePlace, NoneRoles, NoneForm, NoneLemma, NoneCount, NoneKinds, Actor, ActorRole, ActorPath, ActorCode, ActorKind, ActorSame, ActorNone,
    Margin, ActorMargin, TargetMargin, SureType, SureRow, SureNoun, SureActor, SureTarget, SureForm, ProfileForm,
    Class, ClassForm, ClassObject, ClassSubject, ClassObjectClass, LemmaObjectClass, RowObjectClass, ObjectClass, ClassPrep, ClassPrepClass, ClassPrepNoun, LemmaPrepNoun, PrepNoun, ClassComp, RowComp, CompClass, CompClassForm,
    CompObjectClass, GovClass, GovClassClass, ClassGov, SubjectClass, ClassSubjectClass, ModClass, ClassMod, ClassLight, ClassMark, ClassLink, ClassRow, ClassDet, NearClass, ClassRole, NounClassRole, NounClassType, HeadClass, HeadClassRole, ClassPath, NoneClass, NoneHeads, LemmaRoleKind, ClassRoleKind, TypeRoleKind, HeadLemmaKind, HeadClassKind, RowPlaceKind,
    ModalForm, ModalTypeForm, ModalGov, ModalGovClass, ModalGovForm, ModalSpeech, ModalOver, ModalOverClass, ModalAdverb, ModalMark, ModalLight, ModalLightClass, ModalClass,
}
