//! The bullets that could be: every sentence worth a look, trimmed, split where it carries two facts, its opening
//! pronoun resolved.

use std::ops::Range;

use super::{
    flags::{self, Flags, Signs},
    reading::Reading,
    score::Weights,
    trim::{self, Cut, Kind, View, is_dash},
};
use crate::article::SentenceId;

/// The shortest and longest bullet, in words.
pub const WORDS: std::ops::RangeInclusive<usize> = 8..=26;

/// A bullet that could be.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its sentence.
    pub line: usize,
    /// The chunks of the sentence that it keeps.
    pub keep: Vec<Range<usize>>,
    /// The name that stands in for the pronoun it opens with.
    pub name: Option<Resolved>,
    /// It is one half of a sentence.
    pub half: bool,
    /// Its length.
    pub words: usize,
    /// Its terms, a resolved name's in place of the pronoun.
    pub terms: Vec<u32>,
    /// What its wording shows.
    pub flags: Flags,
}

/// A name from an earlier sentence.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The sentence it stands in.
    pub line: usize,
    /// Its chunks there.
    pub chunks: Range<usize>,
    /// It stands in for "his" or "her".
    pub possessive: bool,
}

impl Candidate {
    fn read(&self, reading: &Reading<'_>) -> Vec<u32> {
        let name = self.name.iter().flat_map(|n| n.chunks.clone());
        let skip = usize::from(self.name.is_some());
        let mut terms = Vec::with_capacity(self.words + 4);
        for k in name.chain(self.keep.iter().cloned().flatten().skip(skip)) {
            terms.extend_from_slice(&reading.tokens[reading.chunks[k].tokens.clone()]);
        }
        terms
    }

    /// The sentences it rests on, in reading order.
    #[must_use]
    pub fn sentences(&self) -> Vec<SentenceId> {
        let name = self.name.iter().map(|n| n.line).filter(|&line| line != self.line);
        name.chain([self.line]).map(SentenceId::from).collect()
    }

    /// Its words, ready to show.
    #[must_use]
    pub fn text(&self, reading: &Reading<'_>) -> String {
        let mut out = String::with_capacity(160);
        if let Some(name) = &self.name {
            for k in name.chunks.clone() {
                push(&mut out, reading.chunk(name.line, k));
            }
            let bare = out.trim_end_matches([',', '.', ';', ':']).trim_end_matches("'s").trim_end_matches("’s").len();
            out.truncate(bare);
            if name.possessive {
                out.push_str("’s");
            }
        }
        let mut skip = usize::from(self.name.is_some());
        for (i, range) in self.keep.iter().enumerate() {
            if i > 0 && reading.chunks.get(range.start).is_some() {
                close_gap(&mut out, reading, self.line, &self.keep[i - 1], range);
            }
            for k in range.clone() {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                push(&mut out, reading.chunk(self.line, k));
            }
        }
        let mut out = finish(out);
        if let Some(mark) = self.flags.opening {
            out.insert(0, mark);
        }
        out
    }
}

fn push(out: &mut String, chunk: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(chunk);
}

/// Where a passage went, its opening comma goes, and a stop that ended it stays.
fn close_gap(out: &mut String, reading: &Reading<'_>, line: usize, before: &Range<usize>, after: &Range<usize>) {
    let gone = before.end..after.start;
    let bracket = reading.chunk(line, gone.start).starts_with('(');
    if bracket {
        let last = reading.chunk(line, gone.end.saturating_sub(1));
        if let Some(mark @ (',' | ';' | ':')) = last.chars().last() {
            out.push(mark);
        }
    } else if out.ends_with([',', ';']) {
        out.pop();
    } else if reading.chunk(line, gone.end.saturating_sub(1)).ends_with(',')
        && !is_dash(reading.chunk(line, gone.start))
    {
        out.push(',');
    }
}

/// "U.S.", "p.m.": the word keeps its stop.
fn abbreviated(word: &str) -> bool {
    let stem = word.trim_end_matches('.');
    stem.len() + 1 == word.len() && stem.contains('.') && stem.split('.').all(|part| part.chars().count() < 3)
}

