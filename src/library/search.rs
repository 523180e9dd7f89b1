//! Full-text search: words, "phrases", prefixes*, -without, `title:`, `source:`, `since:`, `starred:`, `unread:`.
//!
//! The last word is taken as a prefix, since the reader may still be typing it.

use jiff::{Span, Timestamp, tz::TimeZone};
use rusqlite::{OptionalExtension, params, params_from_iter, types::Value};

use super::{
    Library, Result,
    shelf::{self, LIST},
    store,
};
use crate::{
    article::{Article, Published},
    shelf::{ArticleKey, Hit, StoryKey},
    text::words,
};

/// Words around a match in its passage.
const AROUND: usize = 14;
/// One prefix this short matches too much for ranking to mean anything: the newest come first.
const SHORT: usize = 2;

/// A question to the library, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    terms: Vec<Term>,
    source: Option<String>,
    since: Option<i64>,
    starred: bool,
    unread: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    text: String,
    prefix: bool,
    without: bool,
    title: bool,
}

impl Query {
    /// Understands a question. `now` is seconds since 1970, for `since:7d`.
    ///
    /// # Errors
    /// Says which part is not understood and what is.
    pub(super) fn parse(text: &str, now: i64) -> std::result::Result<Self, String> {
        let mut query = Self::default();
        let parts = parts(text);
        let last = parts.len();
        for (i, part) in parts.into_iter().enumerate() {
            let (without, part) = match part.strip_prefix('-') {
                Some(rest) if !rest.is_empty() => (true, rest.to_owned()),
                _ => (false, part),
            };
            let (field, value) = field(&part)?;
            let plain = value.trim_matches('"');
            if without && !matches!(field.as_str(), "" | "title") {
                return Err(format!(
                    "-{part} is not understood; what can be left out: -word, -\"a phrase\", -title:word"
                ));
            }
            match field.as_str() {
                "source" if !plain.is_empty() => query.source = Some(plain.to_owned()),
                "since" if !plain.is_empty() => query.since = Some(since(plain, now)?),
                "starred" | "unread" if !plain.is_empty() => {
                    return Err(format!(
                        "{part} is not understood; {field}: stands alone, with nothing behind its colon"
                    ));
                }
                "starred" => query.starred = true,
                "unread" => query.unread = true,
                // Still being typed.
                "source" | "since" => {}
                _ => {
                    let title = field == "title";
                    let value = if title { value } else { part.as_str() };
                    let quoted = value.starts_with('"');
                    let typing = i + 1 == last && !quoted && !text.ends_with(char::is_whitespace);
                    let text = value.trim_matches('"').trim_end_matches('*');
                    if text.chars().any(char::is_alphanumeric) {
                        let prefix = typing || value.ends_with('*');
                        query.terms.push(Term { text: text.to_owned(), prefix, without, title });
                    }
                }
            }
        }
        Ok(query)
    }

    /// The question to the index; none when no word is asked for.
    fn expression(&self) -> Option<String> {
        let one = |t: &Term| {
            let (column, star) = (if t.title { "title : " } else { "" }, if t.prefix { " *" } else { "" });
            format!("{column}\"{}\"{star}", t.text.replace('"', " "))
        };
        let join = |without| {
            let some: Vec<String> = self.terms.iter().filter(|t| t.without == without).map(one).collect();
            (!some.is_empty()).then(|| some.join(if without { " OR " } else { " AND " }))
        };
        match (join(false)?, join(true)) {
            (with, None) => Some(with),
            (with, Some(without)) => Some(format!("({with}) NOT ({without})")),
        }
    }

    fn ranks(&self) -> bool {
        !matches!(self.terms.as_slice(), [one] if one.prefix && one.text.chars().count() <= SHORT)
    }
}

/// The fields that a question may name.
const FIELDS: [&str; 5] = ["title", "source", "since", "starred", "unread"];

