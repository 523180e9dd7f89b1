//! Sentences by which a page speaks to its reader: they tell nothing of the world.

use super::{Parse, Relation, Tag, lexicon};

/// Whether a sentence asks its reader to read, follow or subscribe: a command without a subject, of a verb for what one does
/// with a page, and something in it that is the page's own. "Read more about the bridge here." A command of another kind is a
/// part of the story.
///
/// ```
/// use nutgraf::language::{asks_reader, parse_sentence};
/// assert!(asks_reader(&parse_sentence("Follow us on Instagram.")));
/// assert!(!asks_reader(&parse_sentence("The police follow us on every march.")));
/// ```
#[must_use]
pub fn asks_reader(parse: &Parse) -> bool {
    let words = lexicon::english();
    let quoted = parse.text.contains(['"', '“', '”', '«']);
    let commands = |&root: &usize| {
        let token = &parse.tokens[root];
        let bare = matches!(token.tag, Tag::VerbBase | Tag::VerbPresent);
        let helped = parse.children(root).any(|c| {
            parse.tokens[c].relation.is_subject()
                || matches!(parse.tokens[c].relation, Relation::Auxiliary | Relation::Mark)
                || parse.tokens[c].tag == Tag::To && c < root
        });
        bare && !helped && words.has("page_verbs", &parse.lemma(root))
    };
    let Some(verb) = parse.roots().next().filter(commands).filter(|_| !quoted) else { return false };
    let has = |class: &str| (0..parse.tokens.len()).any(|t| words.has(class, &parse.lower(t)));
    // "Get more sleep", "check the bridge here": ordinary words beside an ordinary verb ask nothing for the page
    has("page_words") || words.has("page_reading", &parse.lemma(verb)) && has("page_hints")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::parse_sentence;

    #[test]
    fn what_a_page_asks_of_its_reader_is_told_from_the_story() {
        for asked in [
            "Read more about the new pier.",
            "Follow us on Facebook and Instagram.",
            "Sign up for our morning newsletter.",
            "Click here to see the full list.",
            "Download the app to get the latest alerts.",
            "For more on this story, visit our website.",
            "Please subscribe to our newsletter.",
            "Watch more videos of the storm.",
        ] {
            assert!(asks_reader(&parse_sentence(asked)), "{asked}");
        }
        for told in [
            "The crews follow our advice.",
            "Read more books, the teacher told the class.",
            "“Follow us,” the captain said.",
            "Take the bridge to the north.",
            "Visit the old harbor, and the damage is plain to see.",
            "More than 40 people watch the ship here each day.",
            "To read more, she went to the library.",
            "They joined our ship.",
            "Let us look at the figures.",
            "Get out of here, he shouted at them.",
            "Get more sleep and see a doctor.",
            "Check the bridge here before you cross.",
        ] {
            assert!(!asks_reader(&parse_sentence(told)), "{told}");
        }
    }
}
