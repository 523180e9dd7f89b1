//! Fetching from a real server on this machine: whatever it answers is told, and nothing is lost.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; its helpers are not known as tests to the lint"
)]

mod web;

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::{Duration, SystemTime},
};

use nutgraf::{
    library::{
        FullText, Kind, Library, Report, Subscription, Tally,
        fetch::{Answer, FetchError, Fetcher, Limits, Wanted},
    },
    shelf::{Filter, Order, Shelf, Step},
};

use web::{Server, send};

const PAGE: &str = "The Marlow bridge over the river Tarn reopens on Friday after three years of repairs, the regional \
    transport office said. Engineers replaced 1,200 hangers and both expansion joints.\n\nMayor Odile Renaud called the \
    work the largest since 1937.\n";

fn quick() -> Fetcher {
    // No answer here takes long; the limit only keeps a broken test from hanging, however busy the machine is.
    Fetcher::new(Limits { time: Duration::from_secs(120), bytes: 1 << 20, redirects: 4, ..Limits::default() })
}

fn get(fetcher: &Fetcher, url: &str) -> Result<Answer, FetchError> {
    fetcher.fetch(&Wanted { url, ..Wanted::default() })
}

fn error(url: &str) -> FetchError {
    match get(&quick(), url) {
        Err(error) => error,
        Ok(answer) => panic!("{url} gave {answer:?}"),
    }
}

