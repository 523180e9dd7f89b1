//! Names of both articles, each in its longest form.

use std::collections::BTreeSet;

use foldhash::HashMap;

use super::Names;
use crate::{
    article::Article,
    language::{self, SpanKind},
    text::{names, words},
};

/// A name in its longest form, with the words it may be shortened to.
struct Name {
    text: String,
    /// What it is, where grammar told.
    kind: Option<SpanKind>,
    words: BTreeSet<String>,
}

/// Which names both articles have, and which only one.
pub(super) fn pair(left: &Article, right: &Article) -> Names {
    let (mut ours, mut theirs) = (Known::of(left), Known::of(right));
    // What may be a word like any other is a name where another place says so.
    let told = |n: &Name, known: &Known, other: &Known| known.alike(n).is_some() || other.alike(n).is_some();
    let (sure_left, sure_right): (Vec<Name>, Vec<Name>) = (
        std::mem::take(&mut ours.doubtful).into_iter().filter(|n| told(n, &ours, &theirs)).collect(),
        std::mem::take(&mut theirs.doubtful).into_iter().filter(|n| told(n, &theirs, &ours)).collect(),
    );
    sure_left.into_iter().for_each(|n| ours.add(n));
    sure_right.into_iter().for_each(|n| theirs.add(n));
    let mut out = Names::default();
    for name in &ours.names {
        match theirs.alike(name).map(|k| &theirs.names[k]) {
            Some(n) if n.text.chars().count() > name.text.chars().count() => out.both.push(n.text.clone()),
            Some(_) => out.both.push(name.text.clone()),
            None => out.only_left.push(name.text.clone()),
        }
    }
    out.only_right = theirs.names.iter().filter(|n| ours.alike(n).is_none()).map(|n| n.text.clone()).collect();
    // What one analysis takes for no name stands in the text all the same.
    let texts = [left, right].map(folded);
    let both = |name: &Name, text: &str| {
        let words: Vec<String> = name.text.split_whitespace().map(letters).collect();
        text.contains(&format!(" {} ", words.join(" ")))
    };
    let in_both: Vec<&Name> = ours
        .names
        .iter()
        .filter(|n| out.only_left.contains(&n.text) && both(n, &texts[1]))
        .chain(theirs.names.iter().filter(|n| out.only_right.contains(&n.text) && both(n, &texts[0])))
        .collect();
    out.only_left.retain(|n| in_both.iter().all(|b| b.text != *n));
    out.only_right.retain(|n| in_both.iter().all(|b| b.text != *n));
    out.both.extend(in_both.iter().map(|n| n.text.clone()));
    for list in [&mut out.both, &mut out.only_left, &mut out.only_right] {
        let mut seen = BTreeSet::new();
        list.retain(|n| seen.insert(n.split_whitespace().map(letters).collect::<Vec<_>>()));
    }
    out
}

/// The words of an article with a blank at each end of each.
fn folded(article: &Article) -> String {
    let mut out = String::from(" ");
    for word in article.sentences.iter().flat_map(|s| s.text.split_whitespace()) {
        out.push_str(&letters(word));
        out.push(' ');
    }
    out
}

/// Languages that write every noun with a capital.
const NOUNS_CAPITALISED: [&str; 2] = ["de", "lb"];

