//! Plain text for a pipe or a terminal: wrapped to a width, readable without colour.

mod brief;
mod compare;
mod coverage;
mod page;

pub use brief::brief;
pub use compare::compare;
pub use coverage::coverage;
