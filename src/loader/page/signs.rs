//! What the names that authors of pages give to their elements say: `class="article__related-links"`.

use std::{collections::HashSet, sync::LazyLock};

use crate::loader::dom::{Dom, Id, heading_level};

/// Words in `class`, `id` or `role` of what stands around the story and is not it.
static FURNITURE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "ad ads adbox author authors autor authorprofile advert advertisement advertising adslot adunit advertorial affiliate alsoread
    banner bio biography bottomnav breadcrumb breadcrumbs byline bylines
    carousel comment comments commenting consent contentinfo cookie cookies copyright credit credits cta
    dfp dialog disqus disclaimer donate donation donations
    footer footnav gdpr infobox inread
    interstitial keywords legal login identity blocker notification notifications
    masthead menu meta metadata modal mostread mpu
    nav navbar navigation newsletter newsletters noprint nocontent
    offscreen outbrain overlay pagination player popular popup print printonly promo promobox promos promotion promoted
    pullquote rail readalso readmore recirc recirculation recommend recommendation recommendations recommended register registration regwall related
    relatedarticles relatedcontent relatedlinks share sharebar shareblock sharedaddy sharetools sharing sharrre shoutbox sidebar signup similar skip skiplink skyscraper social
    socialbar sponsor sponsored sponsorship sticky subnav subscribe subscriber subscription syndication taboola taglist tags teasers
    toolbar tooltip topics trending trendmd tweetmeme upsell video vjs widget widgets zergnet
    caption captions figcaption hidden invisible offscreen attribution toast prompt timestamp
    browsehappy outdatedbrowser olderbrowsers"
        .split_whitespace()
        .collect()
});

/// Words of what holds the story.
static STORY: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "articlebody storybody articlecontent storycontent articletext storytext entrycontent postcontent postbody bodytext maincontent bodycopy richtext prose"
        .split_whitespace()
        .collect()
});

/// Pairs of words that mean the same as one of the above when they stand beside each other.
const STORY_PAIRS: &[(&str, &str)] = &[
    ("article", "body"),
    ("article", "content"),
    ("article", "text"),
    ("story", "body"),
    ("story", "content"),
    ("story", "text"),
    ("entry", "content"),
    ("post", "content"),
    ("post", "body"),
    ("body", "content"),
    ("body", "text"),
    ("body", "copy"),
    ("content", "body"),
    ("article", "main"),
    ("rich", "text"),
    ("single", "content"),
    ("page", "content"),
];

const FURNITURE_PAIRS: &[(&str, &str)] = &[
    ("most", "read"),
    ("read", "more"),
    ("read", "also"),
    ("also", "read"),
    ("see", "also"),
    ("more", "on"),
    ("more", "from"),
    ("sr", "only"),
    ("screen", "reader"),
    ("visually", "hidden"),
    ("sign", "up"),
    ("sign", "in"),
    ("reg", "wall"),
    ("pay", "wall"),
    ("follow", "us"),
    ("author", "info"),
    ("author", "box"),
    ("about", "author"),
    ("author", "bio"),
    ("up", "next"),
    ("pull", "quote"),
    ("top", "stories"),
    ("latest", "news"),
    ("article", "tools"),
    ("more", "stories"),
    ("display", "none"),
    ("a11y", "hidden"),
    ("inline", "promo"),
    ("tag", "list"),
    ("fact", "box"),
];

/// Whether an element's names say that it is not the story.
pub(super) fn is_boilerplate(dom: &Dom<'_>, id: Id) -> bool {
    let mut previous = String::new();
    let mut found = false;
    for attribute in ["class", "id", "role", "data-testid", "data-component", "data-module"] {
        let Some(value) = dom.raw_attribute(id, attribute) else { continue };
        previous.clear();
        each_word(value, |word| {
            // `with-sidebar` is said of what the sidebar stands beside.
            let beside = matches!(previous.as_str(), "with" | "has" | "no" | "without" | "label");
            found |= (!beside && FURNITURE.contains(word)) || FURNITURE_PAIRS.contains(&(previous.as_str(), word));
            previous.clear();
            previous.push_str(word);
        });
    }
    found
}

