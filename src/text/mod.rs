//! What any stage may ask of a string.
//!
//! - [`sanitize`]: no control reaches a reader's terminal; the loader passes every field through it.
//! - [`sentences`]: where sentences end.
//! - [`words`]: words, their folded forms and stems, stop words.
//! - [`quotations`]: what stands between quotation marks, and who said it.
//! - [`figures`]: numbers, money, percentages, dates, durations, distances.
//! - [`names`]: people, organisations and places, with their short forms.
//! - [`sparse`]: how much two weighed sets of terms share.
//! - [`agree`]: whether a sentence says what another text says.
//! - [`counts`]: numbers with what they count.
//! - [`dates`]: dates as people write them.
//! - [`width`]: how many cells a text takes, and lines broken to a width.

pub mod agree;
pub mod counts;
pub mod dates;
pub mod figures;
pub(crate) mod hash;
pub mod links;
pub mod meanings;
pub mod names;
pub mod quotations;
pub mod sanitize;
pub mod sentences;
pub mod sparse;
pub(crate) mod stop_words;
pub mod suggestion;
pub mod width;
pub mod words;

/// The months in English; the first three letters of each are its short form.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
