//! What a long sentence can do without, by its grammar: inserts in brackets, clauses that only add.
//!
//! A cut is made where the parse is sure on both sides of it and marks of punctuation set the words off. It never takes a
//! denial, a condition, a part of a quotation, or what a figure or name that stays depends on; who says something stays, and
//! so do who somebody is, when and why.

use std::ops::Range;

use super::realization::Edit;
use crate::{
    article::Quotation,
    language::{Parse, Relation, Tag, lexicon},
};

/// Words that a bullet should have at the most.
pub(super) const LONGEST: usize = 28;
/// Words that stay at the least.
const SHORTEST: usize = 9;
/// Words in brackets that go even from a short sentence.
const INSERT: usize = 9;

/// Words that can go, the ones that are missed least first.
#[derive(Clone, Debug)]
struct Cut {
    tokens: Range<usize>,
    span: Range<usize>,
    /// What it costs to miss it.
    loss: u32,
}

/// The cuts that bring a sentence to a bullet's length, as far as there are some.
pub(super) fn cuts(parse: &Parse, quotations: &[Quotation]) -> Vec<Edit> {
    made(LONGEST, parse, find(parse, quotations, false))
}

/// All cuts that leave the main claim of a sentence; a clause that runs to its end may have commas of its own.
pub(super) fn all_cuts(parse: &Parse, quotations: &[Quotation]) -> Vec<Edit> {
    made(0, parse, find(parse, quotations, true))
}

/// Those of the cuts found that bring a sentence to a length.
fn made(longest: usize, parse: &Parse, mut found: Vec<Cut>) -> Vec<Edit> {
    let mut left = words(parse, 0..parse.tokens.len());
    let mut made: Vec<Cut> = Vec::new();
    found.sort_by_key(|c| (c.loss, std::cmp::Reverse(c.tokens.len())));
    for cut in found {
        let apart = made.iter().all(|m| m.tokens.end <= cut.tokens.start || cut.tokens.end <= m.tokens.start);
        let length = words(parse, cut.tokens.clone());
        let wanted = cut.loss == 0 || left > longest;
        let stays = if cut.loss == 0 { SHORTEST / 2 } else { SHORTEST };
        if wanted && apart && left >= length + stays {
            left -= length;
            made.push(cut);
        }
    }
    made.into_iter().map(|c| Edit::cut(c.span)).collect()
}

fn words(parse: &Parse, tokens: Range<usize>) -> usize {
    tokens.filter(|t| !parse.tokens[*t].tag.is_punctuation() && !parse.word(*t).starts_with(['\'', '’'])).count()
}

fn find(parse: &Parse, quotations: &[Quotation], to_the_end: bool) -> Vec<Cut> {
    let mut out = brackets(parse);
    for t in 0..parse.tokens.len() {
        out.extend(clause(parse, t, to_the_end));
    }
    out.retain(|c| is_safe(parse, quotations, c));
    out
}

/// "(R-Ala.)", "(51)": what stands in brackets.
fn brackets(parse: &Parse) -> Vec<Cut> {
    let mut out = Vec::new();
    let mut open = None;
    // "Bo (1902–1950) and Otto (1950–1975)": of two such brackets none goes alone
    let (mut numbered, mut gone) = (0, 0);
    let has_number =
        |tokens: Range<usize>| tokens.into_iter().any(|t| parse.word(t).contains(|c: char| c.is_ascii_digit()));
    for t in 0..parse.tokens.len() {
        match parse.word(t) {
            "(" | "[" => open = Some(t),
            ")" | "]" => {
                numbered += usize::from(open.is_some_and(|from| has_number(from..t)));
                // "Lorne (51)", "Roe (R-Ala.)", not "that (kind of) served" or "20 crowns (2 euros)"
                let tells = |from: &usize| {
                    let of_name = *from > 0 && parse.tokens[*from - 1].tag.is_name();
                    let tag = parse.tokens[*from + 1].tag;
                    // "Museum of Skarn (MOS)": the letters stand for it further on, and the words for "MOS (Museum of Skarn)"
                    let letters = |t: usize| {
                        let word = parse.word(t);
                        (2..=6).contains(&word.len()) && word.chars().all(|c| c.is_ascii_uppercase())
                    };
                    if of_name && (letters(*from - 1) || t - from == 2 && letters(*from + 1)) {
                        return false;
                    }
                    // "Lorne (left)": there is no picture beside the bullet
                    let picture = t - from <= 3 && lexicon::english().has("picture_places", &parse.lower(*from + 1));
                    let name = of_name && (tag == Tag::Number || tag.is_name());
                    let choice = matches!(&*parse.lower(*from + 1), "or" | "and" | "not");
                    picture || !choice && t - from <= INSERT + 1 && (name || t - from > 5)
                };
                if let Some(from) = open.take().filter(tells) {
                    let start = parse.tokens[from].start as usize;
                    let start = start - usize::from(start > 0 && parse.text[..start].ends_with(' '));
                    gone += usize::from(has_number(from..t));
                    out.push(Cut { tokens: from..t + 1, span: start..parse.tokens[t].end as usize, loss: 0 });
                }
            }
            _ => {}
        }
    }
    if gone < numbered {
        out.retain(|cut| !has_number(cut.tokens.clone()));
    }
    out
}

