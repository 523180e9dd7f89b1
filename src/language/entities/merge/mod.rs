//! Which names name the same: the same words, a part of a person's name, an acronym, a shortened body.

mod roles;
mod short_forms;

use foldhash::HashMap;

use self::{
    roles::roles_of,
    short_forms::{Likeness, stands_for},
};
use super::{Entity, Gender, Mention, MentionForm, gender, names::NameSpan};
use crate::{
    article::SentenceId,
    language::{
        Analysis,
        labels::{Relation, SpanKind},
        lexicon,
        parse::Parse,
    },
};

/// How many marks of the network one word of the text about what a name is counts for.
const TOLD: usize = 4;

/// How many times as often one of two bearers of a name has to be named to be the one meant by it alone.
const LEADS: usize = 2;

/// All mentions that are written alike.
struct Form {
    /// As it stands where it stands first.
    text: String,
    /// Its words in lower case, points off.
    words: Vec<String>,
    kind: SpanKind,
    /// How many mentions the network marked as a name of this kind.
    marked: usize,
    mentions: Vec<(SentenceId, NameSpan)>,
    /// How many mentions stand where a place would: "in Skarn".
    located: usize,
    /// The surname of the family that a lone first name is said to be of: "Dahl's brother Bo".
    kin: Option<String>,
    /// A mention stands in brackets behind this other form: "University of Skarn (UoS)".
    behind: Option<Vec<String>>,
    /// Every mention opens its sentence with one word, so that capitals prove nothing.
    doubtful: bool,
}

/// The entities of the names found, mentions in order of the text.
pub(super) fn merge(analysis: &Analysis, found: &[(SentenceId, NameSpan)]) -> Vec<Entity> {
    let forms = forms(analysis, found);
    let lower = lower_case_words(analysis);
    let surnames = surnames(&forms);
    let forms: Vec<Form> =
        forms.into_iter().filter(|f| surnames.contains(&f.words[..]) || !is_common_word(f, &lower)).collect();
    let forms = split_joined(forms);
    // the longest first: each shorter form looks for the one it is short for
    let mut order: Vec<usize> = (0..forms.len()).collect();
    order.sort_by_key(|i| {
        (std::cmp::Reverse(forms[*i].words.len()), forms[*i].mentions[0].0, forms[*i].mentions[0].1.tokens.start)
    });
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); forms.len()];
    let mut heads = Heads::default();
    for &i in &order {
        let head = heads.whole_form(&forms, i).unwrap_or(i);
        if head == i {
            heads.add(&forms, i);
        }
        members[head].push(i);
    }
    order.iter().filter(|h| !members[**h].is_empty()).map(|&h| entity(analysis, &forms, &members[h], h)).collect()
}

/// Forms that stand for an entity, found again by any of their words, their initials, what they go by.
#[derive(Default)]
struct Heads {
    by_key: HashMap<String, Vec<usize>>,
}

impl Heads {
    fn add(&mut self, forms: &[Form], head: usize) {
        for key in keys(&forms[head], true) {
            self.by_key.entry(key).or_default().push(head);
        }
    }

