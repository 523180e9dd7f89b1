//! Subscriptions in and out as OPML: nested outlines stay nested, and nothing in a file makes a command run.

use std::{borrow::Cow, fmt::Write};

use encoding_rs::{Encoding, UTF_8};
use quick_xml::{
    Reader, XmlVersion,
    escape::escape,
    events::{BytesStart, Event},
};

use super::{Kind, Subscription, fetch::address};
use crate::text::sanitize;

/// How far into a file its declaration is looked for, in bytes.
const HEAD: usize = 256;

/// What an OPML file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlines {
    /// Feeds and pages, each with the outlines that it stands in.
    pub subscriptions: Vec<Subscription>,
    /// Addresses that are not of the web: programs to run, local files, searches of another reader.
    pub refused: Vec<String>,
}

/// The text of an OPML file's bytes, by its byte-order mark or what its first line declares; UTF-8 otherwise.
#[must_use]
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let declared = head.split_once("encoding=").and_then(|(_, rest)| {
        let name = rest.trim_start_matches(['"', '\'']);
        Encoding::for_label(name.split(['"', '\'', '?']).next()?.as_bytes())
    });
    declared.unwrap_or(UTF_8).decode(bytes).0
}

/// Reads OPML.
///
/// # Errors
/// Says where the file is no OPML.
pub fn read(text: &str) -> Result<Outlines, String> {
    let mut reader = Reader::from_str(text);
    let mut out = Outlines::default();
    // One entry an open outline: its name, where it groups others.
    let mut open: Vec<Option<String>> = Vec::new();
    let mut is_opml = false;
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|e| format!("line {}: {e}", line(text, reader.error_position())))?;
        match event {
            Event::Start(e) if e.name().as_ref() == "outline" => {
                let group = outline(&e, &open, &mut out).map_err(|e| format!("line {}: {e}", line(text, at)))?;
                open.push(group);
            }
            Event::Empty(e) if e.name().as_ref() == "outline" => {
                outline(&e, &open, &mut out).map_err(|e| format!("line {}: {e}", line(text, at)))?;
            }
            Event::End(e) if e.name().as_ref() == "outline" => _ = open.pop(),
            Event::Start(e) if e.name().as_ref() == "opml" => is_opml = true,
            Event::Eof if is_opml => return Ok(out),
            Event::Eof => return Err("no OPML: there is no <opml> element".into()),
            _ => {}
        }
    }
}

/// Takes one outline up. Gives its name where it groups others.
fn outline(e: &BytesStart<'_>, open: &[Option<String>], out: &mut Outlines) -> Result<Option<String>, String> {
    let (mut title, mut text, mut feed, mut site, mut url, mut kind) = Default::default();
    for attribute in e.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|e| e.to_string())?;
        let value = sanitize::clean_line(&value);
        let field: &mut String = match attribute.key.as_ref() {
            "title" => &mut title,
            "text" => &mut text,
            "xmlUrl" | "xmlurl" => &mut feed,
            "htmlUrl" | "htmlurl" => &mut site,
            "url" => &mut url,
            "type" => &mut kind,
            _ => continue,
        };
        *field = value;
    }
    let title: String = if title.is_empty() { text } else { title };
    let kind = if feed.is_empty() && kind.eq_ignore_ascii_case("link") { Kind::Page } else { Kind::Feed };
    let wanted = if kind == Kind::Page { url } else { feed };
    if wanted.is_empty() {
        return Ok((!title.is_empty()).then_some(title));
    }
    match address(&wanted) {
        Ok(found) => out.subscriptions.push(Subscription {
            kind,
            title: if title.is_empty() { found.host_str().unwrap_or_default().to_owned() } else { title },
            address: found.into(),
            site: address(&site).ok().map(Into::into),
            path: open.iter().flatten().cloned().collect(),
            ..Subscription::default()
        }),
        // A password in it is not repeated.
        Err(_) => out.refused.push(wanted.rsplit_once('@').map_or(wanted.clone(), |(_, host)| host.to_owned())),
    }
    Ok(None)
}