/// Capital first, no closing stop, nothing left hanging.
fn finish(mut out: String) -> String {
    loop {
        let end = out.trim_end_matches([' ', '.', ',', ';', ':', '-', '–', '—']).len();
        if end == out.len() {
            break;
        }
        let word = out.trim_end_matches(' ').rsplit(' ').next().unwrap_or_default();
        if abbreviated(word) {
            break;
        }
        out.truncate(end);
    }
    // So is one inside closing marks.
    if let Some(mark) = out.chars().last().filter(|c| matches!(c, '"' | '”' | '’' | '\'')) {
        let inside = out.len() - mark.len_utf8();
        let word = out[..inside].rsplit([' ', '"', '“', '‘', '\'']).next().unwrap_or_default();
        if word.ends_with('.') && !word.ends_with("..") && !abbreviated(word) {
            out.remove(inside - 1);
        }
    }
    let marker = out.len() - out.trim_start_matches(['•', '·', '▪', '●', '►', '*', '–', '—', '-', ' ']).len();
    out.drain(..marker);
    if let Some(i) = out.find(char::is_alphanumeric)
        && let Some(c) = out[i..].chars().next()
        && c.is_lowercase()
        && !out[i + c.len_utf8()..].starts_with(char::is_uppercase)
    {
        let upper: String = c.to_uppercase().collect();
        out.replace_range(i..i + c.len_utf8(), &upper);
    }
    out
}

/// All candidates of some sentences.
pub(super) fn candidates(reading: &Reading<'_>, lines: &[usize], masses: &[f32], weights: &Weights) -> Vec<Candidate> {
    let mut out = Vec::with_capacity(lines.len() + 8);
    for &line in lines {
        let chunks = reading.lines[line].chunks.clone();
        if chunks.is_empty() {
            continue;
        }
        let view = View::new(reading, line);
        let cuts = if reading.english { trim::cuts(&view) } else { Vec::new() };
        let ranked = ranked(&view, &cuts, masses, weights);
        let signs = Signs::new(&view);
        let mut make = |part: Range<usize>, half: bool| {
            // As it stands but for what always goes; without what is not worth its words; without all that can go.
            let from = out.len();
            for below in [f32::MIN, 0.0, f32::MAX] {
                let keep = trimmed(&ranked, part.clone(), below);
                if out[from..].iter().all(|c: &Candidate| c.keep != keep) {
                    out.push(finished(&view, &signs, keep, half));
                }
                if !ranked.iter().any(|(worth, c)| *worth > f32::MIN && within(&c.range, &part)) {
                    break;
                }
            }
        };
        make(chunks.clone(), false);
        if reading.english
            && let Some((end, start)) = trim::joint(&view)
        {
            make(chunks.start..end, true);
            make(start..chunks.end, true);
        }
        if reading.english
            && chunks.len() > *WORDS.end()
            && let Some(keep) = trim::aside(&view)
        {
            let mut aside = finished(&view, &signs, keep.to_vec(), true);
            aside.flags.aside = true;
            out.push(aside);
        }
    }
    out
}

fn within(range: &Range<usize>, part: &Range<usize>) -> bool {
    range.start >= part.start && range.end <= part.end
}

/// The cuts in the order they are made, each with what its words are worth above the mass they must have to stay: what
/// always goes comes first, then what is worth least.
fn ranked<'c>(view: &View<'_, '_>, cuts: &'c [Cut], masses: &[f32], weights: &Weights) -> Vec<(f32, &'c Cut)> {
    let worth = |c: &Cut| {
        if c.kind == Kind::Loose {
            return f32::MIN;
        }
        let mut mass = 0.0;
        let mut words = 0.0_f32;
        for t in c.range.clone().flat_map(|k| view.tokens(k)) {
            mass += masses[*t as usize];
            words += 1.0;
        }
        mass / words.max(1.0) - weights.keep[c.kind as usize]
    };
    let mut ranked: Vec<(f32, &Cut)> = cuts.iter().map(|c| (worth(c), c)).collect();
    // The sort is stable: what always goes keeps the order in which it was found.
    ranked.sort_by(|a, b| {
        let place = |c: &(f32, &Cut)| if c.1.kind == Kind::Loose { 0 } else { c.1.range.start };
        a.0.total_cmp(&b.0).then(place(a).cmp(&place(b)))
    });
    ranked
}