    /// The form that a shorter one is short for.
    fn whole_form(&self, forms: &[Form], i: usize) -> Option<usize> {
        let short = &forms[i];
        let mut candidates: Vec<usize> =
            keys(short, false).iter().filter_map(|k| self.by_key.get(k)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let own = titled(short);
        let fits = |h: &usize| own.is_none_or(|own| gender_of(&forms[*h]).is_none_or(|g| g == own));
        let mut bearers: Vec<(Likeness, usize, usize)> = candidates
            .into_iter()
            .filter(fits)
            .filter_map(|h| Some((stands_for(short, &forms[h])?, forms[h].mentions.len(), h)))
            .collect();
        bearers.sort_by_key(|(likeness, often, h)| (std::cmp::Reverse((*likeness, *often)), *h));
        let (likeness, often, best) = *bearers.first()?;
        // "Ana Lee sued Bo Lee. Lee …": nobody, unless one of the two is named far more, or was alone when the name was first
        // shortened
        let rivals = bearers[1..].iter().filter(|(l, _, h)| *l == likeness && forms[*h].kind == SpanKind::Person);
        let people = forms[best].kind == SpanKind::Person;
        let rivals: Vec<_> = rivals.filter(|_| people).collect();
        let known = |h: usize| forms[h].mentions[0].0 < short.mentions[0].0;
        let unsure = rivals.iter().any(|(_, other, _)| often < LEADS * other);
        if unsure {
            let mut told = std::iter::once(best).chain(rivals.iter().map(|(.., h)| *h)).filter(|h| known(*h));
            return told.next().filter(|_| told.next().is_none());
        }
        Some(best)
    }
}

/// He or she by the titles before a form's mentions: "Mr. Dahl" is not Ana Dahl.
fn titled(form: &Form) -> Option<Gender> {
    form.mentions.iter().find_map(|(_, name)| name.titled)
}

/// He or she by title or first name.
fn gender_of(form: &Form) -> Option<Gender> {
    let first = || form.words.first().and_then(|w| gender::of_first_name(w));
    titled(form).or_else(first).filter(|_| form.kind == SpanKind::Person)
}

/// What a form is looked up by; a long one by its initials too.
fn keys(form: &Form, long: bool) -> Vec<String> {
    let mut keys = form.words.clone();
    keys.extend(lexicon::english().alias(&form.words.join("_")).map(|a| format!("={a}")));
    if let Some(last) =
        form.words.last().filter(|w| w.len() > 5 && (form.words.len() == 1 || form.kind == SpanKind::Person))
    {
        // "Grioux" and "Giroux" have the same letters
        let mut letters: Vec<char> = last.chars().collect();
        letters.sort_unstable();
        keys.push(format!("~{}", letters.into_iter().collect::<String>()));
    }
    if form.words.len() == 1 {
        // "Ariz." and "Arizona"
        keys.push(format!("{}…", form.words[0].chars().take(3).collect::<String>()));
    }
    if long && form.words.len() > 1 {
        for initials in [initials(&form.text, false), initials(&form.text, true)] {
            let shorter: String = initials.chars().take(initials.chars().count().saturating_sub(1)).collect();
            keys.extend([format!("#{initials}"), format!("#{shorter}")]);
        }
    } else if !long && form.words.len() == 1 {
        let letters: String = form.text.chars().filter(|c| c.is_alphanumeric()).collect();
        keys.push(format!("#{}", letters.to_uppercase()));
    }
    if let Some(behind) = &form.behind {
        keys.extend(behind.iter().cloned());
    }
    keys
}

/// The first letters of a name's words in capitals, with or without those of small words.
fn initials(text: &str, small: bool) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c == '-');
    let first = words.filter_map(|w| w.chars().next()).filter(|c| c.is_alphabetic() && (small || c.is_uppercase()));
    first.flat_map(char::to_uppercase).collect()
}

