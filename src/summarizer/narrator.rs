//! Whether an article's author speaks as "I": what its bullets tell is then somebody's own view or story.

use crate::{
    article::{Article, Block, BlockKind},
    language::lexicon,
    text::words::is_stop_word,
};

/// Sentences with "I" that it takes.
const SENTENCES: usize = 3;
/// The share of the sentences that it takes.
const SHARE: f64 = 0.1;

/// Whether an article is told in the first person: "I" stands outside quotation marks again and again. English alone is read so.
#[must_use]
pub fn is_told_in_first_person(article: &Article) -> bool {
    if article.language.as_deref().is_some_and(|language| !language.starts_with("en")) {
        return false;
    }
    let mut quotations = article.quotations.iter().peekable();
    let mut own = 0;
    for id in article.blocks().filter(|b| b.kind == BlockKind::Paragraph).flat_map(Block::ids) {
        let Some(text) = article.sentences.get(id.index()).map(|s| s.text.as_str()) else { continue };
        while quotations.next_if(|q| q.sentence < id).is_some() {}
        let mut outside = String::with_capacity(text.len());
        let mut from = 0;
        while let Some(q) = quotations.next_if(|q| q.sentence == id) {
            outside.push_str(text.get(from..q.span.start as usize).unwrap_or_default());
            from = from.max(q.span.end as usize);
        }
        outside.push_str(text.get(from..).unwrap_or_default());
        own += usize::from(speaks(&outside));
    }
    own >= SENTENCES && own as f64 >= SHARE * article.sentences.len() as f64
}

/// "I think", "I'm": not "Elizabeth I" or "World War I and".
fn speaks(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.iter().enumerate().any(|(k, word)| {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let joined = ["I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll"].iter().any(|i| word.starts_with(i));
        let next =
            words.get(k + 1).is_some_and(|next| next.starts_with(char::is_lowercase) && !matches!(*next, "and" | "or"));
        // "Elizabeth I", "Phase I", but "When I", "On Monday I"
        let named = k.checked_sub(1).map(|k| words[k].trim_end_matches(',')).is_some_and(|before| {
            let day = lexicon::english().has("weekdays", &before.to_lowercase());
            before.starts_with(char::is_uppercase) && !day && !is_stop_word(&before.to_lowercase(), "en")
        });
        joined || word == "I" && next && !named
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summarizer::fixture::article;

    fn first_person(text: &str) -> bool {
        is_told_in_first_person(&article(text))
    }

    #[test]
    fn an_author_who_says_i_again_and_again_tells_it_in_the_first_person() {
        assert!(first_person(
            "I first saw the harbor in May. It was cold. I'm no sailor, but I know a good boat. What I think of the plan is known."
        ));
        assert!(!first_person(
            "“I saw it,” Ana Lee said. “I’m no sailor, but I know a boat.” Lee added: “I think it is good.” The council met on Monday."
        ));
        assert!(!first_person(
            "Skarn was built in World War I and closed in 1950. Elizabeth I came. Pier I closed. Charles I built it. Phase I ends."
        ));
    }
}
