//! Feeds: what they list, and how their items are known again.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use nutgraf::{
    library::{ArticleCounts, FullText, Kind, Library, Report, Subscription},
    shelf::Shelf,
};

use super::{
    FEED, feed_of, library, quick, subscribed, update,
    web::{Server, send},
};

#[test]
fn what_is_no_feed_any_more_is_told_and_loses_nothing() {
    let count = AtomicUsize::new(0);
    let server = Server::new(move |_, stream| {
        let parked = "<html><head><title>This domain is for sale</title></head><body><p>Buy it.</p></body></html>";
        match count.fetch_add(1, SeqCst) {
            0 => send(stream, "200 OK", "Content-Type: text/xml\r\n", FEED.as_bytes()),
            _ => send(stream, "200 OK", "Content-Type: text/html\r\n", parked.as_bytes()),
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let wanted = Subscription { address: server.url("/"), full_text: FullText::Never, ..Subscription::default() };
    library.subscribe(&wanted).unwrap();
    assert_eq!(update(&library).0.tally.new, 2);
    let (report, steps) = update(&library);
    assert_eq!(report.failed, 1);
    assert!(steps.iter().any(|s| s.failed && s.what.contains("no feed (text/html)")), "{steps:?}");
    assert_eq!(library.size().unwrap().articles, 2);
}

/// A feed whose items are given anew with every request.
fn changing(versions: &'static [&'static str]) -> Server {
    let count = AtomicUsize::new(0);
    Server::new(move |_, stream| {
        let items = versions[count.fetch_add(1, SeqCst).min(versions.len() - 1)];
        let feed = format!(r#"<rss version="2.0"><channel><title>Harbor Wire</title>{items}</channel></rss>"#);
        send(stream, "200 OK", "Content-Type: application/rss+xml\r\n", feed.as_bytes());
    })
}

#[test]
fn an_item_is_known_again_by_what_the_feed_calls_it() {
    let server = changing(&[
        "<item><guid isPermaLink='false'>h1</guid><title>Bridge</title><link>https://harbor.example/a</link>
         <description>The Marlow bridge opens on Friday.</description></item>",
        "<item><guid isPermaLink='false'>h1</guid><title>Bridge</title><link>https://harbor.example/b</link>
         <description>The Marlow bridge opens on Saturday.</description></item>",
        // The name changes with every edit, as some feeds have it; the address stays.
        "<item><guid isPermaLink='false'>h1#2</guid><title>Bridge</title><link>https://harbor.example/b</link>
         <description>The Marlow bridge opens on Sunday.</description></item>",
    ]);
    let folder = tempfile::tempdir().unwrap();
    let library = subscribed(&folder, &server);
    assert_eq!(update(&library).0.tally, ArticleCounts { new: 1, changed: 0 });
    assert_eq!(update(&library).0.tally, ArticleCounts { new: 0, changed: 1 });
    assert_eq!(update(&library).0.tally, ArticleCounts { new: 0, changed: 1 });
    assert_eq!(update(&library).0.tally, ArticleCounts::default());
    let key = library.search("title:bridge ", 9).unwrap()[0].article.key;
    assert_eq!(library.article(key).unwrap().url.as_deref(), Some("https://harbor.example/b"));
    assert_eq!(library.versions(key).unwrap().len(), 2);
}

#[test]
fn items_that_share_an_address_are_told_apart() {
    let server = changing(&[
        "<item><guid isPermaLink='false'>n2</guid><title>Two</title><link>https://harbor.example/log</link>
         <description>The crane is back.</description></item>
         <item><guid isPermaLink='false'>n1</guid><title>One</title><link>https://harbor.example/log</link>
         <description>The crane is gone.</description></item>",
        "<item><title>Three</title><link>https://harbor.example/log#3</link><description>A new crane.</description></item>
         <item><title>Four</title><link>https://harbor.example/log#4</link><description>No crane.</description></item>
         <item><guid isPermaLink='false'>n2</guid><title>Two</title><link>https://harbor.example/log</link>
         <description>The crane is back.</description></item>",
    ]);
    let folder = tempfile::tempdir().unwrap();
    let library = subscribed(&folder, &server);
    assert_eq!(update(&library).0.tally, ArticleCounts { new: 2, changed: 0 });
    assert_eq!(update(&library).0.tally, ArticleCounts { new: 2, changed: 0 });
    assert_eq!(update(&library).0.tally, ArticleCounts::default());
}

#[test]
fn two_feeds_of_one_outlet_bring_an_article_once_and_a_removed_one_leaves_it_to_the_other() {
    let item = |text: &str| {
        format!(
            "<rss><channel><title>Harbor</title><item><title>Bridge</title><link>https://harbor.example/a</link>
             <description>{text}</description></item></channel></rss>"
        )
    };
    let (one, two) = (item("The bridge opens."), item("Bridge opens, says mayor."));
    let server = Server::new(move |seen, stream| {
        let feed = if seen.path == "/one" { &one } else { &two };
        send(stream, "200 OK", "Content-Type: application/rss+xml\r\n", feed.as_bytes());
    });
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    for path in ["/one", "/two"] {
        let wanted = Subscription { address: server.url(path), full_text: FullText::Never, ..Subscription::default() };
        let id = library.subscribe(&wanted).unwrap().subscription.id;
        library.update(&quick(), Some(&[id]), &|_| true).unwrap();
    }
    assert_eq!(update(&library).0.tally, ArticleCounts::default(), "neither takes the other's wording for a change");
    library.remove(&server.url("/one"), false).unwrap();
    assert_eq!(update(&library).0.tally, ArticleCounts { new: 0, changed: 1 });
    assert_eq!(library.subscriptions().unwrap()[0].articles, 1);
}

#[test]
fn a_feed_that_lists_nothing_yet_is_no_failure() {
    let server = changing(&[""]);
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(update(&subscribed(&folder, &server)).0, Report { updated: 1, ..Report::default() });
}

#[test]
fn a_feed_that_is_cut_short_gives_what_it_has_and_is_asked_for_again() {
    let whole =
        feed_of(&[]).replace("</channel>", "<item><title>One</title></item><item><title>Two</title></item></channel>");
    let cut = whole[..whole.find("Two").unwrap()].to_owned();
    let count = AtomicUsize::new(0);
    let server = Server::new(move |seen, stream| {
        assert!(!seen.headers.contains_key("if-none-match"), "what was cut short is not kept as read");
        let feed = if count.fetch_add(1, SeqCst) == 0 { &cut } else { &whole };
        send(stream, "200 OK", "Content-Type: application/rss+xml\r\nETag: \"v1\"\r\n", feed.as_bytes());
    });
    let folder = tempfile::tempdir().unwrap();
    let library = library(&folder, Kind::Feed, &[server.url("/feed")]);
    let (report, steps) = update(&library);
    assert_eq!(report.tally.new, 1);
    assert!(steps.iter().any(|s| s.failed && s.what.contains("breaks off")), "{steps:?}");
    assert_eq!(update(&library).0.tally.new, 1);
}

#[test]
fn a_name_that_every_item_shares_or_none_has_tells_nothing_apart() {
    let item = |n: usize, link: &str, guid: &str| {
        format!(
            "<item>{guid}<title>Boat {n}</title><link>{link}</link><pubDate>Fri, 07 Jun 2024 22:00:00 GMT</pubDate>
             <description>The boat {n} was painted.</description></item>"
        )
    };
    let shared = |n: usize| item(n, &format!("https://harbor.example/{n}"), "<guid isPermaLink='false'>N/A</guid>");
    let bare = |n: usize| item(n, "https://harbor.example/", "");
    for items in [(1..=3).map(shared).collect::<String>(), (1..=3).map(bare).collect()] {
        let feed = format!("<rss version='2.0'><channel><title>Harbor Wire</title>{items}</channel></rss>");
        let server = Server::new(move |_, stream| {
            send(stream, "200 OK", "Content-Type: application/rss+xml\r\n", feed.as_bytes());
        });
        let folder = tempfile::tempdir().unwrap();
        let library = subscribed(&folder, &server);
        assert_eq!(update(&library).0.tally, ArticleCounts { new: 3, changed: 0 });
        assert_eq!(update(&library).0.tally, ArticleCounts::default());
    }
}

#[test]
fn a_feed_is_found_from_the_base_that_its_page_names_and_not_in_a_comment() {
    let server = Server::new(|seen, stream| {
        let html = |page: &str| format!("<html><head>{page}</head><body><p>Harbor</p></body></html>");
        let link =
            |href: &str| format!("<link rel='alternate' type='application/rss+xml; charset=utf-8' href='{href}'>");
        match seen.path.as_str() {
            "/based" => {
                send(stream, "200 OK", "", html(&format!("<base href='/wire/'>{}", link("feed.xml"))).as_bytes());
            }
            "/comment" => {
                let page = html(&format!("<!-- {} -->{}", link("/gone.xml"), link("/wire/feed.xml")));
                send(stream, "200 OK", "", page.as_bytes());
            }
            "/wire/feed.xml" => {
                let feed = "<rss version='2.0'><channel><title>Harbor Wire</title></channel></rss>";
                send(stream, "200 OK", "Content-Type: application/rss+xml\r\n", feed.as_bytes());
            }
            _ => send(stream, "404 Not Found", "", b""),
        }
    });
    for page in ["/based", "/comment"] {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let added = library.add(&quick(), &server.url(page), &Subscription::default(), false).unwrap();
        assert_eq!(added.subscription.address, server.url("/wire/feed.xml"), "{page}");
    }
}
