mod headline;

use super::*;
use crate::article::Article;

const TOLD: [&str; 4] = [
    "The council voted on Tuesday to close the old bridge over the Arda, and nobody in the hall was surprised.",
    "Engineers had found cracks in two of its five piers, according to a report that the town published in March.",
    "The mayor said that the repair will cost 3.5 million and that the town has put the money aside for it.",
    "Drivers will have to take the road through the valley, which is eleven kilometres longer, until next May.",
];

fn told() -> String {
    TOLD.iter().map(|p| format!("<p>{p}</p>")).collect()
}

fn load(body: &str) -> Article {
    let page = format!(
        "<!doctype html><html lang=en><head><title>Old bridge closes | Harbor Wire</title></head><body>{body}</body></html>"
    );
    read(&page, &Hint { path: "a.html".into(), ..Hint::default() }).finish().unwrap()
}

fn text(article: &Article) -> String {
    article.sentences.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_byline_by_the_headline_is_read_however_it_is_marked() {
    let others = "<section><h3>More</h3><p class=author>Cy Roe</p></section>";
    for byline in [
        "<div>By <a href='/x'>Ana Lee</a> and <a href='/y'>Bo Dahl</a></div>",
        "<p>By Ana Lee and Bo Dahl</p>",
        "<span><a href='/authors/ana-lee'>Ana Lee</a></span>, <a href='https://example.org/staff/bo-dahl/'>Bo Dahl</a>",
        "<section><h2>Hall opens</h2>by Ana Lee and Bo Dahl / January 19, 2017 / <p>All of the valley came to see it, and there was music until the \
         morning, which is more than anybody had seen.</p></section>",
        "<span class='c-authorName'>Ana Lee</span><a rel=author>Ana Lee</a><a rel=author>Bo Dahl</a>",
    ] {
        let article = load(&format!("<h1>Old bridge closes</h1>{byline}<article>{}</article>{others}", told()));
        assert_eq!(article.authors, ["Ana Lee", "Bo Dahl"], "{byline}");
    }
    let cards: String = ["Cy Roe", "Di Fox", "Ed Hill", "Flo Ivy", "Gus Jay"]
        .map(|n| format!("<p>{}</p><a rel=author>{n}</a>", TOLD[0]))
        .concat();
    let article = load(&format!("{cards}<h1>Old bridge closes</h1><p>By Ana Lee</p><article>{}</article>", told()));
    assert_eq!(article.authors, ["Ana Lee"]);
    let comment = "<div class='comment-author'>Somebody says</div>";
    assert!(load(&format!("<h1>Old bridge closes</h1><article>{}</article>{comment}", told())).authors.is_empty());
}

#[test]
fn a_date_beside_the_headline_is_read_without_a_mark() {
    let article = load(&format!("<h1>Old bridge closes</h1><span class=item>December 14, 2023</span>{}", told()));
    assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2023-12-14"));
}

#[test]
fn a_list_between_headline_and_story_is_the_publishers_bullets() {
    let list =
        "<ul><li>The old bridge over the Arda closes on Friday</li><li>Its repair takes until the end of May</li></ul>";
    let article = load(&format!("<h1>Old bridge closes</h1>{list}<article>{}</article>", told()));
    assert_eq!(article.publisher_bullets.map(|b| b.items.len()), Some(2));
    let led =
        format!("<h1>Old bridge closes</h1><article><p>The council decided two things:</p>{list}{}</article>", told());
    assert_eq!(load(&led).publisher_bullets, None);
    let linked = list.replace("<li>", "<li><a href=/a>").replace("</li>", "</a></li>");
    assert_eq!(
        load(&format!("<h1>Old bridge closes</h1>{linked}<article>{}</article>", told())).publisher_bullets,
        None
    );
}

#[test]
fn a_label_before_the_text_heads_its_passage() {
    let article = load(&format!(
        "<h1>Old bridge closes</h1><article>{}<p><strong>Why it matters:</strong> It is the only bridge for trucks.</p></article>",
        told()
    ));
    assert_eq!(article.sections.last().and_then(|s| s.heading.as_deref()), Some("Why it matters"));
    assert!(text(&article).ends_with("It is the only bridge for trucks."));
}

#[test]
fn a_heading_in_a_bare_anchor_is_kept() {
    let article = load(&format!(
        "<article><h1>Old bridge closes</h1>{}<h4><a name=next>What comes next</a></h4>{}</article>",
        told(),
        told().replace("the ", "this ")
    ));
    assert_eq!(article.sections.last().and_then(|s| s.heading.as_deref()), Some("What comes next"));
}

#[test]
fn a_paragraph_laid_out_twice_is_read_once() {
    let article = load(&format!("<article><h1>Old bridge closes</h1>{0}<div class=narrow>{0}</div></article>", told()));
    assert_eq!(article.sentences.len(), TOLD.len());
}

#[test]
fn a_publisher_in_the_place_of_the_author_leaves_it_to_the_byline() {
    let said = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":{\"name\":\"Harbor Media GmbH\"}}</script>";
    let article = load(&format!("{said}<h1>Old bridge closes</h1><p>By Ana Lee</p><article>{}</article>", told()));
    assert_eq!(article.authors, ["Ana Lee"]);
    let article = load(&format!("{said}<h1>Old bridge closes</h1><article>{}</article>", told()));
    assert_eq!(article.authors, ["Harbor Media GmbH"]);
}

#[test]
fn the_stories_a_page_goes_on_with_are_not_this_one() {
    let other = "<article><h2>Market hall opens</h2><p>The market hall opened on Monday after two years, and the first stalls sold out \
                 before noon.</p><p>Its new roof lets in the light that the old one kept out, the architect said, and it holds back the rain as \
                 well.</p><p>Prices are as they were, and the baker from the bridge street has his old place by the door again, which he \
                 had asked for.</p><p>The town hopes for more visitors in summer, when the boats come up the river again.</p></article>";
    let article = load(&format!("<main><article><h1>Old bridge closes</h1>{}</article>{other}</main>", told()));
    assert_eq!(article.sentences.len(), TOLD.len());
}

#[test]
fn a_sentence_in_a_heading_is_text() {
    let said = "A few months ago a young engineer from the valley drew this plan of a new bridge over the Arda, and she showed it to \
                everybody who asked for it.";
    let article = load(&format!(
        "<article><h1>Old bridge closes</h1>{}<h2>{said}</h2>{}</article>",
        told(),
        "<p>The town has not answered her yet, as far as anybody knows.</p>"
    ));
    assert!(text(&article).contains(said));
}

#[test]
fn who_is_quoted_and_when_stays_with_the_quotation() {
    let quote =
        "<blockquote><p>I have crossed that bridge every day of my life.</p>— Cy Roe (@cyroe) May 3, 2023</blockquote>";
    let article = load(&format!(
        "<article><h1>Old bridge closes</h1>{}{quote}{}</article>",
        told(),
        "<p>The bridge was built in 1911, and it has been closed only twice since then.</p>"
    ));
    assert!(text(&article).contains("— Cy Roe (@cyroe) May 3, 2023"));
}

#[test]
fn a_short_story_is_told_from_the_pages_boilerplate_by_its_description() {
    let story = "Cy Roe sang in the market hall on Friday to raise money for the old bridge.";
    let page = format!(
        "<head><title>A song for the bridge</title><meta name=description content='{story}'></head><h1>A song for the bridge</h1>\
         <div>{story}</div><div id=guide>{}</div>",
        told()
    );
    let article = read(&page, &Hint { path: "a.html".into(), ..Hint::default() }).finish().unwrap();
    assert!(text(&article).starts_with(story));
}

#[test]
fn what_follows_the_story_in_elements_of_its_own_is_not_it() {
    let after = "<div class=box><h3>Let us help</h3><p>Call us at any hour and we will find you a way around the bridge, whatever it takes.</p></div>";
    let article = load(&format!("<main><h1>Old bridge closes</h1><div class=text>{}</div>{after}</main>", told()));
    assert!(!text(&article).contains("Call us"), "{}", text(&article));
    let more =
        "<div class=text><p>Nobody has said yet who pays for the ferry that runs until then, twice an hour.</p></div>";
    let article = load(&format!("<main><h1>Old bridge closes</h1><div class=text>{}</div>{more}</main>", told()));
    assert!(text(&article).contains("pays for the ferry"));
}

#[test]
fn a_story_is_not_lost_for_a_word_in_its_name() {
    for (open, close) in [("<article class=author-article>", "</article>"), ("<div class='node promoted'>", "</div>")] {
        let others =
            "<p>All the news of the valley, every day but Sunday, for those who live here and those who left.</p>"
                .repeat(9);
        let page = format!("{open}<h1>Old bridge closes</h1><div>{}</div>{close}<div>{others}</div>", told());
        assert!(text(&load(&page)).contains(TOLD[3]), "{open}");
    }
    let blocks: String = TOLD.iter().map(|p| format!("<div class='text-widget block'><p>{p}</p></div>")).collect();
    let article = load(&format!("<h1>Old bridge closes</h1><div>{blocks}</div>"));
    assert_eq!(article.sentences.len(), TOLD.len());
}

#[test]
fn a_heading_that_leads_to_itself_is_kept() {
    let article = load(&format!(
        "<article><h1>Old bridge closes</h1>{}<h2><a href='#next'>What comes next</a></h2>{}</article>",
        told(),
        told().replace("the ", "this ")
    ));
    assert_eq!(article.sections.last().and_then(|s| s.heading.as_deref()), Some("What comes next"));
}

#[test]
fn a_box_of_links_among_the_paragraphs_takes_nothing_from_them() {
    let links: String = (0..40)
        .map(|n| {
            format!("<div><a href=/n{n}>Another story of the valley, number {n}, which is longer</a> 10:{n}</div>")
        })
        .collect();
    let article = load(&format!("<h1>Old bridge closes</h1><div id=art><div>{links}</div>{}</div>", told()));
    assert_eq!(article.sentences.len(), TOLD.len(), "{}", text(&article));
}

#[test]
fn a_list_whose_items_hold_links_is_the_story() {
    let items: String = (0..12)
        .map(|n| format!("<li>The crew repaired pier {n} and drew a new plan for it (<a href=/p{n}>plan {n}</a>)"))
        .collect();
    let whole = "<li><a href=/x>The crew of the ferry has a timetable of its own now</a>";
    let article = load(&format!("<h1>Old bridge closes</h1><div><p>{}</p><ul>{items}{whole}</ul></div>", TOLD[0]));
    assert!(text(&article).contains("pier 0") && text(&article).contains("pier 11"), "{}", text(&article));
    assert!(text(&article).contains("The crew of the ferry"), "{}", text(&article));
}

#[test]
fn a_subheading_that_is_a_link_is_kept_and_a_list_of_them_is_not() {
    let deal = |n: usize| format!("<h2><a href=https://shop.example/{n}>Lantern {n}</a></h2><p>{}</p>", TOLD[n]);
    let article = load(&format!("<h1>Old bridge closes</h1><div>{}{}{}</div>", deal(1), deal(2), deal(3)));
    let heads: Vec<_> = article.sections.iter().filter_map(|s| s.heading.as_deref()).collect();
    assert_eq!(heads, ["Lantern 1", "Lantern 2", "Lantern 3"]);
    let more = "<div><h2><a href=/a>Market hall opens</a></h2><h2><a href=/b>River is low</a></h2></div>";
    let article = load(&format!("<h1>Old bridge closes</h1><div>{}{more}</div>", told()));
    assert!(article.sections.iter().all(|s| s.heading.is_none()));
}

#[test]
fn what_is_laid_over_a_page_is_not_its_story_however_long() {
    let rules =
        "<p>Whoever writes here agrees to the rules of this forum, which are longer than most of the stories.</p>"
            .repeat(12);
    for open in ["<div class='modal-window rules'>", "<div role=dialog>", "<div id=cookie-consent>", "<footer>"] {
        let article = load(&format!("<div><h1>Old bridge closes</h1><div>{}</div></div>{open}{rules}", told()));
        assert_eq!(article.sentences.len(), TOLD.len(), "{open}");
    }
}

#[test]
fn the_rights_of_a_site_are_no_story() {
    let imprint =
        format!("<div>© 2024 Harbor Media. {}</div>", "Nothing of this may be printed elsewhere. ".repeat(40));
    let article = load(&format!("<div><h1>Old bridge closes</h1><div>{}</div></div>{imprint}", told()));
    assert!(!text(&article).contains("printed elsewhere"), "{}", text(&article));
}

#[test]
fn offers_in_boxes_at_the_end_are_not_the_story() {
    let offer = "<div class=card><p>Two weeks for nothing</p><p>All of the valley's news comes to your door, and it ends by itself.</p></div>";
    let article = load(&format!("<h1>Old bridge closes</h1><article>{}{offer}</article>", told()));
    assert!(!text(&article).contains("your door"), "{}", text(&article));
    let rest: String = TOLD.iter().map(|p| format!("<p>{p}</p>").replace("the ", "that ")).collect();
    let article =
        load(&format!("<h1>Old bridge closes</h1><article>{}<div class=metered>{rest}</div></article>", told()));
    assert_eq!(article.sentences.len(), TOLD.len() * 2);
}

#[test]
fn what_readers_say_is_not_the_story_however_much_it_is() {
    let said: String = (0..20)
        .map(|n| format!("<div class=post><b>Reader {n}</b><p>{}</p></div>", TOLD[n % 4].replace("the ", "my ")))
        .collect();
    for head in [
        "<h3>Comments (20)</h3>",
        "<div class=comments-title>20 Responses to “Old bridge closes”</div>",
        "<h2>Комментарии</h2>",
    ] {
        let article = load(&format!(
            "<h1>Old bridge closes</h1><div><div class=text>{}</div><div>{head}{said}</div></div>",
            told()
        ));
        assert_eq!(article.sentences.len(), TOLD.len(), "{head}: {}", text(&article));
    }
    let table =
        format!("<table><tr><td><p>Comment</p></td><td><p>{}</p></td></tr></table>", TOLD[0].replace("the ", "our "));
    let article = load(&format!("<h1>Old bridge closes</h1><div>{}{table}</div>", told()));
    assert!(text(&article).contains("Comment"), "{}", text(&article));
}

#[test]
fn what_software_says_to_its_user_is_not_the_story() {
    for line in [
        "Please enable JavaScript to read this page as it was meant to be read.",
        "Your browser does not support the video that stands here.",
        "Warning: Creating default object from empty value in /srv/www/theme.php on line 5",
    ] {
        let article = load(&format!("<h1>Old bridge closes</h1><article><p>{line}</p>{}</article>", told()));
        assert_eq!(article.sentences.len(), TOLD.len(), "{line}");
    }
}

#[test]
fn the_last_line_on_the_author_or_for_subscribers_goes() {
    let signed = "<meta name=author content='Ana Lee'>";
    for line in ["Ana Lee is professor of bridges in Skarn.", "If you enjoyed this, sign up for more of it."] {
        let article = load(&format!("{signed}<h1>Old bridge closes</h1><article>{}<p>{line}</p></article>", told()));
        assert_eq!(article.sentences.len(), TOLD.len(), "{line}");
    }
    let article =
        load(&format!("{signed}<h1>Old bridge closes</h1><article>{}<p>Ana Lee sang on it.</p></article>", told()));
    assert!(text(&article).contains("sang on it"));
}

#[test]
fn the_looks_of_an_element_are_no_name() {
    let article =
        load(&format!("<h1>Old bridge closes</h1><div class='my-6 print:hidden desktop:sticky'>{}</div>", told()));
    assert_eq!(article.sentences.len(), TOLD.len());
}

#[test]
fn the_one_element_named_for_the_story_is_it_beside_a_column_of_others() {
    let others: String = TOLD.iter().map(|p| format!("<dl><dd>{}</dd></dl>", p.replace("the ", "a "))).collect();
    let column = format!("<div id=right><h3>Stay in touch</h3>{others}</div>");
    let article = load(&format!(
        "<div id=content><h1>Old bridge closes</h1><div id=left><div id=storybody role=main>{}{}</div></div>{column}</div>",
        told(),
        told().replace("the ", "its ")
    ));
    assert_eq!(article.sentences.len(), TOLD.len() * 2, "{}", text(&article));
}

#[test]
fn a_transcript_in_the_footer_of_an_article_is_the_story() {
    let article = load(&format!(
        "<h1>Old bridge closes</h1><article><div class=video></div><footer>{}</footer></article><div>Sign up here.</div>",
        told()
    ));
    assert_eq!(article.sentences.len(), TOLD.len(), "{}", text(&article));
}

#[test]
fn a_header_that_opens_a_part_of_the_story_is_its_heading() {
    let part = |n: usize| format!("<section><header><h2>Part {n}</h2></header><p>{}</p></section>", TOLD[n]);
    let article =
        load(&format!("<h1>Old bridge closes</h1><article>{}{}{}{}</article>", part(0), part(1), part(2), part(3)));
    let heads: Vec<_> = article.sections.iter().filter_map(|s| s.heading.as_deref()).collect();
    assert_eq!(heads, ["Part 0", "Part 1", "Part 2", "Part 3"]);
}

#[test]
fn what_is_hidden_from_software_that_reads_aloud_is_still_the_story() {
    let rest = told().replace("the ", "that ");
    let article =
        load(&format!("<h1>Old bridge closes</h1><article>{}<div aria-hidden=true>{rest}</div></article>", told()));
    assert_eq!(article.sentences.len(), TOLD.len() * 2);
    let unseen =
        format!("<div aria-hidden=true style='display: none'><p>{}</p></div>", TOLD[1].replace("the ", "that "));
    let article = load(&format!("<h1>Old bridge closes</h1><article>{}{unseen}</article>", told()));
    assert_eq!(article.sentences.len(), TOLD.len());
}

#[test]
fn a_heading_that_leads_to_another_site_is_no_card_of_this_one() {
    let address = "<link rel=canonical href=https://news.example.org/lanterns>";
    let shop = |site: &str, n: usize| {
        let words = TOLD[n].replace("the ", "that ");
        format!("<div><h3><a href=https://{site}/{n}>The lantern number {n} of them</a></h3><p>{words}</p></div>")
    };
    let page = |site| {
        load(&format!("{address}<h1>Old bridge closes</h1><div>{}{}{}</div>", shop(site, 1), shop(site, 2), told()))
    };
    assert_eq!(page("shop.example.com").sections.len(), 3);
    assert_eq!(page("www.example.org").sections.len(), 1);
}

#[test]
fn code_and_the_rows_of_a_table_keep_their_kind() {
    use crate::article::BlockKind::{Code, Paragraph, Row};
    let code = "<pre><code>let a = \"</p>\";\nlet b = 2.5. Now.\n</code></pre>";
    let table = "<table><tr><th>Pier</th><th>Cracks</th></tr><tr><td>First</td><td>12</td></tr></table>";
    let verse = format!("<pre>{}</pre>", TOLD[3].replace("the ", "that "));
    let article = load(&format!("<h1>Old bridge closes</h1><article>{}{code}{table}{verse}</article>", told()));
    let kinds: Vec<_> = article.blocks().map(|b| b.kind).collect();
    assert_eq!(kinds, [Paragraph, Paragraph, Paragraph, Paragraph, Code, Code, Row, Row, Paragraph]);
    assert!(article.blocks().all(|b| b.sentences.len() == 1) && article.quotations.is_empty());
}

#[test]
fn a_document_put_into_a_page_ends_nothing_of_it() {
    let embedded = "<div class=embed><html><head><style>td { color: red }</style></head><body><table><tr><td>First pier</td><td>\
        12 cracks</td></tr></table></body></html></div>";
    let rest = told().replace("the ", "that ");
    let article = load(&format!(
        "<h1>Old bridge closes</h1><div class=columns><div class=text>{}{embedded}{rest}</div></div><section><p>{}</p></section>",
        told(),
        TOLD[0].replace("the ", "this ")
    ));
    assert!(text(&article).contains(TOLD[0]) && text(&article).contains(&TOLD[3].replace("the ", "that ")));
}

#[test]
fn answers_that_open_under_their_questions_are_the_story() {
    let ask = |question: &str, answer: &str| {
        let answer = format!("<p>{answer}</p>");
        [
            format!(
                "<h3><button aria-expanded=false aria-controls=a1>{question}</button></h3><div id=a1 aria-hidden=true>{answer}</div>"
            ),
            format!(
                "<div class=faq__item><div class=q>{question}</div><div class=a style='display: none'>{answer}</div></div>"
            ),
            format!("<button aria-expanded=false aria-controls=a1>{question}</button><div id=a1 hidden>{answer}</div>"),
            format!("<details><summary>{question}</summary>{answer}</details>"),
        ]
    };
    let answer =
        "Lorries of the brewery may cross it at night until the end of June, one at a time and at walking pace.";
    for asked in ask("May lorries cross the old bridge until then?", answer) {
        // What stands last in a box of its own is taken for an offer.
        let last = TOLD[2].replace("the ", "that ");
        let article = load(&format!("<h1>Old bridge closes</h1><article>{}{asked}<p>{last}</p></article>", told()));
        let heads: String = article.sections.iter().filter_map(|s| s.heading.as_deref()).collect();
        assert!(text(&article).contains(answer), "{asked}");
        assert!((heads + &text(&article)).contains("May lorries cross"), "{asked}");
    }
    let menu = "<button aria-expanded=false aria-controls=m>Menu</button><div id=m hidden><a href=/a>The news of the valley, all of \
        it and every day</a></div>";
    let article = load(&format!("<h1>Old bridge closes</h1><article>{menu}{}</article>", told()));
    assert_eq!(article.sentences.len(), TOLD.len(), "{}", text(&article));
}
