//! What a comparison of a story's articles shows of their sentences: the summarizer chooses and credits by the same judgement that
//! comparison and coverage show.

use foldhash::HashMap;

use crate::article::SentenceId;

/// How a sentence of one article stands to one of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Partner {
    /// The other article, an index into [`crate::article::Briefing::articles`].
    pub article: usize,
    /// Its sentence.
    pub sentence: SentenceId,
    /// 0 to 1: how sure it is that both report the same.
    pub probability: f32,
    /// Grammar shows that both make one claim.
    pub one_claim: bool,
    /// They speak of one claim and cannot both be so.
    pub contradicts: bool,
    /// It tells all that the first sentence does.
    pub tells_all: bool,
}

/// The sentences of a story's articles, each with those of other articles that are set beside it.
#[derive(Default)]
pub struct Evidence {
    partners: HashMap<(usize, SentenceId), Vec<Partner>>,
}

impl Evidence {
    /// Adds what stands beside a sentence of an article.
    pub fn add(&mut self, article: usize, sentence: SentenceId, partner: Partner) {
        self.partners.entry((article, sentence)).or_default().push(partner);
    }

    /// What stands beside a sentence of an article.
    pub(super) fn of(&self, article: usize, sentence: SentenceId) -> &[Partner] {
        self.partners.get(&(article, sentence)).map_or(&[], Vec::as_slice)
    }
}