/// What is left of a part once the cuts worth less than `below` are made.
fn trimmed(ranked: &[(f32, &Cut)], part: Range<usize>, below: f32) -> Vec<Range<usize>> {
    let mut gone = vec![false; part.len()];
    let mut left = part.len();
    for (worth, c) in ranked {
        if c.kind != Kind::Loose && *worth >= below || !within(&c.range, &part) {
            continue;
        }
        let new = c.range.clone().filter(|k| !gone[k - part.start]).count();
        // A bullet needs a body: a cut that would leave less than the shortest bullet stays out.
        if new > 0 && left - new >= 7.min(part.len()) {
            for k in c.range.clone() {
                gone[k - part.start] = true;
            }
            left -= new;
        }
    }
    let mut keep: Vec<Range<usize>> = Vec::new();
    for k in part.clone().filter(|k| !gone[k - part.start]) {
        match keep.last_mut() {
            Some(last) if last.end == k => last.end = k + 1,
            _ => keep.push(k..k + 1),
        }
    }
    keep
}

fn finished(view: &View<'_, '_>, signs: &Signs, keep: Vec<Range<usize>>, half: bool) -> Candidate {
    let (reading, line) = (view.reading(), view.line());
    let flags = flags::flags(view, signs, &keep);
    let words = keep.iter().map(ExactSizeIterator::len).sum();
    let mut c = Candidate { line, keep, name: None, half, words, terms: Vec::new(), flags };
    if c.flags.pronoun
        && let Some(name) = super::refer::resolve(view, &c)
    {
        c.words += name.chunks.len() - 1;
        c.flags.pronoun = false;
        c.name = Some(name);
    }
    c.terms = c.read(reading);
    if c.terms.len() > 3 * c.words {
        // Scripts without spaces: two characters make about a word.
        c.words = c.terms.len() / 2;
    }
    c
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Sentence};

    /// Every form that the last of some sentences can stand in.
    fn forms(sentences: &[&str]) -> Vec<String> {
        let sentences = sentences.iter().map(|s| Sentence { text: (*s).to_owned(), tight: false }).collect();
        let article = Article { sentences, ..Article::default() };
        let reading = Reading::new(&article);
        let masses = vec![0.0; reading.terms.len()];
        let last = reading.lines.len() - 1;
        candidates(&reading, &[last], &masses, &Weights::default()).iter().map(|c| c.text(&reading)).collect()
    }

    /// No form of the sentence lacks the passage.
    fn keeps(sentence: &str, passage: &str) {
        for form in forms(&[sentence]) {
            assert!(form.contains(passage), "{form}");
        }
    }

    /// The sentence has a form that ends like this.
    fn makes(sentence: &str, form: &str) {
        let made = forms(&[sentence]);
        assert!(made.iter().any(|f| f == form), "{made:#?}");
    }

    #[test]
    fn who_says_it_stays() {
        keeps(
            "A pilot rammed the pier of Skarn with the night ferry on Monday, harbour officials said.",
            "officials said",
        );
        keeps(
            "The night ferry ran aground off Skarn at full speed, said Sgt. Jan Hale of the harbour department.",
            "Jan Hale",
        );
        keeps("The pilot, police say, struck a guard with an oar and fled over the pier.", "police say");
        keeps(
            "The hull had been painted over to hide the rot -- according to two of the divers -- before the sale.",
            "according to",
        );
    }

    #[test]
    fn what_a_sentence_goes_on_to_say_stays_with_what_opens_it() {
        for (sentence, passage) in [
            (
                "The trouble, the mayor of Skarn found, is that unlike the old ferry, which had sails, \"Orla\" is run by steam.",
                "is run",
            ),
            (
                "The mayor regretted the letter to the council last week, which said the death of Jan Hale, a pilot who was shot in May, was his own fault.",
                "which said",
            ),
            (
                "The council asked all who have been near the reef, such as divers and fishermen, to be seen by a doctor.",
                "to be seen",
            ),
            (
                "The announcement of the mayor that she would step down was followed, hours later, by a letter of the council.",
                "by a letter",
            ),
            (
                "The law would let the doctors of the island give stronger drugs, if they see fit, to patients who are near death.",
                "to patients",
            ),
            (
                "He has never scored against Halden on their own pitch and, after Hale had made it 1-1, he missed the lead.",
                "he missed",
            ),
            (
                "Not only does the new ferry burn less coal, such as it is, it has been shown to be quicker than the old one.",
                "quicker",
            ),
            (
                "The bridge brought the island from a life of oars and nets, to steam and trade, and to visitors by the thousand.",
                "to steam",
            ),
            (
                "The two brothers were convicted of three crimes: taking a boat of the council, selling its load and burning it.",
                "selling its load",
            ),
            (
                "The divers and their friend Orla Finch were shot and killed at the pier of Halden in 2013 by a guard.",
                "and killed",
            ),
            (
                "A gang of fifteen men surrounded the boat as the pilot slept inside, smashed its windows and threw in a torch.",
                "threw in",
            ),
            (
                "Is the scorn in the council of Skarn really about her youth and her island, as some of her friends say?",
                "as some of her friends say?",
            ),
        ] {
            keeps(sentence, passage);
        }
    }

    #[test]
    fn what_bounds_a_claim_stays() {
        for (sentence, passage) in [
            (
                "Skarn went back to the top of the league, for a day at least, with a clear win over Halden on the island.",
                "at least",
            ),
            (
                "The harbour office lifted its ban on the pilot, letting him sail again at once -- albeit under a guard's eye.",
                "albeit",
            ),
            (
                "A call for help from the night ferry -- had it come -- could have told another story about the reef.",
                "had it come",
            ),
            (
                "The company of the night ferry will face ruin within the year -- barring a rescue by the council of Skarn.",
                "barring",
            ),
            (
                "The island's watch counted that the reef has taken 1,969 boats, since the lamp went out last June.",
                "since",
            ),
            ("The pilot was last seen on the island of Skarn in the harbour of Halden, in 2014.", "2014"),
            (
                "The office said that more than 12,700 letters had been waiting for an answer for ninety days, as of January.",
                "as of",
            ),
            (
                "Jan Hale said the pilot was held in the old prison of Halden on February 16 and was released to his friends on the day of the great storm.",
                "released",
            ),
            (
                "The pilot's family told the council that he had no boat of his own and had, in fact, been lent one.",
                "been lent one",
            ),
            (
                "The keeper counted the boats lost between 2002, when the lamp went out, and this year as a warning to all.",
                "and this year",
            ),
            (
                "While following the pilot was of use to all, the mayor of Skarn stressed that finding the boat was harder.",
                "While",
            ),
            (
                "The pilot of the night ferry was also charged with the theft of 3,000 crowns in the harbour of Skarn.",
                "also charged",
            ),
            (
                "In the report released Tuesday, the harbour office gave the number of boats lost on the reef since May.",
                "released Tuesday",
            ),
            (
                "The pilot was charged with two counts of theft on the boat, resisting arrest, and is held in the prison of Skarn.",
                "and is held",
            ),
            ("While the pilot has had much luck from the start, the path of the diver has been a harder one.", "While"),
        ] {
            keeps(sentence, passage);
        }
    }

    #[test]
    fn an_insert_is_told_from_a_list_and_a_subject_from_what_opens_a_sentence() {
        keeps(
            "The crew comprises a pilot, four women, three girls and eight boys, said spokesman Jan Hale.",
            "four women",
        );
        keeps(
            "A day later, the mayor of the island, Edda Lorne, released a second report on the reef.",
            "the mayor of the island",
        );
        keeps("Instead, the people of Skarn saw lights, rope-tied boats and flags on the reef.", "the people of Skarn");
        makes(
            "Edda Lorne, the mayor of the island, opened the new landing at the reef.",
            "Edda Lorne opened the new landing at the reef",
        );
    }

    #[test]
    fn a_half_stands_without_the_other() {
        let split = forms(&[
            "The mayor found that most of the boats would be kept, and more than half would be sold to Halden within the year.",
        ]);
        assert!(split.iter().all(|f| f.contains("The mayor found")), "{split:#?}");
        let split = forms(&[
            "The council would give the fishermen of Skarn a choice of harbours, and many would see the island again within days.",
        ]);
        assert!(split.iter().all(|f| f.contains("The council")), "{split:#?}");
    }

    #[test]
    fn a_pronoun_stands_for_a_person_whose_name_is_whole() {
        let second = "He told the council that the pier was rotten to its last pile.";
        for (first, name) in [
            ("Mayor Jan Hale opened the landing.", Some("Mayor Jan Hale told")),
            ("Jan Hale’s plan failed in the council.", Some("Jan Hale told")),
            ("Jan Hale’s lawyer spoke in the council.", None),
            ("Halden’s Danish striker met the council.", None),
        ] {
            let made = forms(&["Many know Jan Hale and Halden.", first, second]);
            let told = |f: &String| name.is_some_and(|n| f.starts_with(n)) || name.is_none() && f.starts_with("He ");
            assert!(made.iter().all(told), "{first} {made:#?}");
        }
        let body = ["We met the Skarn Alpha of Halden.", "Skarn Alpha spoke of the Skarn Alpha pier.", second];
        assert!(forms(&body).iter().all(|f| f.starts_with("He ")), "{:#?}", forms(&body));
    }

    #[test]
    fn what_is_told_in_passing_can_stand_alone_where_all_is_too_long() {
        let long = "The ferry, which carried the mail of the island for more than forty years, was sold to the council of \
            Halden on Monday for less than the price of its lamp and its bell.";
        makes(long, "The ferry carried the mail of the island for more than forty years");
        let short = "The ferry, which carried the mail of the island for forty years, was sold on Monday.";
        assert!(forms(&[short]).iter().all(|f| f.contains("sold")), "{:#?}", forms(&[short]));
        let doubtful = "The owner of the boats, which carried the mail of the island for more than forty years, was seen at \
            the council of Halden on Monday with the pilot and the keeper of the lamp.";
        assert!(forms(&[doubtful]).iter().all(|f| f.contains("seen")), "{:#?}", forms(&[doubtful]));
    }

    #[test]
    fn a_noun_is_no_verb_and_a_lone_dash_may_be_one_of_two() {
        keeps("The numbers for the left in the vote of Skarn -- a four for Hale suggests it is lost.", "suggests");
        keeps(
            "The mayor called for the council to ban everyone -- from the banker to the pilot from keeping boats.",
            "from keeping",
        );
        keeps(
            "Native to a remote reef of Skarn, this small bird, known to few, doesn't fear the boats.",
            "this small bird",
        );
        keeps("The wage of a pilot was worth nine crowns in the year 1963, using today's dollars.", "dollars");
    }

    #[test]
    fn a_name_in_ing_is_no_participle() {
        keeps(
            "Five years later, armed with a pilot's papers and the old boat, Heying founded the line.",
            "Heying founded",
        );
    }

    #[test]
    fn a_day_at_the_very_start_is_no_trouble() {
        makes("On Monday, the mayor said that the pier was rotten.", "The mayor said that the pier was rotten");
    }

    #[test]
    fn a_stop_between_words_goes() {
        makes("The mayor has . denied that the pier was rotten .", "The mayor has denied that the pier was rotten");
    }
}
