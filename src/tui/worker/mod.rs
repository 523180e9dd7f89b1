//! Work that takes longer than a frame: who does it, what is asked, what comes back, what is kept.

pub(crate) mod cache;
pub(crate) mod pictures;
pub(crate) mod pool;
pub(crate) mod requests;
pub(crate) mod responses;
