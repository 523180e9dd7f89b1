//! HTML pages as saved from news sites.

mod body;
mod byline;
mod json_ld;
mod lines;
mod links;
mod metadata;
mod publisher_bullets;
mod signs;

pub(crate) use self::links::{FeedLink, page_links};
use super::{Hint, build::Draft, dom::Dom, piece::Piece};

/// The most bytes read of a page.
const MAX_PAGE: usize = 24 << 20;

/// Reads a page.
pub(super) fn read(html: &str, hint: &Hint) -> Draft {
    let mut draft = Draft::new("HTML page", hint);
    let html = bounded(html, &mut draft);
    let dom = Dom::parse(html);
    if dom.cut {
        draft.notices.push("cut: the page has too many elements".to_owned());
    }
    let known = metadata::read(&dom, hint);
    let (bullets, taken) = publisher_bullets::find(&dom, known.headline).unzip();
    draft.pieces = body::pieces(&dom, &known, &taken.unwrap_or_default());
    draft.bullets = bullets;
    draft.title = known.title;
    draft.source = known.source;
    draft.authors = known.authors;
    draft.published = known.published;
    draft.language = known.language;
    draft.url = draft.url.or(known.url);
    draft
}

/// The pieces of a feed item's body: all of it, as nothing of a page stands around it.
pub(super) fn feed_body(html: &str) -> Vec<Piece> {
    let html = crate::text::sanitize::prefix(html, MAX_PAGE);
    body::whole(&Dom::parse(html))
}

/// The pieces of a mail's body: nothing is chosen, only what is hidden and furniture dropped.
pub(super) fn letter(html: &str) -> Vec<Piece> {
    let html = crate::text::sanitize::prefix(html, MAX_PAGE);
    body::letter(&Dom::parse(html))
}

fn bounded<'t>(html: &'t str, draft: &mut Draft) -> &'t str {
    if html.len() <= MAX_PAGE {
        return html;
    }
    draft.notices.push(format!("cut after {} MiB", MAX_PAGE >> 20));
    crate::text::sanitize::prefix(html, MAX_PAGE)
}

#[cfg(test)]
mod tests {
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
        let list = "<ul><li>The old bridge over the Arda closes on Friday</li><li>Its repair takes until the end of May</li></ul>";
        let article = load(&format!("<h1>Old bridge closes</h1>{list}<article>{}</article>", told()));
        assert_eq!(article.publisher_bullets.map(|b| b.items.len()), Some(2));
        let led = format!(
            "<h1>Old bridge closes</h1><article><p>The council decided two things:</p>{list}{}</article>",
            told()
        );
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
        let article =
            load(&format!("<article><h1>Old bridge closes</h1>{0}<div class=narrow>{0}</div></article>", told()));
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
        let quote = "<blockquote><p>I have crossed that bridge every day of my life.</p>— Cy Roe (@cyroe) May 3, 2023</blockquote>";
        let article = load(&format!(
            "<article><h1>Old bridge closes</h1>{}{quote}{}</article>",
            told(),
            "<p>The bridge was built in 1911, and it has been closed only twice since then.</p>"
        ));
        assert!(text(&article).contains("— Cy Roe (@cyroe) May 3, 2023"));
    }

    #[test]
    fn a_short_story_is_told_from_the_pages_furniture_by_its_description() {
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
    fn a_headline_in_the_place_of_the_sites_name_is_no_source() {
        let page = format!(
            "<meta name=application-name content='The council closes the old bridge'><h1>The council closes the old bridge</h1>{}",
            told()
        );
        let draft = read(&page, &Hint { path: "a.html".into(), ..Hint::default() });
        assert_eq!((draft.title.as_str(), draft.source.as_str()), ("The council closes the old bridge", ""));
    }

    #[test]
    fn a_site_before_the_headline_is_no_part_of_it() {
        let title = |title: &str| {
            let page = format!(
                "<head><title>{title}</title><meta property=og:site_name content='Harbor Wire'></head><h1>The old bridge closes</h1>{}",
                told()
            );
            read(&page, &Hint { path: "a.html".into(), ..Hint::default() }).title
        };
        for said in [
            "Harbor Wire | The old bridge closes",
            "Opinion | The old bridge closes",
            "The old bridge closes -- Harbor Wire",
            "The old bridge closes_Harbor Wire",
            "The old bridge closes - National | Harbor Wire",
        ] {
            assert_eq!(title(said), "The old bridge closes", "{said}");
        }
    }

    #[test]
    fn what_follows_the_story_in_elements_of_its_own_is_not_it() {
        let after = "<div class=box><h3>Let us help</h3><p>Call us at any hour and we will find you a way around the bridge, whatever it takes.</p></div>";
        let article = load(&format!("<main><h1>Old bridge closes</h1><div class=text>{}</div>{after}</main>", told()));
        assert!(!text(&article).contains("Call us"), "{}", text(&article));
        let more = "<div class=text><p>Nobody has said yet who pays for the ferry that runs until then, twice an hour.</p></div>";
        let article = load(&format!("<main><h1>Old bridge closes</h1><div class=text>{}</div>{more}</main>", told()));
        assert!(text(&article).contains("pays for the ferry"));
    }

    #[test]
    fn a_story_is_not_lost_for_a_word_in_its_name() {
        for (open, close) in
            [("<article class=author-article>", "</article>"), ("<div class='node promoted'>", "</div>")]
        {
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
    fn the_headline_that_readers_see_outweighs_one_for_search_engines() {
        let title = |og: &str| {
            let page = format!(
                "<head><title>Bridge news: all you need to know | Harbor Wire</title><meta property=og:title content='{og}'><meta property=og:site_name \
                 content='Harbor Wire'><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Old bridge closes\"}}</script></head>\
                 <h1>Old bridge closes</h1>{}",
                told()
            );
            read(&page, &Hint { path: "a.html".into(), ..Hint::default() }).title
        };
        assert_eq!(title("Bridge news: all you need to know"), "Old bridge closes");
        assert_eq!(title("The bridge you cross each day closes"), "The bridge you cross each day closes");
    }
}
