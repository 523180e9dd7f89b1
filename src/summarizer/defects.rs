//! What no bullet should be: words about the page, questions, quotations without their speaker, labels, half sentences.

use super::reading::Reading;
use crate::{
    article::{BlockKind, SentenceId},
    language::{Parse, Relation, Tag, people},
};

/// Words of a bullet at the least, and words from which a sentence is no bullet.
const WORDS: std::ops::Range<usize> = 6..60;
/// The share of sentences in the first person that makes an article a column.
const COLUMN: f32 = 0.2;

/// How fit each of some sentences is to be a bullet: 1 for one that is sound, 0 for one that is taken only where nothing
/// else is left.
#[must_use]
pub fn fitness(reading: &Reading<'_>, lines: &[usize]) -> Vec<f32> {
    let voiced: Vec<bool> = lines.iter().map(|&line| is_first_person(reading, line)).collect();
    let column = voiced.iter().filter(|v| **v).count() as f32 > COLUMN * lines.len() as f32;
    let source = |own: bool| match (own, column) {
        (false, _) => 1.0,
        (true, true) => 0.6,
        (true, false) => 0.15,
    };
    lines.iter().zip(voiced).map(|(&line, own)| source(own) * of_sentence(reading, line)).collect()
}

fn of_sentence(reading: &Reading<'_>, line: usize) -> f32 {
    let l = &reading.lines[line];
    let text = l.text;
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', ' ']);
    let kind = match l.kind {
        BlockKind::Paragraph => 1.0,
        BlockKind::ListItem => 0.6,
        BlockKind::Quote => 0.2,
        BlockKind::Caption | BlockKind::Code | BlockKind::Row | BlockKind::Subheading => 0.0,
    };
    let unusable = !WORDS.contains(&l.chunks.len()) && !is_dense(text)
        || bare.ends_with([':', '?'])
        || is_unbalanced(text)
        || is_about_page(text)
        || is_under_picture(text)
        || is_about_author(reading, line)
        || is_unspoken(reading, line);
    if kind == 0.0 || unusable {
        return 0.0;
    }
    let stopless = !bare.ends_with(['.', '!', '…', '。', '！']) || bare.ends_with(" .");
    let parse = reading.analysis.sentence(SentenceId::from(line));
    let broken = reading.analysis.parsed && !has_clause(parse);
    let idle = reading.analysis.parsed && is_idle(parse);
    // "Because everyone has a say." is half a sentence
    let half = reading.analysis.parsed && is_half(parse);
    // the lead is a concession only where it is told not to be so: "Yet it was anything but"
    let conceded = reading.lines.get(line + 1).filter(|next| next.block <= l.block + 1).is_some_and(|next| {
        let but = ["But ", "However, ", "Yet ", "And yet "].iter().any(|o| next.text.starts_with(o));
        but && (line > 0 || reading.analysis.parsed && is_denied_by(reading, line, line + 1))
            || is_taken_back(next.text)
    });
    let label = reading.analysis.parsed && (line > 0 || parse.word(1) == ":") && is_label(parse) || is_numbered(text);
    kind * if label { 0.2 } else { 1.0 }
        * if stopless { 0.4 } else { 1.0 }
        * if reading.english && is_run_together(text) { 0.2 } else { 1.0 }
        * if broken || half { 0.2 } else { 1.0 }
        * if idle { 0.2 } else { 1.0 }
        * if conceded { 0.3 } else { 1.0 }
}

/// "It was sold as a compromise. But it is less of a compromise than …": what follows takes back a word of the sentence.
fn is_denied_by(reading: &Reading<'_>, line: usize, next: usize) -> bool {
    let (p, n) = (reading.analysis.sentence(SentenceId::from(line)), reading.analysis.sentence(SentenceId::from(next)));
    let nouns: Vec<String> = (0..p.tokens.len()).filter(|t| p.tokens[*t].tag.is_noun()).map(|t| p.lemma(t)).collect();
    // "It is no compromise", "less of a compromise": not "no member of the council was there".
    let denied = |t: usize| {
        let before = || t.saturating_sub(4)..t;
        let of = before().any(|b| matches!(&*n.lower(b), "less" | "nothing") && n.lower(b + 1) == "of");
        let is_no = n.tokens[t].relation == Relation::Attribute
            && before().any(|b| matches!(&*n.lower(b), "not" | "n't" | "no" | "hardly" | "never"));
        of || is_no
    };
    (0..n.tokens.len()).any(|t| n.tokens[t].tag.is_noun() && nouns.contains(&n.lemma(t)) && denied(t))
}

/// The sentence behind says that what was just said is not so: "That could not be further from the truth."
fn is_taken_back(next: &str) -> bool {
    let opens =
        ["That ", "It ", "This ", "Yet it ", "But it ", "Yet that ", "But that "].iter().any(|o| next.starts_with(o));
    let denies = [
        "further from the truth",
        "farther from the truth",
        "was anything but",
        "is anything but",
        "is not true",
        "was not true",
    ];
    opens && denies.iter().any(|d| next.contains(d))
}

