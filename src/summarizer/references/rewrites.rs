//! Which words are put in the place of those that lean, and where none are: what would read as somebody else, or not as an
//! editor writes, stays as it stood.

use std::ops::Range;

use super::{Here, Rewrite};
use crate::{
    language::{Entity, Mention, MentionForm, Reference, ReferenceKind, Relation, SpanKind, Tag, lexicon, people},
    summarizer::realization::Edit,
};

/// Words up to which a sentence has room for what somebody is, behind the name.
const ROOM: usize = 16;

impl Here<'_> {
    /// The words that tell what a reference means, where they can stand in its place.
    pub(super) fn rewrite(&self, reference: &Reference) -> Option<Rewrite> {
        if !reference.sure || !self.may_change(reference) {
            return None;
        }
        let p = self.parse;
        // "Lund" is no short form of "the Lund-Vell line"
        let half = |part: &str| reference.tokens.clone().any(|t| p.word(t) == part);
        // "Berg-Holm" has both of its own.
        let joined = |w: &str| w.contains('-') && w.split('-').any(half) && !w.split('-').all(half);
        if reference.kind == ReferenceKind::Name && reference.naming.split(' ').any(joined) {
            return None;
        }
        let tokens = self.replaced(reference);
        let possessive =
            reference.kind == ReferenceKind::Pronoun && p.tokens[tokens.start].tag == Tag::PossessivePronoun;
        // what somebody is stands behind the comma; a thing's words hold none
        let (name, role) = match reference.naming.split_once(", ") {
            Some((name, role)) if reference.entity.is_some() => (name, Some(role)),
            Some(_) => return None,
            None => (reference.naming.as_str(), None),
        };
        let words = self.reading.lines[self.line].chunks.len();
        let text = match role {
            _ if possessive => self.owner(name),
            Some(role) if words <= ROOM && !self.is_joined(&tokens) && p.word(tokens.end) != "," => {
                format!("{name}, {role},")
            }
            _ => self.with_article(reference, name),
        };
        let whole = |e: &Entity| if possessive { self.owner(&e.name) } else { self.with_article(reference, &e.name) };
        let again = self.entity(reference).map(whole);
        // "Lines" and "'s" is "Lines'"
        let behind = p.tokens.get(tokens.end).filter(|t| t.tag == Tag::PossessiveEnding && text.ends_with('s'));
        if let Some(ending) = behind {
            let span = self.span(&tokens).start..ending.end as usize;
            let text = format!("{text}{}", if p.word(tokens.end).starts_with('’') { '’' } else { '\'' });
            let again = again.map(|name| self.owner(&name));
            return Some(Rewrite { edit: Edit::replace(span, text), cites: vec![reference.told.index()], again });
        }
        let edit = Edit::replace(self.span(&tokens), text);
        (edit.text != p.slice(tokens)).then(|| Rewrite { edit, cites: vec![reference.told.index()], again })
    }

    /// The words that go: of "Harbour boss Lee" only the name, for what he is stands nowhere else.
    fn replaced(&self, reference: &Reference) -> Range<usize> {
        let Range { start, end } = reference.tokens;
        let p = self.parse;
        let of_name = |t: usize| reference.naming.split([' ', ',']).any(|w| w == p.word(t));
        let described = |t: usize| p.word(t).starts_with(char::is_lowercase) && p.tokens[t].tag == Tag::Noun;
        let from = (start..end).find(|&t| of_name(t)).unwrap_or(start);
        let name = reference.kind == ReferenceKind::Name;
        if name && (start..from).any(described) { from..end } else { start..end }
    }

    fn entity(&self, reference: &Reference) -> Option<&Entity> {
        self.analysis.entities.get(reference.entity?.0)
    }

    /// "Lorne’s", with the apostrophe that the article writes.
    fn owner(&self, name: &str) -> String {
        let curly = self.reading.lines.iter().any(|l| l.text.contains('’'));
        format!("{name}{}{}", if curly { '’' } else { '\'' }, if name.ends_with('s') { "" } else { "s" })
    }

    /// "the committee" is "the Harbour Committee", and no name has two articles.
    fn with_article(&self, reference: &Reference, name: &str) -> String {
        let p = self.parse;
        let Range { start, end } = reference.tokens;
        let led = start.checked_sub(1).is_some_and(|t| p.lower(t) == "the");
        let bare = name.strip_prefix("The ").or_else(|| name.strip_prefix("the "));
        let same_noun = p.lower(start) == "the"
            && p.tokens[end - 1].tag == Tag::Noun
            && name.to_lowercase().ends_with(&p.lower(end - 1));
        match bare {
            Some(bare) if led => bare.to_owned(),
            None if !led && (same_noun || self.takes_article(reference)) => format!("the {name}"),
            _ => name.to_owned(),
        }
    }

    /// The article writes the name with "the", or it is one that nobody writes without: "the University of Skarn".
    fn takes_article(&self, reference: &Reference) -> bool {
        let Some(entity) = self.entity(reference).filter(|e| e.kind != SpanKind::Person) else { return false };
        let parse = self.analysis.sentence(reference.told);
        let led = reference.antecedent.start.checked_sub(1).is_some_and(|t| parse.lower(t) == "the");
        let last = entity.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let body = entity.kind == SpanKind::Organization
            && (entity.name.contains(" of ") || lexicon::english().has("bodies_with_the", &last));
        led || body
    }

    /// Nothing speaks against other words in the place of these.
    fn may_change(&self, reference: &Reference) -> bool {
        let tokens = &reference.tokens;
        let quoted = tokens.clone().any(|t| self.quoted[t]);
        let pronoun = reference.kind == ReferenceKind::Pronoun;
        let word = self.parse.lower(tokens.start);
        // "he's" may be "he is" or "he has"; "himself", "hers" and "his own" stay
        let bound = self.is_joined(tokens)
            || self.parse.word(tokens.end) == "own"
            || word.ends_with("self")
            || word.ends_with("rs");
        !quoted
            && !(pronoun && (bound || self.is_fronted(tokens) || self.may_be_an_object(tokens)))
            && !self.names_it_too(reference)
            && !self.is_within_another(tokens)
            && !self.has_rival(reference)
            && !self.has_its_first_word(reference)
            && !self.shares_its_surname(reference)
            && !self.is_born_name(tokens)
            && !self.has_nearer(reference)
            && !self.has_namesake(reference)
            && !self.is_of_another_kind(reference)
            && !self.is_only_a_word(tokens)
            && !self.is_well_known(reference)
            && !self.repeats(reference)
    }

    /// "are calling her evasive", "voted against her – a level": tagged as an owner, with nothing behind that is owned.
    fn may_be_an_object(&self, tokens: &Range<usize>) -> bool {
        let p = self.parse;
        let token = &p.tokens[tokens.start];
        let owns = || {
            let thing = p.head(tokens.start).filter(|&h| h > tokens.start && p.tokens[h].tag.is_noun());
            // A dash that the tagger does not know is no thing.
            let is_word = p.word(tokens.end).starts_with(char::is_alphanumeric);
            let near = p
                .tokens
                .get(tokens.end)
                .is_some_and(|t| is_word && !t.tag.is_punctuation() && t.relation != Relation::Determiner);
            token.relation == Relation::Possessor && thing.is_some() && near
        };
        token.tag == Tag::PossessivePronoun && !owns()
    }

    /// What follows is written together with the words: "he's".
    fn is_joined(&self, tokens: &Range<usize>) -> bool {
        let last = tokens.end.checked_sub(1).and_then(|t| self.parse.tokens.get(t));
        let next = self.parse.tokens.get(tokens.end).filter(|t| !t.tag.is_punctuation());
        last.zip(next).is_some_and(|(last, next)| next.start == last.end)
    }

    /// "Before his round, the winner said": a pronoun before the subject most often means the subject.
    fn is_fronted(&self, tokens: &Range<usize>) -> bool {
        let p = self.parse;
        let subject = p.roots().next().and_then(|root| p.subject(root));
        subject.is_some_and(|s| tokens.start < p.subtree(s).start)
    }

    /// The sentence names the one meant elsewhere: "In her speech, Ana Lee …"; of two short forms the first is made whole.
    fn names_it_too(&self, reference: &Reference) -> bool {
        let name = reference.kind == ReferenceKind::Name;
        let named = |m: &Mention| {
            m.form != MentionForm::Pronoun
                && !reference.tokens.contains(&m.tokens.start)
                && (!name || m.tokens.start < reference.tokens.start)
        };
        // "Police hunt her husband over Ms Lee's death": the whole name behind a pronoun would be that of another.
        let person = self.entity(reference).is_some_and(|e| e.kind == SpanKind::Person);
        let open = |t: usize| {
            let pronoun = matches!(&*self.parse.lower(t), "he" | "she" | "her" | "his" | "him");
            pronoun
                && !self.quoted[t]
                && self.analysis.entity_at(self.id, t).is_none_or(|e| Some(e) == reference.entity)
        };
        name && person && (0..reference.tokens.start).any(open)
            || self.analysis.mentions_in(self.id).any(|(e, m)| Some(e) == reference.entity && named(m))
    }

    /// "Lee was tried for her deeds", "the elder Lee": the surname stands there by itself, so that the whole name beside it, or in
    /// its place, would be that of another.
    fn shares_its_surname(&self, reference: &Reference) -> bool {
        let p = self.parse;
        let Some(entity) = self.entity(reference).filter(|e| e.kind == SpanKind::Person) else { return false };
        let surname = entity.name.rsplit(' ').next().unwrap_or_default();
        let bare = |t: usize| !reference.tokens.contains(&t) && p.tokens[t].tag.is_name() && p.word(t) == surname;
        let told_apart = reference.kind == ReferenceKind::Name
            && p.children(p.head_of(reference.tokens.clone())).any(|c| {
                matches!(p.tokens[c].relation, Relation::Determiner | Relation::Adjective) && c < reference.tokens.start
            });
        // "Ana Lee, who is close to Bo": his surname is understood
        let first_name = reference.kind == ReferenceKind::Name
            && reference.tokens.clone().all(|t| p.word(t) != surname)
            && (0..p.tokens.len()).any(bare);
        told_apart || first_name || reference.kind == ReferenceKind::Pronoun && (0..reference.tokens.start).any(bare)
    }

    /// "Lee and his friend": somebody else is named before the pronoun in the same sentence, and may be the one it means.
    fn has_nearer(&self, reference: &Reference) -> bool {
        let person =
            |e: &crate::language::EntityId| self.analysis.entities.get(e.0).is_some_and(|e| e.kind == SpanKind::Person);
        // "Malia declined her offer": a name that nothing tells to be a body or a place may be somebody's
        let unknown = |t: usize| {
            let token = &self.parse.tokens[t];
            let known = self.analysis.entity_at(self.id, t).and_then(|e| self.analysis.entities.get(e.0));
            token.relation.is_subject()
                && token.tag.is_name()
                && known.is_none_or(|e| !matches!(e.kind, SpanKind::Organization | SpanKind::Place | SpanKind::Person))
        };
        reference.kind == ReferenceKind::Pronoun
            && ((0..reference.tokens.start).any(unknown)
                || self.analysis.mentions_in(self.id).any(|(e, m)| {
                    m.form != MentionForm::Pronoun
                        && Some(e) != reference.entity
                        && m.tokens.end <= reference.tokens.start
                        && person(&e)
                }))
    }

    /// "Jane Dahl, nee Lee": a surname that was hers.
    fn is_born_name(&self, tokens: &Range<usize>) -> bool {
        let before = tokens.start.checked_sub(1).map(|t| self.parse.lower(t));
        before.is_some_and(|w| matches!(w.as_str(), "nee" | "née" | "né" | "formerly" | "alias" | "aka"))
    }

    /// "Lee", where the article tells of Ana Lee and of Bo Lee: which of them is meant is not sure enough to say.
    fn has_namesake(&self, reference: &Reference) -> bool {
        let Some(entity) = self.entity(reference).filter(|e| e.kind == SpanKind::Person) else { return false };
        let Some((given, surname)) = entity.name.rsplit_once(' ') else { return false };
        let short = reference.tokens.clone().any(|t| self.parse.word(t) == surname);
        let other = |parse: &crate::language::Parse, t: usize| {
            let before = parse.word(t);
            let upper = before.starts_with(char::is_uppercase) && before.chars().count() > 1;
            let title = ["titles", "personal_titles"]
                .iter()
                .any(|class| lexicon::english().has(class, parse.lower(t).trim_end_matches('.')));
            upper
                && !title
                && parse.tokens[t].tag.is_name()
                && !given.split(' ').any(|g| g.eq_ignore_ascii_case(before))
        };
        let namesake = |parse: &crate::language::Parse| {
            let first = |t: usize| {
                parse.tokens[t].relation == Relation::Compound && parse.head(t).is_some_and(|h| h > t && h <= t + 3)
            };
            (1..parse.tokens.len()).any(|t| parse.word(t) == surname && first(t - 1) && other(parse, t - 1))
        };
        reference.kind == ReferenceKind::Name && short && self.analysis.sentences.iter().any(namesake)
    }

    /// "the 5.25 Skarn to Lund service": the network takes the words for a place, and the whole name is a club's.
    fn is_of_another_kind(&self, reference: &Reference) -> bool {
        let Some(entity) = self.entity(reference).filter(|_| reference.kind == ReferenceKind::Name) else {
            return false;
        };
        let marked = self.parse.span_at(reference.tokens.start).map(|s| s.kind);
        let other = marked == Some(SpanKind::Place) && entity.kind != SpanKind::Place;
        // a title put in quotation marks is no name of what it speaks of
        other || entity.kind == SpanKind::Other && entity.name.starts_with("The ")
    }

    /// The words are a part of something longer: an address, the name of an account.
    fn is_within_another(&self, tokens: &Range<usize>) -> bool {
        let span = self.span(tokens);
        let before = self.parse.text[..span.start].chars().next_back();
        let after = self.parse.text[span.end..].chars().next();
        before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '—' | '–' | '“' | '"'))
            || after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '@' | '-' | '_'))
    }

    /// "The midfielder made his debut", "the 19-year-old was seen": beside somebody or something without a name, the name put in
    /// would be read as that of another.
    fn has_rival(&self, reference: &Reference) -> bool {
        let p = self.parse;
        let lex = lexicon::english();
        let pronoun = reference.kind == ReferenceKind::Pronoun;
        let classes: &[&str] = match reference.kind {
            ReferenceKind::Pronoun => &["people", "male_nouns", "female_nouns", "titles"],
            _ => &["people", "male_nouns", "female_nouns", "titles", "body_nouns", "bodies", "demonyms"],
        };
        (0..reference.tokens.start).any(|t| {
            let token = &p.tokens[t];
            let word = p.lower(t);
            // "her owner", "a man": a pronoun behind it may mean just that one
            let pointed = p.children(t).any(|d| match p.tokens[d].relation {
                Relation::Determiner => pronoun || matches!(&*p.lower(d), "the" | "this" | "that"),
                Relation::Possessor => pronoun,
                _ => false,
            });
            let aged = word.ends_with("-old")
                || p.children(t).any(|c| matches!(p.lower(c).as_str(), w if w == "old" || w.ends_with("-old")));
            // whatever is the subject of a clause before the pronoun may be what it means
            let subject = pronoun && token.relation.is_subject();
            let may_be = classes.iter().any(|c| lex.has(c, &word)) || aged || subject || people::may_be_somebody(&word);
            let named = self.analysis.entity_at(self.id, t).and_then(|e| self.analysis.entities.get(e.0));
            pointed && may_be && named.is_none_or(|e| e.kind != SpanKind::Person)
        })
    }

    /// "ten Hoopen" is "Ten Hoopen" already.
    fn has_its_first_word(&self, reference: &Reference) -> bool {
        let before = reference.tokens.start.checked_sub(1).map(|t| self.parse.lower(t));
        let first = reference.naming.split(' ').next().map(str::to_lowercase);
        reference.kind == ReferenceKind::Name && before == first && before.as_deref() != Some("the")
    }

    /// "Kappa Delta fraternity … the fraternity", "the attack on an oil field … the oil field": the sentence has the noun itself,
    /// and the words put in would be those of another. "CNN Journalist of the Year": the words go on.
    fn repeats(&self, reference: &Reference) -> bool {
        let p = self.parse;
        let Some(last) = reference.tokens.end.checked_sub(1) else { return false };
        let goes_on = p.lower(reference.tokens.end) == "of" && p.tokens[last].tag.is_name();
        let put_in: Vec<String> = reference.naming.split_whitespace().map(str::to_lowercase).collect();
        let again = |t: usize| {
            p.tokens[t].tag.is_noun()
                && (p.lemma(t) == p.lemma(last) || reference.entity.is_none() && put_in.contains(&p.lower(t)))
        };
        let noun = reference.kind == ReferenceKind::Noun
            && (0..p.tokens.len()).any(|t| !reference.tokens.contains(&t) && again(t));
        // "Regatta 2008" put in before "2008"
        let ends = put_in.last().is_some_and(|word| *word == p.lower(reference.tokens.end));
        noun || goes_on || ends
    }

    /// The words are spoken of as words: "Ada means “noble”", "she was called Ada".
    fn is_only_a_word(&self, tokens: &Range<usize>) -> bool {
        let head = self.parse.head_of(tokens.clone());
        let verb = self.parse.head(head).map(|v| self.parse.lemma(v)).unwrap_or_default();
        matches!(&*verb, "mean" | "call" | "name" | "dub" | "nickname" | "rename" | "spell")
    }

    /// A name that needs no more: one of several words, one that shares none with the whole ("America" and "United States"), and
    /// letters before a noun ("NIH researchers").
    fn is_well_known(&self, reference: &Reference) -> bool {
        if reference.kind != ReferenceKind::Name {
            return false;
        }
        let words = self.parse.slice(reference.tokens.clone());
        let person = self.entity(reference).is_some_and(|e| e.kind == SpanKind::Person);
        let capital = |w: &str| w.chars().next().filter(|c| c.is_uppercase());
        let initials: String = reference.naming.split([' ', '-']).filter_map(capital).collect();
        let letters: String = words.chars().filter(|c| c.is_alphanumeric()).collect();
        let shares = words.split([' ', '-']).any(|w| reference.naming.split([' ', '-', ',']).any(|n| n == w));
        let modifies = self.parse.tokens[self.parse.head_of(reference.tokens.clone())].relation == Relation::Compound;
        !person && (words.contains(' ') || modifies || self.stands_before_the_whole(reference))
            || !shares && initials != letters
    }

    /// A body or place that the article calls by its short name before it ever gives more of it: "Lorne-Mart", and much later the
    /// "Lorne-Mart Way".
    fn stands_before_the_whole(&self, reference: &Reference) -> bool {
        let first = |form: MentionForm| {
            let own = self.entity(reference)?.mentions.iter().filter(|m| m.form == form);
            own.map(|m| (m.sentence, m.tokens.start)).min()
        };
        match (first(MentionForm::ShortName), first(MentionForm::FullName)) {
            (Some(short), Some(whole)) => short < whole,
            _ => false,
        }
    }
}
