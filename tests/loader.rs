//! What holds for every input: it ends with articles or a typed error, safe to print, whatever the bytes.

use nutgraf::{
    article::Article,
    loader::{Hint, load},
    text::sanitize::clean,
};
use proptest::prelude::*;

/// No field holds a control but line feed, nor a bidi control; every range lies in its text.
fn is_sound(a: &Article) {
    let mut texts = vec![&a.path, &a.source, &a.title];
    texts.extend(a.authors.iter().chain(&a.agency).chain(&a.place).chain(&a.url).chain(&a.language).chain(&a.notices));
    texts.extend(a.sentences.iter().map(|s| &s.text));
    texts.extend(a.sections.iter().filter_map(|s| s.heading.as_ref()));
    texts.extend(a.publisher_bullets.iter().flat_map(|b| b.items.iter().chain([&b.label])));
    texts.extend(a.links.iter().flat_map(|l| [&l.text, &l.url]));
    texts.extend(a.quotations.iter().flat_map(|q| [&q.text].into_iter().chain(&q.speaker)));
    for text in texts {
        let bad = |c: char| {
            c.is_control()
                || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!text.contains(bad), "{text:?}");
    }
    assert!(!a.sentences.is_empty() && !a.title.is_empty() && !a.source.is_empty());
    let mut next = 0;
    for block in a.blocks() {
        assert!(block.sentences.start == next && block.sentences.end > next);
        next = block.sentences.end;
    }
    assert_eq!(next as usize, a.sentences.len());
    for q in &a.quotations {
        let span = q.span.start as usize..q.span.end as usize;
        assert_eq!(a.sentence(q.sentence).get(span), Some(q.text.as_str()));
    }
}

fn reads(bytes: &[u8], name: &str) {
    let hint = Hint { path: name.into(), ..Hint::default() };
    if let Ok(articles) = load(bytes, &hint) {
        articles.iter().for_each(is_sound);
    }
}

/// Scraps that the readers look for, and what trips them.
const SCRAPS: &[&str] = &[
    "<p>",
    "</p>",
    "<div class='",
    "'>",
    "<ul><li>",
    "<h1>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<table><tr><td>",
    "<a href=https://example.org/>",
    "<![CDATA[",
    "]]>",
    "<item>",
    "<description>",
    "<entry>",
    "<content type=\"xhtml\">",
    "&#27;",
    "&amp;#27;",
    "&nbsp;",
    "\u{1b}[31m",
    "\u{9b}31m",
    "\u{202e}",
    "\u{301}",
    "\u{200d}",
    "\n\n",
    "\r\n",
    "\t",
    "  • ",
    "- ",
    "1. ",
    "# ",
    "> ",
    "**",
    "[x](https://example.org)",
    "---\n",
    "title: ",
    "date 2024-05 ",
    "By . ",
    "PUBLISHED: . 14:11 EST, 25 October 2013 . ",
    "(Reuters) - ",
    "KYIV, May 31 (AP) — ",
    "What You Need To Know",
    "“",
    "”",
    "\"",
    "'",
    "‘",
    "„",
    "«",
    "– ",
    "he said",
    "Mr. ",
    "U.S. ",
    "...",
    "。",
    "」",
    "The council met",
    " it closed. ",
    "市議会は",
    "é",
    "\0",
    "From: a@b.c\nTo: d\nSubject: ",
    "{\"items\": [",
    "\"content_text\": \"",
    "<rss><channel>",
    "<feed>",
    "<!doctype html><html>",
    "<meta property='og:title' content='",
];

fn mixture() -> impl Strategy<Value = Vec<u8>> {
    let scrap = prop_oneof![
        8 => prop::sample::select(SCRAPS).prop_map(|s| s.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 1..6),
        1 => "\\PC{1,8}".prop_map(String::into_bytes),
    ];
    prop::collection::vec(scrap, 1..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_loader_ends_on_any_bytes(bytes in mixture(), name in prop::sample::select(&["a.txt", "a.md", "a.html", "a.xml", "a.json", "a.eml", "-"][..])) {
        reads(&bytes, name);
    }

    #[test]
    fn each_format_ends_on_any_body(bytes in mixture()) {
        for head in ["<!doctype html><html><body>", "<rss><channel><item><description>", "---\ntitle: ", "<feed><entry><content>", "From: a@b.c\nTo: d@e.f\nSubject: g\n\n"] {
            reads(&[head.as_bytes(), &bytes].concat(), "-");
        }
    }

    #[test]
    fn sanitizing_twice_is_sanitizing_once(text in "(\\PC|[\0-\u{20}\u{7f}-\u{9f}\u{300}-\u{36f}\u{200b}-\u{206f}]){0,40}") {
        let once = clean(&text).text.into_owned();
        let twice = clean(&once);
        prop_assert_eq!(twice.replaced, 0);
        prop_assert_eq!(twice.text, once.as_str());
    }

    #[test]
    fn clean_text_is_left_alone(text in "[ -~\n¡-ʯЀ-ӿ一-龥]{0,60}") {
        let text = text.replace('\u{ad}', "");
        prop_assert_eq!(clean(&text).text, text.as_str());
    }
}

#[test]
fn what_looks_like_a_control_after_the_last_decoding_is_made_visible() {
    let page = "<!doctype html><title>A &#27;[31m</title><article><p>The council &amp;#27;[31m met &#x9b;31m &#x202e; on Tuesday, and it voted.</p></article>";
    let feed = "<rss><channel><title>H</title><item><title>A &amp;#27;[31m</title><description>It &amp;#27; closed.</description></item></channel></rss>";
    for (bytes, name) in [(page, "a.html"), (feed, "a.xml")] {
        let hint = Hint { path: name.into(), ..Hint::default() };
        let articles = load(bytes.as_bytes(), &hint).unwrap();
        is_sound(&articles[0]);
        assert!(articles[0].notices.iter().any(|n| n.contains("made visible")), "{:?}", articles[0].notices);
    }
}