/// "in many ships. from Skarn": a stop inside a sentence, where a line of the source ended.
fn is_run_together(text: &str) -> bool {
    let broken = |(at, _): (usize, &str)| {
        let word = text[..at].rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let small = word.chars().all(char::is_lowercase);
        small && word.chars().count() > 3 && text[at + 2..].starts_with(char::is_lowercase)
    };
    text.match_indices(". ").any(broken)
}

/// "Elation: the crew of the ferry …", "Roe and Dahl arriving at court: …": words under a picture. What somebody says behind a
/// colon is none.
fn is_label(p: &Parse) -> bool {
    let Some(colon) = (0..p.tokens.len().min(14)).find(|t| p.word(*t) == ":") else { return false };
    let verbless = (0..colon).all(|t| !p.tokens[t].tag.is_finite() && p.tokens[t].tag != Tag::Modal);
    let quoted = matches!(p.word(colon + 1), "\"" | "“" | "‘" | "'" | "``");
    let clause = (colon + 1..p.tokens.len()).any(|t| p.tokens[t].tag.is_finite());
    colon > 0 && verbless && !quoted && clause
}

/// "3. The lighthouse of Skarn, open daily": an entry of a list.
fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    (1..=2).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") "))
}

/// A clause that depends on another, alone: "Because everyone has a say."
fn is_half(p: &Parse) -> bool {
    let marked = |root: usize| {
        p.children_by(root, Relation::Mark).any(|m| {
            m < 2 && matches!(&*p.lower(m), "because" | "although" | "though" | "unless" | "whether" | "whereas")
        })
    };
    p.roots().any(marked)
}

/// A script that puts no space between words.
fn is_dense(text: &str) -> bool {
    text.chars().filter(|c| u32::from(*c) > 0x2e80).count() > 8
}

/// A quotation mark or bracket opens and does not close, or closes and did not open.
fn is_unbalanced(text: &str) -> bool {
    let count = |c: char| text.matches(c).count();
    count('"') % 2 == 1 || count('“') != count('”') && !text.contains('„') || count('(') != count(')')
}

/// A word to whoever sees the page: a credit, a link, a call to follow.
fn is_about_page(text: &str) -> bool {
    let lower = text.to_lowercase();
    let opens = [
        "click ",
        "scroll down",
        "follow us",
        "follow @",
        "read more",
        "sign up",
        "watch:",
        "photo:",
        "image:",
        "related:",
        "by .",
        "published:",
        "updated:",
    ];
    let holds = [
        "pictured",
        "pic.twitter.com",
        "://",
        "photo by",
        "getty images",
        "click here",
        "scroll down",
        "contributed to this report",
        "contributed to this story",
        "all rights reserved",
        "e-mail us",
        "follow us on",
        "sign up for",
        "@cnn",
        "share this",
        "on this page you",
        "opinions expressed in this",
        "views expressed in this",
        "solely those of the author",
        "solely those of the writer",
    ];
    opens.iter().any(|o| lower.starts_with(o))
        || holds.iter().any(|h| lower.contains(h))
        || lower.ends_with(['|'])
        || lower.rsplit(' ').next().is_some_and(|w| w.starts_with(['#', '@']) && w.len() > 2)
}

/// "Mayor Ana Lee, second left, and the crew of the ferry": it says where in a picture somebody stands.
fn is_under_picture(text: &str) -> bool {
    const PLACES: [&str; 6] = ["left", "right", "center", "centre", "middle", "top"];
    let bare = |part: &str| {
        let part = part.trim().to_lowercase();
        let place = ["second ", "third ", "fourth ", "far ", "front ", "back ", "top ", "bottom "]
            .iter()
            .find_map(|before| part.strip_prefix(before))
            .or_else(|| part.strip_prefix("from "))
            .unwrap_or(&part);
        PLACES.contains(&place) || place == "pictured"
    };
    // "the left, right and center": what stands before says who is there.
    let named = |before: &str| {
        let last = before.trim_end().rsplit(' ').next().unwrap_or_default();
        last.starts_with(char::is_uppercase)
    };
    let pieces: Vec<&str> = text.split([',', '(', ')', ';']).collect();
    // What opens the sentence or ends it is no aside.
    pieces.windows(3).any(|near| named(near[0]) && bare(near[1]))
}

/// Before the sentence that says whose the opinions are stands who the author is.
fn is_about_author(reading: &Reading<'_>, line: usize) -> bool {
    let block = reading.lines[line].block;
    let near = |k: usize| reading.lines.get(k).filter(|l| l.block == block);
    (line..line + 3).filter_map(near).any(|l| {
        let lower = l.text.to_lowercase();
        ["opinions expressed in this", "views expressed in this"].iter().any(|h| lower.contains(h))
    })
}

/// Somebody's words, without marks or without a word of who says them.
fn is_unspoken(reading: &Reading<'_>, line: usize) -> bool {
    let l = &reading.lines[line];
    let outside = |q: &crate::article::Quotation| q.span.start == 0 || q.span.end as usize >= l.text.len();
    // the marks stand in another sentence
    if l.quotations.iter().any(outside) {
        return true;
    }
    let quoted: usize = l.quotations.iter().map(|q| q.span.end.saturating_sub(q.span.start) as usize).sum();
    let left = l.text.len() - quoted.min(l.text.len());
    let words_left = {
        let mut rest = l.text.to_owned();
        for q in l.quotations.iter().rev() {
            let range = q.span.start as usize..q.span.end as usize;
            if rest.get(range.clone()).is_some() {
                rest.replace_range(range, "");
            }
        }
        rest.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count()
    };
    quoted > left && words_left < 2
}

