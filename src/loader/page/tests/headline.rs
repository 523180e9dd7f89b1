//! Which of a page's wordings is its headline, and what is no part of it.

use super::*;
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
        "The old bridge closes • Harbor Wire",
        "The old bridge closes [Harbor Wire]",
    ] {
        assert_eq!(title(said), "The old bridge closes", "{said}");
    }
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

#[test]
fn a_wording_for_others_that_stands_against_all_others_is_not_the_headline() {
    let title = |twitter: &str| {
        let page = format!(
            "<head><title>The old bridge closes for a year | Harbor Wire</title><meta property=og:title content='Old bridge closes: what now?'><meta \
             name=twitter:title content='{twitter}'><meta property=og:site_name content='Harbor Wire'><script \
             type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"The old bridge closes for a year\"}}</script></head><h1>The old bridge \
             closes for a year</h1>{}",
            told()
        );
        read(&page, &Hint { path: "a.html".into(), ..Hint::default() }).title
    };
    assert_eq!(title("The old bridge closes for a year"), "The old bridge closes for a year");
    assert_eq!(title("Old bridge closes: what now?"), "Old bridge closes: what now?");
}

#[test]
fn the_standfirst_is_found_behind_a_headline_in_other_words_and_a_row_of_buttons() {
    let share = "<span>Share this on some network</span><br><br>".repeat(30);
    let page = format!(
        "<h1>Old bridge closes</h1><h2>Town council: Vote on the old bridge over the Arda</h2>{share}<div class=article-lead><p>Cracks in \
         two piers. A repair of a year. Who pays for it is open.</p></div><article>{}</article>",
        told()
    );
    let article = load(&page);
    assert!(text(&article).starts_with("Cracks in two piers."), "{}", text(&article));
    assert!(!text(&article).contains("Town council: Vote"));
}

#[test]
fn a_headline_that_was_cut_for_others_is_had_whole() {
    let title = |og: &str, own: &str| {
        let page = format!(
            "<head><title>{own}</title><meta property=og:title content=\"{og}\"><meta property=og:site_name content='Harbor Wire'></head>\
             <h1>{own}</h1>{}",
            told()
        );
        read(&page, &Hint { path: "a.html".into(), ..Hint::default() }).title
    };
    let whole = "Old bridge closes and \"the town stands still\"";
    assert_eq!(title(whole, whole), whole, "the attribute ends at the first mark");
    let long = "Old bridge over the Arda closes for a year of repairs";
    assert_eq!(title("Old bridge over the Arda closes | Harbor Wire", long), long);
    // Shorter for others, and whole.
    assert_eq!(title("Old bridge over the Arda closes", long), "Old bridge over the Arda closes");
}

#[test]
fn the_headline_that_readers_see_outweighs_a_title_that_names_the_site() {
    let title = |og: &str, said: &str| {
        let page = format!(
            "<head><title>{og}</title><meta property=og:title content='{og}'><meta property=og:site_name content='Harbor Wire'>{said}</head>\
             <h1>News of the valley</h1><h1>The old bridge closes for a year of repairs</h1>{}",
            told()
        );
        read(&page, &Hint { path: "a.html".into(), ..Hint::default() }).title
    };
    let headline = "The old bridge closes for a year of repairs";
    assert_eq!(title("Why the old bridge closes | Harbor Wire", ""), headline);
    assert_eq!(title("The old bridge closes: a guide by Harbor Wire", ""), headline);
    // Somebody worded it: it does without the site's name, or the page's data has it without.
    assert_eq!(title("Why the old bridge closes", ""), "Why the old bridge closes");
    let said = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Why the old bridge closes\"}</script>";
    assert_eq!(title("Why the old bridge closes | Harbor Wire", said), "Why the old bridge closes");
    // The headings say something else.
    assert_eq!(title("Cracks in two piers | Harbor Wire", ""), "Cracks in two piers");
}

