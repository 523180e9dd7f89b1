//! The views: a folder or a file each. A new one is a type that implements [`super::view::View`] and something that opens
//! it; nothing else in the viewer has to know it.

pub(crate) mod compare;
pub(crate) mod coverage;
pub(crate) mod front_page;
pub(crate) mod help;
pub(crate) mod reading;
pub(crate) mod search;
