//! Plain text for a pipe or a terminal: wrapped to a width, readable without colour.

mod brief;
mod page;

pub use brief::brief;
