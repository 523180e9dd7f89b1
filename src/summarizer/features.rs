//! What is counted about a sentence: its place, what it shares with the article, whom it names, how its clause is built.
//!
//! [`super::weights`] says what each count is worth. Counts of grammar stay zero where the language is not parsed.

use super::{
    reading::{Line, Reading},
    references::{self, OpenReference, OpenReferenceKind},
    repeats,
};
use crate::{
    article::{BlockKind, SentenceId},
    language::{Claim, EntityId, Modality, Owner, Parse, Relation, SpanKind, Tag, lexicon},
    text::sparse::dot,
};

/// Sentences looked at closely: those of the beginning and those nearest to the whole.
const CLOSE_LOOK: usize = 64;
/// Of them, those of the beginning.
const BEGINNING: usize = 32;
/// How alike two sentences are at the least that tell one event.
const TOLD_AGAIN: f32 = 0.6;

macro_rules! features {
    ($($name:ident),+ $(,)?) => {
        /// The names of the features, in their order.
        pub const NAMES: &[&str] = &[$(stringify!($name)),+];

        /// The features of one sentence.
        #[derive(Clone, Debug, Default)]
        #[allow(missing_docs)]
        pub struct Features { $(pub $name: f32),+ }

        impl Features {
            /// The features in the order of [`NAMES`].
            #[must_use]
            pub fn values(&self) -> [f32; NAMES.len()] {
                [$(self.$name),+]
            }
        }
    };
}

features! {
    first, second, third, fourth, nearness, depth, log_place, last, opens_block, long_article,
    words, short, long,
    centroid, like_first, like_opening, told_later, told_before, like_previous, like_next, headline, has_headline,
    frequent, mean_frequency, rarity, new_words,
    names, leading_names, name_mass, new_names, people, bodies, places, figures, dates,
    quoted, mostly_quoted, quotes, first_person, second_person, question, stopless, capitals, colon,
    opening_pronoun, opening_pointer, opening_connective, opening_the, pronouns, open_pronouns,
    past, present, other_verb, verbless, saying, being, passive, had_been, has_been, modal, will, denied,
    subject_pronoun, subject_name, subject_the, subject_new, subject_leading, subject_mass,
    object, clause_object, dated, claims, open_claims, future_claims, own_claims, others_claims, circumstance,
    open_nouns, open_names, open_connectives, open_times, open_whos, put_right, definites,
}

/// The features of an article's sentences, with what of it was looked at.
pub struct FeatureTable {
    /// The sentences looked at, in order.
    pub lines: Vec<usize>,
    /// Their features, beside them.
    pub features: Vec<Features>,
    /// What they lean on, beside them.
    pub open_references: Vec<Vec<OpenReference>>,
    /// How alike two of them are, 0 to 1, row by row.
    likeness: Vec<f32>,
}

impl FeatureTable {
    /// How alike two of the sentences looked at are, by their places in [`Self::lines`].
    #[must_use]
    pub fn alike(&self, a: usize, b: usize) -> f32 {
        self.likeness.get(a * self.lines.len() + b).copied().unwrap_or(0.0)
    }
}

/// A sentence as weighed terms of length 1, sorted by term.
type Vector = Vec<(u32, f32)>;

