//! What is drawn beside words, on screens with and without Unicode.

/// Declares the glyphs once: name, in Unicode, in ASCII. Each is one cell wide in every terminal that was tried.
macro_rules! glyphs {
    ($($(#[$doc:meta])* $name:ident $unicode:literal $ascii:literal;)*) => {
        /// What is drawn beside words.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) struct Glyphs {
            $($(#[$doc])* pub(crate) $name: &'static str,)*
            /// A bar of one to eight eighths of a cell.
            pub(crate) eighths: [&'static str; 8],
        }

        /// Unicode glyphs.
        pub(crate) const UNICODE: Glyphs =
            Glyphs { $($name: $unicode,)* eighths: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"] };

        /// ASCII alone.
        pub(crate) const ASCII: Glyphs = Glyphs { $($name: $ascii,)* eighths: ["#"; 8] };

        #[cfg(test)]
        impl Glyphs {
            /// All glyphs with their names, a full bar for the eighths.
            pub(crate) fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name),)* ("eighths", self.eighths[7])]
            }
        }
    };
}

glyphs! {
    unread "●" "*";
    read "○" " ";
    star "★" "+";
    marked "◆" "#";
    changed "±" "$";
    open "▾" "v";
    folded "▸" ">";
    cursor "▌" ">";
    bar "┃" "|";
    vertical "│" "|";
    horizontal "─" "-";
    thumb "┃" "#";
    dot "·" "-";
    more "…" "~";
    down "↓" "v";
    reworded "≈" "%";
    /// Two that cannot both be so.
    conflict "≠" "!";
    moved "⇄" "^";
    full "●" "X";
    part "◐" "/";
    reprint "◌" "c";
    nothing "○" ".";
    leads "¹" "1";
    first "†" "+";
    tick "▪" "-";
    dash "–" "-";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::width;

    #[test]
    fn every_glyph_is_one_cell() {
        for g in [UNICODE, ASCII] {
            let bars = g.eighths.map(|bar| ("eighths", bar));
            for (name, glyph) in g.all().into_iter().chain(bars) {
                assert_eq!(width(glyph), 1, "{name}: {glyph}");
            }
        }
        assert!(ASCII.all().iter().all(|(_, glyph)| glyph.is_ascii()));
    }
}
