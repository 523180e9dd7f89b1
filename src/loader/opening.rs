//! The lines before the text of an article that was pasted: its headline, who published it, who signed it, when.
//!
//! ```text
//! Old bridge to close until May
//! Harbor Wire
//! By Ana Lee | May 31, 2024
//! ```

use super::{build::Draft, dates, people};

/// The most lines between a headline and the text.
const MOST_LINES: usize = 6;
/// From so many words on a line is running text.
const RUNNING: usize = 9;
/// The most words of an outlet's or a person's name.
const NAME: usize = 6;

/// Takes the opening of a text into the draft's fields; gives what follows it.
pub(super) fn take<'t>(text: &'t str, draft: &mut Draft) -> &'t str {
    let lines = lines(text);
    let Some(opening) = opened(&lines).or_else(|| opened_under(&lines)) else { return text };
    opening.facts.fill(draft);
    opening.title.clone_into(&mut draft.title);
    text.get(opening.body..).unwrap_or(text)
}

/// What stands before a text: its headline, what is said of it, and where the text begins.
struct Opening<'t> {
    title: &'t str,
    facts: Facts,
    body: usize,
}

/// The opening that a headline begins.
fn opened<'t>(lines: &[Line<'t>]) -> Option<Opening<'t>> {
    let (first, rest) = lines.split_first().filter(|(first, _)| is_headline(first.words))?;
    let mut facts = Facts::default();
    let told = rest.iter().take(MOST_LINES).take_while(|line| facts.take(line.words)).count();
    let body = rest.get(told).filter(|line| is_running(line.words))?;
    // With nothing between it and the text only a break that no width explains parts the two.
    if told == 0 && !parts_from(first, body, rest) {
        return None;
    }
    let (title, outlet) = if told > 0 { without_outlet(first.words) } else { (first.words, None) };
    facts.source = outlet.map(str::to_owned).or(facts.source);
    Some(Opening { title, facts, body: body.at })
}

/// The opening that an outlet or a section begins, with the headline under it. Who wrote it or when must be said, too.
fn opened_under<'t>(lines: &[Line<'t>]) -> Option<Opening<'t>> {
    let (above, rest) = lines.split_first()?;
    let outlet = is_name(above.words) && is_outlet(above.words);
    let section = above.words.split_whitespace().count() <= 3 && !above.words.contains(char::is_lowercase);
    if !outlet && !section {
        return None;
    }
    let mut opening = opened(rest)?;
    if opening.facts.authors.is_empty() && opening.facts.published.is_none() {
        return None;
    }
    if outlet && !section && opening.facts.source.is_none() {
        opening.facts.source = Some(above.words.to_owned());
    }
    Some(opening)
}

/// A headline without the outlet that a browser's title puts behind it.
fn without_outlet(headline: &str) -> (&str, Option<&str>) {
    let after = |bar: &str, outlet: fn(&str) -> bool| {
        headline.rsplit_once(bar).filter(|(title, tail)| is_headline(title.trim()) && is_name(tail) && outlet(tail))
    };
    let several = |tail: &str| tail.contains(' ') && is_outlet(tail);
    let found =
        after(" | ", |_| true).or_else(|| [" - ", " – ", " — "].into_iter().find_map(|bar| after(bar, several)));
    found.map_or((headline, None), |(title, outlet)| (title.trim(), Some(outlet.trim())))
}

/// A line that says something, and where it stands.
struct Line<'t> {
    words: &'t str,
    at: usize,
    /// A blank line stands before it.
    apart: bool,
}

/// The first lines of a text: a few more than an opening has.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let (mut at, mut apart) = (0, true);
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if words.is_empty() {
            apart = true;
        } else {
            out.push(Line { words, at, apart });
            apart = false;
        }
        at += line.len();
        if out.len() > MOST_LINES + 6 {
            break;
        }
    }
    out
}

fn is_running(line: &str) -> bool {
    let words = line.split_whitespace().count();
    words >= RUNNING || ends_sentence(line) && words > 3
}

fn ends_sentence(line: &str) -> bool {
    line.ends_with(['.', '!', '?', '…']) || line.contains(". ")
}

/// Starts like a sentence and doesn't end like one.
fn is_headline(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let starts = line.chars().find(|c| !"'\"‘“«„".contains(*c)).is_some_and(|c| c.is_uppercase() || c.is_numeric());
    (3..=20).contains(&words)
        && starts
        && line.ends_with(|c: char| c.is_alphanumeric() || "?'’\"”)!%".contains(c))
        && !line.contains(". ")
        && !line.contains("http")
        && !people::opens_byline(line)
}