/// The clause or phrase that a word heads, where it only adds and commas set it off.
fn clause(parse: &Parse, head: usize, to_the_end: bool) -> Option<Cut> {
    use Relation as R;
    let token = &parse.tokens[head];
    let tokens = parse.subtree(head);
    // the marks that set it off may hang on it
    let from = (tokens.start..head).find(|t| !parse.tokens[*t].tag.is_punctuation())?.min(head);
    let from = if tokens.start == head { head } else { from };
    let mut to = tokens.end;
    while to > head + 1 && parse.tokens[to - 1].tag.is_punctuation() {
        to -= 1;
    }
    let tokens = from..to;
    let opens = from == 0;
    let comma_before = from > 0 && is_break(parse, from - 1);
    let after = parse.word(to);
    let ends = to >= parse.tokens.len() || matches!(after, "." | "!" | "?") && to + 1 >= parse.tokens.len();
    let comma_after = is_break(parse, to);
    let apart = comma_before && (comma_after || ends) || opens && comma_after;
    if !apart {
        return None;
    }
    let in_flow = is_in_flow(parse, to + 1) || joins_a_noun(parse, to + 1);
    // a dash that stays alone parts what belongs together
    let dash = comma_before && parse.word(from - 1) != ",";
    // "from Skarn, which fell in May, to the palace": what comes behind a comma of its own may belong to the sentence
    let runs_on = tokens.clone().skip(1).any(|t| {
        parse.word(t) == ","
            && parse.tokens.get(t + 1).is_some_and(|n| n.tag != Tag::And || joins_what_is_outside(parse, t + 1))
            && !(to_the_end && ends && token.tag == Tag::VerbIng && from == head && only_adds(parse, t + 1..to))
    });
    // "home to Skarn Rail, the line to Lund": an apposition to what is cut would be said of another
    let left_over = comma_after && !ends && !opens && !in_flow && !begins_a_clause(parse, to + 1);
    // "which is to say"
    let says = parse.lower(from + 1) == "is" && parse.lower(from + 2) == "to";
    if dash && comma_after && !in_flow || runs_on || left_over || says || is_a_ground(parse, head) {
        return None;
    }
    // what opens with a comma ends with one, what opens with a dash with a dash
    if comma_before && comma_after && (parse.word(from - 1) == ",") != (parse.word(to) == ",") {
        return None;
    }
    let first = parse.lower(from);
    let loss = match token.relation {
        R::RelativeClause if first == "which" && comma_before && !tells_more(parse, head) => 1,
        R::AdjectivalClause if comma_before && matches!(token.tag, Tag::VerbIng | Tag::VerbParticiple) && !opens => 2,
        R::AdverbialClause if comma_before && token.tag == Tag::VerbIng && from == head => 2,
        R::Preposition if comma_before && ends && matches!(&*first, "including" | "along") => 2,
        _ => return None,
    };
    let start = if opens { 0 } else { parse.tokens[from - 1].start as usize };
    let end = match () {
        () if opens => parse.tokens.get(to + 1).map_or(parse.text.len(), |t| t.start as usize),
        () if comma_after && !ends && in_flow && !closes_another(parse, head, to) => parse.tokens[to].end as usize,
        () => parse.tokens[to - 1].end as usize,
    };
    Some(Cut { tokens, span: start..end, loss })
}

/// "the bill, which he signed on Monday", "10,000 crowns, which experts think too much": what somebody does or says of it is more
/// than what it is.
fn tells_more(parse: &Parse, verb: usize) -> bool {
    parse.subject(verb).is_some_and(|s| parse.lower(s) != "which")
}

