//! An update of the subscriptions: what is new, what changed, what failed, what was deleted.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use nutgraf::{
    library::{Kind, Library, Report, Subscription},
    shelf::{Filter, Order, Shelf, Step},
};

use super::{
    PAGE, feed_server, library, quick, update,
    web::{Server, send},
};

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server = Server::new(|seen, stream| {
        if seen.headers.get("if-none-match").map(String::as_str) == Some("\"v1\"") {
            assert_eq!(seen.headers["if-modified-since"], "Fri, 31 May 2024 12:00:00 GMT");
            send(stream, "304 Not Modified", "", b"");
        } else {
            let headers =
                "ETag: \"v1\"\r\nLast-Modified: Fri, 31 May 2024 12:00:00 GMT\r\nContent-Type: text/plain\r\n";
            send(stream, "200 OK", headers, PAGE.as_bytes());
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let library = library(&folder, Kind::Page, &[server.url("/notice")]);
    assert_eq!(update(&library).0.tally.new, 1);
    assert_eq!(update(&library).0, Report { updated: 1, ..Report::default() });
    assert_eq!(server.paths().len(), 2);
}

#[test]
fn a_page_that_changed_keeps_its_former_text() {
    let count = AtomicUsize::new(0);
    let server = Server::new(move |_, stream| {
        let text = if count.fetch_add(1, SeqCst) == 0 { PAGE.to_owned() } else { PAGE.replace("1,200", "1,150") };
        send(stream, "200 OK", "Content-Type: text/plain\r\n", text.as_bytes());
    });
    let folder = tempfile::tempdir().unwrap();
    let library = library(&folder, Kind::Page, &[server.url("/notice")]);
    assert_eq!(update(&library).0.tally.new, 1);
    let report = update(&library).0;
    assert_eq!((report.tally.new, report.tally.changed), (0, 1));
    let key = library.page(Order::Time, &Filter::default(), 0..9).unwrap().rows[0].articles[0].key;
    assert_eq!(library.versions(key).unwrap().len(), 1);
}

#[test]
fn only_a_permanent_move_changes_the_subscription() {
    let server = Server::new(|seen, stream| match seen.path.as_str() {
        "/old" => send(stream, "301 Moved Permanently", "Location: /new\r\n", b""),
        "/today" => send(stream, "302 Found", "Location: /elsewhere\r\n", b""),
        _ => send(stream, "200 OK", "Content-Type: text/plain\r\n", PAGE.as_bytes()),
    });
    let folder = tempfile::tempdir().unwrap();
    let library = library(&folder, Kind::Page, &[server.url("/old"), server.url("/today")]);
    assert_eq!(update(&library).0.failed, 0);
    let mut addresses: Vec<String> = library.subscriptions().unwrap().into_iter().map(|s| s.address).collect();
    addresses.sort();
    assert_eq!(addresses, [server.url("/new"), server.url("/today")]);
}

#[test]
fn one_that_fails_is_told_once_and_the_rest_goes_on() {
    let server = Server::new(|seen, stream| match seen.path.as_str() {
        "/fault" => send(stream, "500 Internal Server Error", "", b""),
        "/busy" => send(stream, "429 Too Many Requests", "Retry-After: 600\r\n", b""),
        "/picture" => {
            send(stream, "200 OK", "Content-Type: image/png\r\n", &[0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0]);
        }
        _ => send(stream, "200 OK", "Content-Type: text/plain\r\n", PAGE.as_bytes()),
    });
    let folder = tempfile::tempdir().unwrap();
    let urls = ["/fault", "/busy", "/picture", "/good"].map(|p| server.url(p));
    let library = library(&folder, Kind::Page, &urls);
    let (report, steps) = update(&library);
    assert_eq!((report.tally.new, report.failed), (1, 3));
    let told: Vec<&Step> = steps.iter().filter(|s| s.failed).collect();
    assert_eq!(told.len(), 3);
    assert!(told.iter().any(|s| s.what.contains("Source 0") && s.what.contains("500")), "{told:?}");
    let failing: Vec<_> = library.subscriptions().unwrap().into_iter().filter_map(|s| s.failure).collect();
    assert_eq!(failing.len(), 3, "{failing:?}");
    // Who refused is left alone for a while; what could not be read is tried again.
    let report = update(&library).0;
    assert_eq!((report.updated, report.failed, report.waiting), (1, 1, 2));
    let told = library.fetch(&|_| true).unwrap();
    assert_eq!((told.updated, told.failed, told.waiting), (1, 1, 2), "as the viewer tells it");
    assert_eq!(server.paths().iter().filter(|p| *p == "/busy").count(), 1);
    assert_eq!(library.size().unwrap().articles, 1);
    library.check().unwrap();
}

#[test]
fn a_fetch_that_is_stopped_keeps_what_it_has() {
    let server = Server::new(|_, stream| send(stream, "200 OK", "Content-Type: text/plain\r\n", PAGE.as_bytes()));
    let folder = tempfile::tempdir().unwrap();
    // More than are asked at once and once more: those that are on their way when it is stopped may still come in.
    let pages: Vec<String> = (0..30).map(|i| server.url(&format!("/{i}"))).collect();
    let library = library(&folder, Kind::Page, &pages);
    let report = library.update(&quick(), None, &|step| step.done == 0).unwrap();
    assert!(report.tally.new < 30);
    let (again, _) = update(&library);
    assert_eq!(report.tally.new + again.tally.new, 30);
}

#[test]
fn only_a_fetch_of_all_deletes_and_it_says_what() {
    let files = tempfile::tempdir().unwrap();
    let server = feed_server(
        "<rss><channel><title>Harbor</title><item><title>One</title></item><item><title>Two</title></item></channel></rss>"
            .into(),
    );
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let wanted = Subscription { address: server.url("/feed"), keep_articles: Some(1), ..Subscription::default() };
    let feed = library.subscribe(&wanted).unwrap().subscription.id;
    let report = library.update(&quick(), Some(&[feed]), &|_| true).unwrap();
    assert_eq!((report.tally.new, report.deleted, library.size().unwrap().articles), (2, 0, 2));
    // A new file in a folder, of which nobody is told that anything was deleted.
    library.add(&quick(), files.path().to_str().unwrap(), &Subscription::default(), false).unwrap();
    std::fs::write(files.path().join("one.txt"), PAGE).unwrap();
    assert_eq!(library.look_again().unwrap().articles, 1);
    assert_eq!(library.size().unwrap().articles, 3);
    assert_eq!(library.fetch(&|_| true).unwrap().deleted, 1);
    assert_eq!(library.size().unwrap().articles, 2);
}
