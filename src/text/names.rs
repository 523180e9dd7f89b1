//! People, organisations and places, with their short forms.

use std::ops::Range;

use super::words;

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its byte range in the sentence.
    pub span: Range<usize>,
    /// Its words as they stand, without titles and possessive.
    pub text: String,
    /// It may be a word like any other: all that tells is the capital of a single word that opens a sentence.
    pub doubtful: bool,
}

/// Titles and offices before a name.
const TITLES: &[&str] = &[
    "acting",
    "admiral",
    "ambassador",
    "attorney",
    "attorneys",
    "captain",
    "chairman",
    "chairwoman",
    "chancellor",
    "chief",
    "col",
    "colonel",
    "congressman",
    "congresswoman",
    "dear",
    "detective",
    "director",
    "dr",
    "executive",
    "first",
    "former",
    "gen",
    "general",
    "gov",
    "governor",
    "judge",
    "justice",
    "king",
    "lady",
    "leader",
    "lieutenant",
    "lt",
    "majority",
    "mayor",
    "minister",
    "minority",
    "miss",
    "mr",
    "mrs",
    "ms",
    "officer",
    "pope",
    "president",
    "prime",
    "prince",
    "princess",
    "prof",
    "professor",
    "queen",
    "rep",
    "reps",
    "representative",
    "rev",
    "secretary",
    "sen",
    "senator",
    "sens",
    "sgt",
    "sheriff",
    "sir",
    "speaker",
    "spokesman",
    "spokeswoman",
    "vice",
];

/// What a name ends with that a title opens: "Justice Department", "First Family", "General Motors".
const BODIES: &[&str] = &[
    "administration",
    "assembly",
    "association",
    "committee",
    "council",
    "court",
    "department",
    "dynamics",
    "electric",
    "family",
    "mills",
    "motors",
    "office",
    "party",
];

/// Months and states as they are written short, with a full stop.
const SHORT: &[&str] = &[
    "ala", "apr", "ariz", "ark", "aug", "calif", "colo", "conn", "dec", "del", "feb", "fla", "ga", "ill", "ind", "jan",
    "kan", "ky", "la", "mar", "mass", "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "nov", "oct", "okla",
    "ore", "pa", "sept", "tenn", "tex", "va", "vt", "wash", "wis", "wyo",
];

/// What a person or thing is of, no name by itself.
const ADJECTIVES: &[&str] = &[
    "african",
    "american",
    "americans",
    "arab",
    "asian",
    "australian",
    "british",
    "canadian",
    "chinese",
    "christian",
    "democrat",
    "democratic",
    "democrats",
    "dutch",
    "egyptian",
    "english",
    "european",
    "french",
    "german",
    "greek",
    "indian",
    "iranian",
    "iraqi",
    "irish",
    "israeli",
    "italian",
    "japanese",
    "jewish",
    "korean",
    "mexican",
    "muslim",
    "palestinian",
    "polish",
    "republican",
    "republicans",
    "russian",
    "russians",
    "scottish",
    "spanish",
    "swedish",
    "syrian",
    "turkish",
    "ukrainian",
    "ukrainians",
    "western",
];

/// Those of them that stand before a person's name.
const PARTISAN: &[&str] = &["democrat", "democratic", "democrats", "republican", "republicans"];

/// Days, months and other words that are capitalised and name nobody.
const NEVER: &[&str] = &[
    "april",
    "august",
    "december",
    "february",
    "friday",
    "i",
    "i'd",
    "i'll",
    "i'm",
    "i've",
    "january",
    "july",
    "june",
    "march",
    "may",
    "monday",
    "november",
    "october",
    "saturday",
    "september",
    "sunday",
    "thursday",
    "tuesday",
    "wednesday",
];

/// A word of the sentence with what its letters say.
struct Word<'a> {
    at: usize,
    text: &'a str,
    folded: String,
    capital: bool,
    /// It opens the sentence, a quotation or what follows a colon: its capital means little.
    opening: bool,
}

/// The names of a sentence, from left to right.
///
/// ```
/// let text = "Secretary of State Ana Ruiz told NATO that Kyiv’s envoy had left the University of Lund on Friday.";
/// let names: Vec<_> = nutgraf::text::names::find(text).into_iter().map(|n| n.text).collect();
/// assert_eq!(names, ["Ana Ruiz", "NATO", "Kyiv", "University of Lund"]);
/// ```
#[must_use]
pub fn find(sentence: &str) -> Vec<Name> {
    let words = read(sentence);
    let long = words.iter().filter(|w| w.text.len() > 3);
    let (capitals, all) = long.fold((0, 0), |(c, n), w| (c + usize::from(w.capital), n + 1));
    if all > 6 && capitals * 10 >= all * 8 {
        // A headline in capitals tells nothing of names.
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut k = 0;
    while k < words.len() {
        let end = run_end(sentence, &words, k);
        if end > k {
            out.extend(name(sentence, &words[k..end]));
        }
        k = end.max(k + 1);
    }
    out
}

fn read(sentence: &str) -> Vec<Word<'_>> {
    let mut end = 0;
    words::words(sentence)
        .map(|(at, text)| {
            let gap = &sentence[end..at];
            let opening = end == 0 || gap.contains(['“', '"', '«', '„', ':', '(', '‘', '—', '•']) || gap.contains(". ");
            end = at + text.len();
            let folded = words::fold(text).into_owned();
            Word { at, text, capital: text.starts_with(char::is_uppercase), opening, folded }
        })
        .collect()
}

