//! Who said it: the name beside a verb of saying, or what an earlier one stands for.

use std::{collections::HashSet, sync::LazyLock};

use super::Found;

/// What is remembered from paragraph to paragraph.
#[derive(Default)]
pub(super) struct Speakers {
    /// The person named last: whom "he" or "she" stands for.
    person: Option<String>,
    /// Last names of all whom the text has named: alone at the start of a sentence each is a name again.
    known: HashSet<String>,
    /// Who spoke the last quotation of the paragraph before, if that ended with one.
    carried: Option<String>,
    /// Whether the paragraph before ended with a quotation that named or kept its speaker.
    ended_quoted: bool,
}

impl Speakers {
    /// Names the speakers of one paragraph's quotations. `goes_on`: it continues a quotation of the paragraph before.
    pub(super) fn name(&mut self, sentences: &[&str], found: &mut [Found], goes_on: bool) {
        if found.is_empty() {
            for sentence in sentences {
                self.hear(sentence);
            }
            self.ended_quoted = false;
            return;
        }
        let mut at = 0;
        for (k, sentence) in sentences.iter().enumerate() {
            let count = found[at..].iter().take_while(|f| f.sentence == k).count();
            if count == 0 {
                self.hear(sentence);
                continue;
            }
            let here = &mut found[at..at + count];
            let named = self.attribution(sentence, here);
            if let Some(speaker) = &named {
                if starts_upper(speaker) {
                    self.remember(speaker.clone());
                }
                for f in here.iter_mut().filter(|f| !is_work(&sentence[f.span.clone()])) {
                    f.speaker = Some(speaker.clone());
                }
            }
            at += count;
        }
        self.spread(sentences, found, goes_on);
        let last = found.last().filter(|f| ends_with_it(sentences, f));
        self.ended_quoted = last.is_some();
        self.carried = last.and_then(|f| f.speaker.clone());
    }

    /// Notes whom a sentence without quotation is about.
    fn hear(&mut self, sentence: &str) {
        if let Some(person) = subject(sentence, &self.known) {
            self.remember(person);
        }
    }

    fn remember(&mut self, person: String) {
        if let Some((_, last)) = person.rsplit_once(' ') {
            self.known.insert(last.to_owned());
        }
        self.person = Some(person);
    }

    /// A sentence that is nothing but quoted words is spoken by who spoke beside it.
    fn spread(&self, sentences: &[&str], found: &mut [Found], goes_on: bool) {
        let bare: Vec<bool> = found.iter().map(|f| is_bare(sentences[f.sentence], f)).collect();
        let mut last: Option<String> =
            self.carried.clone().filter(|_| goes_on || (self.ended_quoted && bare.iter().all(|b| *b)));
        for (f, bare) in found.iter_mut().zip(&bare) {
            match (&f.speaker, bare) {
                (None, true) => f.speaker = last.clone(),
                (Some(speaker), _) => last = Some(speaker.clone()),
                (None, false) => {}
            }
        }
        // Words that open a paragraph and are attributed further on: “It is. I know it,” she said.
        let mut next: Option<String> = None;
        for (f, bare) in found.iter_mut().zip(&bare).rev() {
            match (&f.speaker, bare) {
                (None, true) => f.speaker = next.clone(),
                (Some(speaker), _) => next = Some(speaker.clone()),
                (None, false) => next = None,
            }
        }
    }

    /// Who speaks in a sentence, by its words outside the quotation marks.
    fn attribution(&self, sentence: &str, found: &[Found]) -> Option<String> {
        let mut outside = Vec::new();
        let mut from = 0;
        for f in found {
            outside.push(&sentence[from..f.span.start.max(from)]);
            from = f.span.end;
        }
        let tail = &sentence[from.min(sentence.len())..];
        outside.push(tail);
        // What follows words that run on into the sentence is no attribution: an “unprofessional” workplace and said …
        let closed = |(f, part): (&Found, &&str)| {
            let last = sentence[f.span.clone()].chars().next_back();
            last.is_some_and(|c| !c.is_alphanumeric())
                || part.trim_start_matches(is_mark).starts_with([',', '.', ';', '—', '–', '-'])
        };
        let tails = found.iter().zip(&outside[1..]);
        let after = tails.filter(|&(f, part)| closed((f, part))).find_map(|(_, part)| after_quote(part));
        let who = after
            .or_else(|| before_quote(outside[0]))
            .or_else(|| outside[1..].iter().find_map(|part| before_quote(part)))?;
        // "Lee denied it, but she called it “odd”": whom the sentence itself is about comes before whom the last was about.
        let singular = is_pronoun(&who.to_lowercase()) && !matches!(who, "they" | "it" | "we" | "you" | "I");
        let own = if singular { subject(outside[0], &self.known) } else { None };
        own.or_else(|| self.resolve(who))
    }

