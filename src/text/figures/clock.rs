//! Times of day: "4 a.m.", "8:20 p.m.", "14:30".

use super::{Figure, FigureKind, Word, units};

/// The unit of a time of day, followed by the zone where the text names one; its value is minutes since midnight there.
pub(super) const UNIT: &str = "clock";

/// Time zones and the names and abbreviations that papers give them. Whoever names none means the place's own.
const ZONES: &[(&str, &[&str])] = &[
    ("eastern", &["et", "est", "edt", "eastern"]),
    ("central", &["ct", "cdt", "central"]),
    ("mountain", &["mt", "mst", "mdt", "mountain"]),
    ("pacific", &["pt", "pst", "pdt", "pacific"]),
    ("universal", &["gmt", "utc", "zulu"]),
    ("british", &["bst"]),
    ("european", &["cet", "cest"]),
];

/// The time that starts at a word, and the word after it.
pub(super) fn at(sentence: &str, words: &[Word<'_>], k: usize) -> Option<(Figure, usize)> {
    if words[k].folded == "noon" && k > 0 && WHEN.contains(&words[k - 1].folded.as_str()) {
        return Some((noon(&words[k]), k + 1));
    }
    let beside = |n: usize, gaps: &[&str]| words.get(n).filter(|w| gaps.contains(&&sentence[words[n - 1].end()..w.at]));
    if let Some(found) = in_words(sentence, words, k) {
        return Some(found);
    }
    let (hour, mut half) = split(&words[k].folded)?;
    let mut next = k + 1;
    let minute = match beside(next, &[":"]).and_then(|w| split(&w.folded)).filter(|_| half.is_none()) {
        Some((minute, behind)) if words[next].text.len().saturating_sub(behind.map_or(0, str::len)) == 2 => {
            half = behind;
            next += 1;
            Some(minute)
        }
        _ => None,
    };
    if half.is_none()
        && let Some(word) = beside(next, &[" ", "\u{a0}", ""]).filter(|w| afternoon(&w.folded).is_some())
    {
        half = Some(&word.folded);
        next += 1;
    }
    // "5:30 in the afternoon"
    let folded = |n: usize| words.get(n).map_or("", |w| w.folded.as_str());
    let part = || match [folded(next), folded(next + 1), folded(next + 2)] {
        ["in", "the", "afternoon" | "evening"] | ["at", "night", _] => Some(true),
        ["in", "the", "morning"] => Some(false),
        _ => None,
    };
    let late = half.and_then(afternoon).or_else(|| minute.and_then(|_| part()));
    let hour = match late {
        Some(late) if (1..=12).contains(&hour) => hour % 12 + if late { 12 } else { 0 },
        // Without its half of the day a time has its minutes.
        None if half.is_none() && minute.is_some() && hour < 24 => hour,
        _ => return None,
    };
    let minute = minute.unwrap_or(0);
    let start = words[k].at;
    let end = words[next - 1].end();
    let dot = usize::from(late.is_some() && sentence[..end].ends_with(".m") && sentence[end..].starts_with('.'));
    let tolerance = if units::qualifier(&sentence[..start]) > 0 { 15.0 } else { 0.0 };
    let value = f64::from(hour * 60 + minute);
    let figure = Figure {
        kind: FigureKind::Number,
        span: start..end + dot,
        value,
        tolerance,
        grain: 1.0,
        unit: beside(next, &[" ", ". ", "\u{a0}"])
            .and_then(|w| zone(w))
            .map_or(UNIT.to_owned(), |z| format!("{UNIT} {z}")),
    };
    (minute < 60).then_some((figure, next))
}

/// "seven in the morning", "11 at night": an hour with its part of the day.
fn in_words(sentence: &str, words: &[Word<'_>], k: usize) -> Option<(Figure, usize)> {
    let folded = |n: usize| words.get(n).map_or("", |w| w.folded.as_str());
    let digits = || folded(k).parse::<u8>().ok().map(f64::from);
    let hour = units::small_number(folded(k)).or_else(digits).filter(|h| (1.0..=12.0).contains(h))?;
    let o_clock = usize::from(matches!(folded(k + 1), "o'clock" | "o’clock"));
    let part = [folded(k + 1 + o_clock), folded(k + 2 + o_clock), folded(k + 3 + o_clock)];
    let (late, taken) = match part {
        ["in", "the", "morning"] => (false, 3),
        ["in", "the", "afternoon" | "evening"] => (true, 3),
        ["at", "night", _] if (6.0..12.0).contains(&hour) => (true, 2),
        _ => return None,
    };
    // "two in the morning" of "one of two in the morning session" has no preposition of time before it.
    let led =
        k.checked_sub(1).is_some_and(|b| WHEN.contains(&folded(b)) || matches!(folded(b), "until" | "till" | "since"));
    let joined =
        sentence[words[k].at..words.get(k + o_clock + taken)?.end()].chars().all(|c| !matches!(c, ',' | '.' | ';'));
    if !led || !joined {
        return None;
    }
    let value = (hour % 12.0 + if late { 12.0 } else { 0.0 }) * 60.0;
    let next = k + 1 + o_clock + taken;
    let span = words[k].at..words[next - 1].end();
    let tolerance = if units::qualifier(&sentence[..span.start]) > 0 { 15.0 } else { 0.0 };
    Some((Figure { kind: FigureKind::Number, span, value, tolerance, grain: 1.0, unit: UNIT.to_owned() }, next))
}

/// What stands before "noon" where it is a time of day.
const WHEN: [&str; 9] = ["about", "after", "around", "at", "before", "by", "from", "near", "until"];

fn noon(word: &Word<'_>) -> Figure {
    let span = word.at..word.end();
    Figure { kind: FigureKind::Number, span, value: 720.0, tolerance: 15.0, grain: 1.0, unit: UNIT.to_owned() }
}

/// The zone that a word after a time names: in capitals, so that "at 9 et al." names none.
fn zone(word: &Word<'_>) -> Option<&'static str> {
    let named = ZONES.iter().find(|(_, names)| names.contains(&word.folded.as_str()))?;
    word.text.starts_with(char::is_uppercase).then_some(named.0)
}

/// One or two digits, and the half of the day written on to them.
fn split(word: &str) -> Option<(u32, Option<&str>)> {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let rest = &word[digits.len()..];
    let number = digits.parse().ok().filter(|_| digits.len() <= 2)?;
    match rest {
        "" => Some((number, None)),
        _ => afternoon(rest).map(|_| (number, Some(rest))),
    }
}

/// Whether a word names the second half of the day; `None` if it names neither.
fn afternoon(word: &str) -> Option<bool> {
    match word {
        "am" | "a.m" | "a.m." => Some(false),
        "pm" | "p.m" | "p.m." => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::text::figures::{find, same};

    #[test]
    fn times_of_day_are_one_figure_each() {
        for (text, written, minutes) in [
            ("The ferry left at 4 a.m. on Monday.", "4 a.m.", 240.0),
            ("The ferry left at 4am on a calm sea.", "4am", 240.0),
            ("It sank at 8:20 p.m.", "8:20 p.m.", 1220.0),
            ("It sank at 8:20pm off Skarn.", "8:20pm", 1220.0),
            ("At 14:30 it sank.", "14:30", 870.0),
            ("The vote is due by 12:00 p.m.", "12:00 p.m.", 720.0),
            ("The vote is due by 12 AM.", "12 AM", 0.0),
            ("It sank just before noon.", "noon", 720.0),
            ("It sank at seven in the morning.", "seven in the morning", 420.0),
            ("It sank around 11 at night.", "11 at night", 1380.0),
            ("It sank at 5:30 in the afternoon.", "5:30", 1050.0),
        ] {
            let found = find(text, None);
            let told: Vec<_> = found.iter().filter(|f| f.unit == "clock").collect();
            assert_eq!((told.len(), &text[told[0].span.clone()], told[0].value), (1, written, minutes), "{text}");
        }
        let time = |text: &str| find(text, None).remove(0);
        assert!(same(&time("at 8:52 a.m. local time"), &time("at 8:52 a.m. on Sunday")));
        assert!(same(&time("at 10:52 a.m. EDT"), &time("at 10:52 a.m. Eastern time")));
        assert!(!same(&time("at 10:52 a.m. Eastern time"), &time("at 10:52 a.m. GMT")));
        assert_ne!(time("at 8:52 a.m.").unit, time("at 10:52 a.m. Eastern time").unit, "neither denies the other");
        for text in ["They won 3:2.", "It took 99:99 of them.", "I am 40.", "Some 4 million left.", "psalm 119:5"] {
            assert!(find(text, None).iter().all(|f| f.unit != "clock"), "{text}");
        }
    }
}
