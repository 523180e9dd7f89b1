//! A run of capitalized words as a name: titles, articles, adjectives and endings off, and nothing where no name is left.

use std::ops::Range;

use super::{
    bounds, frames, gender,
    names::{INSIDE, NameSpan, is_first_name, is_quote_mark},
    opening_word::{is_known_word, opens_as, opens_with_common_noun},
};
use crate::{
    language::{
        labels::{SpanKind, Tag},
        lexicon::{self, Lexicon},
        parse::Parse,
        people,
    },
    text::words,
};

/// A run as a name. `marked`: what the network takes it for.
pub(super) fn clean(parse: &Parse, tokens: Range<usize>, marked: Option<SpanKind>) -> Option<NameSpan> {
    let lexicon = lexicon::english();
    let mut run = Run { parse, lexicon, start: tokens.start, end: tokens.end, kind: marked, marked };
    run.drop_ending();
    if run.is_empty() {
        return None;
    }
    run.drop_office_behind();
    let office = run.is_office();
    run.drop_state_of_office();
    if (office || run.is_day()) && !is_quoted(parse, run.tokens()) {
        return None;
    }
    run.drop_opening_word();
    run.tell_by_title();
    let with_title = run.start;
    run.drop_field_of_office();
    if run.is_person() {
        run.drop_roles();
    }
    while run.opens_with_other_word() {
        run.start += 1;
    }
    run.cut_inside();
    if run.is_empty() || !run.tokens().any(|t| parse.word(t).chars().any(char::is_alphabetic)) {
        return None;
    }
    if run.is_part_of_office() || run.is_capital_behind() || run.is_family() || run.is_single_word() {
        return None;
    }
    let lone = run.len() == 1;
    run.take_article();
    // "Prince Bo"
    if lone && run.is_person() && run.start > with_title && lexicon.has("royal_titles", &parse.lower(run.start - 1)) {
        run.start -= 1;
    }
    let adjectives = run.tokens().all(|t| parse.tokens[t].tag == Tag::Adjective);
    if adjectives && run.kind != Some(SpanKind::Other) || run.is_address_part() {
        return None;
    }
    let before = run.start.checked_sub(1).map(|t| parse.lower(t).trim_end_matches('.').to_owned());
    let personal = before.is_some_and(|t| lexicon.has("male_titles", &t) || lexicon.has("female_titles", &t));
    if personal && run.kind.is_some_and(|k| k != SpanKind::Organization) {
        run.kind = Some(SpanKind::Person);
    }
    let opens = run.opens_sentence();
    let told = frames::kind(parse, run.tokens(), run.kind);
    let titled = gender::of_title(parse, run.start);
    let with_title = with_title.min(run.start)..run.end;
    Some(NameSpan { tokens: run.tokens(), with_title, kind: run.kind, told, opens, titled })
}

/// The words that are left of a run, and what they are taken for.
struct Run<'a> {
    parse: &'a Parse,
    lexicon: &'a Lexicon,
    start: usize,
    end: usize,
    kind: Option<SpanKind>,
    /// What the network takes it for.
    marked: Option<SpanKind>,
}