/// "I" and "we" outside quotations.
fn is_first_person(reading: &Reading<'_>, line: usize) -> bool {
    if reading.english {
        let l = &reading.lines[line];
        reading.words(line).any(|(at, word)| {
            let own =
                matches!(word, "I" | "I'm" | "I've" | "I'd" | "we" | "We" | "my" | "My" | "our" | "Our" | "me" | "us");
            own && !l.quotations.iter().any(|q| q.span.start as usize <= at && at < q.span.end as usize)
        })
    } else {
        false
    }
}

/// A verb with a subject, or an order.
fn has_clause(p: &Parse) -> bool {
    p.roots().any(|root| {
        let verb = p.tokens[root].tag.is_verb() || p.tokens[root].tag == Tag::Modal;
        let finite = p.tokens[root].tag.is_finite()
            || p.children(root)
                .any(|c| matches!(p.tokens[c].relation, Relation::Auxiliary | Relation::PassiveAuxiliary));
        let subject =
            p.children(root).any(|c| p.tokens[c].relation.is_subject() || p.tokens[c].relation == Relation::Expletive);
        // "…," he said: the quoted clause is the root of nothing, its saying verb is
        verb && (finite || subject)
            && (subject || p.children(root).any(|c| p.tokens[c].relation == Relation::ClausalComplement))
    })
}

/// "She declined to comment", "he did not say whether", "he asked whether": it tells that there is nothing to tell.
fn is_idle(p: &Parse) -> bool {
    let silent = |root: usize| {
        matches!(&*p.lemma(root), "say" | "comment" | "elaborate" | "specify")
            && p.children(root).any(|c| p.tokens[c].relation == Relation::Negation)
    };
    // "Asked whether it was a mistake …" without the answer
    let asks = |root: usize| {
        p.lemma(root) == "ask"
            && p.subject(root).is_some_and(|s| people::is_somebody(&p.lower(s)) || p.tokens[s].tag != Tag::Noun)
            && p.children_by(root, Relation::ClausalComplement)
                .any(|c| p.children_by(c, Relation::Mark).any(|m| matches!(&*p.lower(m), "whether" | "if")))
    };
    if p.roots().any(|root| silent(root) || asks(root)) {
        return true;
    }
    (0..p.tokens.len()).any(|t| {
        let word = p.lower(t);
        matches!(&*word, "comment" | "comments" | "response")
            && (t.saturating_sub(6)..t + 3)
                .any(|b| matches!(&*p.lemma(b), "decline" | "refuse" | "respond" | "reach" | "return" | "unavailable"))
    })
}

#[cfg(test)]
mod tests {
    use super::{Reading, fitness, is_under_picture};
    use crate::summarizer::fixture::article;

    /// How fit the sentences of an article are.
    fn fit(text: &str) -> Vec<f32> {
        let article = article(text);
        let reading = Reading::new(&article);
        fitness(&reading, &(0..reading.lines.len()).collect::<Vec<_>>())
    }

    #[test]
    fn what_the_next_sentence_takes_back_and_a_question_without_its_answer_are_weak() {
        let found = fit(
            "The plan for the pier was sold by the council as a compromise with the clubs. But it is less of a compromise than \
             a list of wishes, the clubs say. The council will vote on it in May.",
        );
        assert!(found[0] < 0.5 && found[2] > 0.9, "{found:?}");
        let found =
            fit("The council of Skarn closed the pier on Monday. But no council member was in the hall on that day.");
        assert!(found[0] > 0.9, "{found:?}");
        let found = fit(
            "The council of Skarn met on Monday. A referendum asked voters whether the council should sell the pier.",
        );
        assert!(found[1] > 0.9, "{found:?}");
        let found = fit(
            "The council of Skarn met on Monday. A reporter asked the mayor of Skarn whether the plan was a mistake.",
        );
        assert!(found[0] > 0.9 && found[1] < 0.5, "{found:?}");
    }

    #[test]
    fn where_somebody_stands_is_told_under_a_picture() {
        for text in [
            "Mayor Ana Lee, second left, and Captain Bo Dahl, right, open the ferry at Skarn yesterday.",
            "Captain Bo Dahl (left) hands the flag to the crew.",
            "Ana Lee, pictured, said the ferry will run by May.",
        ] {
            assert!(is_under_picture(text), "{text}");
        }
        for text in [
            "The ferry turned left, and then it stopped.",
            "The party of the left, which lost, and the right, which won, talk on Monday.",
            "Lee took the left, as ever.",
            "Parties of the left, right, and center agreed on Monday.",
            "Gov. Bo Lund (R) signed the harbor bill on Monday.",
        ] {
            assert!(!is_under_picture(text), "{text}");
        }
    }
}
