//! Where and by which agency a story was filed: `KATHMANDU, April 25 (Reuters) - The …`, `HAYWARD, Calif. (AP) — The …`,
//! `(CNN) -- The …`.

use super::draft_block::DraftBlock;
use crate::article::{Article, BlockKind};

/// The most bytes a dateline takes.
const LONGEST: usize = 120;

/// Takes the dateline out of the first paragraph, or out of the one behind a standfirst, and fills the article's place and agency.
pub(super) fn take(pieces: &mut [DraftBlock], article: &mut Article) {
    let mut paragraphs = pieces.iter_mut().filter(|p| p.is(BlockKind::Paragraph));
    let Some(mut first) = paragraphs.next() else { return };
    let mut found = find(&first.text);
    if found.is_none()
        && !first.text.ends_with(['.', '!', '?', '…', '"', '”', ')', '’'])
        && let Some(second) = paragraphs.next()
    {
        // "NATO — the alliance — met": there an agency or a day has to say that it is one
        let said = |found: &Dateline| {
            found.agency.is_some() || second.text[..found.end].contains(|c: char| c.is_ascii_digit())
        };
        found = find(&second.text).filter(said);
        first = second;
    }
    let Some(found) = found else { return };
    article.place = article.place.take().or(found.place);
    article.agency = article.agency.take().or(found.agency);
    first.cut_front(found.end);
}

#[derive(Debug, PartialEq, Eq)]
struct Dateline {
    place: Option<String>,
    agency: Option<String>,
    /// Where the first sentence starts.
    end: usize,
}

fn find(text: &str) -> Option<Dateline> {
    let head = crate::text::sanitize::prefix(text, LONGEST);
    bracketed(head).or_else(|| dashed(head))
}

/// `PLACE, date (Agency) - `, `(CNN)`, with a dash after the bracket, or with nothing where the story runs on (`(CNN)The`).
fn bracketed(head: &str) -> Option<Dateline> {
    let open = head.find('(')?;
    let close = open + head[open..].find(')')?;
    let agency = head[open + 1..close].trim();
    let before = head[..open].trim_end().trim_end_matches([',', '/']).trim_end();
    let after = &head[close + 1..];
    let dashed = dash(after);
    let known = is_agency(agency);
    let place = if before.is_empty() { None } else { Some(place(before)?) };
    let end = match dashed {
        Some(n) => close + 1 + n,
        None if known && after.trim_start().starts_with(|c: char| c.is_uppercase() || "\"“‘'".contains(c)) => {
            // "IAEA (Reuters) reported": only an agency known by name opens a story without a dash.
            close + 1 + (after.len() - after.trim_start().len())
        }
        None => return None,
    };
    if !known && (place.is_none() || agency.is_empty() || agency.len() > 40 || !starts_upper(agency)) {
        return None;
    }
    Some(Dateline { place, agency: Some(agency.to_owned()), end })
}

/// `WASHINGTON -- `, `PHOENIX — `: capitals, then a dash.
fn dashed(head: &str) -> Option<Dateline> {
    let at =
        [" -- ", " — ", " ― ", " – ", " - ", "—", "―", "--", "–-", "-–"].iter().filter_map(|d| head.find(d)).min()?;
    let before = &head[..at];
    let lead = before.split([',', '(']).next()?.trim();
    let letters = lead.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 3 || lead.chars().any(char::is_lowercase) || before.split_whitespace().count() > 8 {
        return None;
    }
    let end = at + dash(&head[at..])?;
    Some(Dateline { place: Some(place(before)?), agency: None, end })
}

/// The length of a dash with the space around it, at the start of a text.
fn dash(text: &str) -> Option<usize> {
    let trimmed = text.trim_start();
    // "--", "–-"
    let dashes = trimmed.trim_start_matches(['-', '–', '—', '―']);
    let rest = if dashes.len() < trimmed.len() { dashes } else { trimmed.strip_prefix([':', '|'])? };
    Some(text.len() - rest.trim_start().len())
}

