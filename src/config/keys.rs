//! Keys, chords of keys, and what they are bound to.

use std::{collections::BTreeMap, fmt, str::FromStr};

use super::action::Action;

/// A key of the keyboard, without modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A character as typed: upper case is a character of its own.
    Char(char),
    /// A key with a name, one of [`NAMED`].
    Named(&'static str),
    /// A function key.
    F(u8),
}

/// The keys that go by a name.
pub const NAMED: &[&str] = &[
    "enter",
    "esc",
    "tab",
    "backtab",
    "space",
    "backspace",
    "delete",
    "insert",
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "pgup",
    "pgdn",
];

/// A key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The key.
    pub code: Code,
    /// With Control.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
}

impl Key {
    /// A character without modifiers.
    #[must_use]
    pub fn char(c: char) -> Self {
        if c == ' ' { Self::named("space") } else { Self { code: Code::Char(c), ctrl: false, alt: false } }
    }

    /// A named key without modifiers; a name that is none gives `esc`.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let name = NAMED.iter().find(|n| **n == name).copied().unwrap_or("esc");
        Self { code: Code::Named(name), ctrl: false, alt: false }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        match self.code {
            Code::Char(c) => write!(f, "{c}"),
            Code::Named(name) => f.write_str(name),
            Code::F(n) => write!(f, "f{n}"),
        }
    }
}

/// A text that names no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no key: write a character, ctrl-x, alt-x, f1 to f12, or one of {names}", names = NAMED.join(", "))]
pub struct NoKey(pub String);

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let (mut rest, mut ctrl, mut alt) = (text, false, false);
        loop {
            if let Some(after) = rest.strip_prefix("ctrl-").filter(|r| !r.is_empty()) {
                (rest, ctrl) = (after, true);
            } else if let Some(after) = rest.strip_prefix("alt-").filter(|r| !r.is_empty()) {
                (rest, alt) = (after, true);
            } else {
                break;
            }
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(' '), None) => Some(Code::Named("space")),
            (Some(c), None) => Some(Code::Char(if ctrl { c.to_ascii_lowercase() } else { c })),
            _ => NAMED.iter().find(|n| **n == rest).map(|n| Code::Named(n)).or_else(|| {
                rest.strip_prefix('f').and_then(|n| n.parse().ok()).filter(|n| (1..=12).contains(n)).map(Code::F)
            }),
        };
        code.map(|code| Self { code, ctrl, alt }).ok_or_else(|| NoKey(text.to_owned()))
    }
}

/// Keys pressed one after the other, as a file writes them: parted by spaces.
///
/// # Errors
/// [`NoKey`] for the first that is none.
pub fn chord(text: &str) -> Result<Vec<Key>, NoKey> {
    let keys: Vec<Key> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    if keys.is_empty() { Err(NoKey(text.to_owned())) } else { Ok(keys) }
}

/// Keys as a file writes them.
#[must_use]
pub fn spelled(keys: &[Key]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// Where a binding holds. A view's own binding goes before one that holds everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In every view.
    Everywhere,
    /// In the source list and the article.
    Reading,
    /// In the comparison.
    Comparing,
    /// In the coverage matrix.
    Coverage,
    /// In help and search results.
    Pages,
}

impl Place {
    /// All places, in the order of help.
    pub const ALL: &[Self] = &[Self::Everywhere, Self::Reading, Self::Comparing, Self::Coverage, Self::Pages];

    /// The name of its table in `keymap.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::Reading => "reading",
            Self::Comparing => "comparing",
            Self::Coverage => "coverage",
            Self::Pages => "pages",
        }
    }

    /// The place of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|p| p.name() == name)
    }
}

/// What the keys do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    bindings: BTreeMap<Place, BTreeMap<Vec<Key>, Action>>,
}

/// What keys pressed so far mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// An action.
    Action(Action),
    /// The beginning of a chord.
    Begins,
    /// Nothing.
    Nothing,
}

impl Keymap {
    /// Binds; answers with the action that held the keys, or one that starts with them or that they start with.
    ///
    /// # Errors
    /// The keys and the action that are in the way.
    pub fn bind(&mut self, place: Place, keys: Vec<Key>, action: Action) -> Result<(), (Vec<Key>, Action)> {
        let table = self.bindings.entry(place).or_default();
        if let Some((other, &held)) = table.iter().find(|(k, _)| k.starts_with(&keys) || keys.starts_with(k)) {
            return Err((other.clone(), held));
        }
        table.insert(keys, action);
        Ok(())
    }