/// A part of a question as its field and what stands behind the colon; no field where the colon is one of the text: a time, an
/// address, a phrase, a name ("10:30", "https://…", "\"note: …\"", "EU:s").
///
/// # Errors
/// Says which fields there are where one is named that there is not.
fn field(part: &str) -> std::result::Result<(String, &str), String> {
    let text = (String::new(), part);
    let Some((name, value)) = part.split_once(':') else { return Ok(text) };
    let known = name.to_ascii_lowercase();
    let is_address = value.contains("//") || value.contains('@');
    match FIELDS.contains(&known.as_str()) {
        true if name == known || !value.is_empty() => Ok((known, value)),
        false if name.len() > 1 && name.bytes().all(|b| b.is_ascii_lowercase()) && !value.is_empty() && !is_address => {
            let fields = "title:, source:, since:, starred: and unread:";
            Err(format!("{name}: is no field of a search; there are {fields} (for the words themselves: \"{part}\")"))
        }
        _ => Ok(text),
    }
}

/// Whether a question can be understood.
///
/// # Errors
/// Says which part cannot and what can.
pub fn check_query(text: &str) -> std::result::Result<(), String> {
    Query::parse(text, super::now()).map(|_| ())
}

/// Splits at white space outside quotation marks.
fn parts(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        let c = if matches!(c, '“' | '”' | '„') { '"' } else { c };
        quoted ^= c == '"';
        match out.last_mut() {
            Some(last) if quoted || !c.is_whitespace() => last.push(c),
            _ => out.push(String::new()),
        }
    }
    out.retain(|p| !p.is_empty());
    out
}

/// The moment that `2024`, `2024-05`, `2024-05-31`, `today`, `yesterday`, `12h`, `7d`, `2w`, `3m` or `1y` means.
///
/// # Errors
/// Says what is accepted.
pub fn since(text: &str, now: i64) -> std::result::Result<i64, String> {
    let wrong = || {
        format!(
            "since:{text} is not understood; accepted: today, yesterday, 12h, 7d, 2w, 3m, 1y, 2024-05-31, 2024-05, 2024"
        )
    };
    let zone = TimeZone::system();
    let here = Timestamp::from_second(now).map_err(|_| wrong())?.to_zoned(zone.clone());
    let start =
        |day: jiff::civil::Date| day.to_zoned(zone.clone()).map(|z| z.timestamp().as_second()).map_err(|_| wrong());
    match text {
        "today" => return start(here.date()),
        "yesterday" => return start(here.date().yesterday().map_err(|_| wrong())?),
        _ => {}
    }
    if let Some((at, unit)) = text.char_indices().next_back()
        && let Ok(n) = text[..at].parse::<u32>()
    {
        let span = match unit {
            'h' => Some(Span::new().try_hours(n)),
            'd' => Some(Span::new().try_days(n)),
            'w' => Some(Span::new().try_weeks(n)),
            'm' => Some(Span::new().try_months(n)),
            'y' => Some(Span::new().try_years(n)),
            _ => None,
        };
        if let Some(span) = span {
            let start = span.and_then(|span| here.checked_sub(span));
            return start.map(|z| z.timestamp().as_second()).map_err(|_| wrong());
        }
    }
    match text.parse::<Published>() {
        Ok(Published::Instant(t, _)) => Ok(t.as_second()),
        Ok(date) => start(date.first_day()),
        Err(_) => Err(wrong()),
    }
}

impl Library {
    /// The articles that answer a question, the best first; with no word asked for, the newest first.
    pub(super) fn find(&self, query: &Query, limit: usize) -> Result<Vec<Hit>> {
        let mut conditions = Vec::new();
        let mut values = Vec::new();
        let expression = query.expression();
        let from = match &expression {
            Some(expression) => {
                conditions.push("search MATCH ?".to_owned());
                values.push(Value::Text(expression.clone()));
                "search JOIN article a ON a.id = search.rowid"
            }
            None => "article a",
        };
        if let Some(source) = &query.source {
            let text = source.to_lowercase();
            let facts = self.facts();
            let named =
                |s: &&String| [s.as_str(), facts.shown(s)].iter().any(|name| name.to_lowercase().contains(&text));
            conditions.push(format!("a.source IN {LIST}"));
            values.push(Value::Text(shelf::list(self.outlets()?.iter().filter(named))));
        }
        if let Some(since) = query.since {
            conditions.push("a.time >= ?".into());
            values.push(Value::Integer(since));
        }
        if query.starred {
            conditions.push("a.starred".into());
        }
        if query.unread {
            conditions.push("NOT a.read".into());
        }
        if conditions.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(hidden) = self.hidden()? {
            conditions.push(format!("a.source NOT IN {LIST}"));
            values.push(Value::Text(hidden));
        }
        let order = match expression {
            Some(_) if query.ranks() => "bm25(search, 4.0, 1.0, 1.0), a.time DESC",
            Some(_) => "search.rowid DESC",
            None => "a.time DESC, a.id DESC",
        };
        let columns: Vec<String> = shelf::ARTICLE_COLUMNS.split(", ").map(|c| format!("a.{c}")).collect();
        let sql = format!(
            "SELECT {}, a.story FROM {from} WHERE {} ORDER BY {order} LIMIT ?",
            columns.join(", "),
            conditions.join(" AND ")
        );
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        self.read(|c| {
            let mut rows = c.prepare_cached(&sql)?;
            let rows = rows.query_map(params_from_iter(values), |r| {
                Ok((shelf::article_row(r, self.facts())?, StoryKey(r.get(7)?)))
            })?;
            let mut hits = Vec::new();
            for row in rows {
                let (article, story) = row?;
                // An article whose text is damaged is found all the same; opening it says what is wrong.
                let body = store::article_of(c, article.key.0).ok().flatten();
                let snippet = body.map(|b| passage(&b, &query.terms)).unwrap_or_default();
                hits.push(Hit { article, story, snippet });
            }
            Ok(hits)
        })
    }