#[test]
fn a_teaser_for_others_does_not_outweigh_a_headline_that_all_else_agrees_on() {
    let title = |og: &str| {
        let page = format!(
            "<head><title>Old bridge over the Arda closes | Harbor Wire</title><meta property=og:title content='{og}'><meta \
             property=og:site_name content='Harbor Wire'><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Old \
             bridge over the Arda closes\"}}</script></head><h1>Old bridge over the Arda closes</h1>{}",
            told()
        );
        read(&page, &Hint { path: "a.html".into(), ..Hint::default() }).title
    };
    assert_eq!(title("Nobody in the hall was surprised"), "Old bridge over the Arda closes");
    assert_eq!(title("The old bridge closes for a year"), "The old bridge closes for a year");
}

#[test]
fn a_headline_below_two_kickers_is_told_by_what_they_share() {
    let title = |og: &str, own: &str| {
        let page = format!("<meta property=og:title content='{og}'><h1>{own}</h1>{}", told());
        read(&page, &Hint { path: "a.html".into(), ..Hint::default() }).title
    };
    let own = "<span>The Arda valley</span> <span>The old bridge closes</span>";
    assert_eq!(title("Vote in Skarn: The old bridge closes", own), "The old bridge closes");
    // One kicker is the headline's own, and so is one who speaks.
    assert_eq!(
        title("Vote in Skarn: The old bridge closes", "The old bridge closes"),
        "Vote in Skarn: The old bridge closes"
    );
    let spoken = "Mayor Roe: “We will close it”";
    assert_eq!(title("Roe: “We will close it”", spoken), "Roe: “We will close it”");
}

#[test]
fn a_title_of_many_separators_costs_no_more_than_its_bytes() {
    for part in [" - a", ": b", "_c", " | "] {
        let title = part.repeat(100_000);
        let page = format!("<title>{title}</title><h1>Old bridge {title}</h1>{}", told());
        let title = read(&page, &Hint { path: "a.html".into(), ..Hint::default() }).title;
        assert!(title.len() <= 2_048, "{}", title.len());
    }
}

#[test]
fn the_names_of_site_and_author_go_where_no_heading_says_the_headline() {
    let title = |og: &str| {
        let page = format!(
            "<meta property=og:title content='{og}'><meta property=og:site_name content='Harbor Wire'><meta name=author \
             content='Ana Lee'><h1>Harbor Wire</h1>{}",
            told()
        );
        read(&page, &Hint { path: "a.html".into(), ..Hint::default() }).title
    };
    for said in [
        "Harbor Wire: The old bridge closes",
        "The old bridge closes (Harbor Wire)",
        "The old bridge closes › Harbor Wire",
        "The old bridge closes - Ana Lee",
        "The old bridge closes – by Ana Lee | Harbor Wire",
    ] {
        assert_eq!(title(said), "The old bridge closes", "{said}");
    }
    for said in ["Ana Lee: The old bridge closes", "The old bridge closes (again)", "The bridge, the ferry – and A"] {
        assert_eq!(title(said), said);
    }
}

#[test]
fn a_site_that_says_what_it_is_says_no_headline() {
    let title = |own: &str| {
        let page = format!(
            "<meta property=og:title content='Harbor Wire - News of the valley'><meta property=og:site_name content='Harbor \
             Wire'><h1>{own}</h1>{}",
            told()
        );
        read(&page, &Hint { path: "a.html".into(), ..Hint::default() }).title
    };
    assert_eq!(title("The old bridge closes"), "The old bridge closes");
    assert_eq!(title("News"), "Harbor Wire - News of the valley");
}

#[test]
fn a_headline_that_was_escaped_twice_is_read() {
    let title = |og: &str| {
        let page = format!("<meta property=og:title content='{og}'><h1>Bridge</h1>{}", told());
        read(&page, &Hint { path: "a.html".into(), ..Hint::default() }).title
    };
    assert_eq!(title("Roe &amp;amp; Dahl&amp;#8217;s bridge closes"), "Roe & Dahl’s bridge closes");
    assert_eq!(title("The &lt;em&gt;old&lt;/em&gt; bridge closes"), "The old bridge closes");
    assert_eq!(title("Cracks &lt; 2 mm, and a bridge closes"), "Cracks < 2 mm, and a bridge closes");
}