    /// Takes all keys of an action away in a place.
    pub fn unbind(&mut self, place: Place, action: Action) {
        self.bindings.entry(place).or_default().retain(|_, a| *a != action);
    }

    /// What keys pressed in a place mean.
    #[must_use]
    pub fn meaning(&self, place: Place, keys: &[Key]) -> Meaning {
        let mut begins = false;
        for place in [place, Place::Everywhere] {
            let Some(table) = self.bindings.get(&place) else { continue };
            if let Some(&action) = table.get(keys) {
                return Meaning::Action(action);
            }
            begins = begins || table.keys().any(|k| k.starts_with(keys));
        }
        if begins { Meaning::Begins } else { Meaning::Nothing }
    }

    /// How the chord that was begun can go on: the rest of the keys and the action.
    #[must_use]
    pub fn continuations(&self, place: Place, keys: &[Key]) -> Vec<(String, Action)> {
        [place, Place::Everywhere]
            .iter()
            .filter_map(|p| self.bindings.get(p))
            .flatten()
            .filter_map(|(k, &a)| k.strip_prefix(keys).map(|rest| (spelled(rest), a)))
            .collect()
    }

    /// The keys of an action in a place, the shortest first; those that hold everywhere if the place has none of its own.
    #[must_use]
    pub fn keys_of(&self, place: Place, action: Action) -> Vec<String> {
        for p in [place, Place::Everywhere] {
            let mut found: Vec<String> = self
                .bindings
                .get(&p)
                .into_iter()
                .flatten()
                .filter(|&(k, &a)| a == action && self.meaning(place, k) == Meaning::Action(action))
                .map(|(k, _)| spelled(k))
                .collect();
            if !found.is_empty() {
                found.sort_by_key(String::len);
                return found;
            }
        }
        Vec::new()
    }

    /// Whether an action has keys in a place that hold there and not everywhere.
    #[must_use]
    pub fn is_own(&self, place: Place, action: Action) -> bool {
        place != Place::Everywhere && self.of(place).any(|(_, bound)| bound == action)
    }

    /// All bindings of a place.
    pub fn of(&self, place: Place) -> impl Iterator<Item = (&[Key], Action)> {
        self.bindings.get(&place).into_iter().flatten().map(|(k, &a)| (k.as_slice(), a))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_as_it_is_written() {
        for text in ["j", "J", "ctrl-d", "alt-x", "pgdn", "f12", "]", "-", "ctrl--", "ctrl-alt-x", "\"", "#", "space"] {
            assert_eq!(text.parse::<Key>().unwrap().to_string(), text);
        }
        for text in ["", "strg-d", "pagedown", "f13", "ctrl-", "jj"] {
            assert!(text.parse::<Key>().is_err(), "{text}");
        }
        assert_eq!("ctrl-D".parse::<Key>().unwrap().to_string(), "ctrl-d");
    }

    #[test]
    fn a_view_goes_before_everywhere_and_chords_wait() {
        let mut map = Keymap::default();
        map.bind(Place::Everywhere, chord("m").unwrap(), Action::Mark).unwrap();
        map.bind(Place::Comparing, chord("m").unwrap(), Action::Partner).unwrap();
        map.bind(Place::Everywhere, chord("S t").unwrap(), Action::SortTime).unwrap();
        let keys = chord("m").unwrap();
        assert_eq!(map.meaning(Place::Comparing, &keys), Meaning::Action(Action::Partner));
        assert_eq!(map.meaning(Place::Reading, &keys), Meaning::Action(Action::Mark));
        assert_eq!(map.meaning(Place::Reading, &chord("S").unwrap()), Meaning::Begins);
        assert_eq!(map.meaning(Place::Reading, &chord("S x").unwrap()), Meaning::Nothing);
        assert!(map.keys_of(Place::Comparing, Action::Mark).is_empty(), "hidden by the view's own");
        assert!(map.bind(Place::Everywhere, chord("S").unwrap(), Action::Star).is_err(), "would hide the chord");
    }
}