/// The end of the run of capitalised words that starts at `k`; `k` itself if none does.
fn run_end(sentence: &str, words: &[Word<'_>], k: usize) -> usize {
    let short = |w: &Word<'_>| {
        SHORT.contains(&w.folded.as_str()) && sentence[w.at + w.text.len()..].starts_with('.') && w.folded != "miss"
    };
    let starts = |w: &Word<'_>| w.capital && !NEVER.contains(&w.folded.as_str()) && !short(w);
    let joined = |a: usize, b: usize| {
        let gap = &sentence[words[a].at + words[a].text.len()..words[b].at];
        let possessive = words[a].folded.len() < words[a].text.len()
            && words[a].text.ends_with('s')
            && words[a].text.contains(['\'', '’']);
        !possessive && matches!(gap, " " | "-" | ". " | "\u{a0}")
    };
    if !starts(&words[k]) {
        return k;
    }
    let mut end = k + 1;
    while end < words.len() && joined(end - 1, end) {
        let small = matches!(words[end].text, "of" | "de" | "van" | "von" | "al" | "bin" | "der" | "la");
        let stopped = sentence[..words[end].at].ends_with(". ") && !is_initial(&words[end - 1]);
        if starts(&words[end]) && !stopped {
            end += 1;
        } else if small && words.get(end + 1).is_some_and(starts) && joined(end, end + 1) {
            end += 2;
        } else {
            break;
        }
    }
    end
}

/// A chief officer's initials: three capitals, C first and O last.
pub(super) fn is_chief(word: &str) -> bool {
    matches!(word.as_bytes(), [b'C', b'A'..=b'Z', b'O'])
}

/// Whether a word is a title or an office.
fn is_title(word: &Word<'_>) -> bool {
    TITLES.contains(&word.folded.as_str()) || is_chief(word.text)
}

/// "J." or a title: the full stop after it ends no sentence.
fn is_initial(word: &Word<'_>) -> bool {
    word.text.chars().count() == 1 || is_title(word)
}

/// The name in a run: what stands before it, and the title, taken away.
fn name(sentence: &str, run: &[Word<'_>]) -> Option<Name> {
    let title = is_title;
    let adjective = |w: &Word<'_>| ADJECTIVES.contains(&w.folded.as_str());
    let opener = |w: &Word<'_>| {
        let base = w.folded.split('\'').next().unwrap_or_default();
        w.opening && (base == "one" || words::is_stop_word(base, "en"))
    };
    // "House Speaker Ana Low" is Ana Low; the Justice Department is no Department.
    let body = run.last().is_some_and(|w| BODIES.contains(&w.folded.as_str()));
    let mut from = if body { 0 } else { run.iter().rposition(title).map_or(0, |k| k + 1) };
    while from < run.len() {
        // "Republican Ruiz" is Ruiz; American Airlines are no Airlines.
        let of_two = run.len() - from == 2 && !PARTISAN.contains(&run[from].folded.as_str());
        if opener(&run[from]) || (adjective(&run[from]) && !body && !of_two) {
            from += 1;
        } else if from > 0 && run[from].text == "of" {
            from += 2;
        } else {
            break;
        }
    }
    let run = run.get(from..).filter(|r| !r.is_empty())?;
    // "D-Phoenix": a party's letter makes no name.
    let party = matches!(run[0].text, "D" | "I" | "R") && run.len() > 1 && sentence[run[0].at + 1..].starts_with('-');
    // Nor does what ends with what things are of: "California Democrat", "South Korean".
    if party || run.last().is_some_and(adjective) {
        return None;
    }
    let (first, last) = (run.first()?, run.last()?);
    let loud = first.text.chars().filter(|c| c.is_uppercase()).count() > 1;
    if run.len() == 1 && (first.text.chars().count() < 2 || words::is_stop_word(&first.folded, "en") && !loud) {
        return None;
    }
    // At the start of a sentence only a rare word alone is taken for a name, and with doubt.
    let doubtful = run.len() == 1 && first.opening && !loud;
    if doubtful && words::rarity(&first.folded, "en") < 0.9 {
        return None;
    }
    let mut end = last.at + words::without_possessive(last.text).len();
    if last.text.contains('.') && sentence[end..].starts_with('.') {
        end += 1;
    }
    let span = first.at..end;
    Some(Name { text: sentence.get(span.clone())?.to_owned(), span, doubtful })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        find(text).into_iter().map(|n| n.text).collect()
    }

    #[test]
    fn titles_days_and_openings_are_no_part_of_a_name() {
        assert_eq!(names("Ukrainian President Olena Marchenko met Sen. Ruiz on Friday."), ["Olena Marchenko", "Ruiz"]);
        assert_eq!(names("The White House and the U.S. said so."), ["White House", "U.S."]);
        assert_eq!(names("Going forward, we will. He did not."), Vec::<String>::new());
        assert_eq!(names("“I’m here,” she said in May."), Vec::<String>::new());
        assert_eq!(names("POLITICO was first."), ["POLITICO"]);
        assert_eq!(names("House Speaker Ana Low met Pennsylvania Sen. Bo Hart on Dec. 27."), ["Ana Low", "Bo Hart"]);
        assert_eq!(
            names("It was the Justice Department, said Rep. Cy Ito (R-Tenn.)."),
            ["Justice Department", "Cy Ito"]
        );
        assert_eq!(names("It flew American Airlines, said Republican Ruiz."), ["American Airlines", "Ruiz"]);
        assert_eq!(names("Prominent Republicans left, and “We’re here,” she said."), Vec::<String>::new());
        assert!(names("Mayor Wins Vote After Long Night Of Heated Debate").is_empty());
    }

    #[test]
    fn any_text_has_names_inside_it() {
        for text in ["", ".", "É", "of Of of", "A’s B. C", "…“Q", "Ü-Ü of"] {
            for n in find(text) {
                assert_eq!(&text[n.span.clone()], n.text);
            }
        }
    }
}
