//! What the list of stories leaves in, as SQL.

use rusqlite::{Connection, Row, params_from_iter, types::Value};

use super::{
    Library, LibraryError,
    shelf::{LIST, list},
};
use crate::shelf::Filter;

/// What the list leaves in, as SQL.
pub(super) struct Conditions {
    conditions: Vec<String>,
    pub(super) values: Vec<Value>,
    /// The sources that the reader hides, as [`list`] writes them.
    pub(super) hidden: Option<String>,
}

impl Conditions {
    pub(super) fn new(library: &Library, filter: &Filter) -> Result<Self, LibraryError> {
        let mut out = Self { conditions: Vec::new(), values: Vec::new(), hidden: library.hidden()? };
        let hidden = out.hidden.clone();
        let hidden = hidden.as_deref();
        // What a story counts, it counts with the hidden articles. Those are few: the stories that count no others are found
        // through them, not by asking every article.
        let counts = |counted: &str, article: &str| match hidden {
            None => format!("{counted} > 0"),
            Some(_) => format!(
                "{counted} > 0 AND id NOT IN (SELECT story FROM article a WHERE source IN {LIST} AND {article}
                   GROUP BY story HAVING count(*) = (SELECT {counted} FROM story WHERE id = a.story))"
            ),
        };
        if hidden.is_some() {
            out.push(counts("articles", "1"), hidden);
        }
        if filter.unread {
            out.push(counts("unread", "NOT read"), hidden);
        }
        if filter.starred {
            out.push(counts("starred", "starred"), hidden);
        }
        if let Some(since) = filter.since {
            out.conditions.push("newest >= ?".into());
            out.values.push(Value::Integer(since));
            if hidden.is_some() {
                out.values.push(Value::Integer(since));
                out.push(format!("id IN (SELECT story FROM article WHERE time >= ? AND source NOT IN {LIST})"), hidden);
            }
        }
        if filter.source.is_some() || filter.group.is_some() || filter.blindspot.is_some() {
            let facts = library.facts();
            let sources = library.outlets()?;
            let of = |wanted: &dyn Fn(&str) -> bool| list(sources.iter().filter(|s| !facts.hides(s) && wanted(s)));
            let told_by = |not: &str| format!("id {not}IN (SELECT story FROM article WHERE source IN {LIST})");
            if let Some(source) = &filter.source {
                out.push(told_by(""), Some(&of(&|s| s == source || facts.shown(s) == source)));
            }
            if let Some(group) = &filter.group {
                out.push(told_by(""), Some(&of(&|s| facts.group(s) == Some(group))));
            }
            if let Some(group) = &filter.blindspot {
                out.push(told_by(""), Some(&of(&|s| facts.group(s).is_some_and(|g| g != group))));
                out.push(told_by("NOT "), Some(&of(&|s| facts.group(s) == Some(group))));
            }
        }
        Ok(out)
    }

    fn push(&mut self, condition: String, value: Option<&str>) {
        self.conditions.push(condition);
        self.values.extend(value.map(|v| Value::Text(v.to_owned())));
    }

    pub(super) fn clause(&self) -> String {
        if self.conditions.is_empty() { String::new() } else { format!("WHERE {}", self.conditions.join(" AND ")) }
    }

    /// Stories, articles, unread.
    pub(super) fn totals(&self, c: &Connection) -> rusqlite::Result<(usize, usize, usize)> {
        let clause = self.clause();
        let sql = if clause.is_empty() {
            "SELECT stories, articles, unread FROM total".into()
        } else {
            format!("SELECT count(*), coalesce(sum(articles), 0), coalesce(sum(unread), 0) FROM story {clause}")
        };
        let read = |r: &Row<'_>| Ok((r.get(0)?, r.get(1)?, r.get(2)?));
        let (stories, articles, unread): (usize, usize, usize) =
            c.prepare_cached(&sql)?.query_row(params_from_iter(&self.values), read)?;
        let Some(hidden) = &self.hidden else { return Ok((stories, articles, unread)) };
        // The plus keeps SQLite from looking every story up with every source.
        let sql = format!(
            "SELECT count(*), coalesce(sum(NOT read), 0) FROM article
             WHERE source IN {LIST} AND +story IN (SELECT id FROM story {clause})"
        );
        let hidden = Value::Text(hidden.clone());
        let values = std::iter::once(&hidden).chain(&self.values);
        let (of_them, unread_of_them): (usize, usize) =
            c.prepare_cached(&sql)?.query_row(params_from_iter(values), |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok((stories, articles.saturating_sub(of_them), unread.saturating_sub(unread_of_them)))
    }
}
