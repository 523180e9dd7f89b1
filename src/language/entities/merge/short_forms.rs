//! How surely a short form stands for a long one: a surname, an acronym, a shortened body, a slip of the pen.

use super::{Form, initials};
use crate::language::{entities::gender, labels::SpanKind, lexicon};

/// How surely a short form stands for a long one, the surest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// A surname with a letter wrong, one word of a body: "Grioux" of "Bo Giroux", "Emory" of "Emory University".
    Guess,
    /// The beginning of a surname, or of the words of a body: "Fletch", "Met Police".
    Clipped,
    /// A whole name with a letter wrong, several words of a body.
    Near,
    /// A first name, or one of several: "Ana" and "Ana Lee" of "Ana Maria Lee", "Brad Dahl" of "Bradley Dahl".
    FirstName,
    /// "Ariz.", "ACLU", "SB 1062", "Dahl Bo Magnus" of "Bo Magnus Dahl".
    Abbreviated,
    /// "Dahl".
    Surname,
    /// The same words, or another name of the same country.
    Same,
}

/// How surely a short form stands for a long one.
pub(super) fn stands_for(short: &Form, long: &Form) -> Option<Likeness> {
    let (mut s, mut l) = (&short.words[..], &long.words[..]);
    // "Dahl" beside "Bo Dahl Jr."
    let junior = |w: &[String]| w.len() > 2 && matches!(w.last().map(String::as_str), Some("jr" | "sr" | "ii" | "iii"));
    if long.kind == SpanKind::Person && junior(l) && !junior(s) {
        // Whoever is called so before anybody is called "Jr." is the father.
        let place = |f: &Form| (f.mentions[0].0, f.mentions[0].1.tokens.start);
        if place(short) < place(long) {
            return None;
        }
        l = &l[..l.len() - 1];
    }
    // "Sheriff Dahl" beside "Bo Dahl"
    if long.kind == SpanKind::Person && s.len() > 1 && lexicon::english().has("titles", &s[0]) {
        s = &s[1..];
    }
    if s == l
        || same_without_article(s, l)
        || are_aliases(s, l)
        || short.behind.as_deref() == Some(l) && abbreviates(&short.text, &long.text)
    {
        return Some(Likeness::Same);
    }
    // "Brad Dahl" beside "Bradley Dahl"; a letter more makes another name: "Paul" and "Paula", "Jan" and "Jane"
    let nickname = long.kind == SpanKind::Person && s.len() == 2 && l.len() == 2 && s[1] == l[1];
    if nickname && s[0].len() > 2 && l[0].starts_with(&s[0]) {
        return (l[0].len() > s[0].len() + 1 && may_be_called(&s[0], &l[0]) && !stand_together(short, long))
            .then_some(Likeness::FirstName);
    }
    // "Ariz." beside "Arizona"
    let state = s.len() == 1 && l.len() == 1 && lexicon::english().has("states", &s[0]);
    if state && s[0].len() > 2 && l[0].len() > s[0].len() && l[0].starts_with(&s[0]) {
        return Some(Likeness::Abbreviated);
    }
    if is_acronym(short, long) || is_numbered_acronym(s, l) {
        return Some(Likeness::Abbreviated);
    }
    // "Dahl Bo Magnus" beside "Bo Magnus Dahl"
    if long.kind == SpanKind::Person && short.kind == SpanKind::Person && s.len() == l.len() && s.len() > 2 {
        let turned = |k: usize| s[k..].iter().chain(&s[..k]).eq(l.iter());
        if (1..s.len()).any(turned) {
            return Some(Likeness::Abbreviated);
        }
    }
    if is_misspelt(s, l) {
        let sure = long.kind != SpanKind::Person && !stand_together(short, long) || is_once(short, long);
        return sure.then_some(Likeness::Near);
    }
    // "Grioux" beside "Bo Giroux"
    let slip = s.len() == 1 && l.len() > 1 && s[0].len() > 5 && l.last().is_some_and(|w| is_slip(&s[0], w));
    if slip && long.kind == SpanKind::Person && s[0].chars().all(char::is_alphabetic) {
        return is_once(short, long).then_some(Likeness::Guess);
    }
    if s.len() >= l.len() && !is_clipped(s, l) {
        return None;
    }
    // "Al-Dahl" is one word of a name
    let single = s.len() == 1 || !short.text.contains(' ') && short.text.contains(['-', '–']);
    // "Lee's brother Bo" is no Bo Dahl
    if short.kin.as_ref().is_some_and(|k| l.last() != Some(k)) {
        return None;
    }
    if long.kind == SpanKind::Person {
        let fits = short.kind == SpanKind::Person
            || short.marked == 0
            || single && short.located * 3 < short.mentions.len().max(2);
        if fits && l.ends_with(s) {
            return Some(Likeness::Surname);
        }
        // "Fletch" of "Bo Fletcher"
        let clips = |l: &String| l.starts_with(&s[0]) && s[0].len() > 3 && l.len() <= s[0].len() + 3;
        let names = lexicon::english();
        let listed = names.is_first_name(&s[0]);
        if short.kind == SpanKind::Person && s.len() == 1 && !listed && l.last().is_some_and(clips) {
            return Some(Likeness::Clipped);
        }
        // "Ana Lee" beside "Ana Maria Lee"; "Ana" beside "Ana Lee"
        let ends = s.len() > 1 && s.first() == l.first() && s.last() == l.last();
        if fits && (ends || single && l.starts_with(s)) {
            return Some(Likeness::FirstName);
        }
        return None;
    }
    let bodies = |k: SpanKind| matches!(k, SpanKind::Organization | SpanKind::Other);
    if short.kind == SpanKind::Person && short.marked > 0 || !bodies(long.kind) && long.kind != short.kind {
        return None;
    }
    // "Emory" after "Emory University", "the Times" after "The Skarn Times": told in full before
    let told = (long.mentions[0].0, long.mentions[0].1.tokens.start)
        <= (short.mentions[0].0, short.mentions[0].1.tokens.start);
    let all_capitals = short.text.chars().all(char::is_uppercase);
    let hyphened = l.get(1).is_some_and(|w| w == "-") && !long.text.contains(' ');
    let alike = hyphened
        || long.kind == short.kind
        || long.marked == 0 && short.located == 0 && short.kind != SpanKind::Place && l.starts_with(s);
    let partial = if single { told && !all_capitals && alike } else { true };
    if bodies(long.kind) && bodies(short.kind) && is_clipped(s, l) {
        return Some(Likeness::Clipped);
    }
    if bodies(long.kind) && bodies(short.kind) && partial && (l.starts_with(s) || l.ends_with(s)) {
        return Some(if single { Likeness::Guess } else { Likeness::Near });
    }
    None
}

