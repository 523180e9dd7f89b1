//! What reaches beyond the screen: the clipboard, the browser, files, other programs, and what is remembered between runs.

pub(crate) mod browser;
pub(crate) mod clipboard;
pub(crate) mod export;
pub(crate) mod pipe;
pub(crate) mod session;