/// The place of a dateline without its date, cased as a name: `HAYWARD, Calif.`, `Kathmandu`.
fn place(text: &str) -> Option<String> {
    if text.split_whitespace().count() > 8 || !starts_upper(text) {
        return None;
    }
    let mut parts: Vec<&str> = text.split(',').map(str::trim).collect();
    parts.retain(|p| !p.is_empty());
    // "Jan. 11, 2012"
    while parts.len() > 1 && parts.last().is_some_and(|p| p.bytes().any(|b| b.is_ascii_digit())) {
        parts.pop();
    }
    if parts.iter().any(|part| part.contains(". ")) {
        return None;
    }
    let named = parts.iter().flat_map(|p| p.split_whitespace()).all(|w| {
        starts_upper(w) || matches!(w, "of" | "de" | "la" | "del" | "and" | "al" | "the" | "am" | "an" | "der" | "/")
    });
    (named && !parts.is_empty()).then(|| parts.iter().map(|p| cased(p)).collect::<Vec<_>>().join(", "))
}

/// `NEW YORK` → `New York`; what is not all capitals, and short ones like `U.S.` or `AP`, stay.
fn cased(part: &str) -> String {
    if part.chars().any(char::is_lowercase) || part.chars().filter(|c| c.is_alphabetic()).count() < 4 {
        return part.to_owned();
    }
    let mut out = String::with_capacity(part.len());
    let mut inside = false;
    for c in part.chars() {
        if inside {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
        inside = c.is_alphabetic() || c == '\'' || c == '’';
    }
    out
}

fn starts_upper(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

fn is_agency(name: &str) -> bool {
    const AGENCIES: &[&str] = &[
        "AP",
        "Reuters",
        "AFP",
        "CNN",
        "UPI",
        "dpa",
        "DPA",
        "dpa/AFP",
        "PA",
        "PTI",
        "ANI",
        "IANS",
        "Xinhua",
        "TASS",
        "EFE",
        "ANSA",
        "Kyodo",
        "Yonhap",
        "CBS",
        "CBSNews",
        "CBS News",
        "NBC",
        "NBC News",
        "ABC",
        "ABC News",
        "FOX",
        "Fox News",
        "BBC",
        "NPR",
        "Bloomberg",
        "The Associated Press",
        "Associated Press",
        "CNN Business",
        "CNN Money",
        "CNNMoney",
        "CNNMexico",
        "AA",
        "KNA",
        "epd",
        "Thomson Reuters Foundation",
        "RNS",
        "CP",
        "AAP",
        "NEWS 10",
        "WPVI",
        "KABC",
        "WABC",
        "CNS",
        "MCT",
        "TNS",
    ];
    AGENCIES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Option<String>, Option<String>, &str)> {
        find(text).map(|d| (d.place, d.agency, &text[d.end..]))
    }

    #[test]
    fn datelines_fill_place_and_agency() {
        for (text, place, agency) in [
            ("KATHMANDU, April 25 (Reuters) - The quake", Some("Kathmandu"), Some("Reuters")),
            ("HAYWARD, Calif. (AP) — The bridge", Some("Hayward, Calif."), Some("AP")),
            ("(CNN) -- The bridge", None, Some("CNN")),
            ("(CNN)The bridge", None, Some("CNN")),
            ("Los Angeles (CNN)Even as", Some("Los Angeles"), Some("CNN")),
            ("WASHINGTON -- The council", Some("Washington"), None),
            ("PHOENIX — As the", Some("Phoenix"), None),
            ("PHOENIX ― As the", Some("Phoenix"), None),
            ("PHOENIX –- As the", Some("Phoenix"), None),
            ("SALT LAKE CITY, Sept 24 (Harbor Wire) - A capsule", Some("Salt Lake City"), Some("Harbor Wire")),
            ("DUGWAY, Utah -- The desert", Some("Dugway, Utah"), None),
            ("SKARN FERRY, Jan. 11, 2012 – The boats", Some("Skarn Ferry"), None),
            ("LUND, March 3, 2025 - The boats", Some("Lund"), None),
        ] {
            let (p, a, rest) = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((p.as_deref(), a.as_deref()), (place, agency), "{text}");
            assert!(text.ends_with(rest) && rest.starts_with(char::is_uppercase), "{rest}");
        }
    }

    #[test]
    fn brackets_and_dashes_of_a_sentence_are_no_dateline() {
        for text in [
            "The International Atomic Energy Agency (IAEA) said on Monday that",
            "The mayor - a Republican - said",
            "NATO said on Friday -- before the vote -- that it",
            "Rep. Duncan Hunter (R-Calif.) and his wife",
            "He said (CNN) reported it",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