/// Looks at an article.
#[must_use]
pub fn table(reading: &Reading<'_>) -> FeatureTable {
    let vectors: Vec<Vector> = reading.lines.iter().map(|l| vector(reading, l)).collect();
    let centroid = centroid(reading, &vectors);
    let near = |i: usize| vectors[i].iter().map(|(t, w)| w * centroid[*t as usize]).sum::<f32>();
    let mut lines: Vec<usize> = (0..vectors.len()).collect();
    if lines.len() > CLOSE_LOOK {
        let mut later: Vec<(f32, usize)> = lines.drain(BEGINNING..).map(|i| (near(i), i)).collect();
        later.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        lines.extend(later.iter().take(CLOSE_LOOK - BEGINNING).map(|l| l.1));
        lines.sort_unstable();
    }
    let n = lines.len();
    let mut likeness = vec![0.0; n * n];
    for a in 0..n {
        for b in a..n {
            let alike = dot(&vectors[lines[a]], &vectors[lines[b]]);
            (likeness[a * n + b], likeness[b * n + a]) = (alike, alike);
        }
    }
    if reading.analysis.parsed {
        let events: Vec<Option<repeats::Event<'_>>> = lines.iter().map(|&line| repeats::event(reading, line)).collect();
        for a in 0..n {
            for b in a + 1..n {
                let again = |x: &repeats::Event<'_>, y: &repeats::Event<'_>| x.is_told_again(reading, y);
                if events[a].as_ref().zip(events[b].as_ref()).is_some_and(|(x, y)| again(x, y)) {
                    let alike = likeness[a * n + b].max(TOLD_AGAIN);
                    (likeness[a * n + b], likeness[b * n + a]) = (alike, alike);
                }
            }
        }
    }
    let open_references = references::of(reading, &lines);
    let mut table = FeatureTable { lines, features: Vec::new(), open_references, likeness };
    let headline = headline(reading);
    let chains = Chains::new(reading);
    table.features = (0..n)
        .map(|k| {
            let line = table.lines[k];
            let mut f = Features::default();
            place(&mut f, reading, line);
            shares(&mut f, &table, k, near(line));
            f.has_headline = flag(!headline.is_empty());
            f.headline = dot(&vectors[line], &headline);
            terms(&mut f, reading, line);
            wording(&mut f, &reading.lines[line]);
            if reading.analysis.parsed {
                chains.named(&mut f, reading, line);
                grammar(&mut f, reading, line, &chains);
                leaning(&mut f, reading, line, &table.open_references[k]);
            }
            f
        })
        .collect();
    table
}

fn flag(b: bool) -> f32 {
    if b { 1.0 } else { 0.0 }
}

fn vector(reading: &Reading<'_>, line: &Line<'_>) -> Vector {
    let mut terms: Vec<u32> = reading.tokens[line.tokens.clone()].to_vec();
    terms.retain(|t| !reading.terms[*t as usize].stop);
    terms.sort_unstable();
    let weigh =
        |run: &[u32]| (run[0], (1.0 + (run.len() as f32).ln()) * (0.05 + reading.terms[run[0] as usize].rarity));
    unit(terms.chunk_by(|a, b| a == b).map(weigh).collect())
}

fn unit(mut vector: Vector) -> Vector {
    let length = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    for (_, w) in &mut vector {
        *w /= length.max(f32::MIN_POSITIVE);
    }
    vector
}

/// The sum of all sentences, of length 1, by term.
fn centroid(reading: &Reading<'_>, vectors: &[Vector]) -> Vec<f32> {
    let mut sum = vec![0.0; reading.terms.len()];
    for (t, w) in vectors.iter().flatten() {
        sum[*t as usize] += w;
    }
    let length = sum.iter().map(|w| w * w).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    for w in &mut sum {
        *w /= length;
    }
    sum
}

fn headline(reading: &Reading<'_>) -> Vector {
    let mut terms: Vec<u32> = reading.terms_of(reading.headline).into_iter().flatten().collect();
    terms.retain(|t| !reading.terms[*t as usize].stop);
    terms.sort_unstable();
    terms.dedup();
    unit(terms.into_iter().map(|t| (t, 0.05 + reading.terms[t as usize].rarity)).collect())
}

