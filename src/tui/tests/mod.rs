//! Screens as text, over invented articles.

pub(super) mod fixture;
mod screens;