impl Run<'_> {
    fn tokens(&self) -> Range<usize> {
        self.start..self.end
    }

    fn len(&self) -> usize {
        self.end - self.start
    }

    fn is_empty(&self) -> bool {
        self.start >= self.end
    }

    fn is_person(&self) -> bool {
        self.kind == Some(SpanKind::Person)
    }

    fn is_upper(&self, token: usize) -> bool {
        self.parse.word(token).chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric())
    }

    /// A word that may stand inside names.
    fn is_small(&self, token: usize) -> bool {
        let word = self.parse.word(token);
        INSIDE.contains(&word) || is_quote_mark(word) && self.marked == Some(SpanKind::Person)
    }

    /// The word without its full stop is of a class.
    fn has(&self, class: &str, token: usize) -> bool {
        self.lexicon.has(class, self.parse.lower(token).trim_end_matches('.'))
    }

    /// Possessive endings, marks, words in lower case at the end; "House Democrats" are of the House.
    fn drop_ending(&mut self) {
        let parse = self.parse;
        if self.ends_in_possessive() {
            self.end += usize::from(parse.tokens[self.end - 1].tag != Tag::PossessiveEnding);
            return;
        }
        while self.end > self.start {
            let last = self.end - 1;
            let tag = parse.tokens[last].tag;
            let camp = self.len() == 2
                && matches!(parse.word(self.start), "House" | "Senate")
                && self.lexicon.has("camps", &parse.lower(last));
            let ends = self.is_upper(last) || self.is_syllable(last);
            if tag != Tag::PossessiveEnding && !tag.is_punctuation() && ends && !camp {
                break;
            }
            self.end -= 1;
        }
    }

    /// "the Skarn A's,": a name that is written with the ending, and nothing behind it is owned.
    fn ends_in_possessive(&self) -> bool {
        let parse = self.parse;
        let is_ending = |t: usize| parse.tokens.get(t).is_some_and(|k| k.tag == Tag::PossessiveEnding);
        let ending = if self.end > self.start && is_ending(self.end - 1) { self.end - 1 } else { self.end };
        let letter = ending > self.start && parse.word(ending - 1).chars().count() == 1;
        let owned = parse
            .tokens
            .get(ending + 1)
            .is_some_and(|k| !k.tag.is_punctuation() && !k.tag.is_finite() && !matches!(k.tag, Tag::And | Tag::Modal));
        is_ending(ending) && self.len() > 1 && letter && self.is_upper(ending - 1) && !owned
    }

    /// "Bo Sun-hee": the last part of a given name, written in lower case behind a hyphen.
    fn is_syllable(&self, token: usize) -> bool {
        let parse = self.parse;
        let glued = |t: usize| parse.tokens[t - 1].end == parse.tokens[t].start;
        token >= self.start + 3
            && parse.word(token - 1) == "-"
            && glued(token)
            && glued(token - 1)
            && self.is_upper(token - 2)
            && bounds::is_syllable(parse, token - 2, token)
    }

    /// "Harbour Board President Bo Dahl", "Skarn Rail Chairman and Director Bo Dahl": the office is no part of the body's name.
    /// "Office of Special Counsel, which …" ends with one.
    fn drop_office_behind(&mut self) {
        let parse = self.parse;
        let next = |wanted: fn(Tag) -> bool| parse.tokens.get(self.end).is_some_and(|t| wanted(t.tag));
        let goes_on = next(|tag| tag.is_name() || matches!(tag, Tag::Comma | Tag::And));
        let of = self.tokens().any(|t| matches!(parse.word(t), "of" | "for")) && !next(Tag::is_name);
        if !goes_on || of || self.kind == Some(SpanKind::Place) {
            return;
        }
        while self.len() > 1
            && self.lexicon.has(if self.is_person() { "offices" } else { "titles" }, &parse.lower(self.end - 1))
            && !self.is_small(self.end - 2)
        {
            self.end -= 1;
            self.kind = self.kind.map(|_| SpanKind::Organization);
        }
    }

    /// "District Attorney", "Home Secretary": an office without anybody.
    fn is_office(&self) -> bool {
        self.kind.is_none()
            && self.len() > 1
            && !self.has("personal_titles", self.start)
            && self.lexicon.has("offices", &self.parse.lower(self.end - 1))
            && !is_first_name(self.parse, self.start)
    }

    /// "Skarn City Manager Bo Dahl": the city's manager, and the place is Skarn.
    fn drop_state_of_office(&mut self) {
        let parse = self.parse;
        let office = parse.tokens.get(self.end).is_some_and(|t| t.tag.is_name())
            && self.lexicon.has("offices", &parse.lower(self.end));
        if office && self.len() > 1 && matches!(parse.word(self.end - 1), "City" | "County" | "State") {
            self.end -= 1;
        }
    }

    /// "Election Day": a day, as in a calendar.
    fn is_day(&self) -> bool {
        self.len() == 2
            && matches!(self.parse.word(self.end - 1), "Day" | "Eve")
            && self.kind.is_none_or(|k| k == SpanKind::Other)
    }

    /// "Suspected arsonist …", "Follow Skarn Rail on …", "Outgoing Fashion Police host …": the word that opens a sentence is no
    /// name for its capital.
    fn drop_opening_word(&mut self) {
        let parse = self.parse;
        if self.start > 0 || self.end < 2 {
            return;
        }
        let first = parse.tokens[0].tag;
        let said = matches!(first, Tag::VerbParticiple | Tag::VerbIng | Tag::VerbPast | Tag::Adjective);
        let order =
            self.lexicon.has("orders", &parse.lower(0)) && parse.word(0).chars().skip(1).all(char::is_lowercase);
        let apart = parse.head(0).is_some_and(|h| h >= self.end);
        let qualifies = |t| matches!(t, Tag::Adjective | Tag::VerbIng | Tag::VerbParticiple | Tag::Adverb);
        if self.kind != Some(SpanKind::Other) && (said || order)
            || self.kind.is_none() && self.end > 2 && apart && !is_first_name(parse, 0) && opens_as(parse, qualifies)
        {
            self.start = 1;
        }
    }

    /// "Mayor Ana Lee" is a person, whatever the network takes her for.
    fn tell_by_title(&mut self) {
        let titled = !self.is_empty() && self.has("personal_titles", self.start);
        if titled && self.len() > 1 && self.kind.is_some() && !is_body(self.parse, self.tokens()) {
            self.kind = Some(SpanKind::Person);
        }
    }

    /// "Director of Harbor Affairs Ana Lee": the field of the office is no part of the name.
    fn drop_field_of_office(&mut self) {
        let (parse, start) = (self.parse, self.start);
        let of_office = start > 1
            && matches!(parse.word(start - 1), "of" | "for")
            && ["offices", "titles"].iter().any(|class| self.lexicon.has(class, &parse.lower(start - 2)));
        // "president of San Jose State University"
        let last = parse.lower(self.end - 1);
        let body = ["bodies", "body_nouns"].iter().any(|class| self.lexicon.has(class, &last));
        let name = (start + 1..self.end.saturating_sub(1)).find(|t| is_first_name(parse, *t));
        if let Some(name) = name.filter(|n| of_office && !body && self.end - n <= 3) {
            self.start = name;
            self.kind = Some(SpanKind::Person);
        }
    }

    /// "Skarn Rail chief Ana Lee": what stands before a title is another name. "Actor Ben Dahl", "Meet Ana Lee": the role and the
    /// order go while a whole name remains.
    fn drop_roles(&mut self) {
        let parse = self.parse;
        // "Khalid Sheikh Dahl": a part of the name
        let middle =
            |t: usize| self.len() == 3 && t == self.start + 1 && self.lexicon.has("names_and_titles", &parse.lower(t));
        let title = (self.start + 1..self.end.saturating_sub(1))
            .rev()
            .find(|t| self.has("titles", *t) && !is_first_name(parse, *t))
            .filter(|t| !middle(*t));
        self.start = title.unwrap_or(self.start);
        // "Park Chang-jin": what is left would be a given name alone
        let particle = self.end > 2 && !self.is_upper(1) && is_particle(parse, 1, self.end);
        let given = particle || self.end == 4 && parse.word(2) == "-";
        if self.start == 0 && self.end > 2 && !given && is_known_word(parse, 0) && opens_with_common_noun(parse) {
            self.start = 1;
        }
        let order = self.start == 0 && self.end > 2 && !is_first_name(parse, 0) && is_first_name(parse, 1);
        if order && opens_as(parse, Tag::is_verb) {
            self.start = 1;
        }
        while self.len() > 2 && people::is_somebody(&parse.lower(self.start)) && !is_first_name(parse, self.start) {
            self.start += 1;
        }
    }

    /// "the Skarn Giants", "Mayor Lee", "Danish writer Ana Lee", "In Skarn", "SK Dahl Arena", "3 Skarn": the first word is none of
    /// the name.
    fn opens_with_other_word(&self) -> bool {
        if self.is_empty() {
            return false;
        }
        let (parse, start) = (self.parse, self.start);
        let word = parse.word(start);
        let bare = word.trim_end_matches('.').to_lowercase();
        let tag = parse.tokens[start].tag;
        let more = self.len() > 1;
        let article = matches!(bare.as_str(), "the" | "a" | "an");
        let title = more
            && self.lexicon.has("titles", &bare)
            && self.kind.is_none_or(|k| k == SpanKind::Person)
            && !is_body(parse, self.tokens());
        let nationality = more
            && (self.is_person() && tag == Tag::Adjective
                || self.lexicon.has("demonyms", &bare) && names_person_after(parse, self.tokens(), self.kind));
        let function = matches!(
            tag,
            Tag::Determiner
                | Tag::Preposition
                | Tag::And
                | Tag::Pronoun
                | Tag::PossessivePronoun
                | Tag::Adverb
                | Tag::WhAdverb
                | Tag::WhPronoun
        ) && !(self.kind == Some(SpanKind::Other) && start > 0 && self.is_upper(start));
        article
            || title
            || nationality
            || function
            || more && (self.opens_with_state(word, &bare) || self.opens_with_date(word, &bare))
            || tag.is_punctuation()
            || !self.is_upper(start) && !is_particle(parse, start, self.end)
    }

    /// "Skarn, SK Dahl Arena": a state.
    fn opens_with_state(&self, word: &str, bare: &str) -> bool {
        word.len() == 2
            && word.chars().all(|c| c.is_ascii_uppercase())
            && self.start > 0
            && self.parse.word(self.start - 1) == ","
            && self.lexicon.has("state_codes", bare)
    }

    /// "Jul 3 Skarn": a day.
    fn opens_with_date(&self, word: &str, bare: &str) -> bool {
        let digits = |word: &str| word.chars().all(|c| c.is_ascii_digit());
        self.kind != Some(SpanKind::Other)
            && (digits(word) && word.len() < 3
                || self.lexicon.has("months", bare) && digits(self.parse.word(self.start + 1)))
    }

    /// A name goes on over small words only.
    fn cut_inside(&mut self) {
        let goes_on = |t: usize| {
            self.is_upper(t) || self.is_small(t) || self.parse.tokens[t].tag.is_name() || self.is_syllable(t)
        };
        if let Some(cut) = self.tokens().find(|t| !goes_on(*t)) {
            self.end = cut;
            while self.end > self.start && !self.is_upper(self.end - 1) {
                self.end -= 1;
            }
        }
    }

    /// "the minister for Foreign Affairs", "District Judge Bo Dahl", "the City Manager": a field is a part of the office.
    fn is_part_of_office(&self) -> bool {
        let (parse, start, end) = (self.parse, self.start, self.end);
        if matches!(self.kind, Some(SpanKind::Person | SpanKind::Place)) {
            return false;
        }
        let of_office = start > 1
            && matches!(parse.word(start - 1), "of" | "for")
            && matches!(&*parse.lemma(start - 2), "minister" | "secretary" | "undersecretary");
        let field = self.tokens().all(|t| self.lexicon.has("fields", &parse.lower(t)))
            && parse.tokens.get(end).is_some_and(|t| t.tag.is_noun())
            && parse.word(end).starts_with(char::is_uppercase)
            && ["offices", "titles"].iter().any(|c| self.lexicon.has(c, &parse.lower(end)));
        of_office || field
    }

    /// "Washington, D.C.," is one place.
    fn is_capital_behind(&self) -> bool {
        self.len() == 1
            && self.parse.word(self.start) == "D.C."
            && self.start > 0
            && self.parse.word(self.start - 1) == ","
    }

    /// "the Dahls": a family, of whom no one is meant.
    fn is_family(&self) -> bool {
        self.len() == 1
            && self.parse.tokens[self.start].tag == Tag::NamePlural
            && !self.is_person()
            && self.start > 0
            && self.parse.lower(self.start - 1) == "the"
            && is_plural_of_a_name(self.parse, self.start)
    }

    /// "Monday", "Mayor", "Danish", "H2O", "#news": one word that names nobody. "Ms Bishop" is somebody, whatever else it means.
    fn is_single_word(&self) -> bool {
        if self.len() != 1 {
            return false;
        }
        let word = self.parse.word(self.start);
        let tag = self.parse.tokens[self.start].tag;
        let classes = ["months", "weekdays", "titles", "male_nouns", "female_nouns", "demonyms", "camps"];
        let common = classes.iter().any(|class| self.has(class, self.start))
            || tag.is_verb()
            || matches!(
                tag,
                Tag::Pronoun | Tag::Determiner | Tag::Preposition | Tag::Number | Tag::WhPronoun | Tag::Interjection
            );
        let by_title = self.start > 0 && self.has("personal_titles", self.start - 1);
        let code = self.kind.is_none() && word.chars().any(|c| c.is_ascii_digit() || c == '#');
        common && !by_title || code || word.chars().count() < 2
    }

    /// "The Skarn Reporter", “The Old Harbour”: an article that bears a capital within the sentence is part of the name.
    fn take_article(&mut self) {
        let (parse, start) = (self.parse, self.start);
        if start < 2 {
            return;
        }
        let bears_the = !self.is_person()
            && parse.word(start - 1) == "The"
            && (0..start - 1).any(|t| !parse.tokens[t].tag.is_punctuation())
            && !opens_clause(parse, start - 1);
        let title = self.kind == Some(SpanKind::Other)
            && matches!(parse.word(start - 1), "The" | "A" | "An")
            && is_quoted(parse, start - 1..self.end);
        if bears_the || title {
            self.start -= 1;
        }
    }

    /// One word that opens its sentence, or quoted words that end with it: “Yup.”, not “Tosca”.
    fn opens_sentence(&self) -> bool {
        let (parse, start) = (self.parse, self.start);
        let word = parse.word(start);
        let capitals = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
        let first = (0..start).all(|t| parse.tokens[t].tag.is_punctuation());
        let begins = self.kind.is_none()
            && start > 0
            && is_quote_mark(parse.word(start - 1))
            && matches!(parse.word(self.end), "." | "!" | "?");
        self.len() == 1 && !capitals && (first || begins)
    }

    /// A state behind a party ("D-Calif.", "(R-TX)"), or letters with points that are no name ("A.D.", "M.D.").
    fn is_address_part(&self) -> bool {
        let (parse, start, lexicon) = (self.parse, self.start, self.lexicon);
        if self.len() != 1 {
            return false;
        }
        let word = parse.word(start);
        let two_capitals = word.len() == 2 && word.chars().all(|c| c.is_ascii_uppercase());
        let state = lexicon.has("states", &word.trim_end_matches('.').to_lowercase()) || two_capitals;
        let after_hyphen = start > 1 && matches!(parse.word(start - 1), "-" | "–");
        let bracketed = start > 0
            && matches!(parse.word(start - 1), "(" | ",")
            && two_capitals
            && lexicon.has("state_codes", &word.to_lowercase());
        let lettered = word.contains('.')
            && word.len() <= 4
            && !matches!(word, "U.S." | "U.N." | "U.K." | "L.A." | "D.C." | "E.U.")
            && !state;
        state && after_hyphen || bracketed || lettered
    }
}

