//! Which claims of a coverage show, and in which order.

use crate::compare::Claim;

/// Which claims show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Only {
    #[default]
    All,
    Conflicts,
    OneSource,
}

/// How claims are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sorted {
    #[default]
    AsTold,
    BySources,
    ConflictsFirst,
}

impl Only {
    pub(super) fn next(self) -> Self {
        match self {
            Self::All => Self::Conflicts,
            Self::Conflicts => Self::OneSource,
            Self::OneSource => Self::All,
        }
    }

    pub(super) fn says(self) -> &'static str {
        match self {
            Self::All => "all claims",
            Self::Conflicts => "only contradictions",
            Self::OneSource => "only what one source reports",
        }
    }

    /// What is said where it leaves nothing in.
    pub(super) fn says_of_none(self) -> &'static str {
        match self {
            Self::All => "no claims",
            Self::Conflicts => "no contradictions",
            Self::OneSource => "nothing that only one source reports",
        }
    }

    pub(super) fn leaves_in(self, claim: &Claim) -> bool {
        match self {
            Self::All => true,
            Self::Conflicts => claim.conflict,
            Self::OneSource => reporting_sources(claim) == 1,
        }
    }
}

impl Sorted {
    pub(super) fn next(self) -> Self {
        match self {
            Self::AsTold => Self::BySources,
            Self::BySources => Self::ConflictsFirst,
            Self::ConflictsFirst => Self::AsTold,
        }
    }

    pub(super) fn says(self) -> &'static str {
        match self {
            Self::AsTold => "sorted as told",
            Self::BySources => "sorted by number of sources",
            Self::ConflictsFirst => "contradictions first",
        }
    }
}

/// How many sources tell a claim in words of their own: one text counts once.
pub(super) fn reporting_sources(claim: &Claim) -> usize {
    claim.cells.iter().filter(|c| c.reports()).count()
}