/// A word as names are told apart by it: "U.S." is "U.S", as it stands before a mark.
fn letters(word: &str) -> String {
    words::fold(word).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Words that many names end with: alone they are no short form of one.
const GENERIC: &[&str] =
    &["house", "senate", "state", "street", "university", "party", "court", "department", "county", "city"];

/// One is a short form of the other: the surname alone, or a part that says more than its kind.
fn alike(a: &Name, b: &Name) -> bool {
    // "Lund" is no short form of "Lund University", "Roe" is one of "Ana Roe"
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    let unlike = a.kind.zip(b.kind).is_some_and(|(x, y)| x != y || x == SpanKind::Place);
    let surname = long.kind == Some(SpanKind::Person)
        && long
            .text
            .split_whitespace()
            .next_back()
            .is_some_and(|w| short.words.len() == 1 && short.words.contains(&letters(w)));
    if unlike && !surname && a.words != b.words {
        return false;
    }
    let generic = short.words.len() == 1 && short.words.iter().all(|w| GENERIC.contains(&w.as_str()));
    short.words.is_subset(&long.words) && (!generic || long.words.len() == 1)
}

/// The names of an article in order, short forms joined with their long ones.
#[derive(Default)]
struct Known {
    names: Vec<Name>,
    /// Words that may be none.
    doubtful: Vec<Name>,
    /// The first names that hold a word, by word: two that are alike share one.
    by_word: HashMap<String, Vec<usize>>,
}

/// Names with one word in common that are looked at.
const MOST_ALIKE: usize = 64;

impl Known {
    fn of(article: &Article) -> Self {
        let mut known = Self::default();
        let analysis = language::of(article);
        if analysis.parsed {
            for entity in analysis.entities.iter().filter(|e| e.kind.is_name()) {
                let words = entity.name.split_whitespace().map(letters).filter(|w| !w.is_empty()).collect();
                known.add(Name { text: entity.name.clone(), words, kind: Some(entity.kind) });
            }
            return known;
        }
        // where every noun has a capital, only a first name tells that one is a name
        if NOUNS_CAPITALISED.contains(&article.primary_language()) {
            for text in article.sentences.iter().flat_map(|s| language::unparsed::people(&s.text)) {
                let words = text.split_whitespace().map(letters).filter(|w| !w.is_empty()).collect();
                known.add(Name { text, kind: None, words });
            }
            return known;
        }
        for s in &article.sentences {
            for name in names::find(&s.text) {
                let words = name.text.split_whitespace().map(letters).filter(|w| !w.is_empty()).collect();
                let new = Name { text: name.text, kind: None, words };
                if name.doubtful { known.doubtful.push(new) } else { known.add(new) }
            }
        }
        known
    }

    fn add(&mut self, new: Name) {
        // the analysis has joined the forms of one name already
        let at = if new.kind.is_some() { self.same(&new) } else { self.alike(&new) };
        if at.is_some_and(|k| new.words.len() <= self.names[k].words.len()) {
            return;
        }
        let k = at.unwrap_or(self.names.len());
        for word in &new.words {
            let list = self.by_word.entry(word.clone()).or_default();
            if list.len() < MOST_ALIKE && !list.contains(&k) {
                list.push(k);
            }
        }
        match self.names.get_mut(k) {
            Some(name) => *name = new,
            None => self.names.push(new),
        }
    }

    /// The name with the same words.
    fn same(&self, name: &Name) -> Option<usize> {
        let mut near = name.words.iter().filter_map(|w| self.by_word.get(w)).flatten().copied();
        near.find(|&k| self.names[k].words == name.words)
    }

    /// The first name that one is a form of.
    fn alike(&self, name: &Name) -> Option<usize> {
        let near = name.words.iter().filter_map(|w| self.by_word.get(w)).flatten().copied();
        near.filter(|&k| alike(name, &self.names[k])).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Sentence;

    fn article(text: &str) -> Article {
        Article { sentences: vec![Sentence { text: text.into(), tight: false }], ..Article::default() }
    }

    #[test]
    fn a_short_form_is_the_name_that_it_stands_for() {
        let left = article(
            "On Friday, before anything else was decided, Mayor Ana Ruiz met Bo Hart, and Ruiz thanked the Harbor Board.",
        );
        let right = article(
            "Later that evening Ruiz spoke with the Harbor Board about pumps, and with Cy Ito, who leads the Lund Board.",
        );
        let names = pair(&left, &right);
        assert_eq!(names.both, ["Ana Ruiz", "Harbor Board"]);
        assert_eq!(
            (names.only_left, names.only_right),
            (vec!["Bo Hart".to_owned()], vec!["Cy Ito".into(), "Lund Board".into()])
        );
    }

    #[test]
    fn nouns_of_german_are_no_names() {
        let left = article("On Friday Mayor Ana Ruiz closed the old bridge in Lund.");
        let right = article("Am Freitag schloss die Bürgermeisterin Ana Ruiz wegen der Risse die Brücke in Lund.");
        let right = Article { language: Some("de-AT".into()), ..right };
        let names = pair(&left, &right);
        assert!(names.only_right.is_empty() && names.both.contains(&"Lund".to_owned()), "{names:?}");
    }

    #[test]
    fn stops_make_no_other_name() {
        let left = article("The pumps that the town had bought came from the U.S. and were late.");
        let right = article("The pumps were sent by U.S officials, who had been asked for them.");
        assert_eq!(pair(&left, &right), Names { both: vec!["U.S.".into()], ..Names::default() });
    }
}