/// "Brad" of "Bradley", and not "Chris" of "Christine": of two first names that are known each must be of one gender.
fn may_be_called(short: &str, long: &str) -> bool {
    match (gender::of_first_name(short), gender::of_first_name(long)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// A sentence names both: "Bo Dahl met Bob Dahl" tells of two.
fn stand_together(a: &Form, b: &Form) -> bool {
    a.mentions.iter().any(|(s, _)| b.mentions.iter().any(|(t, _)| s == t))
}

/// One of the two stands once and the other oftener, and never beside it: so slips stand.
fn is_once(a: &Form, b: &Form) -> bool {
    let (few, many) = (a.mentions.len().min(b.mentions.len()), a.mentions.len().max(b.mentions.len()));
    few == 1 && many > 1 && !stand_together(a, b)
}

/// The same words but for a slip in one of them: "Ibragim" and "Ibragrim". Two first names are two people.
fn is_misspelt(a: &[String], b: &[String]) -> bool {
    if a.len() != b.len() || a.len() < 2 {
        return false;
    }
    let mut unlike = a.iter().zip(b).filter(|(x, y)| x != y);
    let (Some((x, y)), None) = (unlike.next(), unlike.next()) else { return false };
    let l = lexicon::english();
    let listed = |w: &String| l.is_first_name(w);
    let long = x.chars().count().min(y.chars().count()) > 4 && x.chars().chain(y.chars()).all(char::is_alphabetic);
    long && !(listed(x) && listed(y)) && is_slip(x, y)
}

/// One letter is wrong, missing or too many, and not the first: "Jansen" is not "Hansen".
fn is_slip(a: &str, b: &str) -> bool {
    a.chars().next() == b.chars().next() && strsim::osa_distance(a, b) == 1
}

/// "Met Police" of "Metropolitan Police": each word begins one of the other, in order, and one is the same.
fn is_clipped(s: &[String], l: &[String]) -> bool {
    let clips =
        |(a, b): (&String, &String)| a == b || a.len() > 2 && b.len() > a.len() + 2 && b.starts_with(a.as_str());
    s.len() > 1 && s.len() <= l.len() && s.iter().zip(l).all(clips) && s.iter().zip(l).any(|(a, b)| a == b)
}

/// The letters of one stand in the other in the same order, the first as its first: "UoL" in "University of Lund".
fn abbreviates(short: &str, long: &str) -> bool {
    let mut letters = long.chars().flat_map(char::to_lowercase);
    let mut wanted = short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let first = wanted.next();
    // "IHAH" behind the English name of an institute: the same initials in the order of its own language
    let sorted = |text: &str| {
        let mut letters: Vec<char> =
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
        letters.sort_unstable();
        letters
    };
    if short.len() > 2 && sorted(short) == sorted(&initials(long, false)) {
        return true;
    }
    first.is_some() && first == letters.next() && wanted.all(|w| letters.any(|l| l == w))
}

/// Two names of one country or union: "U.S.", "America".
fn are_aliases(a: &[String], b: &[String]) -> bool {
    let l = lexicon::english();
    let (a, b) = (a.join("_"), b.join("_"));
    l.alias(&a).is_some_and(|x| l.alias(&b) == Some(x))
}

fn same_without_article(a: &[String], b: &[String]) -> bool {
    let bare = |w: &[String]| w.iter().filter(|w| *w != "the" && *w != "-").cloned().collect::<Vec<_>>();
    bare(a) == bare(b)
}

/// "ACLU" of "American Civil Liberties Union": the initials of the words that bear a capital.
fn is_acronym(short: &Form, long: &Form) -> bool {
    let letters: String = short.text.chars().filter(|c| c.is_alphanumeric()).collect();
    let wanted = short.words.len() == 1
        && (2..=7).contains(&letters.len())
        && letters.chars().filter(|c| c.is_uppercase()).count() * 2 > letters.len()
        && long.words.len() > 1;
    if !wanted {
        return false;
    }
    let letters = letters.to_uppercase();
    // "CDC" leaves "and Prevention" out
    let fits = |i: String| {
        i == letters || letters.len() > 2 && i.strip_prefix(&letters).is_some_and(|r| r.chars().count() == 1)
    };
    // "UoCLund" of "University of Central Lund": the last word is shortened, not its first letter alone
    let clipped = long.words.last().is_some_and(|last| {
        let tail: String = short.text.chars().rev().take_while(|c| c.is_lowercase()).collect();
        let tail: String = tail.chars().rev().collect();
        let capitals: String = short.text.chars().filter(|c| c.is_uppercase()).collect();
        !tail.is_empty()
            && last.get(1..).is_some_and(|l| l.starts_with(&tail))
            && capitals == initials(&long.text, false)
    });
    clipped || fits(initials(&long.text, false)) || fits(initials(&long.text, true))
}

/// "SB 1062" of "Senate Bill 1062".
fn is_numbered_acronym(s: &[String], l: &[String]) -> bool {
    let ([letters, number], Some((last, words))) = (s, l.split_last()) else { return false };
    let initials = words.iter().filter_map(|w| w.chars().next());
    number == last && words.len() > 1 && number.chars().all(|c| c.is_ascii_digit()) && initials.eq(letters.chars())
}