/// Whether a line break parts two lines: it is no wrapping where the next word had room on the first line.
fn parts_from(line: &Line<'_>, next: &Line<'_>, rest: &[Line<'_>]) -> bool {
    if next.apart {
        // Blank lines part paragraphs: whether the first is a headline is asked elsewhere.
        return false;
    }
    let widest = rest.iter().map(|l| l.words.chars().count()).max().unwrap_or(0);
    let word = next.words.split_whitespace().next().unwrap_or_default().chars().count();
    next.words.starts_with(|c: char| c.is_uppercase() || "\"“„«'‘".contains(c))
        && line.words.chars().count() + 1 + word < widest
}

/// What the lines under a headline say.
#[derive(Default)]
struct Facts {
    source: Option<String>,
    authors: Vec<String>,
    published: Option<crate::article::Published>,
    /// Names of nobody knows what: an outlet, or a person.
    names: Vec<String>,
}

impl Facts {
    /// Takes a line up; `false` where it is something else.
    fn take(&mut self, line: &str) -> bool {
        let parts = || line.split(['|', '•', '·']).flat_map(|p| p.split(" — ")).flat_map(|p| p.split(" – "));
        // A line that is parted by dashes may hold a day, and all of it would be read as one.
        line.contains(" - ") && self.take_parts(parts().flat_map(|p| p.split(" - "))) || self.take_parts(parts())
    }

    /// Takes up the parts of a line if each of them says something; `false` where one does not.
    fn take_parts<'p>(&mut self, parts: impl Iterator<Item = &'p str>) -> bool {
        let (mut day_said, mut bylines, mut names) = (None, Vec::new(), Vec::new());
        for part in parts {
            let part = part.trim();
            if part.is_empty() || says_length(part) {
                continue;
            }
            if people::opens_byline(part) && part.split_whitespace().count() <= 12 && !ends_sentence(part) {
                bylines.push(part);
            } else if let Some(day) = day(part) {
                day_said = Some(day);
            } else if is_name(part) {
                names.push(part.to_owned());
            } else {
                return false;
            }
        }
        for byline in bylines {
            let (people, outlet) = with_outlet(byline);
            self.authors.extend(people::names(people));
            self.source = self.source.take().or_else(|| outlet.map(str::to_owned));
        }
        self.published = self.published.or(day_said);
        self.names.extend(names);
        true
    }

    /// Tells persons from outlets where the line did not say.
    fn settle(&mut self) {
        for name in std::mem::take(&mut self.names) {
            let person = self.authors.is_empty() && !is_outlet(&name) && is_person(&name);
            if !person && self.source.is_none() {
                self.source = Some(name);
            } else if self.authors.is_empty() {
                self.authors = vec![name];
            }
        }
    }

    fn fill(mut self, draft: &mut Draft) {
        self.settle();
        if draft.source.is_empty() {
            draft.source = self.source.unwrap_or_default();
        }
        if draft.authors.is_empty() {
            draft.authors = self.authors;
        }
        draft.published = draft.published.or(self.published);
    }
}

/// A byline without the outlet that it ends with.
pub(super) fn with_outlet(byline: &str) -> (&str, Option<&str>) {
    let found = byline.rsplit_once(", ").filter(|(_, last)| is_outlet(last) && is_name(last));
    found.map_or((byline, None), |(people, outlet)| (people, Some(outlet.trim())))
}

fn day(part: &str) -> Option<crate::article::Published> {
    let short = part.split_whitespace().count() <= 9 && part.bytes().any(|b| b.is_ascii_digit());
    dates::parse(part).filter(|date| short && date.day().is_some())
}

/// `4 min read`.
fn says_length(part: &str) -> bool {
    let lower = part.to_lowercase();
    lower.len() < 40 && ["min read", "minute read", "minutes read", "lesezeit"].iter().any(|m| lower.contains(m))
}

/// Some words in capitals, no sentence.
fn is_name(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let small =
        |w: &str| matches!(w, "of" | "the" | "and" | "de" | "la" | "du" | "der" | "del" | "van" | "von" | "&" | "for");
    (1..=NAME).contains(&words.len())
        && words.iter().all(|w| small(w) || w.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) || is_host(w))
        && !part.ends_with(['.', '!', '?', ':', ','])
}

fn is_host(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(name, end)| !name.is_empty() && (2..=4).contains(&end.len()))
}

