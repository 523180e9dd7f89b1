//! How fast each format is read, in MB/s. `cargo bench --bench loader`.

use std::fmt::Write;

use divan::{Bencher, counter::BytesCount};
use nutgraf::{
    loader::{Hint, load},
    text::{quotations, sentences},
};

fn main() {
    divan::main();
}

const PARAGRAPH: &str = "The council met on Tuesday and voted 7 to 2 to close the old bridge, Mayor Ana Lee said. “We’ll rebuild \
    it by next spring,” she told reporters. “It won’t be cheap.” The repair of the U.S. Route 9 crossing costs $3.5 million, \
    according to the state’s Dept. of Transportation, which inspected it in Jan. 2024.";

/// Paragraphs that differ: one that stands twice in a page is read once.
fn text(join: &str, paragraphs: usize) -> String {
    (0..paragraphs).map(|n| format!("{n} times. {PARAGRAPH}")).collect::<Vec<_>>().join(join)
}

fn page(paragraphs: usize) -> String {
    let mut page = String::from(
        "<!doctype html><html lang=en><head><title>Bridge | Harbor Wire</title><meta property=og:title content=Bridge></head><body><nav>",
    );
    for n in 0..200 {
        let _ = write!(
            page,
            "<li class=\"menu__item menu__item--{n}\"><a href=\"/section/{n}\" data-track='{{\"n\":{n}}}'>Section {n}</a></li>"
        );
    }
    page.push_str("</nav><script>var a = \"<p>not text</p>\";</script><article><h1>Bridge</h1>");
    for n in 0..paragraphs {
        let _ = write!(
            page,
            "<p class=\"body__paragraph\">{n} times. {PARAGRAPH} <a href=\"https://example.org/{n}\">More</a>.</p><div class=ad></div>"
        );
    }
    page.push_str("</article><footer>All rights reserved</footer></body></html>");
    page
}

fn run(bencher: Bencher<'_, '_>, name: &str, input: &str) {
    let hint = Hint { path: name.into(), ..Hint::default() };
    bencher.counter(BytesCount::of_str(input)).bench(|| load(divan::black_box(input.as_bytes()), &hint));
}

#[divan::bench]
fn plain_text(bencher: Bencher<'_, '_>) {
    run(bencher, "a.txt", &text("\n\n", 14));
}

#[divan::bench]
fn markdown(bencher: Bencher<'_, '_>) {
    run(bencher, "a.md", &format!("---\ntitle: Bridge\n---\n\n{}", text("\n\n", 14)));
}

#[divan::bench]
fn html_page(bencher: Bencher<'_, '_>) {
    run(bencher, "a.html", &page(40));
}

#[divan::bench]
fn rss(bencher: Bencher<'_, '_>) {
    let item = format!(
        "<item><title>Bridge</title><description><![CDATA[<p>{}</p>]]></description></item>",
        text("</p><p>", 8)
    );
    run(bencher, "a.xml", &format!("<rss><channel><title>Harbor</title>{}</channel></rss>", item.repeat(20)));
}

#[divan::bench]
fn json_feed(bencher: Bencher<'_, '_>) {
    let body = text("\\n\\n", 8);
    let item = format!("{{\"id\":\"1\",\"content_text\":\"{body}\"}}");
    run(
        bencher,
        "a.json",
        &format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{}]}}", vec![item; 20].join(",")),
    );
}

#[divan::bench]
fn mail(bencher: Bencher<'_, '_>) {
    let body = text("</p>\r\n<p>", 14);
    let head = "From: Harbor <a@example.org>\r\nSubject: Bridge\r\nDate: Fri, 31 May 2024 14:02:00 +0200\r\nMIME-Version: 1.0\r\n";
    run(bencher, "a.eml", &format!("{head}Content-Type: text/html; charset=utf-8\r\n\r\n<p>{body}</p>\r\n"));
}

#[divan::bench]
fn splitting_sentences(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::of_str(PARAGRAPH)).bench(|| sentences::split(divan::black_box(PARAGRAPH)));
}

#[divan::bench]
fn finding_quotations(bencher: Bencher<'_, '_>) {
    let parts: Vec<Vec<&str>> = vec![sentences::split(PARAGRAPH).into_iter().map(|r| &PARAGRAPH[r]).collect()];
    bencher.counter(BytesCount::of_str(PARAGRAPH)).bench(|| quotations::find(divan::black_box(&parts)));
}