    /// The address of an article, where it has one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn address(&self, key: ArticleKey) -> Result<Option<String>> {
        self.read(|c| {
            let found = c
                .prepare_cached("SELECT url FROM article WHERE id = ?1")?
                .query_row([key.0], |r| r.get(0))
                .optional()?;
            Ok(found.flatten())
        })
    }

    /// All sources that the library has articles of, in order, by the names that their articles give.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn outlets(&self) -> Result<Vec<String>> {
        self.read(|c| {
            // One step an outlet through the index, instead of one an article.
            c.prepare_cached(
                "WITH RECURSIVE seen(source) AS (
                   SELECT min(source) FROM article
                   UNION ALL
                   SELECT (SELECT min(source) FROM article WHERE source > seen.source) FROM seen WHERE seen.source NOT NULL)
                 SELECT source FROM seen WHERE source NOT NULL",
            )?
            .query_map(params![], |r| r.get(0))?
            .collect()
        })
    }
}

/// The sentence that holds most of the words asked for, cut around the first of them; `true` marks those words.
fn passage(article: &Article, terms: &[Term]) -> Vec<(String, bool)> {
    let wanted: Vec<(String, bool)> = terms
        .iter()
        .filter(|t| !t.without)
        .flat_map(|t| {
            let all: Vec<String> = words::words(&t.text).map(|(_, w)| plain(w)).collect();
            let last = all.len();
            all.into_iter().enumerate().map(move |(i, w)| (w, t.prefix && i + 1 == last))
        })
        .collect();
    let hit = |word: &str| {
        let word = plain(word);
        wanted.iter().position(|(w, prefix)| if *prefix { word.starts_with(w.as_str()) } else { word == *w })
    };
    let score = |text: &str| {
        let mut seen: Vec<usize> = words::words(text).filter_map(|(_, w)| hit(w)).collect();
        seen.sort_unstable();
        seen.dedup();
        seen.len()
    };
    let mut best: (usize, &str) = (0, article.sentences.first().map_or("", |s| s.text.as_str()));
    for sentence in &article.sentences {
        let score = score(&sentence.text);
        if score > best.0 {
            best = (score, &sentence.text);
        }
        if score > 0 && score == wanted.len() {
            break;
        }
    }
    cut(best.1, |word| hit(word).is_some())
}

/// A text cut to some words around the first hit, in runs.
fn cut(text: &str, hit: impl Fn(&str) -> bool) -> Vec<(String, bool)> {
    let all: Vec<(usize, &str, bool)> = words::words(text).map(|(at, w)| (at, w, hit(w))).collect();
    let first = all.iter().position(|w| w.2).unwrap_or(0);
    let from = first.saturating_sub(AROUND / 2);
    let to = (from + 2 * AROUND).min(all.len());
    let Some(window) = all.get(from..to).filter(|w| !w.is_empty()) else {
        return vec![(text.to_owned(), false)];
    };
    let start = if from == 0 { 0 } else { window[0].0 };
    let end = all.get(to).map_or(text.len(), |next| next.0);
    let mut out: Vec<(String, bool)> = Vec::new();
    if from > 0 {
        out.push(("… ".into(), false));
    }
    let mut at = start;
    for &(word_at, word, is_hit) in window {
        if is_hit {
            push(&mut out, &text[at..word_at], false);
            push(&mut out, word, true);
            at = word_at + word.len();
        }
    }
    push(&mut out, text[at..end].trim_end(), false);
    if end < text.len() {
        push(&mut out, " …", false);
    }
    out
}

