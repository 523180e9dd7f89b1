//! Verbs of saying of the languages that we read.

use std::sync::LazyLock;

use foldhash::HashSet;

/// The longest verb of saying, in bytes: most words are told by their length.
const LONGEST_VERB: usize = 14;

static VERBS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "acknowledged added adding adds admitted advised affirmed agreed alleged announced argued argues asked asks \
        asserted began boasted called claimed claims commented complained conceded concluded confirmed continued \
        cried declared demanded denied described emphasized exclaimed explained explains insisted insists joked \
        lamented mentioned mused noted notes observed pleaded pledged pointed posted predicted promised quipped \
        recalled recalls remarked remembered repeated replied reported responded revealed said saying says shouted \
        stated states stressed suggested tells testified thinks told tweeted urged vowed warned warns wondered wrote \
        writes yelled sagte sagt erklärte erklärt betonte betont schrieb schreibt meinte meint fügte teilte \
        berichtete fragte kritisierte forderte warnte ergänzte dit déclaré déclare affirme affirmé expliqué explique \
        ajoute ajouté assure estime souligne raconte dijo dice afirmó señaló aseguró explicó añadió declaró comentó \
        apuntó disse diz afirmou explicou detto spiega dichiarato siger sagde forklarer fortæller mener skriver sier \
        sa forteller säger sade berättar menar zegt zei aldus vertelt sanoo sanoi kertoo dedi söyledi"
        .split_whitespace()
        .collect()
});

/// Whether a word is a verb of saying.
pub(crate) fn is_saying(word: &str) -> bool {
    !word.is_empty() && word.len() <= LONGEST_VERB && (word == "Said" || VERBS.contains(word))
}