#[test]
fn every_fault_of_a_server_is_told_as_what_it_is() {
    let server = Server::new(|seen, stream| match seen.path.as_str() {
        "/busy" => send(stream, "429 Too Many Requests", "Retry-After: 120\r\n", b""),
        "/down" => send(stream, "503 Service Unavailable", "Retry-After: 60\r\n", b""),
        "/fault" => send(stream, "500 Internal Server Error", "", b"oops"),
        "/gone" => send(stream, "410 Gone", "", b""),
        "/loop" => send(stream, "302 Found", "Location: /loop\r\n", b""),
        "/file" => send(stream, "302 Found", "Location: file:///etc/passwd\r\n", b""),
        "/gopher" => send(stream, "301 Moved Permanently", "Location: gopher://127.0.0.1/\r\n", b""),
        "/slow" => thread::sleep(Duration::from_secs(600)),
        "/dripping" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            while stream.write_all(b"a").is_ok() {
                thread::sleep(Duration::from_millis(20));
            }
        }
        "/endless" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            while stream.write_all(&[b'a'; 4096]).is_ok() {}
        }
        "/short" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
        }
        "/bomb" => {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            (0..64).for_each(|_| packed.write_all(&[0; 1 << 18]).unwrap());
            send(stream, "200 OK", "Content-Encoding: gzip\r\n", &packed.finish().unwrap());
        }
        "/short-gzip" => {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            packed.write_all(PAGE.as_bytes()).unwrap();
            let packed = packed.finish().unwrap();
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n");
            let _ = stream.write_all(&packed[..packed.len() / 2]);
        }
        "/short-chunks" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nonly \r\n");
        }
        "/part" => send(stream, "206 Partial Content", "Content-Range: bytes 0-3/100\r\n", b"only"),
        "/empty" => send(stream, "204 No Content", "", b""),
        path if path.starts_with("/hop") => {
            thread::sleep(Duration::from_millis(400));
            let next = format!("Location: /hop{}\r\n", path[4..].parse::<usize>().unwrap() + 1);
            send(stream, "302 Found", &next, b"");
        }
        _ => {}
    });
    assert_eq!(error(&server.url("/busy")), FetchError::Later { after: Duration::from_secs(120), status: 429 });
    assert_eq!(error(&server.url("/down")), FetchError::Later { after: Duration::from_secs(60), status: 503 });
    assert_eq!(error(&server.url("/fault")), FetchError::Status { status: 500 });
    assert_eq!(error(&server.url("/gone")), FetchError::Status { status: 410 });
    assert_eq!(error(&server.url("/loop")), FetchError::Redirects(4));
    assert_eq!(error(&server.url("/file")), FetchError::Scheme("file:".into()));
    assert_eq!(error(&server.url("/gopher")), FetchError::Scheme("gopher:".into()));
    // Far longer than a connection takes on a busy machine, far shorter than these two answers.
    let limits = Limits { time: Duration::from_secs(2), redirects: 50, ..Limits::default() };
    thread::scope(|scope| {
        // Redirects have no time of their own.
        for url in ["/slow", "/dripping", "/hop1"].map(|path| server.url(path)) {
            scope.spawn(move || {
                let error = get(&Fetcher::new(limits), &url).unwrap_err();
                assert_eq!(error, FetchError::Slow(limits.time), "{url}");
            });
        }
    });
    assert_eq!(error(&server.url("/endless")), FetchError::Large(1 << 20));
    assert_eq!(error(&server.url("/bomb")), FetchError::Large(1 << 20));
    assert!(matches!(error(&server.url("/short")), FetchError::Truncated(_)));
    assert!(matches!(error(&server.url("/short-gzip")), FetchError::Truncated(_)));
    assert!(matches!(error(&server.url("/short-chunks")), FetchError::Truncated(_)));
    assert_eq!(error(&server.url("/part")), FetchError::Status { status: 206 });
    assert_eq!(error(&server.url("/empty")), FetchError::Status { status: 204 });
    assert!(matches!(error("http://127.0.0.1:1/"), FetchError::Unreachable(_)));
    assert!(matches!(error("http://no-such-host.invalid/"), FetchError::Unreachable(_)));
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_not_trusted() {
    use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
    let certificate = CertificateDer::from_pem_slice(include_bytes!("tls/certificate.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/key.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    thread::spawn(move || {
        let config = Arc::new(config);
        for stream in listener.incoming().flatten() {
            let Ok(session) = rustls::ServerConnection::new(Arc::clone(&config)) else { return };
            let mut tls = rustls::StreamOwned::new(session, stream);
            let _ = tls.read(&mut [0; 1024]);
            let _ = tls.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
    });
    assert!(matches!(error(&url), FetchError::Certificate(_)), "{:?}", error(&url));
}

/// A text packed.
fn gzip(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[test]
fn what_is_packed_is_told_by_its_bytes() {
    let server = Server::new(|seen, stream| match seen.path.as_str() {
        "/no-header" => send(stream, "200 OK", "", &gzip(PAGE)),
        "/no-gzip" => send(stream, "200 OK", "Content-Encoding: gzip\r\n", PAGE.as_bytes()),
        _ => send(stream, "200 OK", "Content-Encoding: utf-8\r\n", PAGE.as_bytes()),
    });
    for path in ["/no-header", "/no-gzip", "/utf-8"] {
        let Ok(Answer::Document(document)) = get(&quick(), &server.url(path)) else { panic!("{path}") };
        assert_eq!(document.bytes, PAGE.as_bytes(), "{path}");
    }
}

#[test]
fn packed_bodies_are_unpacked_and_requests_say_who_asks() {
    let server = Server::new(|seen, stream| {
        assert!(seen.headers["user-agent"].starts_with("Nutgraf/"));
        assert!(seen.headers["accept-encoding"].contains("gzip") && seen.headers["accept-encoding"].contains("br"));
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(PAGE.as_bytes()).unwrap();
        send(stream, "200 OK", "Content-Encoding: gzip\r\nContent-Type: text/plain\r\n", &packed.finish().unwrap());
    });
    let Ok(Answer::Document(document)) = get(&quick(), &server.url("/")) else { panic!() };
    assert_eq!(document.bytes, PAGE.as_bytes());
    assert_eq!(document.media_type.as_deref(), Some("text/plain"));
}

#[test]
fn a_host_is_asked_for_two_things_at_once_at_the_most() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counted = (Arc::clone(&now), Arc::clone(&most));
    let server = Server::new(move |_, stream| {
        counted.1.fetch_max(counted.0.fetch_add(1, SeqCst) + 1, SeqCst);
        thread::sleep(Duration::from_millis(30));
        counted.0.fetch_sub(1, SeqCst);
        send(stream, "200 OK", "", b"a");
    });
    let fetcher = quick();
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| get(&fetcher, &server.url("/")).unwrap());
        }
    });
    assert_eq!(most.load(SeqCst), 2);
}

/// A library with one watched page or feed a path.
fn library(folder: &tempfile::TempDir, kind: Kind, urls: &[String]) -> Library {
    let library = Library::open(folder.path()).unwrap();
    for (i, url) in urls.iter().enumerate() {
        let title = format!("Source {i}");
        library.subscribe(&Subscription { kind, address: url.clone(), title, ..Subscription::default() }).unwrap();
    }
    library
}