/// Whether a name has a word that newspapers, stations and agencies are called by.
pub(super) fn is_outlet(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "news",
        "times",
        "post",
        "wire",
        "herald",
        "gazette",
        "tribune",
        "journal",
        "press",
        "guardian",
        "telegraph",
        "chronicle",
        "courier",
        "observer",
        "examiner",
        "mail",
        "mirror",
        "star",
        "sun",
        "globe",
        "review",
        "magazine",
        "daily",
        "weekly",
        "today",
        "tv",
        "radio",
        "media",
        "agency",
        "network",
        "standard",
        "record",
        "independent",
        "dispatch",
        "sentinel",
        "bulletin",
        "monitor",
        "echo",
        "argus",
        "express",
        "reporter",
        "voice",
        "desk",
        "letter",
        "zeitung",
        "nachrichten",
        "tagblatt",
        "anzeiger",
        "rundschau",
        "spiegel",
        "kurier",
        "presse",
        "bote",
        "diario",
        "periódico",
        "gazeta",
        "gazzetta",
        "corriere",
        "giornale",
        "journaal",
        "dagblad",
        "avis",
        "tidning",
        "bladet",
    ];
    const ARTICLES: &[&str] = &["the", "le", "la", "les", "el", "die", "der", "das", "il", "de", "het"];
    let lower = name.to_lowercase();
    let mut words = lower.split_whitespace();
    words.clone().any(|w| WORDS.contains(&w) || is_host(w))
        || words.next().is_some_and(|w| ARTICLES.contains(&w))
        || name.split_whitespace().count() == 1
}

fn is_person(name: &str) -> bool {
    (2..=4).contains(&name.split_whitespace().count()) && !name.contains(|c: char| c.is_numeric() || c == '&')
}

#[cfg(test)]
mod tests {
    use crate::{
        article::Article,
        loader::{Hint, load},
    };

    fn read(text: &str) -> Article {
        load(text.as_bytes(), &Hint { path: "a.txt".into(), ..Hint::default() }).unwrap().remove(0)
    }

    const BODY: &str =
        "The council voted on Tuesday to close the old bridge over the Arda. Nobody in the hall was surprised.";

    #[test]
    fn headline_outlet_and_byline_are_fields_and_no_sentences() {
        for head in [
            "Old bridge to close until May\nHarbor Wire\nBy Ana Lee\n\n",
            "Old bridge to close until May\n\nHarbor Wire\n\nBy Ana Lee\n\nMay 31, 2024\n\n",
            "Old bridge to close until May\r\nBy Ana Lee, Harbor Wire\r\n\r\n",
            "Old bridge to close until May\nBy Ana Lee | Harbor Wire | May 31, 2024 | 4 min read\n",
            "Old bridge to close until May\nHarbor Wire — May 31, 2024\nAna Lee\n\n",
            "Old bridge to close until May\n\nAna Lee - Harbor Wire - May 31, 2024\n\n",
            "Old bridge to close until May | Harbor Wire\n\nBy Ana Lee\n31 May 2024\n\n",
            "Old bridge to close until May - Harbor Wire\nBy Ana Lee\n\n",
            "Harbor Wire\n\nOld bridge to close until May\n\nBy Ana Lee\n\n",
            "LOCAL NEWS\nOld bridge to close until May\nBy Ana Lee, Harbor Wire\n\n",
        ] {
            let article = read(&format!("{head}{BODY}\n\nIt rained.\n"));
            let fields = (article.title.as_str(), article.source.as_str(), article.authors.join("; "));
            assert_eq!(fields, ("Old bridge to close until May", "Harbor Wire", "Ana Lee".into()), "{head}");
            assert_eq!(article.sentences.len(), 3, "{head} {:?}", article.sentences);
            assert!(!article.title_derived);
        }
    }

    #[test]
    fn a_wrapped_sentence_is_no_headline() {
        let wrapped = "The council voted on Tuesday to close the old bridge over the\nArda after cracks were found in two of its piers. The repair\n\
            takes until May, and drivers take the road through the valley.";
        let article = read(wrapped);
        assert!(article.title_derived && article.sentences.len() == 2, "{article:?}");
        // The next word had room on the line: the break was meant.
        let article = read(
            "Old bridge to close until May\nThe council voted on Tuesday to close the old bridge. Nobody was surprised.",
        );
        assert_eq!((article.title.as_str(), article.sentences.len()), ("Old bridge to close until May", 2));
    }

    #[test]
    fn a_name_above_a_headline_is_text_where_nothing_else_is_said() {
        let article = read(&format!("Harbor Wire\n\nOld bridge to close until May\n\n{BODY}"));
        assert!(article.source != "Harbor Wire", "{article:?}");
        let article = read(&format!("Old bridge - closed - again\nBy Ana Lee\n\n{BODY}"));
        assert_eq!(article.title, "Old bridge - closed - again");
    }

    #[test]
    fn lines_that_are_something_else_are_text() {
        let article = read(&format!("Old bridge to close until May\nwhat else the council said:\n\n{BODY}"));
        assert!(article.sentences.iter().any(|s| s.text.contains("what else")));
    }
}