/// Where it stands.
fn place(f: &mut Features, reading: &Reading<'_>, line: usize) {
    let n = reading.lines.len();
    let at = line as f32;
    (f.first, f.second, f.third, f.fourth) = (flag(line == 0), flag(line == 1), flag(line == 2), flag(line == 3));
    f.nearness = 1.0 / (1.0 + at);
    f.depth = at / n.max(1) as f32;
    f.log_place = at.ln_1p();
    f.last = flag(line + 1 == n);
    let blocks = reading.lines.last().map_or(0, |l| l.block + 1);
    f.opens_block = flag(blocks > 3 && reading.lines[line].place == 0);
    f.long_article = (n as f32).ln_1p();
}

/// What it shares with the rest.
fn shares(f: &mut Features, table: &FeatureTable, k: usize, near: f32) {
    let n = table.lines.len();
    let most = |range: std::ops::Range<usize>| range.filter(|j| *j != k).map(|j| table.alike(k, j)).fold(0.0, f32::max);
    f.centroid = near;
    f.like_first = if k == 0 { 0.0 } else { table.alike(k, 0) };
    f.like_opening = most(0..n.min(3));
    f.told_later = most(k + 1..n);
    f.told_before = most(0..k);
    f.like_previous = most(k.saturating_sub(1)..k);
    f.like_next = most(k + 1..n.min(k + 2));
}

/// What its words are.
fn terms(f: &mut Features, reading: &Reading<'_>, line: usize) {
    let l = &reading.lines[line];
    let mut own: Vec<u32> = reading.tokens[l.tokens.clone()].to_vec();
    own.retain(|t| !reading.terms[*t as usize].stop);
    own.sort_unstable();
    own.dedup();
    let count = own.len() as f32;
    let own = || own.iter().map(|t| &reading.terms[*t as usize]);
    let frequency = |t: &super::reading::Term| (t.count.max(1) as f32).ln();
    f.frequent = own().map(|t| t.rarity * frequency(t)).sum::<f32>() / (count.sqrt() + 1.0);
    f.mean_frequency = own().map(frequency).sum::<f32>() / (count + 1.0);
    f.rarity = own().map(|t| t.rarity).sum::<f32>() / (count + 1.0);
    f.new_words = own().filter(|t| t.first as usize == line).count() as f32 / (count + 1.0);
    let words = l.chunks.len() as f32;
    f.words = words.min(50.0) / 25.0;
    f.short = (10.0 - words).max(0.0) / 5.0;
    f.long = (words - 30.0).max(0.0) / 10.0;
}

/// What its text shows without grammar.
fn wording(f: &mut Features, line: &Line<'_>) {
    let text = line.text;
    let quoted: u32 = line.quotations.iter().map(|q| q.span.end.saturating_sub(q.span.start)).sum();
    f.quoted = quoted as f32 / text.len().max(1) as f32;
    f.mostly_quoted = flag(f.quoted > 0.5);
    f.quotes = flag(!line.quotations.is_empty());
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')']);
    f.question = flag(bare.ends_with('?'));
    f.stopless = flag(line.kind != BlockKind::Paragraph || !bare.ends_with(['.', '!', '?', '。', '！', '？', '…']));
    f.colon = flag(text.chars().take(40).any(|c| c == ':'));
    let shouted = text.split_whitespace().filter(|w| w.len() > 1 && w.chars().all(char::is_uppercase)).count();
    f.capitals = shouted as f32 / (line.chunks.len() as f32 + 1.0);
}

/// Whom the article speaks of most.
struct Chains {
    /// In how many sentences each entity is mentioned.
    sizes: Vec<f32>,
    largest: f32,
    leading: Vec<usize>,
}

impl Chains {
    fn new(reading: &Reading<'_>) -> Self {
        let sizes: Vec<f32> = reading
            .analysis
            .entities
            .iter()
            .map(|e| e.mentions.chunk_by(|a, b| a.sentence == b.sentence).count() as f32)
            .collect();
        let mut leading: Vec<usize> = (0..sizes.len()).collect();
        leading.sort_by(|a, b| sizes[*b].total_cmp(&sizes[*a]).then(a.cmp(b)));
        leading.truncate(3);
        Self { largest: sizes.iter().copied().fold(1.0, f32::max), sizes, leading }
    }