fn push(out: &mut Vec<(String, bool)>, text: &str, hit: bool) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.1 == hit => last.0.push_str(text),
        _ => out.push((text.to_owned(), hit)),
    }
}

/// A word as the index sees it, nearly: lower case, the commonest accents off.
fn plain(word: &str) -> String {
    word.to_lowercase()
        .chars()
        .map(|c| match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            '’' => '\'',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(text: &str) -> Option<String> {
        Query::parse(text, 0).unwrap().expression()
    }

    #[test]
    fn a_question_becomes_an_expression_that_no_text_can_break() {
        assert_eq!(expression("bridge open"), Some("\"bridge\" AND \"open\" *".into()));
        assert_eq!(expression("\"long bridge\" "), Some("\"long bridge\"".into()));
        assert_eq!(
            expression("mar* -toll title:bridge "),
            Some("(\"mar\" * AND title : \"bridge\") NOT (\"toll\")".into())
        );
        assert_eq!(expression("-toll "), None, "what is left out needs something to be left out of");
        assert_eq!(expression("AND OR \"unclosed ("), Some("\"AND\" AND \"OR\" AND \"unclosed (\"".into()));
        for nothing in ["", "  ", "\"\"", "*", ":-", "source:", "since:"] {
            assert_eq!(expression(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_field_that_there_is_not_is_told_and_a_colon_of_the_text_is_not_taken_for_one() {
        for wrong in ["is:starred", "foo:bar ", "bridge sorce:harbor", "before:2024", "a -from:harbor"] {
            let told = Query::parse(wrong, 0).unwrap_err();
            assert!(told.contains("there are title:, source:"), "{wrong}: {told}");
        }
        for text in [
            "10:30",
            "https://harbor.example/a",
            "mailto:a@b.example",
            "\"is:starred\"",
            "EU:s",
            "a:b",
            "note:",
            "x -4:3",
        ] {
            assert!(!Query::parse(text, 0).unwrap().terms.is_empty(), "{text}");
        }
        for wrong in ["ferry -source:harbor", "ferry -unread:", "starred:no", "unread:ferry"] {
            assert!(Query::parse(wrong, 0).unwrap_err().contains("not understood"), "{wrong}");
        }
        assert_eq!(Query::parse("Source:harbor", 0).unwrap().source.as_deref(), Some("harbor"));
    }

    #[test]
    fn what_is_no_date_is_told_with_what_is_one() {
        assert!(Query::parse("since:tomorrowish", 0).unwrap_err().contains("7d"));
        let day = 86_400;
        assert_eq!(since("7d", 30 * day).unwrap(), 23 * day);
        for long in ["20000y", "99999y", "4294967295h", "9999999999999d", "²d", "y"] {
            assert!(since(long, 30 * day).unwrap_err().contains("7d"), "{long}");
        }
        assert_eq!(since("2024-05-31T12:00:00Z", 0).unwrap(), 1_717_156_800);
        for last in
            ["9999", "9999-12", "9999-12-31", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "10000", "-9999"]
        {
            // West of Greenwich the last day ends after time does.
            let told = since(last, 30 * day);
            assert!(told.as_ref().map_or_else(|e| e.contains("7d"), |&at| at > 200_000_000_000), "{last}: {told:?}");
        }
    }

    #[test]
    fn a_passage_is_cut_around_the_first_hit() {
        let long = format!("{}Marlow {}", "before ".repeat(40), "after ".repeat(40));
        let runs = cut(&long, |w| w == "Marlow");
        assert_eq!(runs[0], ("… before before before before before before before ".into(), false));
        assert_eq!(runs[1], ("Marlow".into(), true));
        assert!(runs[2].0.ends_with(" …"));
        assert_eq!(cut("", |_| false), [(String::new(), false)]);
    }
}
