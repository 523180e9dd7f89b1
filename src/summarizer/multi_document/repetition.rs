//! Whether two claims say the same: each fact of a story is told once.

use super::claims::{Claim, Index};
use crate::{summarizer::evidence::Partner, text};

/// The share of a claim's weight that makes it a repetition.
const SAME: f32 = 0.42;
/// The share that is enough where both give the same figure.
const SAME_FIGURE: f32 = 0.25;
/// The share that is enough where both give the same length: "19 miles".
const SAME_MEASURE: f32 = 0.12;
/// The share that it takes where others do the same.
const OF_OTHERS: f32 = 0.7;
/// The share that is enough where a sentence of a third source tells both.
const RESTS: f32 = 0.3;
/// How likely a link of two articles' first sentences is from which they are one claim.
const LEADS: f32 = 0.5;
/// How likely the links with a third sentence are from which two claims are one.
const SURELY: f32 = 0.8;
/// How likely the link of two sentences is that are two wordings of one claim.
const SURE: f32 = 0.9;

/// Two claims say much the same: one holds much of the weight of the other, the less if both give the same figure, or
/// they rest on one sentence.
pub(super) fn repeats(a: &Claim, b: &Claim) -> bool {
    let shared: f32 = a.terms.iter().filter(|t| b.terms.iter().any(|u| u.0 == t.0)).map(|t| t.1).sum();
    let lighter = f32::min(a.terms.iter().map(|t| t.1).sum(), b.terms.iter().map(|t| t.1).sum());
    let both = |v: &usize| a.told_in(*v).iter().any(|id| b.told_in(*v).contains(id));
    // a long sentence of another source may tell two things
    let same = both(&a.source) || both(&b.source) || shared >= RESTS * lighter && a.support.keys().any(both);
    // "19 miles", "30 kilometres"
    let measure = || a.measures.iter().any(|f| b.measures.iter().any(|g| text::figures::same(f, g)));
    let figure = a.figures.iter().any(|f| b.figures.contains(f)) || measure();
    let much = match () {
        () if measure() => SAME_MEASURE,
        () if a.main.is_done_by_another(&b.main) => OF_OTHERS,
        () if figure => SAME_FIGURE,
        () => SAME,
    };
    shared >= much * lighter || same || a.main.is(&b.main)
}

/// Two claims are one by what a comparison shows: it sets a sentence of one beside one of the other as making one claim, or as
/// contradicting it; both open their articles and may report the same; or one sentence of another article surely reports
/// what both do. The same done by another is another claim.
pub(super) fn is_linked(a: &Claim, b: &Claim, index: &Index<'_, '_>) -> bool {
    let of_b: Vec<_> = b.lines.iter().flat_map(|&l| index.partners(b.source, l)).collect();
    let leads = a.leads && b.leads;
    let third = |(u, p): (usize, &Partner)| {
        of_b.iter().any(|(v, q)| {
            (u, p.sentence) == (*v, q.sentence)
                && p.probability.min(q.probability) >= SURELY
                && (p.one_claim || q.one_claim)
        })
    };
    let direct = |p: &Partner| p.one_claim || p.contradicts || leads && p.probability >= LEADS;
    (leads || !a.main.is_done_by_another(&b.main))
        && (between(a, b, index).any(direct) || a.lines.iter().flat_map(|&l| index.partners(a.source, l)).any(third))
}

/// A comparison is sure that the sentences of two claims make one.
pub(super) fn is_surely_one(a: &Claim, b: &Claim, index: &Index<'_, '_>) -> bool {
    !a.main.is_done_by_another(&b.main) && between(a, b, index).any(|p| p.one_claim && p.probability >= SURE)
}

/// What a comparison says of the sentences of one claim and those of another.
fn between<'i>(a: &'i Claim, b: &'i Claim, index: &'i Index<'i, '_>) -> impl Iterator<Item = &'i Partner> {
    let beside = a.lines.iter().flat_map(|&l| index.partners(a.source, l));
    beside.filter(|(v, p)| *v == b.source && b.lines.contains(&p.sentence)).map(|(_, p)| p)
}

/// The share of a claim's weight that the chosen ones have told together.
pub(super) fn told_already(claim: &Claim, chosen: &[Claim]) -> f32 {
    let told = |t: u32| chosen.iter().any(|c| c.terms.iter().any(|u| u.0 == t));
    let whole: f32 = claim.terms.iter().map(|t| t.1).sum();
    claim.terms.iter().filter(|t| told(t.0)).map(|t| t.1).sum::<f32>() / whole.max(f32::MIN_POSITIVE)
}
