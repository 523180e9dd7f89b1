//! Whatever the bytes, a mail ends with articles or a typed error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nutgraf::loader::{Hint, load};

fuzz_target!(|bytes: &[u8]| {
    let hint = Hint { path: "a.eml".into(), ..Hint::default() };
    let _ = load(&[b"From: a@b.c\nTo: d@e.f\nSubject: g\n", bytes].concat(), &hint);
});
