use super::*;

fn hint() -> Hint {
    Hint { path: "feed.xml".into(), ..Hint::default() }
}

#[test]
fn rss_gives_one_article_an_item() {
    let rss = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="c" xmlns:dc="d"><channel><title>Harbor Wire</title>
        <image><title>Logo</title><link>http://example.org/logo</link></image><language>en-us</language>
        <item><title>The bridge &amp;#8217;s closed</title><link>https://example.org/1</link><dc:creator>Ana Lee</dc:creator>
        <pubDate>Fri, 31 May 2024 14:02:00 GMT</pubDate><description>Short.</description>
        <content:encoded><![CDATA[<p>The bridge is closed.</p><p>It is <a href="https://example.org/x">old</a>.</p>]]></content:encoded></item>
        <item><title>Two</title><description>&lt;p&gt;It rained &amp;amp; poured.&lt;/p&gt;</description></item>
        <item><title>No text</title></item></channel></rss>"#;
    let found = Feed::of_xml(rss, &hint()).articles().unwrap();
    assert_eq!(found.len(), 3);
    let first = &found[0];
    assert_eq!(
        (first.title.as_str(), first.source.as_str(), first.path.as_str()),
        ("The bridge ’s closed", "Harbor Wire", "feed.xml#1")
    );
    assert_eq!((first.authors.as_slice(), first.sentences.len()), (&["Ana Lee".to_owned()][..], 2));
    assert_eq!(first.published.map(|d| d.to_string()).as_deref(), Some("2024-05-31T14:02:00+00:00"));
    assert_eq!((first.url.as_deref(), first.links.len()), (Some("https://example.org/1"), 1));
    assert_eq!(found[1].sentences[0].text, "It rained & poured.");
    assert_eq!((found[2].title.as_str(), found[2].sentences[0].text.as_str()), ("No text", "No text"));
    assert_eq!(found[2].notices, ["the feed has only the title of this article"]);
}

#[test]
fn atom_in_its_three_kinds_of_content() {
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbor</title><author><name>Bo Dahl</name><email>b@example.org</email></author>
        <entry><title type="html">A &lt;b&gt;bridge&lt;/b&gt;</title><link rel="self" href="https://example.org/self"/><link href="https://example.org/a"/>
        <updated>2024-05-31T14:02:00Z</updated><content type="xhtml"><div xmlns="x"><p>It &amp; they closed.</p><p>It rained.</p></div></content></entry>
        <entry><title>B</title><author><name>Ana Lee</name></author><summary>It closed.</summary></entry></feed>"#;
    let found = Feed::of_xml(atom, &hint()).articles().unwrap();
    assert_eq!((found[0].title.as_str(), found[0].url.as_deref()), ("A bridge", Some("https://example.org/a")));
    assert_eq!(
        found[0].sentences.iter().map(|s| s.text.as_str()).collect::<Vec<_>>(),
        ["It & they closed.", "It rained."]
    );
    assert_eq!((found[0].authors[0].as_str(), found[1].authors[0].as_str()), ("Bo Dahl", "Ana Lee"));
}

#[test]
fn json_feeds() {
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Harbor", "items": [
        {"id": "1", "url": "https://example.org/1", "title": "A < B", "content_text": "It closed. 1 < 2.", "authors": [{"name": "Ana Lee"}], "date_published": "2024-05-31"}]}"#;
    let found = Feed::of_json(json, &hint()).unwrap().articles().unwrap();
    assert_eq!((found[0].title.as_str(), found[0].authors.len(), found[0].sentences.len()), ("A < B", 1, 2));
    assert_eq!(found[0].sentences[1].text, "1 < 2.");
}

#[test]
fn a_feed_that_breaks_off_gives_what_it_had() {
    let found = Feed::of_xml(
        "<rss><channel><title>H</title><item><title>A</title><description>It closed.</description></item><item><desc",
        &hint(),
    )
    .articles()
    .unwrap();
    assert_eq!((found.len(), found[0].notices.len()), (1, 1));
}