    /// A noun phrase as a name; a pronoun as whom it stands for.
    fn resolve(&self, phrase: &str) -> Option<String> {
        let phrase = phrase.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != '.').trim();
        let lower = phrase.to_lowercase();
        let first = lower.split_whitespace().next()?;
        if matches!(first, "they" | "ils" | "it" | "we" | "you" | "i") {
            return None;
        }
        if is_pronoun(first) {
            return (!lower.contains(' ') || lower.split_whitespace().count() <= 3)
                .then(|| self.person.clone())
                .flatten();
        }
        person(phrase).or_else(|| {
            let words = phrase.split_whitespace().count();
            let article = matches!(
                first,
                "the"
                    | "a"
                    | "an"
                    | "his"
                    | "her"
                    | "one"
                    | "police"
                    | "officials"
                    | "der"
                    | "die"
                    | "das"
                    | "le"
                    | "la"
                    | "el"
                    | "den"
                    | "det"
            );
            let several = lower.ends_with('s') && lower.split_whitespace().all(|w| !is_filler(w) && !is_saying(w));
            (words <= 6
                && (article || words <= 3 && several)
                && phrase.chars().any(char::is_alphabetic)
                && !lower.starts_with("that")
                && (article || !is_filler(first)))
            .then(|| phrase.to_owned())
        })
    }
}

/// The words after a quotation that say who spoke: `Blinken said on Friday`, `said Ana Lee, the mayor`.
fn after_quote(tail: &str) -> Option<&str> {
    let tail = tail.trim_start_matches(|c: char| !c.is_alphanumeric());
    let clause = &tail[..clause_end(tail)];
    if let Some(rest) = strip_words(clause, &["according", "to"])
        .or_else(|| strip_words(clause, &["laut"]))
        .or_else(|| strip_words(clause, &["selon"]))
        .or_else(|| strip_words(clause, &["según"]))
    {
        return Some(first_phrase(rest));
    }
    let first = clause.split(' ').next().unwrap_or("");
    if is_saying(first.trim_end_matches(|c: char| !c.is_alphabetic())) {
        return Some(first_phrase(clause[first.len()..].trim_start())).filter(|p| !p.is_empty());
    }
    // Up to eight words, then the verb.
    let mut at = 0;
    for (n, word) in clause.split(' ').enumerate() {
        if n > 9 {
            break;
        }
        if n > 0 && is_saying(word.trim_matches(|c: char| !c.is_alphabetic())) {
            return Some(without_adverbs(&clause[..at]));
        }
        at += word.len() + 1;
    }
    // `Lee, the mayor, said`: the verb stands after an aside.
    if clause.len() < tail.len() {
        let rest = &tail[clause.len()..];
        let aside = rest.trim_start_matches([',', ' ']);
        let after = aside.split_once(',').map(|(_, after)| after.trim_start())?;
        let verb = after.split(' ').next()?;
        if is_saying(verb.trim_end_matches(|c: char| !c.is_alphabetic()))
            && starts_upper(clause)
            && clause.split(' ').count() <= 6
        {
            return Some(clause);
        }
    }
    None
}

/// The words before a quotation that say who speaks: `Ana Lee told reporters:`, `Lee, speaking in Prague, said,`.
fn before_quote(head: &str) -> Option<&str> {
    let head = head.trim_end_matches(|c: char| !c.is_alphanumeric());
    if let Some(rest) = strip_words(head, &["according", "to"]) {
        return Some(first_phrase(rest));
    }
    let mut end = head.len();
    let mut verb = None;
    for (n, word) in head.rsplit(' ').enumerate() {
        if n > 14 {
            break;
        }
        let start = end - word.len();
        if is_saying(word.trim_matches(|c: char| !c.is_alphabetic())) {
            verb = Some(start);
            break;
        }
        end = start.saturating_sub(1);
    }
    let verb = verb?;
    let before = head[..verb].trim_end();
    if before.ends_with(',') && head[verb..].split(' ').next().is_some_and(|w| w.ends_with("ing")) {
        // `Priebus, the chairman, tried to deflect it, saying`: the one whom the sentence is about.
        return Some(first_phrase(after_opening(head))).filter(|p| !p.is_empty());
    }
    if let Some(aside) = before.strip_suffix(',') {
        // an aside between the name and its verb
        let mut open = aside.rfind(',')?;
        while is_party(last_phrase(&before[..open])) {
            open = before[..open].rfind(',')?;
        }
        return Some(last_phrase(&before[..open]));
    }
    let phrase = without_adverbs(last_phrase(before));
    if matches!(phrase, "which" | "who") {
        // `the White House, which has long said`
        return Some(last_phrase(before[..before.rfind(phrase)?].trim_end_matches([',', ' '])));
    }
    // `The president this morning says`
    Some(if starts_upper(phrase) { first_phrase(phrase) } else { phrase })
}