fn update(library: &Library) -> (Report, Vec<Step>) {
    let steps = Mutex::new(Vec::new());
    let tell = |step: Step| {
        steps.lock().unwrap().push(step);
        true
    };
    let report = library.update(&quick(), None, &tell).unwrap();
    (report, steps.into_inner().unwrap())
}

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
fn a_folder_is_read_again_only_where_it_changed() {
    let folder = tempfile::tempdir().unwrap();
    let files = tempfile::tempdir().unwrap();
    std::fs::write(files.path().join("one.txt"), PAGE).unwrap();
    let old = SystemTime::now() - Duration::from_secs(3_600);
    std::fs::File::open(files.path().join("one.txt")).unwrap().set_modified(old).unwrap();
    std::fs::write(files.path().join("empty.txt"), "").unwrap();
    let library = Library::open(folder.path()).unwrap();
    let path = files.path().to_str().unwrap();
    let added = library.add(&quick(), path, &Subscription::default(), false).unwrap();
    assert_eq!(added.subscription.kind, Kind::Folder);
    assert_eq!(library.update(&quick(), None, &|_| false).unwrap().tally.new, 0, "stopped before the first file");
    let report = update(&library).0;
    assert_eq!((report.tally.new, report.failed), (1, 0), "a folder may hold what is no article");
    std::fs::write(files.path().join("two.txt"), "Another day, another notice. The bridge stays shut.").unwrap();
    assert_eq!(update(&library).0.tally.new, 1);
    std::fs::remove_dir_all(files.path()).unwrap();
    assert_eq!(update(&library).0.failed, 1);
    assert_eq!(library.size().unwrap().articles, 2);
}

