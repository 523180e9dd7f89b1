//! What views are drawn with: a canvas, styles and glyphs, text wrapped into lines, loosely typed words. No view is known
//! here.

pub(crate) mod canvas;
pub(crate) mod finding;
pub(crate) mod fuzzy;
pub(crate) mod glyphs;
pub(crate) mod styled_lines;
pub(crate) mod styles;
pub(crate) mod text_layout;