fn clause_end(text: &str) -> usize {
    text.char_indices()
        .find(|(at, c)| {
            matches!(c, ',' | ';' | ':' | '!' | '?' | '"' | '“' | '„' | '«' | '—')
                || (*c == '.' && text[at + 1..].starts_with(' ') && at_sentence_end(&text[..*at]))
        })
        .map_or(text.len(), |(at, _)| at)
}

/// A full stop after more than an initial or a title ends a clause.
fn at_sentence_end(before: &str) -> bool {
    let word = before.rsplit(' ').next().unwrap_or("");
    word.chars().count() > 4 || word.chars().all(char::is_lowercase)
}

/// The noun phrase that a text starts with.
fn first_phrase(text: &str) -> &str {
    let mut at = 0;
    for (n, word) in text.split(' ').enumerate() {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if n > 0 && (is_preposition(bare) || n > 8) {
            return text[..at.min(text.len())].trim_end();
        }
        at += word.len() + 1;
        if word.ends_with([',', ';', ':', '?', '!']) || (word.ends_with('.') && at_sentence_end(bare)) {
            return text[..at - 1].trim_end_matches([',', ';', ':', '.', '?', '!']);
        }
    }
    text.trim_end_matches(|c: char| !c.is_alphanumeric())
}

/// The noun phrase that a text ends with: what follows the last comma or joining word.
fn last_phrase(text: &str) -> &str {
    let start = text
        .rfind([',', ';', ':', '"', '”', '“', '(', '—'])
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let part = &text[start..];
    let lower_joins = [" and ", " but ", " that ", " when ", " as ", " while ", " because ", " after "];
    let cut = lower_joins.iter().filter_map(|j| part.rfind(j).map(|at| at + j.len())).max().unwrap_or(0);
    part[cut..].trim()
}

fn without_adverbs(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some((rest, word)) = text.rsplit_once(' ') {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.ends_with("ly")
            || matches!(
                word,
                "has"
                    | "had"
                    | "also"
                    | "then"
                    | "later"
                    | "once"
                    | "often"
                    | "long"
                    | "have"
                    | "is"
                    | "was"
                    | "even"
                    | "would"
                    | "will"
                    | "does"
                    | "did"
                    | "not"
                    | "hat"
                    | "habe"
                    | "a"
            )
        {
            text = rest.trim_end();
        } else {
            break;
        }
    }
    text
}

/// The person or body that a phrase names, without title: the last run of capitalized words.
fn person(phrase: &str) -> Option<String> {
    let words: Vec<&str> = person_before_house(phrase).split_whitespace().collect();
    let bare = |w: &str| w.trim_end_matches(['\'', '’', ',']).trim_end_matches("'s").trim_end_matches("’s").to_owned();
    let end = words.iter().rposition(|w| starts_upper(w.trim_start_matches(['(', '"', '“'])))? + 1;
    let mut start = end;
    while start > 0 {
        let w = words[start - 1];
        let particle = start > 1
            && start < end
            && matches!(
                w,
                "de" | "van"
                    | "von"
                    | "al"
                    | "bin"
                    | "der"
                    | "la"
                    | "del"
                    | "di"
                    | "da"
                    | "of"
                    | "for"
                    | "and"
                    | "the"
                    | "ibn"
                    | "den"
            );
        if (starts_upper(w) && !w.ends_with([',', ':', ';']))
            || start == end
            || (particle && starts_upper(words[start - 2]))
        {
            start -= 1;
        } else {
            break;
        }
    }
    let title = words[start..end].iter().rposition(|w| is_title(w)).map_or(0, |k| k + 1);
    let mut run = &words[start + title..end];
    if run.is_empty() {
        // "the Secretary of State": the title is all there is
        run = &words[start..end];
    }
    while run.first().is_some_and(|w| {
        matches!(
            w.to_lowercase().as_str(),
            "the" | "of" | "and" | "for" | "but" | "in" | "on" | "as" | "when" | "state"
        )
    }) && run.len() > 1
    {
        run = &run[1..];
    }
    let name = run.iter().map(|w| bare(w)).collect::<Vec<_>>().join(" ");
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    (run.len() <= 6
        && !name.is_empty()
        && !days.contains(&name.as_str())
        && !is_pronoun(&name.to_lowercase())
        && !is_filler(&name.to_lowercase()))
    .then_some(name)
}