#[test]
fn an_item_read_again_says_what_it_said() {
    // Unclosed, of its own language, with markup of its own; the second begins where the first did not end.
    let text = "<feed><title>H</title><entry><title>A</title><id>1</id><content type='xhtml'><div><p>It closed.</p></div>\
        </content></entry><entry><id>2</id><title>B</title><summary>It &amp; rained.</summary>\
        <entry><id>3</id><title>C</title><summary><![CDATA[<p>It <b>poured</b>.</p>]]></summary></entry></feed>";
    let feed = Feed::of_xml(text, &hint());
    let ids: Vec<_> = (0..feed.len()).filter_map(|i| feed.id(i)).collect();
    let found = feed.articles().unwrap();
    let said: Vec<_> = found.iter().map(|a| (a.title.as_str(), a.sentences[0].text.as_str())).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    assert_eq!(said, [("A", "It closed."), ("B", "It & rained."), ("C", "It poured.")]);
}

#[test]
fn an_item_is_known_by_its_id_and_address_before_it_is_an_article() {
    let rss = "<rss><channel><title>Harbor &amp;amp; Sea</title><item><guid isPermaLink=\"false\">h-1</guid><link>https://example.org/1</link>\
        <description>It closed.</description></item><item></item></channel></rss>";
    let feed = Feed::of_xml(rss, &hint());
    assert_eq!((feed.title().as_str(), feed.len()), ("Harbor & Sea", 2));
    assert_eq!((feed.id(0), feed.address(0)), (Some("h-1"), Some("https://example.org/1")));
    assert_eq!(feed.article(0).unwrap().path, "feed.xml#1");
    assert_eq!((feed.id(1), feed.article(1), feed.article(2)), (None, None, None));
}

fn read(text: &str, url: Option<&str>) -> Vec<Article> {
    let hint = Hint { path: "feed.xml".into(), url: url.map(str::to_owned), ..Hint::default() };
    crate::loader::load(text.as_bytes(), &hint).unwrap()
}

fn texts(article: &Article) -> Vec<&str> {
    article.sentences.iter().map(|s| s.text.as_str()).collect()
}

fn rss(items: &str) -> String {
    format!(
        "<rss version='2.0'><channel><title>Hill Gazette</title><link>https://hill.example/</link>{items}</channel></rss>"
    )
}

#[test]
fn addresses_are_relative_to_what_the_feed_says() {
    let atom = "<a:feed xmlns:a='http://www.w3.org/2005/Atom' xml:base='https://hill.example/notes/'><a:title>Hill</a:title>\
        <a:entry xml:base='2024/06/'><a:title>One</a:title><a:link href='pass'/><a:content type='html'>&lt;p&gt;See the \
        &lt;a href='map'&gt;map&lt;/a&gt; of the pass.&lt;/p&gt;</a:content></a:entry>\
        <a:entry><a:title>Two</a:title><a:link type='application/json' href='/two.json'/><a:link href='/two'/></a:entry></a:feed>";
    let found = read(atom, None);
    let links: Vec<_> = found.iter().map(|a| a.url.as_deref().unwrap()).collect();
    assert_eq!(links, ["https://hill.example/notes/2024/06/pass", "https://hill.example/two"]);
    assert_eq!(found[0].links[0].url, "https://hill.example/notes/2024/06/map");
    let items = rss(
        "<item><title>Sheep block the pass</title><link>/sheep</link></item><item><title>Snow falls</title><link>snow</link></item>",
    );
    let links = |url| read(&items, url).into_iter().map(|a| a.url.unwrap()).collect::<Vec<_>>();
    assert_eq!(links(None), ["https://hill.example/sheep", "https://hill.example/snow"]);
    assert_eq!(links(Some("http://cdn.example/f/rss.xml")), ["http://cdn.example/sheep", "http://cdn.example/f/snow"]);
}

#[test]
fn an_id_is_an_address_only_where_it_says_so() {
    let found = read(
        &rss("<item><title>One</title><guid isPermaLink='false'>https://cms.example/7</guid></item>\
        <item><title>Two</title><guid>https://hill.example/two</guid></item>"),
        None,
    );
    assert_eq!((found[0].url.as_deref(), found[1].url.as_deref()), (None, Some("https://hill.example/two")));
}