#[test]
fn what_a_clock_noted_that_was_ahead_is_not_believed() {
    let (folder, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = Library::open(folder.path()).unwrap();
    library.add(&quick(), files.path().to_str().unwrap(), &Subscription::default(), false).unwrap();
    let file = rusqlite::Connection::open(folder.path().join(Library::FILE)).unwrap();
    file.execute_batch("UPDATE subscription SET checked = 99999999999, next_check = 99999999999").unwrap();
    std::fs::write(files.path().join("one.txt"), PAGE).unwrap();
    assert_eq!(update(&library).0, Report { tally: Tally { new: 1, changed: 0 }, updated: 1, ..Report::default() });
}

#[test]
fn a_file_that_is_edited_keeps_its_former_text_and_one_that_is_written_over_is_another_article() {
    let (folder, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = Library::open(folder.path()).unwrap();
    library.add(&quick(), files.path().to_str().unwrap(), &Subscription::default(), false).unwrap();
    let write = |text: &str| {
        std::fs::write(files.path().join("today.md"), text).unwrap();
        update(&library).0.tally
    };
    let (new, changed) = (Tally { new: 1, changed: 0 }, Tally { new: 0, changed: 1 });
    let ferry = "The ferry of Skarn was sold on Monday. A farmer paid 40,000 crowns. Nobody else had asked.";
    assert_eq!(write(&format!("# Ferry sold\n\n{ferry}\n")), new);
    assert_eq!(write(&format!("# Ferry of Skarn sold to a farmer\n\n{ferry} It leaves in May.\n")), changed);
    assert_eq!(write("# Pier mended\n\nThe old pier of Lund is whole again. It took two years.\n"), new);
    assert_eq!(write("# The pier is mended\n\nThe old pier of Lund is whole again. It took three years.\n"), changed);
    assert_eq!(library.size().unwrap().articles, 2);
    let former = |query: &str| library.versions(library.search(query, 9).unwrap()[0].article.key).unwrap();
    assert_eq!((former("farmer ")[0].title.as_str(), former("pier ")[0].title.as_str()), ("Ferry sold", "Pier mended"));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_costs_what_is_in_it_and_an_empty_one_nothing() {
    let (folder, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = Library::open(folder.path()).unwrap();
    library.add(&quick(), files.path().to_str().unwrap(), &Subscription::default(), false).unwrap();
    assert_eq!(update(&library).0.failed, 0, "nothing has come yet");
    assert_eq!(library.subscriptions().unwrap()[0].checked, None, "what is mounted there later may be older");
    std::fs::write(files.path().join("one.txt"), PAGE).unwrap();
    // Two paths that the system takes; one below the other they are longer than it does.
    let long = |name: &str| (0..9).fold(files.path().join(name), |path, _| path.join("x".repeat(240)));
    std::fs::create_dir_all(long("a")).unwrap();
    std::fs::create_dir_all(long("b")).unwrap();
    std::fs::rename(files.path().join("b"), long("a").join("b")).unwrap();
    let (report, steps) = update(&library);
    assert_eq!((report.tally.new, report.failed), (1, 0));
    assert!(steps.iter().any(|s| s.failed && s.what.contains("cannot be read")), "{steps:?}");
    // What a test cannot remove by its path is parted again.
    std::fs::rename(long("a").join("b"), files.path().join("b")).unwrap();
    drop(std::fs::remove_dir_all(files.path()));
    assert_eq!(update(&library).0.failed, 1, "it is gone");
}

#[test]
fn a_folder_subscribed_to_is_looked_into_again() {
    use nutgraf::shelf::Shelf;
    let (folder, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = Library::open(folder.path()).unwrap();
    library.add(&quick(), files.path().to_str().unwrap(), &Subscription::default(), true).unwrap();
    assert!(library.watches());
    assert_eq!(library.look_again().unwrap().articles, 0);
    std::fs::write(files.path().join("one.txt"), PAGE).unwrap();
    assert_eq!(library.look_again().unwrap().articles, 1);
    assert_eq!(library.look_again().unwrap().articles, 0, "what is known is not news");
    // Moved in with the date it had elsewhere, and with one that is yet to come.
    for (name, text, at) in [
        ("old.txt", "The ferry of Skarn was sold in spring.", SystemTime::now() - Duration::from_secs(90 * 24 * 3_600)),
        ("late.txt", "The pier of Lund was mended in autumn.", SystemTime::now() + Duration::from_secs(3_600)),
    ] {
        let path = files.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(at).unwrap();
        if cfg!(unix) {
            assert_eq!(library.look_again().unwrap().articles, 1, "{name}");
        }
    }
    assert_eq!(library.look_again().unwrap().articles, 0);
}

const FEED: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Harbor Wire</title>
  <link>https://harbor.example/</link><description>News</description>
  <item><title>Bridge reopens</title><link>SERVER/items/1?utm_source=rss</link><pubDate>Fri, 31 May 2024 12:00:00 GMT</pubDate>
    <description>The Marlow bridge reopens on Friday. Lorries must wait.</description></item>
  <item><title>Probe lands</title><link>SERVER/items/2</link><pubDate>Thu, 30 May 2024 12:00:00 GMT</pubDate>
    <description>The probe Kestrel has landed in the desert with dust of Ilma.</description></item>
  </channel></rss>"#;

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
fn a_summary_is_replaced_by_its_page_and_stays_where_there_is_none() {
    let server = site();
    let folder = tempfile::tempdir().unwrap();
    let library = library(&folder, Kind::Feed, &[server.url("/feed.xml")]);
    let (report, steps) = update(&library);
    assert_eq!((report.tally.new, report.updated, report.partly, report.failed), (2, 0, 1, 0));
    assert!(!report.is_whole() && report.problem.is_some_and(|p| p.contains("1 of 2 articles")));
    assert!(steps.iter().any(|s| s.what.contains("1 of 2 articles") && s.what.contains("404")), "{steps:?}");
    let key = library.search("title:bridge ", 1).unwrap()[0].article.key;
    let article = library.article(key).unwrap();
    assert_eq!((article.title.as_str(), article.source.as_str()), ("Bridge reopens", "Harbor Wire"));
    assert!(article.sentences.iter().any(|s| s.text.contains("1,200 hangers")), "{:?}", article.sentences);
    let key = library.search("title:probe ", 1).unwrap()[0].article.key;
    let article = library.article(key).unwrap();
    assert!(article.notices.iter().any(|n| n.starts_with("Only the summary")), "{:?}", article.notices);
    assert_eq!(update(&library).0.tally, Tally::default());
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

/// A feed whose items are given anew with every request.
fn changing(versions: &'static [&'static str]) -> Server {
    let count = AtomicUsize::new(0);
    Server::new(move |_, stream| {
        let items = versions[count.fetch_add(1, SeqCst).min(versions.len() - 1)];
        let feed = format!(r#"<rss version="2.0"><channel><title>Harbor Wire</title>{items}</channel></rss>"#);
        send(stream, "200 OK", "Content-Type: application/rss+xml\r\n", feed.as_bytes());
    })
}

fn subscribed(folder: &tempfile::TempDir, server: &Server) -> Library {
    let library = Library::open(folder.path()).unwrap();
    let wanted = Subscription { address: server.url("/"), full_text: FullText::Never, ..Subscription::default() };
    library.subscribe(&wanted).unwrap();
    library
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
    assert_eq!(update(&library).0.tally, Tally { new: 1, changed: 0 });
    assert_eq!(update(&library).0.tally, Tally { new: 0, changed: 1 });
    assert_eq!(update(&library).0.tally, Tally { new: 0, changed: 1 });
    assert_eq!(update(&library).0.tally, Tally::default());
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
    assert_eq!(update(&library).0.tally, Tally { new: 2, changed: 0 });
    assert_eq!(update(&library).0.tally, Tally { new: 2, changed: 0 });
    assert_eq!(update(&library).0.tally, Tally::default());
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
    assert_eq!(update(&library).0.tally, Tally::default(), "neither takes the other's wording for a change");
    library.remove(&server.url("/one"), false).unwrap();
    assert_eq!(update(&library).0.tally, Tally { new: 0, changed: 1 });
    assert_eq!(library.subscriptions().unwrap()[0].articles, 1);
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

#[test]
fn a_feed_that_lists_nothing_yet_is_no_failure() {
    let server = changing(&[""]);
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(update(&subscribed(&folder, &server)).0, Report { updated: 1, ..Report::default() });
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
fn a_proxy_is_asked_where_one_is_set_and_brotli_is_unpacked() {
    // What `nutgraf` in brotli of quality 0 looks like: one uncompressed meta-block, then the last, empty one.
    const PACKED: &[u8] = &[0x8b, 0x03, 0x80, b'n', b'u', b't', b'g', b'r', b'a', b'f', b'.', 0x03];
    let proxy = Server::new(|seen, stream| {
        assert_eq!(seen.path, "news.example:80");
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            request.push(byte[0]);
        }
        assert!(request.starts_with(b"GET /page "));
        send(stream, "200 OK", "Content-Encoding: br\r\nContent-Type: text/plain\r\n", PACKED);
    });
    let command = |no_proxy: &str| {
        let mut command = assert_cmd::Command::cargo_bin("nutgraf").unwrap();
        for variable in ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "http_proxy", "no_proxy"] {
            command.env_remove(variable);
        }
        let command = command.args(["brief", "--format", "json", "http://news.example/page"]);
        command.env("HTTP_PROXY", &proxy.address).env("NO_PROXY", no_proxy).output().unwrap()
    };
    let output = command("");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("nutgraf."), "{said}");
    assert_eq!(command("news.example").status.code(), Some(1), "nobody is there");
    assert_eq!(proxy.paths().len(), 1);
}

/// A feed of summaries whose pages are at these addresses.
fn feed_of(pages: &[String]) -> String {
    let item = |(i, page): (usize, &String)| {
        format!("<item><title>Item {i}</title><link>{page}</link><description>Summary {i}.</description></item>")
    };
    let items: String = pages.iter().enumerate().map(item).collect();
    format!("<rss><channel><title>Harbor</title>{items}</channel></rss>")
}

/// A server that gives one feed.
fn feed_server(feed: String) -> Server {
    Server::new(move |_, stream| {
        send(stream, "200 OK", "Content-Type: application/rss+xml\r\nETag: \"v1\"\r\n", feed.as_bytes());
    })
}

#[test]
fn what_the_web_names_in_a_private_network_is_not_asked() {
    let secret = Server::new(|_, stream| send(stream, "200 OK", "Content-Type: text/plain\r\n", PAGE.as_bytes()));
    let port = secret.address.rsplit(':').next().unwrap().to_owned();
    // By number, by a name that leads there, and in other notations.
    let pages =
        ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"].map(|h| format!("http://{h}:{port}/page"));
    let feed = feed_server(feed_of(&pages));
    let folder = tempfile::tempdir().unwrap();
    let library = library(&folder, Kind::Feed, &[feed.url("/feed")]);
    let (report, steps) = update(&library);
    assert_eq!((report.tally.new, report.failed), (4, 0), "the summaries are kept");
    assert!(
        steps.iter().any(|s| s.what.contains("4 of 4 articles") && s.what.contains("your own network")),
        "{steps:?}"
    );
    // A redirect of what is subscribed to leads to its own server only.
    let to = secret.url("/page");
    let redirecting = Server::new(move |seen, stream| match seen.path.as_str() {
        "/away" => send(stream, "302 Found", &format!("Location: {to}\r\n"), b""),
        "/here" => send(stream, "302 Found", "Location: /page\r\n", b""),
        _ => send(stream, "200 OK", "Content-Type: text/plain\r\n", PAGE.as_bytes()),
    });
    assert_eq!(error(&redirecting.url("/away")), FetchError::Private("127.0.0.1".into()));
    assert!(get(&quick(), &redirecting.url("/here")).is_ok());
    assert_eq!(secret.paths(), Vec::<String>::new());
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
    assert!(steps.iter().any(|s| s.failed && s.what.contains("40 of 40 articles")), "{steps:?}");
    assert!(
        steps.iter().any(|s| s.what.contains("page 1 of 40"))
            && steps.iter().any(|s| s.what.starts_with("waiting for "))
    );
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
        assert_eq!(update(&library).0.tally, Tally { new: 3, changed: 0 });
        assert_eq!(update(&library).0.tally, Tally::default());
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