/// Leaves out whom a person speaks for: `Ana Lee of the University of Skarn`, `Ana Lee from the coast guard`.
fn person_before_house(phrase: &str) -> &str {
    let house = [" of the ", " from the ", " at the ", " with the "].iter().filter_map(|p| phrase.find(p)).min();
    let Some(at) = house else { return phrase };
    let names = phrase[..at].split_whitespace().rev().take_while(|w| starts_upper(w) && !is_title(w)).count();
    if names >= 2 { &phrase[..at] } else { phrase }
}

/// The person that a sentence without quotation is about: the name it starts with.
fn subject(sentence: &str, known: &HashSet<String>) -> Option<String> {
    let sentence = after_opening(sentence);
    let mut words = Vec::new();
    for word in sentence.split(' ').take(8) {
        let last = word.ends_with([',', '.', ';']) && !is_title(word) && word.chars().count() > 3;
        if starts_upper(word) || (!words.is_empty() && matches!(word, "of" | "de" | "van" | "von" | "al" | "bin")) {
            words.push(word.trim_end_matches([',', ';']));
        } else if !words.is_empty() || !matches!(word, "the" | "The") {
            break;
        }
        if last {
            break;
        }
    }
    let lower = words.first()?.to_lowercase();
    if is_pronoun(&lower) || is_filler(&lower) {
        return None;
    }
    let titled = words.iter().any(|w| is_title(w));
    let name = person(&words.join(" "))?;
    // One capital word at the start of a sentence is a name only by chance; two, or one after a title, are likely one.
    let likely = known.contains(name.trim_end_matches(','))
        || titled
        || name.contains(' ')
        || sentence.split(' ').nth(1).is_some_and(|w| is_saying(w.trim_matches(',')));
    likely.then_some(name)
}

/// A sentence without what opens it: `On Sunday, Sen. Lee suggested`, `In his statement, Lee thanked`.
fn after_opening(sentence: &str) -> &str {
    const OPENINGS: &[&str] = &[
        "in",
        "on",
        "at",
        "after",
        "before",
        "during",
        "back",
        "later",
        "earlier",
        "last",
        "despite",
        "since",
        "as",
        "when",
        "while",
        "meanwhile",
        "but",
        "and",
        "for",
        "from",
        "asked",
        "speaking",
    ];
    let first = sentence.split(' ').next().unwrap_or_default().to_lowercase();
    if !OPENINGS.contains(&first.trim_end_matches(',')) {
        return sentence;
    }
    match sentence.find(", ") {
        Some(at) if at < LONGEST_OPENING => &sentence[at + 2..],
        _ => sentence,
    }
}

/// Whether a phrase is a party and a place: `D-Calif.`, `R-Texas`.
fn is_party(phrase: &str) -> bool {
    let mut chars = phrase.trim().chars();
    matches!((chars.next(), chars.next(), chars.next()), (Some('D' | 'R' | 'I'), Some('-'), Some(c)) if c.is_uppercase())
}

/// The longest opening phrase, in bytes.
const LONGEST_OPENING: usize = 90;

/// Whether quoted words are the name of a work or a programme, which nobody says: `NBC's “Today”`.
fn is_work(words: &str) -> bool {
    let small = |w: &str| matches!(w, "of" | "the" | "and" | "in" | "on" | "a" | "for" | "to" | "with");
    let all: Vec<&str> = words.split_whitespace().collect();
    (1..=5).contains(&all.len())
        && !words.ends_with([',', '!', '?'])
        && starts_upper(all[0])
        && all.iter().all(|w| small(w) || starts_upper(w))
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‘' | '’' | '\'' | '«' | '»')
}

/// Whether a sentence holds nothing but its quotation.
fn is_bare(sentence: &str, f: &Found) -> bool {
    let outside = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).count();
    outside(&sentence[..f.span.start]) + outside(&sentence[f.span.end..]) == 0
}

fn ends_with_it(sentences: &[&str], f: &Found) -> bool {
    f.sentence + 1 == sentences.len() && !sentences[f.sentence][f.span.end..].chars().any(char::is_alphanumeric)
        || f.sentence + 1 == sentences.len() && f.speaker.is_some()
}

fn strip_words<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    let mut rest = text;
    for word in words {
        let head = rest.get(..word.len())?;
        if !head.eq_ignore_ascii_case(word) {
            return None;
        }
        rest = rest[word.len()..].strip_prefix(' ')?;
    }
    Some(rest)
}

fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "he" | "she"
            | "they"
            | "it"
            | "who"
            | "i"
            | "we"
            | "you"
            | "er"
            | "sie"
            | "il"
            | "elle"
            | "ils"
            | "han"
            | "hun"
            | "hon"
            | "él"
            | "ella"
            | "lui"
            | "lei"
            | "ele"
            | "ela"
            | "hij"
            | "zij"
            | "which"
    )
}

fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "in"
            | "on"
            | "at"
            | "but"
            | "and"
            | "when"
            | "while"
            | "after"
            | "as"
            | "for"
            | "there"
            | "this"
            | "that"
            | "these"
            | "those"
            | "if"
            | "what"
            | "so"
            | "yet"
            | "still"
            | "also"
            | "meanwhile"
            | "however"
            | "then"
            | "now"
            | "what's"
            | "here"
            | "with"
            | "from"
            | "to"
            | "of"
            | "not"
            | "its"
            | "their"
            | "some"
            | "many"
            | "most"
            | "all"
            | "no"
            | "one"
            | "asked"
            | "be"
            | "is"
            | "was"
    )
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "in" | "on"
            | "at"
            | "during"
            | "after"
            | "before"
            | "while"
            | "who"
            | "when"
            | "to"
            | "as"
            | "about"
            | "by"
            | "with"
            | "from"
            | "in a"
            | "last"
            | "this"
            | "that"
            | "and"
            | "but"
            | "am"
            | "im"
            | "bei"
            | "dem"
            | "der"
            | "zu"
            | "à"
            | "en"
            | "dans"
            | "lors"
            | "i"
            | "til"
            | "på"
            | "om"
            | "af"
            | "av"
    ) || ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].contains(&word)
}

fn is_title(word: &str) -> bool {
    static TITLES: LazyLock<HashSet<&str>> = LazyLock::new(|| TITLES_TEXT.split_whitespace().collect());
    const TITLES_TEXT: &str = "Mr Mrs Ms Miss Dr Prof Professor Sir Lord Lady Dame Sen Rep Gov Gen Col Lt Sgt Capt Cmdr Maj Adm Rev \
        President Vice Secretary State Senator Congressman Congresswoman Representative Governor Mayor \
        Minister Prime Chancellor Chairman Chairwoman Chair Chief Director Leader Speaker Judge Justice \
        Attorney General Officer Sheriff Detective Sergeant Captain Colonel Lieutenant Commander Admiral \
        Ambassador King Queen Prince Princess Pope Bishop Archbishop Cardinal Coach Manager Spokesman \
        Spokeswoman Spokesperson Administrator Commissioner Superintendent Inspector Deputy Undersecretary \
        Treasurer Astronaut Republican Democrat Democratic CEO Executive Premier Councilman \
        Councilwoman Präsident Präsidentin Kanzler Ministerin Herr Frau M Mme Monsieur Madame Señor Don";
    let bare = word.trim_end_matches(['.', ',']);
    TITLES.contains(bare)
}

/// Whether a word is a verb of saying.
pub(in crate::text) fn is_saying(word: &str) -> bool {
    static VERBS: LazyLock<HashSet<&str>> = LazyLock::new(|| VERBS_TEXT.split_whitespace().collect());
    const VERBS_TEXT: &str = "acknowledged added adding adds admitted advised affirmed agreed alleged announced argued argues \
        asked asks asserted began boasted called claimed claims commented complained conceded concluded \
        confirmed continued cried declared demanded denied described emphasized exclaimed explained explains \
        insisted insists joked lamented mentioned mused noted notes observed pleaded pledged pointed posted \
        predicted promised quipped recalled recalls remarked remembered repeated replied reported responded \
        revealed said saying says shouted stated states stressed suggested tells testified thinks told \
        tweeted urged vowed warned warns wondered wrote writes yelled sagte sagt erklärte erklärt betonte \
        betont schrieb schreibt meinte meint fügte teilte berichtete fragte kritisierte forderte warnte \
        ergänzte dit déclaré déclare affirme affirmé expliqué explique ajoute ajouté assure estime souligne \
        raconte dijo dice afirmó señaló aseguró explicó añadió declaró comentó apuntó disse diz afirmou \
        explicou detto spiega dichiarato siger sagde forklarer fortæller mener skriver sier sa forteller \
        säger sade berättar menar zegt zei aldus vertelt sanoo sanoi kertoo dedi söyledi";
    !word.is_empty() && word.len() <= 14 && (VERBS.contains(word) || (starts_upper(word) && word == "Said"))
}