/// What follows a comma in a clause that runs to the end has no verb of its own but in relative clauses: "…, praising the cooks, the
/// crew and those who rowed".
fn only_adds(parse: &Parse, tokens: Range<usize>) -> bool {
    tokens.filter(|t| parse.tokens[*t].tag.is_finite()).all(|t| parse.tokens[t].relation == Relation::RelativeClause)
}

/// What follows goes on with the clause that was broken off, so that no mark parts them: "the council, which meets in the
/// hall, agreed". Before a clause of its own the mark stays: "the cup, which was held in May, the paper reported".
fn is_in_flow(parse: &Parse, next: usize) -> bool {
    parse.tokens.get(next).is_some_and(|t| t.tag.is_finite() || matches!(t.tag, Tag::Modal | Tag::Adverb))
}

/// "rockets, which fly far, and other weapons for strikes": what "and" joins behind a comma may belong to what stands before the
/// clause, whatever the parse makes of it.
fn joins_what_is_outside(parse: &Parse, and: usize) -> bool {
    let next = parse.tokens.get(and + 1);
    !next.is_some_and(|t| t.tag.is_verb() || matches!(t.tag, Tag::Modal | Tag::Adverb))
}

/// "The ferry, which lay on the reef, and its crew": the comma behind the clause parts what belongs together.
fn joins_a_noun(parse: &Parse, next: usize) -> bool {
    let and = parse.tokens.get(next).is_some_and(|t| t.relation == Relation::Coordination);
    let joined = |h: usize| parse.children_by(h, Relation::Conjunct).find(|c| *c > next);
    and && parse.head(next).and_then(joined).is_some_and(|c| parse.tokens[c].tag.is_noun())
}

/// Somebody says so: "…, the council of Skarn said".
fn begins_a_clause(parse: &Parse, next: usize) -> bool {
    (next..parse.tokens.len())
        .filter(|v| parse.tokens[*v].tag.is_finite())
        .any(|v| parse.subject(v).is_some_and(|s| s >= next && parse.subtree(s).start <= next))
}

/// The clause is the ground of another: "even though the club, which came last, was paid". Without it "even though" has none.
fn is_a_ground(parse: &Parse, head: usize) -> bool {
    let concedes = |t: usize| {
        parse
            .children_by(t, Relation::Mark)
            .any(|m| matches!(&*parse.lower(m), "though" | "although" | "because" | "since" | "as" | "while"))
    };
    parse.ancestors(head).any(|t| parse.tokens[t].relation == Relation::AdverbialClause && concedes(t))
}

/// The mark behind a clause closes the insert that it stands in as well: "the move, a change by Biden, who refused, was".
fn closes_another(parse: &Parse, head: usize, to: usize) -> bool {
    let inserted = |t: usize| {
        let own = parse.subtree(t);
        own.start > 0
            && is_break(parse, own.start - 1)
            && own.end <= to + 1
            && matches!(
                parse.tokens[t].relation,
                Relation::Apposition
                    | Relation::RelativeClause
                    | Relation::AdjectivalClause
                    | Relation::AdverbialClause
                    | Relation::Preposition
            )
    };
    parse.ancestors(head).any(inserted)
}

/// A comma, or a dash with space around it.
fn is_break(parse: &Parse, t: usize) -> bool {
    match parse.word(t) {
        "," | "--" | "—" | "–" => true,
        "-" => parse.text[..parse.tokens[t].start as usize].ends_with(' '),
        _ => false,
    }
}