    fn named(&self, f: &mut Features, reading: &Reading<'_>, line: usize) {
        let id = SentenceId::from(line);
        let mut own: Vec<EntityId> = reading.analysis.mentions_in(id).map(|(e, _)| e).collect();
        own.sort_unstable();
        own.dedup();
        let entity = |e: &EntityId| &reading.analysis.entities[e.0];
        f.names = own.len().min(5) as f32;
        f.leading_names = own.iter().filter(|e| self.leading.contains(&e.0)).count() as f32;
        f.name_mass = own.iter().map(|e| self.sizes[e.0]).sum::<f32>() / (self.largest + 1.0);
        f.new_names =
            own.iter().filter(|e| entity(e).mentions.first().is_some_and(|m| m.sentence == id)).count() as f32;
        let kind = |kind: SpanKind| own.iter().filter(|e| entity(e).kind == kind).count() as f32;
        (f.people, f.bodies, f.places) = (kind(SpanKind::Person), kind(SpanKind::Organization), kind(SpanKind::Place));
    }
}

/// How its clauses are built.
fn grammar(f: &mut Features, reading: &Reading<'_>, line: usize, chains: &Chains) {
    let id = SentenceId::from(line);
    let p = reading.analysis.sentence(id);
    let words: Vec<String> = (0..p.tokens.len()).map(|t| p.lower(t)).collect();
    let lex = lexicon::english();
    let any = |set: &[&str]| flag(words.iter().any(|w| set.contains(&w.as_str())));
    let opening = words.iter().find(|w| w.chars().any(char::is_alphanumeric)).map_or("", String::as_str);
    f.first_person = any(&["i", "we", "my", "our", "me", "us"]);
    f.second_person = any(&["you", "your"]);
    f.circumstance = any(&["because", "after", "amid", "following", "since"]);
    f.opening_pronoun = flag(matches!(opening, "he" | "she" | "it" | "they" | "his" | "her" | "their" | "its"));
    f.opening_pointer = flag(matches!(opening, "this" | "that" | "these" | "those" | "such" | "here" | "there"));
    f.opening_connective = flag(lex.has("connectives", opening));
    f.opening_the = flag(opening == "the");
    let pronoun = |t: &usize| matches!(&*words[*t], "he" | "she" | "they" | "it" | "him" | "her" | "them");
    let known = |t: &usize| reading.analysis.entity_at(id, *t).is_some();
    let pronouns: Vec<usize> = (0..words.len()).filter(pronoun).collect();
    f.pronouns = pronouns.len() as f32 * 10.0 / (words.len() as f32 + 1.0);
    f.open_pronouns = pronouns.iter().filter(|t| !known(t)).count() as f32;
    let spans = |kind: SpanKind, most: usize| p.spans.iter().filter(|s| s.kind == kind).count().min(most) as f32;
    (f.figures, f.dates) = (spans(SpanKind::Number, 4), spans(SpanKind::Date, 3));
    if let Some(root) = p.roots().next() {
        predicate(f, p, root);
        subject(f, reading, id, root, chains);
    }
    claims(f, reading.analysis.claims.get(line).map_or(&[], Vec::as_slice));
}

