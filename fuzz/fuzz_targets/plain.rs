//! Whatever the bytes, plain text ends with articles or a typed error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nutgraf::loader::{Hint, load};

fuzz_target!(|bytes: &[u8]| {
    let hint = Hint { path: "a.txt".into(), ..Hint::default() };
    let _ = load(bytes, &hint);
});
