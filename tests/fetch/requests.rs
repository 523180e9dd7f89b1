//! What is asked of a server, and what it answers: faults, packed bodies, certificates, proxies, private addresses.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use nutgraf::library::{
    Kind,
    fetch::{Answer, FetchError, Fetcher, Limits},
};

use super::{
    PAGE, error, feed_of, feed_server, get, library, quick, update,
    web::{Server, send},
};

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
    let certificate = CertificateDer::from_pem_slice(include_bytes!("../tls/certificate.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("../tls/key.pem")).unwrap();
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
        steps.iter().any(|s| s.what.contains("4 of 4 full texts") && s.what.contains("your own network")),
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
