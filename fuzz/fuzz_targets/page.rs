//! Whatever the bytes, a page ends with articles or a typed error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nutgraf::loader::{Hint, load};

fuzz_target!(|bytes: &[u8]| {
    let hint = Hint { path: "a.html".into(), ..Hint::default() };
    let _ = load(&[b"<!doctype html>", bytes].concat(), &hint);
});