/// Whether an element's names say that readers wrote what stands in it.
pub(super) fn is_comments(dom: &Dom<'_>, id: Id) -> bool {
    const WORDS: &[&str] = &[
        "disqus",
        "respond",
        "cmt",
        "cmts",
        "talkback",
        "talkbacks",
        "komentarz",
        "komentarze",
        "komentare",
        "kommentar",
        "kommentare",
        "kommentarer",
        "comentario",
        "comentarios",
        "commenti",
        "commento",
        "reacties",
    ];
    let mut found = false;
    each_name(dom, id, |word| {
        let comment = word.starts_with("comment") && !word.starts_with("commentar") && !word.starts_with("commentis");
        found |= comment || WORDS.contains(&word);
    });
    found && !is_story(dom, id)
}

/// Whether an element's names say that it is laid over the page: a consent, a sign-in, the rules of a forum.
pub(super) fn is_dialog(dom: &Dom<'_>, id: Id) -> bool {
    dom.raw_attribute(id, "role") == Some("dialog")
        || has_word(dom, id, &["modal", "dialog", "popup", "cookie", "cookies", "consent", "gdpr"])
}

/// Whether an element's names say no more than that it is a part, as some sites call each block of their stories.
pub(super) fn is_part(dom: &Dom<'_>, id: Id) -> bool {
    has_word(dom, id, &["widget", "widgets", "print"])
}

/// Whether an element's names say that it holds the story.
pub(super) fn is_story(dom: &Dom<'_>, id: Id) -> bool {
    if dom.raw_attribute(id, "itemprop").is_some_and(|v| v.eq_ignore_ascii_case("articleBody")) {
        return true;
    }
    let mut found = false;
    let mut previous = String::new();
    for attribute in ["class", "id", "data-testid", "data-component"] {
        let Some(value) = dom.raw_attribute(id, attribute) else { continue };
        previous.clear();
        each_word(value, |word| {
            found |= STORY.contains(word) || STORY_PAIRS.contains(&(previous.as_str(), word));
            previous.clear();
            previous.push_str(word);
        });
    }
    found
}

/// Whether an element's class or id holds one of these words.
pub(super) fn has_word(dom: &Dom<'_>, id: Id, words: &[&str]) -> bool {
    let mut found = false;
    each_name(dom, id, |word| found |= words.contains(&word));
    found
}

/// The words of an element's names.
fn each_name(dom: &Dom<'_>, id: Id, mut f: impl FnMut(&str)) {
    for attribute in ["class", "id", "itemprop", "rel", "data-testid", "data-component"] {
        if let Some(value) = dom.raw_attribute(id, attribute) {
            each_word(value, &mut f);
        }
    }
}

/// Whether a `pre` holds a program or what a machine says, and no text that was only set so.
pub(super) fn is_code(dom: &Dom<'_>, id: Id) -> bool {
    const WORDS: &[&str] =
        &["code", "highlight", "highlighttable", "language", "lang", "prettyprint", "brush", "syntax", "sourcecode"];
    has_word(dom, id, WORDS) || dom.children(id).any(|child| matches!(dom.name(child), "code" | "samp" | "kbd"))
}

/// Whether an element is the page's main one.
pub(super) fn is_main(dom: &Dom<'_>, id: Id) -> bool {
    dom.name(id) == "main" || dom.raw_attribute(id, "role") == Some("main")
}

/// Whether an element is a paragraph, or several and nothing else, and hidden from software that reads the page aloud but from
/// nobody else: so stands what a page sells.
pub(super) fn is_shown(dom: &Dom<'_>, id: Id) -> bool {
    let hidden = dom.raw_attribute(id, "aria-hidden") == Some("true");
    let shown = hidden && dom.raw_attribute(id, "hidden").is_none() && !is_unseen(dom, id);
    let paragraph =
        |child| if dom.is_text(child) { dom.raw_text(child).trim().is_empty() } else { dom.name(child) == "p" };
    shown && (dom.name(id) == "p" || dom.children(id).all(paragraph))
}

/// Whether a hidden element opens under its question or heading, as the answers of a page's questions do: its names say so, or
/// the element right before it controls it.
pub(super) fn is_panel(dom: &Dom<'_>, id: Id) -> bool {
    const WORDS: &[&str] = &["accordion", "accordions", "faq", "faqs", "collapsible"];
    /// A panel stands so few nodes behind what opens it.
    const NEAR: usize = 40;
    let named = || std::iter::successors(Some(id), |id| dom.parent(*id)).take(3).any(|id| has_word(dom, id, WORDS));
    let controlled = |own: &str| {
        !own.is_empty() && (id.saturating_sub(NEAR)..id).any(|k| dom.raw_attribute(k, "aria-controls") == Some(own))
    };
    named() || dom.raw_attribute(id, "id").is_some_and(controlled)
}

