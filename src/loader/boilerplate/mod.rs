//! Lines that stand among an article's paragraphs and are not the story: its title again, bylines, "Read more".

mod phrases;

pub(super) use self::phrases::{
    asks_reader, ends_story, is_author_note, is_boilerplate, is_imprint, is_message_of_software, is_signature,
    opens_comments,
};
use super::{draft_block::DraftBlock, labels};
use crate::article::{Article, BlockKind};

/// How many pieces from the start may say who wrote the article and when.
const HEAD: usize = 5;

/// Drops what is not the story; what a line tells about the article goes into its fields.
pub(super) fn tidy(pieces: &mut Vec<DraftBlock>, article: &mut Article) {
    if let Some(first) = pieces.first()
        && same_words(&first.text, &article.title)
    {
        pieces.remove(0);
    }
    scraped_head(pieces, article);
    let mut at = 0;
    let mut seen = 0;
    pieces.retain(|piece| {
        at += 1;
        let paragraph = piece.is(BlockKind::Paragraph);
        if at <= HEAD && paragraph && signs(&piece.text, article) {
            return false;
        }
        if paragraph && is_boilerplate(&piece.text) {
            credit(&piece.text, article);
            return false;
        }
        seen += 1;
        true
    });
    if seen == 0 {
        return;
    }
    section_heads(pieces);
}

/// The same where nothing of a page stands around the article: only what its fields say already goes.
pub(super) fn tidy_whole(pieces: &mut Vec<DraftBlock>, article: &mut Article) {
    if pieces.len() > 1 && same_words(&pieces[0].text, &article.title) {
        pieces.remove(0);
    }
    let signed = |p: &DraftBlock| p.is(BlockKind::Paragraph) && super::people::opens_byline(&p.text);
    if pieces.len() > 1 && article.authors.is_empty() && signed(&pieces[0]) && signs(&pieces[0].text, article) {
        pieces.remove(0);
    }
    section_heads(pieces);
}

/// Makes headings of the labels that open passages, on a line of their own or before the text: `Why it matters: The …`.
fn section_heads(pieces: &mut Vec<DraftBlock>) {
    const LEVEL: u8 = 3;
    let label = |p: &DraftBlock| p.is(BlockKind::Paragraph).then(|| labels::section_head(&p.text)).flatten();
    if pieces.iter().all(|p| label(p).is_none()) {
        return;
    }
    let mut out = Vec::with_capacity(pieces.len() + 8);
    for mut piece in pieces.drain(..) {
        if let Some(n) = label(&piece) {
            let head = piece.text[..n].trim_end_matches([':', ' ']).to_owned();
            piece.cut_front(n);
            out.push(DraftBlock { heading: Some(LEVEL), text: head, ..DraftBlock::default() });
        }
        if !piece.text.is_empty() {
            out.push(piece);
        }
    }
    *pieces = out;
}

/// Takes a line that is a byline or a date and nothing else.
fn signs(line: &str, article: &mut Article) -> bool {
    let words = line.split(' ').count();
    if words > 12 || line.len() > 120 {
        return false;
    }
    let by = line.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
    if by && line.chars().nth(3).is_some_and(char::is_uppercase) && !line.ends_with(['?', '!', ':']) {
        let (people, outlet) = super::opening::with_outlet(line.trim_end_matches('.'));
        if article.authors.is_empty() {
            article.authors = super::people::names(people);
        }
        if article.source.is_empty() {
            article.source = outlet.unwrap_or_default().to_owned();
        }
        return true;
    }
    let date = super::dates::parse(line).filter(|d| d.day().is_some());
    if words <= 8 && date.is_some() && !line.ends_with(['.', '!', '?']) && line.bytes().any(|b| b.is_ascii_digit()) {
        article.published = article.published.or(date);
        return true;
    }
    false
}

/// The reporters that `(Reporting by Ana Lee in Prague; Editing by Bo Dahl)` names, for an article that names nobody.
fn credit(line: &str, article: &mut Article) {
    if !article.authors.is_empty() {
        return;
    }
    let line = line.trim_start_matches('(').trim_end_matches(')');
    let Some(rest) =
        line.get(..13).filter(|head| head.eq_ignore_ascii_case("reporting by ")).map(|head| &line[head.len()..])
    else {
        return;
    };
    let reporters = rest.split([';', ')']).next().unwrap_or_default();
    let without_place = |name: &str| name.split(" in ").next().unwrap_or_default().to_owned();
    article.authors =
        super::people::names(reporters).iter().map(|n| without_place(n)).filter(|n| !n.is_empty()).collect();
}