#[test]
fn names_are_told_by_their_namespace() {
    let text = "<x:RDF xmlns:x='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:r='http://purl.org/rss/1.0/' xmlns:m='http://search.yahoo.com/mrss/' \
        xmlns:who='http://purl.org/dc/elements/1.1/' xmlns:own='http://hill.example/ns'><r:channel><r:title>Hill Gazette</r:title></r:channel>\
        <r:item><own:title>Not this</own:title><r:title>Sheep block the pass</r:title><own:description>Nor this one here.</own:description>\
        <m:content><m:title>Sheep at noon</m:title><m:description>A grey sheep before the inn on the far bank of the river.</m:description></m:content>\
        <r:description>Sheep blocked the pass on Monday.</r:description><who:creator>Uma Reis</who:creator></r:item></x:RDF>";
    let found = read(text, None);
    assert_eq!((found[0].title.as_str(), found[0].source.as_str()), ("Sheep block the pass", "Hill Gazette"));
    assert_eq!(
        (texts(&found[0]), found[0].authors.join(";")),
        (vec!["Sheep blocked the pass on Monday."], "Uma Reis".into())
    );
}

#[test]
fn text_is_text_where_the_feed_says_so() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Hill</title><entry><title>Why &lt;nav> beats &lt;div></title>\
        <summary>Use &lt;nav> where &lt;div> stood. It reads well.</summary></entry></feed>";
    let json = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Hill\",\"items\":[{\"id\":7,\"title\":\"Why <nav> beats <div>\",\
        \"content_text\":\"Use <nav> where <div> stood. It reads well.\"}]}";
    for text in [atom, json] {
        let found = read(text, None);
        assert_eq!(found[0].title, "Why <nav> beats <div>");
        assert_eq!(texts(&found[0]), ["Use <nav> where <div> stood.", "It reads well."]);
    }
}

#[test]
fn a_body_is_read_however_it_is_written() {
    let whole = ["Sheep blocked the pass.", "Traffic stood."];
    for body in [
        "<description><p>Sheep blocked the pass.</p><p>Traffic stood.</p></description>",
        "<description>Sheep blocked the pass.<br><br><img src=x>Traffic stood.</description>",
        "<description>&lt;![CDATA[&lt;p>Sheep blocked the pass.&lt;/p>&lt;p>Traffic stood.&lt;/p>]]></description>",
        "<description><![CDATA[<p>Sheep blocked the pass.</p><p>Traffic stood.</p>]]></description>",
        "<y:encoded xmlns:y='http://purl.org/rss/1.0/modules/content/'>&lt;p>Sheep blocked the pass.&lt;p>Traffic stood.</y:encoded>",
        "<h:body xmlns:h='http://www.w3.org/1999/xhtml'><h:p>Sheep blocked the pass.</h:p><h:p>Traffic stood.</h:p></h:body>",
        "<a:content xmlns:a='http://www.w3.org/2005/Atom' type='application/octet-stream'>PHA+U2hlZXAgYmxvY2tlZCB0aGUgcGFzcy48L3A+\nPHA+VHJhZmZpYyBzdG9vZC48L3A+</a:content>",
    ] {
        let found = read(
            &rss(&format!(
                "<item><title>Sheep</title>{body}<author>uma@hill.example (Uma Reis)</author></item><item><title>Next</title></item>"
            )),
            None,
        );
        assert_eq!(texts(&found[0]), whole, "{body}");
        assert_eq!((found.len(), found[0].authors.join(";")), (2, "Uma Reis".into()), "{body}");
    }
}

#[test]
fn nothing_in_a_feeds_body_is_a_pages_boilerplate() {
    let body = "<p>Publicado el 31 de mayo de 2024</p><p>Newsletter</p><p>Sign up for the choir, the mayor says.</p><p>© Hill</p><h3>Related</h3><p>So.</p>";
    let found =
        read(&rss(&format!("<item><title>Choir</title><description><![CDATA[{body}]]></description></item>")), None);
    let all = texts(&found[0]).join(" ");
    for words in ["Publicado el", "Newsletter", "Sign up", "© Hill", "So."] {
        assert!(all.contains(words), "{words}: {all}");
    }
    assert!(found[0].sections.iter().any(|s| s.heading.as_deref() == Some("Related")));
}

