//! Screens as text, over invented articles.

pub(super) mod fixture;
mod frames;
pub(super) mod invented;
mod marks;
mod screens;
