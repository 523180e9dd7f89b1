//! Fetching from a real server on this machine: whatever it answers is told, and nothing is lost.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; its helpers are not known as tests to the lint"
)]

mod feeds;
mod folders;
mod pages;
mod requests;
mod updates;
#[path = "../web/mod.rs"]
mod web;

use std::{sync::Mutex, time::Duration};

use nutgraf::{
    library::{
        FullText, Kind, Library, Report, Subscription,
        fetch::{Answer, FetchError, Fetcher, Limits, Wanted},
    },
    shelf::Step,
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

const FEED: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Harbor Wire</title>
  <link>https://harbor.example/</link><description>News</description>
  <item><title>Bridge reopens</title><link>SERVER/items/1?utm_source=rss</link><pubDate>Fri, 31 May 2024 12:00:00 GMT</pubDate>
    <description>The Marlow bridge reopens on Friday. Lorries must wait.</description></item>
  <item><title>Probe lands</title><link>SERVER/items/2</link><pubDate>Thu, 30 May 2024 12:00:00 GMT</pubDate>
    <description>The probe Kestrel has landed in the desert with dust of Ilma.</description></item>
  </channel></rss>"#;

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

fn subscribed(folder: &tempfile::TempDir, server: &Server) -> Library {
    let library = Library::open(folder.path()).unwrap();
    let wanted = Subscription { address: server.url("/"), full_text: FullText::Never, ..Subscription::default() };
    library.subscribe(&wanted).unwrap();
    library
}