/// The main verb.
fn predicate(f: &mut Features, p: &Parse, root: usize) {
    use Relation as R;
    let tag = p.tokens[root].tag;
    f.past = flag(tag == Tag::VerbPast);
    f.present = flag(matches!(tag, Tag::VerbThird | Tag::VerbPresent));
    f.other_verb = flag(matches!(tag, Tag::VerbParticiple | Tag::VerbIng));
    f.verbless = flag(!tag.is_verb());
    let lemma = p.lemma(root);
    f.saying = flag(lexicon::english().has("saying", &lemma));
    f.being = flag(lemma == "be");
    let has = |rel: &[R]| flag(p.children(root).any(|c| rel.contains(&p.tokens[c].relation)));
    let aux = |set: &[&str]| flag(p.children_by(root, R::Auxiliary).any(|c| set.contains(&p.lower(c).as_str())));
    f.passive = has(&[R::PassiveSubject, R::PassiveAuxiliary]);
    f.had_been = aux(&["had", "'d", "’d"]);
    f.has_been = aux(&["has", "have", "'ve", "’ve"]);
    f.will = aux(&["will", "'ll", "’ll", "shall"]);
    f.modal = flag(p.children(root).any(|c| p.tokens[c].tag == Tag::Modal));
    f.denied = has(&[R::Negation]);
    f.object = has(&[R::Object, R::Attribute, R::ClausalComplement, R::OpenComplement, R::AdjectivalComplement]);
    f.clause_object = has(&[R::ClausalComplement]);
    let under = |t: usize| {
        p.head(t) == Some(root)
            || p.head(t).and_then(|h| p.head(h)) == Some(root) && p.tokens[t].relation == R::PrepositionObject
    };
    f.dated = flag(p.spans.iter().any(|s| s.kind == SpanKind::Date && s.tokens.clone().any(under)));
}

/// Who or what the main clause is about.
fn subject(f: &mut Features, reading: &Reading<'_>, id: SentenceId, root: usize, chains: &Chains) {
    let p = reading.analysis.sentence(id);
    let Some(subject) = p.children(root).find(|c| p.tokens[*c].relation.is_subject()) else { return };
    f.subject_pronoun = flag(p.tokens[subject].tag == Tag::Pronoun);
    f.subject_name = flag(p.tokens[subject].tag.is_name());
    let led_by =
        |set: &[&str]| flag(p.children_by(subject, Relation::Determiner).any(|d| set.contains(&p.lower(d).as_str())));
    f.subject_the = led_by(&["the"]);
    f.subject_new = led_by(&["a", "an"]);
    if let Some(e) = reading.analysis.entity_at(id, subject) {
        f.subject_leading = flag(chains.leading.first() == Some(&e.0));
        f.subject_mass = chains.sizes[e.0] / (chains.largest + 1.0);
    }
}

/// What it leans on.
fn leaning(f: &mut Features, reading: &Reading<'_>, line: usize, open_references: &[OpenReference]) {
    let open = |kind: OpenReferenceKind| {
        open_references.iter().filter(|l| l.kind == kind && l.rewrite.is_none()).count() as f32
    };
    f.open_whos = open(OpenReferenceKind::Pronoun);
    f.open_nouns = open(OpenReferenceKind::Noun) + open(OpenReferenceKind::Pointer);
    f.open_names = open(OpenReferenceKind::Name);
    f.open_connectives = open(OpenReferenceKind::Connective);
    f.open_times = open(OpenReferenceKind::Time);
    f.put_right = open_references.iter().filter(|l| l.rewrite.is_some()).count() as f32;
    let p = reading.analysis.sentence(SentenceId::from(line));
    let the = |t: &usize| p.tokens[*t].relation == Relation::Determiner && p.lower(*t) == "the";
    f.definites = (0..p.tokens.len()).filter(the).count() as f32;
}

/// What it claims, and in whose name.
fn claims(f: &mut Features, claims: &[Claim]) {
    let count = claims.len() as f32;
    let share = |test: &dyn Fn(&&Claim) -> bool| claims.iter().filter(test).count() as f32;
    f.claims = count.min(6.0);
    f.open_claims = share(&|c| c.modality == Modality::Open);
    f.future_claims = share(&|c| c.modality == Modality::Future);
    f.own_claims = share(&|c| c.owner == Owner::Article) / (count + 1.0);
    f.others_claims = share(&|c| matches!(c.owner, Owner::Speaker(_))) / (count + 1.0);
}
