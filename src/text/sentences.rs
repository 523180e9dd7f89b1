//! Where sentences end.
//!
//! One pass over the text that stops only at marks that can end a sentence. What stands before the mark (a title, an initial, an
//! ordinal) and after it (lower case, a name, a word that opens sentences) decides.

use std::{collections::HashSet, ops::Range, sync::LazyLock};

use super::quotations::is_saying;

type Words = LazyLock<HashSet<&'static str>>;

/// Abbreviations that a name, a number or the rest of the sentence follows: lower case, without the last stop.
static INSIDE: Words = LazyLock::new(|| {
    "adm al ald amb approx art atty bijv bl.a bzw ca capt cf cmdr col cpl cpt det dhr dr dra dvs e.g \
     f.eks fig fr ft gen gov govs hon i.e insp kl lt m maj messrs mevr mio mlle mm mme mr mrd mrs ms mt \
     no nos nr o.a p pfc pp prof pvt rep reps rev sen sens sgt sra st ste str supt u.a uds v vgl vs z.b"
        .split_whitespace()
        .collect()
});

/// Abbreviations that may stand last in a sentence: it has ended if a word follows that opens sentences.
static LAST: Words = LazyLock::new(|| {
    "ala apr ariz ark assn aug ave blvd bros calif co colo conn corp dec del dept est etc feb fla ga ill \
     inc ind jan jr jul jun kan ky la ltd mar mass md mich minn miss mo mont neb nev nov oct okla ore pa \
     ph.d plc pres sen sep sept sr tenn tex univ usw va vt wash wis wyo"
        .split_whitespace()
        .collect()
});

/// Words that open sentences and are no names, lower case.
static OPENERS: Words = LazyLock::new(|| {
    "a after all although an and another as at because before both but by despite during each earlier \
     even every few first for from he her here his how however i if in instead it it's its just last \
     later many meanwhile more most much my no none nor not now of officials on once one only or other \
     others our over people police several she since so some still such that the their then there these \
     they this those though through to two under until we what when where whether which while who why \
     with without yet you"
        .split_whitespace()
        .collect()
});

/// Words after a time of day that belong to it.
static AFTER_TIME: Words = LazyLock::new(|| {
    "bst cdt central cet cst ct eastern edt est et friday gmt ist local mdt monday mountain mst pacific \
     pdt pst pt saturday sunday thursday tuesday utc wednesday"
        .split_whitespace()
        .collect()
});

/// The sentences of one paragraph, as byte ranges without the white space around them.
///
/// ```
/// let text = "Mr. Hale met the U.S. envoy. “It went well,” he said.";
/// let parts: Vec<_> = nutgraf::text::sentences::split(text).into_iter().map(|r| &text[r]).collect();
/// assert_eq!(parts, ["Mr. Hale met the U.S. envoy.", "“It went well,” he said."]);
/// ```
#[must_use]
pub fn split(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::with_capacity(text.len() / 100 + 1);
    let mut start = 0;
    let mut at = 0;
    while let Some(mark) = next_mark(text, at) {
        if ends(text, start, &mark) {
            push(text, start..mark.end, &mut out);
            start = mark.end;
        }
        at = mark.end;
    }
    push(text, start..text.len(), &mut out);
    out
}

fn push(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let part = &text[range.clone()];
    let trimmed = part.trim();
    if !trimmed.is_empty() {
        let start = range.start + (part.len() - part.trim_start().len());
        out.push(start..start + trimmed.len());
    }
}

/// A run of marks that can end a sentence, with the closing marks after it.
struct Mark {
    start: usize,
    /// Where the marks end and closing quotation marks and brackets begin.
    closers: usize,
    end: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One full stop.
    Stop,
    /// `!` or `?`, alone or in company.
    Loud,
    /// Three dots in one form or another.
    Ellipsis,
    /// A mark of a script without spaces.
    Wide,
}

/// The next run of marks.
fn next_mark(text: &str, from: usize) -> Option<Mark> {
    let bytes = text.as_bytes();
    let mut start = from;
    loop {
        let b = *bytes.get(start)?;
        if matches!(b, b'.' | b'!' | b'?')
            || (b >= 0xd8 && char_at(text, start).is_some_and(|c| mark_kind(c).is_some()))
        {
            break;
        }
        start += 1;
    }
    let mut end = start;
    let (mut dots, mut loud, mut wide, mut dotted) = (0, false, false, false);
    for c in text[start..].chars() {
        match mark_kind(c) {
            Some(Kind::Stop) => dots += 1,
            Some(Kind::Loud) => loud = true,
            Some(Kind::Wide) => wide = true,
            Some(Kind::Ellipsis) => dotted = true,
            None => break,
        }
        end += c.len_utf8();
    }
    let closers = end;
    for c in text[closers..].chars() {
        if !is_closing(c) && mark_kind(c).is_none() {
            break;
        }
        end += c.len_utf8();
    }
    let kind = if wide {
        Kind::Wide
    } else if loud {
        Kind::Loud
    } else if dotted || dots > 2 {
        Kind::Ellipsis
    } else {
        Kind::Stop
    };
    Some(Mark { start, closers, end, kind })
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn mark_kind(c: char) -> Option<Kind> {
    Some(match c {
        '.' | '।' | '۔' => Kind::Stop,
        '!' | '?' | '؟' | '‽' | '⁈' | '⁉' => Kind::Loud,
        '…' => Kind::Ellipsis,
        '。' | '！' | '？' | '｡' | '．' => Kind::Wide,
        _ => return None,
    })
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '“' | ')' | ']' | '»' | '«' | '」' | '』' | '）' | '】' | '》' | '›')
}

