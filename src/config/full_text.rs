//! When the page of a feed's item is fetched for its full text.

/// Whether the page of an item is fetched for its full text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum FullText {
    /// Where the feed gives a summary only
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl FullText {
    /// As settings name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }

    /// What a name stands for; what is no name says nothing.
    #[must_use]
    pub fn of(name: &str) -> Self {
        match name {
            "always" => Self::Always,
            "never" => Self::Never,
            _ => Self::Auto,
        }
    }

    /// This, or what holds for all where this says nothing.
    #[must_use]
    pub fn or(self, for_all: Self) -> Self {
        if self == Self::Auto { for_all } else { self }
    }
}
