//! Looks: what each part of the screen is painted with, as plain data. The screen turns it into its own styles.

use std::{collections::BTreeMap, str::FromStr};

/// Declares the roles once, with the names that theme files use.
macro_rules! roles {
    ($($variant:ident $name:literal $means:literal;)*) => {
        /// What a piece of the screen means; a theme says how that looks.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role {
            #[default]
            $(#[doc = $means] $variant,)*
        }

        impl Role {
            /// All roles.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in theme files.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

roles! {
    Text "text" "Running text.";
    Dim "dim" "What matters less: dates, notes, what both sides say.";
    Title "title" "Headlines.";
    Heading "heading" "Headings in an article.";
    Label "label" "The name of a block: What You Need To Know.";
    Bullet "bullet" "The text of bullets.";
    Bar "bar" "The bar beside the bullets.";
    Quote "quote" "Passages set off as quoted.";
    Link "link" "Links.";
    Left "left" "The left side.";
    Right "right" "The right side.";
    LeftWord "left_word" "Words that only the left has.";
    RightWord "right_word" "Words that only the right has.";
    Both "both" "What both sides say.";
    Altered "altered" "A quotation or a figure that differs.";
    Found "found" "Words found.";
    FoundHere "found_here" "The place found that one is at.";
    Lit "lit" "The sentence one was led to.";
    Cursor "cursor" "The row under the cursor where the keyboard is.";
    CursorAway "cursor_away" "The row under the cursor where the keyboard is not.";
    Unread "unread" "The mark of what is unread.";
    Star "star" "The mark of what is starred.";
    Rule "rule" "Lines that part.";
    Key "key" "The name of a key.";
    Hint "hint" "What a key does.";
    Message "message" "What the program says.";
    Error "error" "What went wrong.";
    Popup "popup" "The ground of what lies over the rest.";
}

impl Role {
    /// The role of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|r| r.name() == name)
    }
}

/// A colour of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// What the terminal has by itself.
    Default,
    /// One of the sixteen, as the reader's terminal paints them; 0 to 7 and the bright ones 8 to 15, or one of 256.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// The sixteen by name, in their order.
pub const NAMES: &[&str] = &[
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// A text that is no colour.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no colour: write #rrggbb, a number from 0 to 255, default, or one of {names}", names = NAMES.join(", "))]
pub struct NoColour(String);

impl FromStr for Colour {
    type Err = NoColour;

    fn from_str(text: &str) -> Result<Self, NoColour> {
        let hex = text.strip_prefix('#').filter(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()));
        if let Some(value) = hex.and_then(|h| u32::from_str_radix(h, 16).ok()) {
            let [_, r, g, b] = value.to_be_bytes();
            return Ok(Self::Rgb(r, g, b));
        }
        if text == "default" {
            return Ok(Self::Default);
        }
        let index = NAMES.iter().position(|n| *n == text).and_then(|i| u8::try_from(i).ok());
        index.or_else(|| text.parse().ok()).map(Self::Indexed).ok_or_else(|| NoColour(text.to_owned()))
    }
}

/// How a role looks. What is not said stays as it is underneath.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The letters.
    pub fg: Option<Colour>,
    /// The ground.
    pub bg: Option<Colour>,
    /// Bold.
    pub bold: bool,
    /// Dim.
    pub dim: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Letters and ground exchanged.
    pub reverse: bool,
}

/// A theme: a look for every role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// Looks; a role that is not there is the terminal's own.
    pub looks: BTreeMap<Role, Look>,
}

impl Theme {
    /// How a role looks.
    #[must_use]
    pub fn look(&self, role: Role) -> Look {
        self.looks.get(&role).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_read_in_each_form() {
        assert_eq!("#0080ff".parse(), Ok(Colour::Rgb(0, 128, 255)));
        assert_eq!("bright-blue".parse(), Ok(Colour::Indexed(12)));
        assert_eq!("208".parse(), Ok(Colour::Indexed(208)));
        for text in ["", "#12345", "#ggggggg", "blau", "256", "#é1234"] {
            assert!(text.parse::<Colour>().is_err(), "{text}");
        }
    }
}