#[test]
fn a_planets_article_is_its_sources() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Planet Hill</title><author><name>Planet Bot</name></author><entry><source><author>\
        <name>Uma Reis</name></author><title>Reed Diary</title><link href='https://reed.example/'/><updated>2020-01-01T00:00:00Z</updated></source>\
        <link href='https://reed.example/cut'/><title>Reed is cut</title><updated>2024-06-03T08:00:07Z</updated><summary>The reed was cut.</summary></entry></feed>";
    let found = read(atom, None);
    let said = (found[0].title.as_str(), found[0].source.as_str(), found[0].authors.join(";"), found[0].url.as_deref());
    assert_eq!(said, ("Reed is cut", "Reed Diary", "Uma Reis".into(), Some("https://reed.example/cut")));
    assert_eq!(found[0].published.unwrap().to_string(), "2024-06-03T08:00:07+00:00");
}

#[test]
fn people_are_named_once_and_as_they_are_given() {
    let authors =
        |inside: &str| read(&rss(&format!("<item><title>Reed</title>{inside}</item>")), None)[0].authors.join("; ");
    assert_eq!(
        authors(
            "<author>uma@reed.example (Uma Reis)</author><x:creator xmlns:x='http://purl.org/dc/elements/1.1/'>Uma Reis</x:creator>\
            <x:creator xmlns:x='http://purl.org/dc/elements/1.1/'>Jon Vik</x:creator><itunes:author>Reed Radio</itunes:author>"
        ),
        "Uma Reis; Jon Vik"
    );
    assert_eq!(authors("<author>/u/reed_cutter</author>"), "/u/reed_cutter");
    assert_eq!(authors("<author>VIK, J., Reis, U., Holt, M. A.</author>"), "VIK, J., Reis, U., Holt, M. A.");
    assert_eq!(authors("<author>By Uma Reis and Jon Vik, Hill Gazette</author>"), "Uma Reis; Jon Vik");
    let json = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"1\",\"title\":\"Reed\",\"author\":{\"name\":\"Uma Reis\"},\
        \"authors\":[{\"name\":\"Uma Reis\"},{\"name\":\"Jon Vik\"}]}]}";
    assert_eq!(read(json, None)[0].authors, ["Uma Reis", "Jon Vik"]);
}

#[test]
fn what_is_broken_costs_itself_and_is_told() {
    let item =
        |n: usize| format!("<item><title>Title {n}</title><description>It rained on day {n}.</description></item>");
    let broken = rss(&format!("{}<item><title>Lost</title><!bad <{}{}", item(1), item(2), item(3)));
    let found = read(&broken, None);
    let titles: Vec<_> = found.iter().map(|a| a.title.as_str()).collect();
    assert!(titles.contains(&"Title 1") && titles.ends_with(&["Title 3"]), "{titles:?}");
    assert!(!found.last().unwrap().notices.is_empty());
    let json = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Hill\",\"items\":[{\"id\":\"1\",\"title\":\"One\"},{\"id\":\"2\",\"ti";
    let found = read(json, None);
    assert_eq!((found.len(), found[0].title.as_str(), found[0].source.as_str()), (1, "One", "Hill"));
    assert!(found[0].notices.iter().any(|n| n.contains("breaks off")));
}

#[test]
fn an_item_with_an_address_only_is_announced() {
    let found = read(&rss("<item><link>https://hill.example/7</link></item>"), None);
    assert_eq!(
        (found[0].title.as_str(), found[0].url.as_deref()),
        ("https://hill.example/7", Some("https://hill.example/7"))
    );
    assert_eq!(found[0].notices, ["the feed has only the address of this article"]);
}

#[test]
fn plain_text_keeps_its_first_line_and_its_paragraphs() {
    let text = "The mill wheel turned on Monday\n\nA crowd of forty watched from the bridge, and the\ntrust sold flour at the door.";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let found = read(&rss(&format!("<item><title>Item 2</title><description>{text}</description></item>")), None);
        assert_eq!(found[0].blocks().count(), 2, "{:?}", texts(&found[0]));
        assert!(texts(&found[0])[0].starts_with("The mill wheel turned on Monday"));
        assert_eq!(
            texts(&found[0])[1],
            "A crowd of forty watched from the bridge, and the trust sold flour at the door."
        );
    }
}
