//! One file a view: its state, what its keys do to it, how it is drawn.

pub(crate) mod compare;
pub(crate) mod coverage;
pub(crate) mod footer;
pub(crate) mod help;
pub(crate) mod list;
pub(crate) mod prompt;
pub(crate) mod reader;
pub(crate) mod scroll;
pub(crate) mod search;