/// Whether a sentence that began at `start` ends at this mark.
fn ends(text: &str, start: usize, mark: &Mark) -> bool {
    let rest = &text[mark.end..];
    let Some(next) = rest.chars().next() else { return true };
    if mark.kind == Kind::Wide {
        // 「行きます。」と述べた: what follows the closing mark still belongs to it.
        return mark.closers == mark.end || !('\u{3040}'..='\u{309f}').contains(&next);
    }
    let before = &text[start..mark.start];
    if !next.is_whitespace() {
        return unspaced(before, mark, rest);
    }
    let following = rest.trim_start();
    let opens = following.chars().find(|c| !is_opening(*c)).is_none_or(|c| !c.is_lowercase());
    if !opens || following.starts_with(['-', '–', '—', ')', ',', ';', ':', '/', '&', '.', '!', '?', '…']) {
        return false;
    }
    let spaced = before.ends_with(char::is_whitespace);
    match mark.kind {
        // "respect ... And": words were left out, the sentence goes on; "were. ... I": after a sentence, not.
        Kind::Ellipsis => (!spaced && !before.is_empty()) || before.trim_end().ends_with(['.', '!', '?']),
        Kind::Loud => mark.closers == mark.end || !is_attribution(following),
        _ if spaced => !before.trim_end().ends_with('.') && !before.trim().is_empty(),
        _ if mark.end == mark.start + 1 => !abbreviated(before, following),
        // `(D-Ill.) is`, `“the U.S.” He`: the bracket or mark closes what the stop belongs to.
        _ => !text[mark.closers..].starts_with(')') || !abbreviated(before, following) || is_opener(following),
    }
}

/// `multiplied.That`: scraped text that lost the space after a full stop.
fn unspaced(before: &str, mark: &Mark, rest: &str) -> bool {
    let mut next = rest.chars();
    let opens = next.next().is_some_and(|c| c.is_uppercase() || (is_opening(c) && c != '\''));
    let goes_on = next
        .next()
        .is_some_and(|c| c.is_lowercase() || c.is_whitespace() || c.is_uppercase() && mark.closers < mark.end);
    if !opens || !goes_on || mark.kind == Kind::Ellipsis {
        return false;
    }
    if mark.closers < mark.end {
        // `said."Then`; not `"A"."B"` or `f("x.")Y`
        return before.len() > 10;
    }
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let lower = word.chars().count() > 2 && word.chars().all(char::is_lowercase);
    let whole = before[..before.len() - word.len()]
        .chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || matches!(c, '-' | '\'' | '’' | '"' | '“'));
    let host = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    lower && whole && !matches!(host, "Com" | "Net" | "Org" | "Js" | "Io")
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '“' | '„' | '«' | '»' | '\'' | '‘' | '(' | '[' | '¿' | '¡' | '「' | '『' | '‚' | '‹' | '*' | '_')
}

/// Whether what stands before a single full stop is an abbreviation after which the sentence goes on.
fn abbreviated(before: &str, following: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || is_opening(c) || matches!(c, '-' | '–' | '—' | '/'))
        .next()
        .unwrap_or("");
    if word.is_empty() || word.len() > 12 {
        return false;
    }
    if word.bytes().all(|b| b.is_ascii_digit()) {
        // "31. Mai", and the number of an item at its start
        return word.len() <= 2 && (before.trim_start().len() == word.len() || is_month(following));
    }
    let lower = word.to_lowercase();
    let known = |list: &Words| list.contains(lower.as_str());
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let digit = following.starts_with(|c: char| c.is_ascii_digit());
    match lower.as_str() {
        "no" | "nos" | "p" | "pp" | "art" | "fig" | "v" => return digit || (lower == "v" && !is_opener(following)),
        "a.m" | "p.m" => {
            // "8 p.m. March 14": a name and a day of it.
            let date = following.split_once(' ').is_some_and(|(month, day)| {
                super::MONTHS.contains(&month) && day.starts_with(|c: char| c.is_ascii_digit())
            });
            return date || is_one_of(following, &AFTER_TIME) || following.starts_with('(');
        }
        "m" if !capital => return false,
        _ => {}
    }
    if known(&INSIDE) {
        return true;
    }
    let initials = word.split('.').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic)
            && (chars.next().is_none()
                || (word.contains('.') && part.len() == 2 && part.chars().all(char::is_uppercase)))
    });
    let could = initials || (known(&LAST) && (capital || matches!(lower.as_str(), "etc" | "est" | "usw")));
    if !could {
        return false;
    }
    if lower == "etc" || lower == "usw" {
        return false;
    }
    // A single small letter is an initial only in capitals ("and plan b. Then").
    if initials && !capital && !word.contains('.') {
        return false;
    }
    !is_opener(following)
}