/// Whether a button is the question or the heading that a panel opens under.
pub(super) fn heads_panel(dom: &Dom<'_>, id: Id) -> bool {
    /// The most bytes looked at.
    const LONGEST: usize = 300;
    dom.raw_attribute(id, "aria-expanded").is_some()
        && (dom.parent(id).is_some_and(|p| heading_level(dom.name(p)).is_some())
            || dom.first_words(id, LONGEST).trim_end().ends_with(['?', '？', ';', '؟']))
}

/// Whether a reader of the page does not see the element.
pub(super) fn is_hidden(dom: &Dom<'_>, id: Id) -> bool {
    if dom.raw_attribute(id, "hidden").is_some() || dom.raw_attribute(id, "aria-hidden") == Some("true") {
        return true;
    }
    is_unseen(dom, id)
}

/// Whether its style takes it off the page.
fn is_unseen(dom: &Dom<'_>, id: Id) -> bool {
    dom.raw_attribute(id, "style").is_some_and(|style| {
        let plain: String = style.chars().filter(|c| !c.is_whitespace()).take(400).collect();
        plain.contains("display:none") || plain.contains("visibility:hidden")
    })
}

/// Whether a reader of a letter does not see the element: letters hide their first words, which lists of letters show, in
/// ways that a page uses for what it shows later.
pub(super) fn is_concealed(dom: &Dom<'_>, id: Id) -> bool {
    const HIDDEN: &[&str] =
        &["mso-hide:all", "max-height:0", "opacity:0", "font-size:0", "font-size:1px", "visibility:hidden"];
    if is_hidden(dom, id) {
        return true;
    }
    let style = dom.raw_attribute(id, "style").unwrap_or_default();
    let plain: String = style.chars().filter(|c| !c.is_whitespace()).take(400).collect::<String>().to_ascii_lowercase();
    let said = |declaration: &&str| {
        let after = plain.split_once(*declaration).map(|(_, after)| after);
        after.is_some_and(|after| !after.starts_with(|c: char| c == '.' || c.is_ascii_digit()))
    };
    let nothing = ["height:0", "width:0"].iter().filter(|d| said(d)).count() == 2 && plain.contains("overflow:hidden");
    HIDDEN.iter().any(said) || nothing
}

/// The words of a name in lower case, parted at punctuation and where capitals begin.
fn each_word(name: &str, mut f: impl FnMut(&str)) {
    // A name of many words is a headline made into an id; its words say nothing about the element.
    const MOST_PARTS: usize = 7;
    for token in name.split_ascii_whitespace().take(40) {
        // `print:text-sm` says how it looks in print.
        if !token.contains(':') && token.split(['-', '_']).filter(|part| !part.is_empty()).count() <= MOST_PARTS {
            each_part(token, &mut f);
        }
    }
}

fn each_part(token: &str, f: &mut impl FnMut(&str)) {
    let mut word = String::with_capacity(24);
    let mut lower = false;
    for c in token.chars().take(200) {
        if !c.is_ascii_alphanumeric() {
            if !word.is_empty() {
                f(&word);
                word.clear();
            }
            lower = false;
            continue;
        }
        if c.is_ascii_uppercase() && lower {
            f(&word);
            word.clear();
        }
        lower = !c.is_ascii_uppercase();
        word.push(c.to_ascii_lowercase());
    }
    if !word.is_empty() {
        f(&word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_word_by_word() {
        for (html, boilerplate, story) in [
            ("<div class='article__related-links'>", true, false),
            ("<div class='shareTools big'>", true, false),
            ("<div class='article-body'>", false, true),
            ("<div id=storyBody>", false, true),
            ("<div class='header-adjacent loads'>", false, false),
            ("<div class='wide with-sidebar-right hasComments'>", false, false),
            ("<div itemprop=articleBody>", false, true),
        ] {
            let dom = Dom::parse(html);
            assert_eq!((is_boilerplate(&dom, 1), is_story(&dom, 1)), (boilerplate, story), "{html}");
        }
    }
}
