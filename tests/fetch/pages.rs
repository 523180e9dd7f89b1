//! Pages: those that name a feed, and those of items, fetched for their full text.

use std::{
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use nutgraf::{
    library::{
        ArticleCounts, FullText, Kind, Library, Subscription,
        fetch::{Fetcher, Limits},
    },
    shelf::{Shelf, Step},
};

use super::{
    FEED, PAGE, feed_of, feed_server, library, quick, update,
    web::{Server, send},
};

fn site() -> Server {
    let address: Arc<Mutex<String>> = Arc::default();
    let own = Arc::clone(&address);
    let server = Server::new(move |seen, stream| match seen.path.as_str() {
        "/" => {
            let html = "<html><head><title>Harbor</title><link rel=alternate type=application/rss+xml title=Comments \
                href=/comments.xml><link rel=alternate type=application/rss+xml title=News href=/feed.xml></head></html>";
            send(stream, "200 OK", "Content-Type: text/html\r\n", html.as_bytes());
        }
        "/feed.xml" => {
            let feed = FEED.replace("SERVER", &own.lock().unwrap());
            send(stream, "200 OK", "Content-Type: application/rss+xml\r\n", feed.as_bytes());
        }
        "/items/1" => send(stream, "200 OK", "Content-Type: text/plain\r\n", PAGE.as_bytes()),
        _ => send(stream, "404 Not Found", "", b""),
    });
    address.lock().unwrap().clone_from(&server.address);
    server
}

#[test]
fn the_feed_of_a_page_is_found() {
    let server = site();
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let added = library.add(&quick(), &server.url("/"), &Subscription::default(), false).unwrap();
    assert_eq!((added.subscription.address, added.subscription.title), (server.url("/feed.xml"), "Harbor Wire".into()));
    assert!(library.add(&quick(), &server.url("/feed.xml"), &Subscription::default(), false).unwrap().known);
    let error = library.add(&quick(), &server.url("/none"), &Subscription::default(), false).unwrap_err();
    assert!(error.to_string().contains("404"), "{error}");
    let watched = library.add(&quick(), &server.url("/items/1"), &Subscription::default(), true).unwrap();
    assert_eq!(watched.subscription.kind, Kind::Page);
}

#[test]
fn a_summary_is_replaced_by_its_page_and_stays_where_there_is_none() {
    let server = site();
    let folder = tempfile::tempdir().unwrap();
    let library = library(&folder, Kind::Feed, &[server.url("/feed.xml")]);
    let (report, steps) = update(&library);
    assert_eq!((report.tally.new, report.updated, report.partly, report.failed), (2, 0, 1, 0));
    assert!(report.has_all_articles(), "the feed's own text is there: {report:?}");
    assert!(!report.is_whole() && report.problem.is_some_and(|p| p.contains("1 of 2 full texts")));
    assert!(steps.iter().any(|s| s.what.contains("1 of 2 full texts") && s.what.contains("404")), "{steps:?}");
    let key = library.search("title:bridge ", 1).unwrap()[0].article.key;
    let article = library.article(key).unwrap();
    assert_eq!((article.title.as_str(), article.source.as_str()), ("Bridge reopens", "Harbor Wire"));
    assert!(article.sentences.iter().any(|s| s.text.contains("1,200 hangers")), "{:?}", article.sentences);
    let key = library.search("title:probe ", 1).unwrap()[0].article.key;
    let article = library.article(key).unwrap();
    assert!(article.notices.iter().any(|n| n.starts_with("Only the summary")), "{:?}", article.notices);
    assert_eq!(update(&library).0.tally, ArticleCounts::default());
    assert_eq!(
        server.paths().iter().filter(|p| p.starts_with("/items/")).count(),
        2,
        "what is known is not asked again"
    );
}

#[test]
fn pages_are_not_asked_for_where_that_is_not_wanted() {
    let server = site();
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let wanted =
        Subscription { address: server.url("/feed.xml"), full_text: FullText::Never, ..Subscription::default() };
    library.subscribe(&wanted).unwrap();
    assert_eq!(update(&library).0.tally.new, 2);
    assert_eq!(server.paths(), ["/feed.xml"]);
}

#[test]
fn of_a_long_feed_the_newest_pages_are_had_and_the_rest_keep_their_summaries() {
    let address: Arc<Mutex<String>> = Arc::default();
    let own = Arc::clone(&address);
    let server = Server::new(move |seen, stream| {
        if seen.path == "/feed" {
            let base = own.lock().unwrap();
            let items: String = (0..60)
                .map(|i| format!("<item><title>Item {i}</title><link>{base}/{i}</link><description>Summary {i}.</description></item>"))
                .collect();
            let feed = format!("<rss><channel><title>Harbor</title>{items}</channel></rss>");
            send(stream, "200 OK", "Content-Type: application/rss+xml\r\n", feed.as_bytes());
        } else {
            send(stream, "200 OK", "Content-Type: text/plain\r\n", PAGE.as_bytes());
        }
    });
    address.lock().unwrap().clone_from(&server.address);
    let folder = tempfile::tempdir().unwrap();
    let library = library(&folder, Kind::Feed, &[server.url("/feed")]);
    let (report, steps) = update(&library);
    assert_eq!((report.tally.new, steps.iter().map(|s| s.arrived).sum::<usize>()), (60, 60));
    let mut pages: Vec<usize> = server.paths().iter().filter_map(|p| p[1..].parse().ok()).collect();
    pages.sort_unstable();
    assert_eq!(pages, (0..40).collect::<Vec<_>>(), "feeds list the newest first");
}

#[test]
fn silent_pages_cost_their_source_its_time_and_no_other_source_anything() {
    let own: Arc<Mutex<String>> = Arc::default();
    let address = Arc::clone(&own);
    let server = Server::new(move |seen, stream| match seen.path.as_str() {
        "/feed" => {
            let pages: Vec<String> = (0..40).map(|i| format!("{}/silent/{i}", address.lock().unwrap())).collect();
            send(stream, "200 OK", "Content-Type: application/rss+xml\r\n", feed_of(&pages).as_bytes());
        }
        _ => thread::sleep(Duration::from_secs(600)),
    });
    own.lock().unwrap().clone_from(&server.address);
    let good = feed_server(feed_of(&[]).replace("</channel>", "<item><title>Good</title></item></channel>"));
    let folder = tempfile::tempdir().unwrap();
    let library = library(&folder, Kind::Feed, &[server.url("/feed"), good.url("/feed")]);
    let limits = Limits { time: Duration::from_secs(2), source: Duration::from_secs(4), ..Limits::default() };
    let steps = Mutex::new(Vec::new());
    let tell = |step: Step| {
        steps.lock().unwrap().push(step);
        true
    };
    let report = library.update(&Fetcher::new(limits), None, &tell).unwrap();
    assert_eq!((report.tally.new, report.failed), (41, 0));
    assert!(server.paths().len() < 20, "two at once, each for two seconds of four: {:?}", server.paths());
    let steps = steps.into_inner().unwrap();
    assert!(steps.iter().any(|s| s.failed && s.what.contains("40 of 40 full texts")), "{steps:?}");
    assert!(
        steps.iter().any(|s| s.what.contains("page 1 of 40"))
            && steps.iter().any(|s| s.what.starts_with("waiting for "))
    );
}

#[test]
fn a_feed_that_carries_its_content_is_not_fetched_again_page_by_page() {
    let feed = "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Harbor</title>
        <item><title>Short</title><link>SERVER/short</link><content:encoded>The crane is back.</content:encoded></item>
        <item><title>Cut</title><link>SERVER/cut</link><content:encoded>The crane came back and…</content:encoded></item>
        <item><title>Told</title><link>SERVER/told</link><description>The crane.</description></item></channel></rss>";
    let own: Arc<Mutex<String>> = Arc::default();
    let address = Arc::clone(&own);
    let server = Server::new(move |seen, stream| match seen.path.as_str() {
        "/feed" => send(stream, "200 OK", "", feed.replace("SERVER", &address.lock().unwrap()).as_bytes()),
        _ => send(stream, "200 OK", "Content-Type: text/plain\r\n", PAGE.as_bytes()),
    });
    own.lock().unwrap().clone_from(&server.address);
    let folder = tempfile::tempdir().unwrap();
    let library = library(&folder, Kind::Feed, &[server.url("/feed")]);
    assert_eq!(update(&library).0.tally.new, 3);
    let mut paths = server.paths();
    paths.sort();
    assert_eq!(paths, ["/cut", "/feed", "/told"]);
}