/// What stays is a sentence, and means what it meant.
fn is_safe(parse: &Parse, quotations: &[Quotation], cut: &Cut) -> bool {
    let lex = lexicon::english();
    let (start, end) = (cut.span.start, cut.span.end);
    let quoted = quotations.iter().any(|q| (q.span.start as usize) < end + 1 && start < q.span.end as usize + 1);
    let marks = parse.text.get(start..end).is_none_or(|t| t.contains(['"', '“', '”']));
    let guarded = cut.loss > 0
        && cut.tokens.clone().any(|t| {
            let word = parse.lower(t);
            lex.has("guards", &word) || cut.loss > 1 && parse.tokens[t].relation == Relation::Negation
        });
    // nothing that stays hangs on what goes
    let alone = (0..parse.tokens.len())
        .filter(|t| !cut.tokens.contains(t) && !parse.tokens[*t].tag.is_punctuation())
        .all(|t| parse.head(t).is_none_or(|h| !cut.tokens.contains(&h)));
    let root = parse.roots().any(|r| cut.tokens.contains(&r));
    // whichever noun before it a set-off clause belongs to, both stay
    let sure = cut.loss < 2
        || cut
            .tokens
            .clone()
            .filter(|t| {
                let head = parse.head(*t);
                head.is_none_or(|h| !cut.tokens.contains(&h))
            })
            .all(|t| parse.tokens[t].is_sure());
    let neighbours = cut.loss == 0
        || [cut.tokens.start.checked_sub(2), Some(cut.tokens.end + 1)]
            .into_iter()
            .flatten()
            .filter(|t| *t < parse.tokens.len() && !parse.tokens[*t].tag.is_punctuation())
            .all(|t| parse.tokens[t].is_sure());
    !quoted && !marks && !guarded && alone && !root && sure && neighbours
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::parse_sentence, summarizer::realization::applied};

    fn short(sentence: &str) -> String {
        applied(sentence, &cuts(&parse_sentence(sentence), &[]))
    }

    #[test]
    fn what_only_adds_goes_from_a_long_sentence() {
        assert_eq!(
            short(
                "The council of Skarn, which meets in the old town hall, agreed on Monday to close the \
                 wooden pier and to build a new landing for the ferries in the naval basin."
            ),
            "The council of Skarn agreed on Monday to close the wooden pier and to build a new landing for the ferries in the naval basin."
        );
        assert_eq!(
            short(
                "Ada Lorne said that the plan, a change of course by the council, which had refused for years, was a result \
                 of the long storm that broke the old pier."
            ),
            "Ada Lorne said that the plan, a change of course by the council, was a result of the long storm that broke the old pier."
        );
        assert_eq!(short("Mayor Ada Lorne (51) resigned on Monday."), "Mayor Ada Lorne resigned on Monday.");
        let reigns =
            "The islands were ruled by Otto Lorne (who died in 1950) and then by Bo Lorne (1950-75) from Skarn.";
        assert_eq!(short(reigns), reigns);
        assert_eq!(short("Ada Lorne (left) met the crew of the ferry."), "Ada Lorne met the crew of the ferry.");
        // no comma is left between what "and" joins
        let both = short(
            "The navy of Skarn was looking on Monday for the ferry, which lay under the southern reef of the wide bay, and the \
             bags of all the passengers who had been on board that night.",
        );
        assert!(!both.contains("ferry, and"), "{both}");
        // the comma stays before a clause of its own
        assert_eq!(
            short(
                "An officer of the harbour sent the names of all passengers on the ferry to the owners of the rowing club, \
                 which was founded in May, the council of Skarn said."
            ),
            "An officer of the harbour sent the names of all passengers on the ferry to the owners of the rowing club, the \
             council of Skarn said."
        );
    }

    #[test]
    fn a_partner_a_condition_and_a_short_sentence_stay() {
        for sentence in [
            "Ann Roe, a lawyer of the harbour office in the capital, and her son, Tim, were held at the airport by the police for nine hours on Monday before they were sent home.",
            "The council will pay the families of the island for the loss of the ferry, unless the court of appeal in the capital rules against it in the coming spring.",
            "The mayor of Skarn and of the three islands was taken aback by the anger over the bill on harbours, which he signed into law on Thursday, when he spoke to the clubs.",
            "The mayor, who lives in Skarn, resigned.",
            "Tyke, a young elephant from the north of the island, broke out of the circus on Monday, ran through the streets of Skarn for an hour and hurt 12 people.",
            "The council said that it had asked the harbour office of Skarn for a report on the pier, while the ferry company had long known that the piles were rotten.",
            "Even though the club, which had come last in the cup of the island in the year before, was still paid for the games, the gap between it and the others has grown.",
            "Whenever a storm comes down on the town of Skarn -- which has been often in this long and cold winter of ours -- parents turn to the harbour radio to hear of the schools.",
            "The plane flew from the capital, which the rebels took in January, to the palace in the port of Lorn, where it fired on the guards on Thursday afternoon, an officer said.",
            "Lorne was on the island to film a show on the old road that runs along the coast, and the flag on the car angered people there over the war of 1982 between the two.",
            "She ran the long race across the island in two hours, 38 minutes and 12 seconds, which was faster than all others in the long history of the race on the island -- by a minute.",
        ] {
            assert_eq!(short(sentence), sentence);
        }
    }
}