/// Nothing but these words, and a mark perhaps, stands between two quotation marks.
fn is_quoted(parse: &Parse, tokens: Range<usize>) -> bool {
    let close = (tokens.end..tokens.end + 2).find(|t| is_quote_mark(parse.word(*t)));
    tokens.start > 0
        && is_quote_mark(parse.word(tokens.start - 1))
        && close.is_some_and(|c| (tokens.end..c).all(|t| parse.tokens[t].tag.is_punctuation()))
}

/// "fellow Russian Bo Dahl": a whole name is left behind the nationality, and it is somebody's.
fn names_person_after(parse: &Parse, tokens: Range<usize>, kind: Option<SpanKind>) -> bool {
    let whole = tokens.len() > 2 && parse.word(tokens.start + 1).chars().next().is_some_and(char::is_uppercase);
    let fellow = tokens.start > 0 && parse.lower(tokens.start - 1) == "fellow";
    whole && (kind == Some(SpanKind::Person) || fellow || is_first_name(parse, tokens.start + 1))
}

/// Right behind a mark that lets a sentence begin.
fn opens_clause(parse: &Parse, token: usize) -> bool {
    token.checked_sub(1).is_none_or(|t| {
        is_quote_mark(parse.word(t))
            || matches!(parse.word(t), ":" | "." | "-" | "—" | "–" | "--" | ";" | ")" | "?" | "!")
    })
}

/// "Dahls", where the sentence or the word itself is no plural of a thing.
fn is_plural_of_a_name(parse: &Parse, token: usize) -> bool {
    let lower = parse.lower(token);
    lower.strip_suffix('s').is_some_and(|one| words::rarity(&lower, "en") >= 1.0 && words::rarity(one, "en") >= 1.0)
}

/// "van Dahl", "bin Salman": a particle that opens a name.
fn is_particle(parse: &Parse, start: usize, end: usize) -> bool {
    end - start > 1
        && matches!(parse.word(start), "de" | "van" | "von" | "bin" | "ibn" | "al" | "el" | "da" | "di" | "du" | "del")
        || parse.word(start).contains(|c: char| c.is_uppercase())
}

/// A body that a title opens: "Justice Department", "General Motors", "Prince Street".
fn is_body(parse: &Parse, tokens: Range<usize>) -> bool {
    let last = parse.word(tokens.end - 1).to_lowercase();
    lexicon::english().has("bodies", &last) || tokens.clone().any(|t| matches!(parse.word(t), "of" | "for" | "&"))
}