fn entity(analysis: &Analysis, forms: &[Form], members: &[usize], head: usize) -> Entity {
    let own = || members.iter().copied();
    let mut mentions = Vec::new();
    for i in own() {
        let form = if i == head { MentionForm::FullName } else { MentionForm::ShortName };
        let of = |(s, n): &(SentenceId, NameSpan)| Mention { sentence: *s, tokens: n.tokens.clone(), form };
        mentions.extend(forms[i].mentions.iter().map(of));
    }
    let mut roles = Vec::new();
    for (s, name) in own().flat_map(|i| &forms[i].mentions) {
        for role in roles_of(analysis.sentence(*s), name) {
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
    }
    mentions.sort_by_key(|m| (m.sentence, m.tokens.start));
    Entity { name: forms[head].text.clone(), kind: forms[head].kind, gender: None, roles, mentions }
}

/// Folds a word for comparison: lower case, points off, curly marks straight.
fn fold(word: &str) -> String {
    word.to_lowercase().replace('’', "'").replace('.', "")
}

fn words_of(parse: &Parse, name: &NameSpan) -> Vec<String> {
    name.tokens.clone().map(|t| fold(parse.word(t))).filter(|w| !w.is_empty()).collect()
}

/// The words that stand behind "Mr." and behind "Ms." as well: two people are called so.
fn couples(analysis: &Analysis, found: &[(SentenceId, NameSpan)]) -> foldhash::HashSet<Vec<String>> {
    let titled = |gender: Gender| -> foldhash::HashSet<Vec<String>> {
        let of = found.iter().filter(|(_, name)| name.titled == Some(gender));
        of.map(|(s, name)| words_of(analysis.sentence(*s), name)).collect()
    };
    let (men, women) = (titled(Gender::Male), titled(Gender::Female));
    men.intersection(&women).cloned().collect()
}

fn forms(analysis: &Analysis, found: &[(SentenceId, NameSpan)]) -> Vec<Form> {
    let couples = couples(analysis, found);
    let mut by_words: HashMap<(Vec<String>, Option<Gender>), usize> = HashMap::default();
    let mut forms: Vec<(Form, HashMap<SpanKind, usize>)> = Vec::new();
    for (k, (sentence, name)) in found.iter().enumerate() {
        let parse = analysis.sentence(*sentence);
        let words = words_of(parse, name);
        let next = forms.len();
        let titled = name.titled.filter(|_| couples.contains(&words));
        let at = *by_words.entry((words.clone(), titled)).or_insert(next);
        if at == next {
            let text = parse.slice(name.tokens.clone()).to_owned();
            let form = Form {
                text,
                words,
                kind: SpanKind::Other,
                marked: 0,
                located: 0,
                behind: None,
                kin: None,
                mentions: Vec::new(),
                doubtful: true,
            };
            forms.push((form, HashMap::default()));
        }
        let (form, votes) = &mut forms[at];
        if let Some(kind) = name.kind {
            *votes.entry(kind).or_default() += 1;
            form.marked += 1;
        }
        if let Some(kind) = name.told {
            *votes.entry(kind).or_default() += TOLD;
        }
        if form.kin.is_none() && name.tokens.len() == 1 {
            form.kin = kin(parse, name.tokens.start);
        }
        form.doubtful &= name.opens;
        form.located += usize::from(is_located(parse, name));
        if form.behind.is_none()
            && let Some((_, before)) = k.checked_sub(1).map(|k| &found[k]).filter(|(s, _)| s == sentence)
            && before.tokens.end + 1 == name.tokens.start
            && parse.word(before.tokens.end) == "("
        {
            form.behind = Some(words_of(parse, before));
        }
        form.mentions.push((*sentence, name.clone()));
    }
    let decide = |(mut form, votes): (Form, HashMap<SpanKind, usize>)| {
        let mut votes: Vec<_> = votes.into_iter().collect();
        votes.sort_by_key(|(kind, n)| (std::cmp::Reverse(*n), *kind));
        let unmarked = if is_named_as_person(&form) { SpanKind::Person } else { SpanKind::Other };
        form.kind = votes.first().map_or(unmarked, |(kind, _)| *kind);
        if form.kind == SpanKind::Other
            && form.marked == 0
            && form.located * 2 >= form.mentions.len()
            && form.located > 0
            && !form.words.last().is_some_and(|w| lexicon::english().has("bodies", w))
            && !form.mentions.iter().any(|(s, n)| stands_for_thing(analysis.sentence(*s), n))
        {
            form.kind = SpanKind::Place;
        }
        if matches!(form.kind, SpanKind::Organization | SpanKind::Other)
            && is_named_as_person(&form)
            && form.located == 0
            && !form.mentions.iter().any(|(s, n)| stands_for_thing(analysis.sentence(*s), n))
        {
            form.kind = SpanKind::Person;
        }
        // "in Jackson Hole", and nothing else is said of it: no person, whatever the network takes it for
        let nobody = form.kind == SpanKind::Person
            && form.located == form.mentions.len()
            && form.mentions.iter().all(|(_, n)| n.with_title == n.tokens && n.told.is_none())
            && !is_named_as_person(&form)
            && !form.words.first().is_some_and(|w| lexicon::english().is_first_name(w));
        if nobody {
            form.kind = SpanKind::Place;
        }
        // "Skarn County Sheriff's Office"
        if form.kind == SpanKind::Place
            && form.words.len() > 1
            && form
                .words
                .last()
                .is_some_and(|w| matches!(&**w, "office" | "department" | "ministry" | "bureau" | "agency" | "police"))
        {
            form.kind = SpanKind::Organization;
        }
        // "Ana's Rest": nobody is called so
        if form.kind == SpanKind::Person && form.words.iter().any(|w| w == "'s") {
            form.kind = SpanKind::Place;
        }
        form
    };
    let mut forms: Vec<Form> = forms.into_iter().map(decide).collect();
    tell_by_title(analysis, &mut forms);
    forms
}

/// "Ms. Dahl" somewhere, or "Ana Dahl", makes "Bristol Dahl" a person, whatever the network takes the whole name for.
fn tell_by_title(analysis: &Analysis, forms: &mut [Form]) {
    let l = lexicon::english();
    let titled = |(s, n): &(SentenceId, NameSpan)| {
        let parse = analysis.sentence(*s);
        (n.with_title.start..n.tokens.start).any(|t| l.has("personal_titles", parse.lower(t).trim_end_matches('.')))
    };
    let bearers: foldhash::HashSet<String> = forms
        .iter()
        .filter(|f| f.words.len() == 1 && f.mentions.iter().any(titled))
        .map(|f| f.words[0].clone())
        .collect();
    let families: foldhash::HashSet<String> = forms
        .iter()
        .filter(|f| f.kind == SpanKind::Person && is_named_as_person(f))
        .filter_map(|f| f.words.last().cloned())
        .collect();
    let things: Vec<bool> = forms
        .iter()
        .map(|f| f.located > 0 || f.mentions.iter().any(|(s, n)| stands_for_thing(analysis.sentence(*s), n)))
        .collect();
    for (form, thing) in forms.iter_mut().zip(things) {
        let open =
            matches!(form.kind, SpanKind::Place | SpanKind::Other) || form.kind == SpanKind::Organization && !thing;
        if !open {
            continue;
        }
        let relative = form.words.len() == 2
            && !thing
            && form.kind != SpanKind::Other
            && form.words.last().is_some_and(|w| families.contains(w))
            && form.words.iter().all(|w| !l.has("bodies", w));
        let whole = (2..=3).contains(&form.words.len()) && form.words.last().is_some_and(|w| bearers.contains(w));
        let place = |w: &String| {
            l.has("place_nouns", w) || matches!(&**w, "fort" | "mount" | "lake" | "port" | "st" | "saint" | "the" | "&")
        };
        if (whole || relative) && form.marked > 0 && !form.words.iter().any(place) {
            form.kind = SpanKind::Person;
        }
    }
}

/// Two or three words, the first a first name and the last nothing that bodies end with.
fn is_named_as_person(form: &Form) -> bool {
    let l = lexicon::english();
    let first = form.words.first().filter(|_| (2..=3).contains(&form.words.len()));
    let last = form.words.last().is_some_and(|w| !l.has("bodies", w));
    let last = last && form.words.iter().all(|w| w.chars().all(char::is_alphabetic));
    last && first.is_some_and(|f| l.is_first_name(f))
}

/// It has an article, or is the title of a work.
fn stands_for_thing(parse: &Parse, name: &NameSpan) -> bool {
    let article =
        name.tokens.start > 0 && matches!(&*parse.lower(name.tokens.start - 1), "the" | "a" | "an" | "“" | "\"" | "‘");
    article || parse.child(parse.head_of(name.tokens.clone()), Relation::Determiner).is_some()
}

/// The family of somebody who is told by a first name and a relation: "Lee's brother Bo" is a Lee.
fn kin(parse: &Parse, token: usize) -> Option<String> {
    let is_kin = |noun: &usize| lexicon::english().has("kin", &parse.lower(*noun));
    let noun = match parse.tokens[token].relation {
        Relation::Apposition => parse.head(token).filter(is_kin)?,
        _ => parse
            .children_by(token, Relation::Apposition)
            .chain(parse.children_by(token, Relation::Compound))
            .find(is_kin)?,
    };
    let owner = parse.child(noun, Relation::Possessor).or_else(|| parse.child(token, Relation::Possessor))?;
    parse.tokens[owner].tag.is_name().then(|| fold(parse.word(owner)))
}

/// "in Skarn", "near Skarn".
fn is_located(parse: &Parse, name: &NameSpan) -> bool {
    let head = parse.head_of(name.tokens.clone());
    let object = parse.tokens[head].relation == Relation::PrepositionObject;
    let preposition = parse.head(head).map(|p| parse.lower(p));
    object
        && preposition
            .is_some_and(|p| matches!(&*p, "in" | "at" | "near" | "around" | "across" | "outside" | "inside" | "into"))
}

/// "Chelsea Champions League": a form that is two others side by side, and neither's whole, names both.
fn split_joined(forms: Vec<Form>) -> Vec<Form> {
    let known: HashMap<Vec<String>, usize> = forms
        .iter()
        .filter(|f| f.kind != SpanKind::Person && f.marked > 0)
        .map(|f| (f.words.clone(), f.mentions.len()))
        .collect();
    let parts = |f: &Form| {
        let cut =
            (1..f.words.len()).find(|k| known.contains_key(&f.words[..*k]) && known.contains_key(&f.words[*k..]))?;
        (f.kind != SpanKind::Person && f.mentions.iter().all(|(_, n)| n.tokens.len() == f.words.len())).then_some(cut)
    };
    let mut out: Vec<Form> = Vec::new();
    let mut moved: Vec<(Vec<String>, SentenceId, NameSpan)> = Vec::new();
    for form in forms {
        let Some(cut) = parts(&form) else {
            out.push(form);
            continue;
        };
        for (sentence, name) in form.mentions {
            let middle = name.tokens.start + cut;
            let (first, second) = (name.tokens.start..middle, middle..name.tokens.end);
            moved.push((
                form.words[..cut].to_vec(),
                sentence,
                NameSpan { tokens: first.clone(), with_title: first, ..name.clone() },
            ));
            moved.push((
                form.words[cut..].to_vec(),
                sentence,
                NameSpan { tokens: second.clone(), with_title: second, ..name },
            ));
        }
    }
    for (words, sentence, name) in moved {
        if let Some(form) = out.iter_mut().find(|f| f.words == words) {
            form.mentions.push((sentence, name));
            form.mentions.sort_by_key(|(s, n)| (*s, n.tokens.start));
        }
    }
    out
}

/// Every word that stands in lower case somewhere in the article.
fn lower_case_words(analysis: &Analysis) -> foldhash::HashSet<String> {
    let all = analysis.sentences.iter().flat_map(|p| (0..p.tokens.len()).map(|t| p.word(t)));
    all.filter(|w| w.chars().next().is_some_and(char::is_lowercase)).map(str::to_owned).collect()
}

/// The last words of the people named whole: "Lee" that opens a sentence is Ana Lee, whatever else the word may mean.
fn surnames(forms: &[Form]) -> foldhash::HashSet<Vec<String>> {
    let people = forms.iter().filter(|f| f.kind == SpanKind::Person && f.marked > 0 && f.words.len() > 1);
    people.filter_map(|f| f.words.last()).map(|w| vec![w.clone()]).collect()
}

/// A single word that opens a sentence and stands elsewhere in lower case is a word like any other.
fn is_common_word(form: &Form, lower: &foldhash::HashSet<String>) -> bool {
    let single = form.words.len() == 1;
    let capitals = form.text.chars().all(char::is_uppercase);
    // letters for a thing like any other, as "PTSD": nothing but their capitals makes them a name
    let letters = single
        && capitals
        && (form.marked == 0 || form.kind == SpanKind::Other && form.marked * 2 < form.mentions.len());
    letters || single && form.doubtful && (form.marked == 0 || lower.contains(&form.words[0]))
}
