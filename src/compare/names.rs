//! Names of both articles, each in its longest form.

use std::collections::BTreeSet;

use super::Names;
use crate::{
    article::Article,
    text::{names, words},
};

/// A name in its longest form, with the words it may be shortened to.
struct Known {
    text: String,
    words: BTreeSet<String>,
}

/// Which names both articles have, and which only one.
pub(super) fn pair(left: &Article, right: &Article) -> Names {
    let (ours, theirs) = (known(left), known(right));
    let mut out = Names::default();
    for name in &ours {
        match theirs.iter().find(|n| alike(name, n)) {
            Some(n) if n.text.chars().count() > name.text.chars().count() => out.both.push(n.text.clone()),
            Some(_) => out.both.push(name.text.clone()),
            None => out.only_left.push(name.text.clone()),
        }
    }
    out.only_right = theirs.iter().filter(|n| !ours.iter().any(|x| alike(x, n))).map(|n| n.text.clone()).collect();
    for list in [&mut out.both, &mut out.only_left, &mut out.only_right] {
        let mut seen = BTreeSet::new();
        list.retain(|n| seen.insert(words::fold(n).into_owned()));
    }
    out
}

/// Words that many names end with: alone they are no short form of one.
const GENERIC: &[&str] =
    &["house", "senate", "state", "street", "university", "party", "court", "department", "county", "city"];

/// One is a short form of the other: the surname alone, or a part that says more than its kind.
fn alike(a: &Known, b: &Known) -> bool {
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    let generic = short.words.len() == 1 && short.words.iter().all(|w| GENERIC.contains(&w.as_str()));
    short.words.is_subset(&long.words) && (!generic || long.words.len() == 1)
}

/// The names of an article in order, short forms joined with their long ones.
fn known(article: &Article) -> Vec<Known> {
    let mut out: Vec<Known> = Vec::new();
    for s in &article.sentences {
        for name in names::find(&s.text) {
            let words: BTreeSet<String> = name.text.split_whitespace().map(|w| words::fold(w).into_owned()).collect();
            let new = Known { text: name.text, words };
            match out.iter_mut().find(|k| alike(k, &new)) {
                Some(k) if new.words.len() > k.words.len() => *k = new,
                Some(_) => {}
                None => out.push(new),
            }
        }
    }
    out
}