/// Writes subscriptions as OPML 2.0. Folders are this machine's own and are left out.
#[must_use]
pub fn write(subscriptions: &[Subscription]) -> String {
    let mut sorted: Vec<&Subscription> = subscriptions.iter().filter(|s| s.kind != Kind::Folder).collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>Subscriptions of \
         Nutgraf</title>\n  </head>\n  <body>\n",
    );
    let mut open: Vec<&str> = Vec::new();
    for s in sorted {
        let common = open.iter().zip(&s.path).take_while(|(a, b)| **a == b.as_str()).count();
        close(&mut out, &mut open, common);
        for group in s.path.iter().skip(common) {
            // Writing to a string does not fail.
            let _ = writeln!(out, "{}<outline text=\"{}\">", indent(open.len()), escape(group.as_str()));
            open.push(group);
        }
        let title = escape(s.title.as_str());
        let (kind, name) = if s.kind == Kind::Page { ("link", "url") } else { ("rss", "xmlUrl") };
        let address = escape(s.address.as_str());
        let _ = write!(
            out,
            "{}<outline type=\"{kind}\" text=\"{title}\" title=\"{title}\" {name}=\"{address}\"",
            indent(open.len())
        );
        if let Some(site) = &s.site {
            let _ = write!(out, " htmlUrl=\"{}\"", escape(site.as_str()));
        }
        out.push_str("/>\n");
    }
    close(&mut out, &mut open, 0);
    out.push_str("  </body>\n</opml>\n");
    out
}

fn close(out: &mut String, open: &mut Vec<&str>, down_to: usize) {
    while open.len() > down_to {
        open.pop();
        let _ = writeln!(out, "{}</outline>", indent(open.len()));
    }
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth + 2)
}

fn line(text: &str, at: u64) -> usize {
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    text.as_bytes()[..at].iter().filter(|&&b| b == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nested_outlines_are_kept_and_nothing_runs() {
        let text = r#"<?xml version="1.0"?><opml version="1.0"><head/><body>
          <outline text="World"><outline text="Asia &amp; Pacific">
            <outline text="Harbor" type="rss" xmlUrl="https://harbor.example/feed?a=1&amp;b=2" htmlUrl="https://harbor.example/"/>
          </outline><outline title="Wire" xmlUrl="http://wire.example/rss"></outline></outline>
          <outline text="Script" xmlUrl="exec:rm -rf ~"/><outline text="F" xmlUrl="file:///etc/passwd"/>
          <outline type="link" text="Notices" url="https://town.example/notices"/></body></opml>"#;
        let found = read(text).unwrap();
        let paths: Vec<_> = found.subscriptions.iter().map(|s| (s.title.as_str(), s.path.join("/"), s.kind)).collect();
        assert_eq!(
            paths,
            [
                ("Harbor", "World/Asia & Pacific".into(), Kind::Feed),
                ("Wire", "World".into(), Kind::Feed),
                ("Notices", String::new(), Kind::Page),
            ]
        );
        assert_eq!(found.subscriptions[0].address, "https://harbor.example/feed?a=1&b=2");
        assert_eq!(found.refused, ["exec:rm -rf ~", "file:///etc/passwd"]);
    }

    #[test]
    fn the_encoding_is_the_mark_s_the_declared_one_or_utf_8() {
        let opml = |encoding: &str| {
            format!(
                "<?xml version='1.0' encoding='{encoding}'?><opml><outline text='Büro' xmlUrl='https://b.example/'/></opml>"
            )
        };
        let latin: Vec<u8> = opml("ISO-8859-1").chars().map(|c| c as u8).collect();
        let wide: Vec<u8> = opml("utf-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let all = [
            latin,
            [&[0xff, 0xfe], wide.as_slice()].concat(),
            opml("no such").into_bytes(),
            opml("utf-8").into_bytes(),
        ];
        for bytes in all {
            assert_eq!(read(&text(&bytes)).unwrap().subscriptions[0].title, "Büro");
        }
        assert!(read(&text(&[0xff, 0x80, 0xfe])).is_err());
    }

    #[test]
    fn what_is_no_opml_is_told_with_its_line() {
        assert!(read("<rss/>").unwrap_err().contains("no <opml>"));
        assert!(read("<opml>\n<body>\n<outline text=\"a></opml>").unwrap_err().starts_with("line"));
        assert!(read("").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_is_written_is_read_back(feeds in prop::collection::vec(("[a-zA-Z&<>\"' é]{1,12}", prop::collection::vec("[a-z&\"]{1,3}", 0..3)), 0..8)) {
            let all: Vec<Subscription> = feeds.into_iter().enumerate().map(|(i, (title, path))| Subscription {
                address: format!("https://h{i}.example/f?x=1&y=%22"),
                title: { let t = sanitize::clean_line(&title); if t.is_empty() { "t".into() } else { t } },
                path,
                ..Subscription::default()
            }).collect();
            let mut back = read(&write(&all)).unwrap().subscriptions;
            let mut all = all;
            all.sort_by(|a, b| a.address.cmp(&b.address));
            back.sort_by(|a, b| a.address.cmp(&b.address));
            prop_assert_eq!(back, all);
        }
    }
}