/// Whether a text starts with a word that opens sentences, or with a quotation.
fn is_opener(following: &str) -> bool {
    following.starts_with(['“', '"', '„', '«', '‘'])
        || (following.starts_with(char::is_uppercase) && is_one_of(following, &OPENERS))
}

fn is_one_of(following: &str, words: &Words) -> bool {
    let end = following.find(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')).unwrap_or(following.len());
    if end == 0 || end > 12 {
        return false;
    }
    let word = following[..end].to_lowercase().replace('’', "'");
    words.contains(word.as_str())
}

fn is_month(following: &str) -> bool {
    static MONTHS: Words = LazyLock::new(|| {
        "april august dezember februar januar juli juni jänner mai märz november oktober september"
            .split_whitespace()
            .collect()
    });
    is_one_of(following, &MONTHS)
}

/// `Mr. Gowdy added.` after `… speculate?”`: a name of a few words and a verb of saying.
fn is_attribution(following: &str) -> bool {
    for (n, word) in following.split(' ').take(6).enumerate() {
        let bare = word.trim_end_matches([',', '.', ';', ':']);
        if n > 0 && is_saying(bare) {
            return true;
        }
        let name = word.starts_with(char::is_uppercase) || matches!(bare, "of" | "de" | "van" | "von" | "al" | "the");
        let stops = word.ends_with(['!', '?', ';', ':', ',']);
        if !name || stops || (n == 0 && is_one_of(word, &OPENERS)) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        split(text).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn one_sentence_stays_one() {
        for text in [
            "Sen. J.K. Hale of Ariz. met Dr. Lee at 8 a.m. Friday in Washington, D.C., with the U.S. Senate.",
            "It cost $3.5 million, up from 1.25 in Jan. 2019 (No. 7 on the list).",
            "“We will rebuild!” Mr. Gowdy added on Friday.",
            "\"You've been debating a coin?\" Obama said.",
            "“Will it rain?” he asked.",
            "NBC notes, “Trump . . . finishes first,” it said.",
            "Dress like you deserve respect ... And don’t make faces.",
            "Am 31. Mai 2024 kam z.B. Herr Dr. Max Muster gegen 14 Uhr.",
            "Yahoo! is a company.",
            "1. Close the bridge",
            "Rep. Duncan Hunter (R-Calif.) was there.",
            "See www.example.org/A.Html for more.",
            "Apple Inc. Chief Tim Cook spoke.",
            "George W. Bush and E.U. Commissioner Lee met",
            "f(x).Y is no sentence",
            "St. Paul beat Ft. Worth",
            "The enemy 'is . . . weak', he said",
        ] {
            assert_eq!(parts(text), [text]);
        }
    }

    #[test]
    fn sentences_part() {
        for (text, want) in [
            ("He lives in the U.S. The council met.", &["He lives in the U.S.", "The council met."][..]),
            ("It works for Apple Inc. It grew.", &["It works for Apple Inc.", "It grew."]),
            ("It began at 8 p.m. March 14, the guard said.", &["It began at 8 p.m. March 14, the guard said."]),
            ("It began at 8 p.m. Police came.", &["It began at 8 p.m.", "Police came."]),
            (
                "Share, and it will be multiplied.That may sound odd.",
                &["Share, and it will be multiplied.", "That may sound odd."],
            ),
            ("in future breaches.\"READ MORE: it is here", &["in future breaches.\"", "READ MORE: it is here"]),
            ("It is located . The town is old .", &["It is located .", "The town is old ."]),
            ("Why? Because. Really?! Yes…", &["Why?", "Because.", "Really?!", "Yes…"]),
            ("“It is.” She left. (It rained.) He came.", &["“It is.”", "She left.", "(It rained.)", "He came."]),
            (
                "市議会は橋を閉鎖した。「行きます。」と述べた。終わり！次へ",
                &["市議会は橋を閉鎖した。", "「行きます。」と述べた。", "終わり！", "次へ"],
            ),
            ("¿Por qué? ¡Vamos! Sí.", &["¿Por qué?", "¡Vamos!", "Sí."]),
            ("It hurt as they were. ... I will learn.", &["It hurt as they were. ...", "I will learn."]),
            ("Was it a power? … It was not.", &["Was it a power? …", "It was not."]),
            ("I said no. 5 people came.", &["I said no. 5 people came."]),
            ("She said yes. No. She left.", &["She said yes.", "No.", "She left."]),
        ] {
            assert_eq!(parts(text), want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn sentences_joined_give_the_text_back(text in "([A-Za-z]{1,9}|Mr|U\\.S|[0-9.]{1,4}|[.!?…。”\"')(“ \u{3000}é市]){0,60}") {
            let ranges = split(&text);
            let mut at = 0;
            for r in &ranges {
                prop_assert!(text[at..r.start].chars().all(char::is_whitespace));
                prop_assert!(!r.is_empty());
                at = r.end;
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
