//! The labels the analyser gives: part-of-speech tags, dependency relations, kinds of named things.

use serde::Serialize;

/// Declares a label set as an enum with the names that the weights file uses.
macro_rules! labels {
    ($(#[$about:meta])* $name:ident: $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)?) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// The label of a name, if there is one.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }

            /// Its name, as the weights file and the literature write it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

labels! {
    /// A part-of-speech tag of the Penn Treebank, as OntoNotes extends it.
    Tag:
    And = "CC", Number = "CD", Determiner = "DT", There = "EX", Foreign = "FW", Preposition = "IN",
    Adjective = "JJ", Comparative = "JJR", Superlative = "JJS", ListMark = "LS", Modal = "MD",
    Noun = "NN", NounPlural = "NNS", Name = "NNP", NamePlural = "NNPS",
    Predeterminer = "PDT", PossessiveEnding = "POS", Pronoun = "PRP", PossessivePronoun = "PRP$",
    Adverb = "RB", AdverbComparative = "RBR", AdverbSuperlative = "RBS", Particle = "RP",
    Symbol = "SYM", To = "TO", Interjection = "UH",
    VerbBase = "VB", VerbPast = "VBD", VerbIng = "VBG", VerbParticiple = "VBN", VerbPresent = "VBP", VerbThird = "VBZ",
    WhDeterminer = "WDT", WhPronoun = "WP", WhPossessive = "WP$", WhAdverb = "WRB",
    Comma = ",", Stop = ".", Colon = ":", Currency = "$", QuoteOpen = "``", QuoteClose = "''",
    BracketOpen = "-LRB-", BracketClose = "-RRB-", Hyphen = "HYPH", OtherPunctuation = "NFP",
    Address = "ADD", Affix = "AFX", Space = "_SP", Unknown = "XX",
}

impl Tag {
    /// Any form of a verb; a modal is none.
    #[must_use]
    pub fn is_verb(self) -> bool {
        matches!(
            self,
            Self::VerbBase
                | Self::VerbPast
                | Self::VerbIng
                | Self::VerbParticiple
                | Self::VerbPresent
                | Self::VerbThird
        )
    }

    /// A form that carries tense: what makes a clause a sentence.
    #[must_use]
    pub fn is_finite(self) -> bool {
        matches!(self, Self::VerbPast | Self::VerbPresent | Self::VerbThird | Self::Modal)
    }

    /// A common noun or a name.
    #[must_use]
    pub fn is_noun(self) -> bool {
        matches!(self, Self::Noun | Self::NounPlural) || self.is_name()
    }

    /// A name.
    #[must_use]
    pub fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::NamePlural)
    }

    /// A plural noun or name.
    #[must_use]
    pub fn is_plural(self) -> bool {
        matches!(self, Self::NounPlural | Self::NamePlural)
    }

    /// A mark and no word.
    #[must_use]
    pub fn is_punctuation(self) -> bool {
        matches!(
            self,
            Self::Comma
                | Self::Stop
                | Self::Colon
                | Self::QuoteOpen
                | Self::QuoteClose
                | Self::BracketOpen
                | Self::BracketClose
                | Self::Hyphen
                | Self::OtherPunctuation
        )
    }
}

labels! {
    /// How a word hangs on its head: the ClearNLP relations.
    Relation:
    Root = "ROOT", AdjectivalClause = "acl", AdjectivalComplement = "acomp", AdverbialClause = "advcl", Adverb = "advmod",
    Agent = "agent", Adjective = "amod", Apposition = "appos", Attribute = "attr", Auxiliary = "aux",
    PassiveAuxiliary = "auxpass", CaseMark = "case", Coordination = "cc", ClausalComplement = "ccomp",
    Compound = "compound", Conjunct = "conj", ClausalSubject = "csubj", PassiveClausalSubject = "csubjpass",
    Dative = "dative", Unclassified = "dep", Determiner = "det", Object = "dobj", Expletive = "expl",
    Interjection = "intj", Mark = "mark", Meta = "meta", Negation = "neg", NounModifier = "nmod",
    NounAsAdverb = "npadvmod", Subject = "nsubj", PassiveSubject = "nsubjpass", NumberModifier = "nummod",
    ObjectPredicate = "oprd", Parataxis = "parataxis", PrepositionComplement = "pcomp", PrepositionObject = "pobj",
    Possessor = "poss", Preconjunction = "preconj", Predeterminer = "predet", Preposition = "prep",
    Particle = "prt", Punctuation = "punct", QuantifierModifier = "quantmod", RelativeClause = "relcl",
    OpenComplement = "xcomp",
}

impl Relation {
    /// A subject of any kind.
    #[must_use]
    pub fn is_subject(self) -> bool {
        matches!(self, Self::Subject | Self::PassiveSubject | Self::ClausalSubject | Self::PassiveClausalSubject)
    }
}

/// What kind of thing a span of words names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpanKind {
    /// A human being.
    Person,
    /// A body of people: company, agency, team, party.
    Organization,
    /// A country, town, region, building, river.
    Place,
    /// A people, a faith, a political camp as an adjective or noun ("Russian", "Democrats").
    Nationality,
    /// A date, a time, a span of time.
    Date,
    /// A count, a share, an amount of money, a measure.
    Number,
    /// A work, an event, a law, a product.
    Other,
}

impl SpanKind {
    /// All kinds in the order in which the network numbers them.
    pub const ALL: [Self; 7] =
        [Self::Person, Self::Organization, Self::Place, Self::Nationality, Self::Date, Self::Number, Self::Other];

    /// Whether it can be the kind of a name: not a date, a figure, a nationality.
    #[must_use]
    pub fn is_name(self) -> bool {
        matches!(self, Self::Person | Self::Organization | Self::Place | Self::Other)
    }
}