/// Takes the head that scraping leaves before the first sentence: `By . Ana Lee . PUBLISHED: . 14:11 EST, 25 October 2013 . | .
/// UPDATED: . 15:36 EST, 25 October 2013 . The bridge …`.
fn scraped_head(pieces: &mut [DraftBlock], article: &mut Article) {
    let Some(first) = pieces.iter_mut().find(|p| p.is(BlockKind::Paragraph)) else { return };
    let text = first.text.as_str();
    let mut rest = text;
    let skip = |s: &str| s.len() - s.trim_start_matches([' ', '.', '|']).len();
    for _ in 0..8 {
        let start = &rest[skip(rest)..];
        let dated =
            ["PUBLISHED:", "UPDATED:", "CREATED:", "Last updated at"].iter().find_map(|p| start.strip_prefix(p));
        let signed = start.strip_prefix("By").filter(|s| s.starts_with(" .") || s.starts_with('.'));
        let signed = signed.or_else(|| start.strip_prefix("and ").filter(|_| rest.len() < text.len()));
        if let Some(after) = dated {
            let value = &after[skip(after)..];
            let Some(end) = part_end(value).filter(|end| *end <= 60) else { break };
            let date = super::dates::parse(&value[..end]);
            if date.is_none() {
                break;
            }
            if !start.starts_with("UPDATED") {
                article.published = article.published.or(date);
            }
            rest = &value[end..];
        } else if let Some(after) = signed {
            let value = &after[skip(after)..];
            let Some(end) = part_end(value).filter(|end| *end <= 80) else { break };
            for name in super::people::names(&value[..end]) {
                if !article.authors.contains(&name) {
                    article.authors.push(name);
                }
            }
            rest = &value[end..];
        } else {
            break;
        }
    }
    if rest.len() < text.len() {
        let n = text.len() - rest.len() + skip(rest);
        first.cut_front(n);
    }
}

/// Where a part of a scraped head ends: at a full stop with a space behind it, or before it.
fn part_end(value: &str) -> Option<usize> {
    value.match_indices('.').map(|(at, _)| at).find(|at| {
        value[at + 1..].starts_with(' ')
            && (value[..*at].ends_with(' ') || value[..*at].rsplit(' ').next().is_some_and(|w| w.len() > 2))
    })
}

/// Whether a sentence credits others or claims rights.
pub(super) fn is_credit(sentence: &str) -> bool {
    const SAYS: &[&str] = &[
        "contributed to this report",
        "contributed to this story",
        "All rights reserved.",
        "may not be published, broadcast",
    ];
    sentence.len() < 300
        && (sentence.contains("contribut") || sentence.contains("ights reserved") || sentence.contains("may not be"))
        && SAYS.iter().any(|s| sentence.contains(s))
}

/// Equal once case, punctuation and white space are set aside.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    letters(a).next().is_some() && letters(a).eq(letters(b))
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// A text with case, punctuation and white space set aside.
pub(super) fn key(text: &str) -> String {
    letters(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> (Article, Vec<String>) {
        let mut article = Article::default();
        let mut pieces: Vec<DraftBlock> = lines.iter().map(|l| DraftBlock::paragraph(*l)).collect();
        tidy(&mut pieces, &mut article);
        (article, pieces.into_iter().map(|p| p.text).collect())
    }

    #[test]
    fn bylines_and_dates_are_no_text() {
        let (article, left) = read(&[
            "By Ana Lee and Bo Dahl",
            "May 31, 2024",
            "By the time it closed, it rained.",
            "(Reporting by X Y; Editing by Z)",
        ]);
        assert_eq!((article.authors.len(), left.len()), (2, 1));
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2024-05-31"));
        let (article, left) = read(&["It closed.", "(Reporting by Ana Lee in Prague and Bo Dahl; Editing by C. Roe)"]);
        assert_eq!((article.authors, left.len()), (vec!["Ana Lee".to_owned(), "Bo Dahl".into()], 1));
    }

    #[test]
    fn a_byline_names_one_author_and_the_outlet() {
        let (article, left) = read(&["By Ana Lee, Harbor Wire", "The bridge closed."]);
        assert_eq!((article.authors, article.source.as_str()), (vec!["Ana Lee".to_owned()], "Harbor Wire"));
        assert_eq!(left, ["The bridge closed."]);
    }

    #[test]
    fn what_scraping_left_is_taken_off() {
        for (head, authors, date) in [
            (
                "By . Ana Lee . PUBLISHED: . 14:11 EST, 25 October 2013 . | . UPDATED: . 15:36 EST, 25 October 2013 . ",
                1,
                true,
            ),
            ("By. Ana Lee. PUBLISHED:. 18:35 EST, 11 January 2014. |. UPDATED:. 19:02 EST, 11 January 2014. ", 1, true),
            ("PUBLISHED: . 07:04 EST, 9 January 2014 . | . UPDATED: . 07:16 EST, 9 January 2014 . ", 0, true),
            ("By . Daily Mail Reporter . ", 0, false),
            ("By . Ana Lee . and Bo Dahl . UPDATED: . 18:30 EST, 3 March 2012 . ", 2, false),
            ("", 0, false),
        ] {
            let (article, left) = read(&[&format!("{head}The bridge closed. By then it rained.")]);
            assert_eq!(left, ["The bridge closed. By then it rained."]);
            assert_eq!((article.authors.len(), article.published.is_some()), (authors, date), "{head}");
        }
    }
}
