//! Subscriptions in and out as OPML: nested outlines stay nested, and nothing in a file makes a command run.

use std::{borrow::Cow, fmt::Write};

use encoding_rs::{Encoding, UTF_8};
use quick_xml::{
    Reader,
    escape::{escape, resolve_xml_entity, unescape_with},
    events::{BytesStart, Event, attributes::Attributes},
};
use url::Url;

use super::{FullText, Kind, Subscription, fetch::address};
use crate::text::sanitize;

/// The namespace of the attributes that only Nutgraf knows: how a subscription is fetched and kept.
const NAMESPACE: &str = "urn:nutgraf:opml/1";
/// The attributes of that namespace.
const FULL_TEXT: &str = "fullText";
const KEEP_DAYS: &str = "keepDays";
const KEEP_ARTICLES: &str = "keepArticles";

/// How far into a file its declaration is looked for, in bytes.
const HEAD: usize = 256;

/// Outlines that an outline is filed under, at the most: nobody files deeper, and each is indented when it is written.
const MAX_DEPTH: usize = 16;
/// The longest name of an outline, in bytes as it is written.
const MAX_NAME: usize = 1_000;
/// The longest address, in bytes.
const MAX_ADDRESS: usize = 4_000;
/// The longest escape, `&#x10ffff;` with zeros before it, in bytes.
const MAX_ENTITY: usize = 16;

/// What an OPML file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlines {
    /// Feeds and pages, each with the outlines that it stands in.
    pub subscriptions: Vec<Subscription>,
    /// Feeds in files and folders of this machine, by their `file:` addresses: nothing is known yet of what is there.
    pub local: Vec<Subscription>,
    /// Addresses that are not of the web: programs to run, searches of another reader.
    pub refused: Vec<String>,
    /// Where the file ends before its time, if it does: what stood before that is here.
    pub damage: Option<String>,
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

/// Reads OPML, as it is found: a bare `&`, an attribute without quotation marks or a tag that nothing closes costs itself.
///
/// # Errors
/// Says where the file is no OPML.
pub fn read(text: &str) -> Result<Outlines, String> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_unmatched_ends) = (false, true);
    let mut out = Outlines::default();
    // One entry an open outline: its name, where it groups others.
    let mut open: Vec<Option<String>> = Vec::new();
    let mut is_opml = false;
    // What stands before the names of our own attributes, where the file declares it.
    let mut own = None;
    let named = |name: &str, wanted: &str| name.eq_ignore_ascii_case(wanted);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) if named(e.name().as_ref(), "outline") => {
                let group = outline(&e, &open, own.as_deref(), &mut out);
                open.push(group);
            }
            Ok(Event::Empty(e)) if named(e.name().as_ref(), "outline") => {
                _ = outline(&e, &open, own.as_deref(), &mut out);
            }
            Ok(Event::End(e)) if named(e.name().as_ref(), "outline") => _ = open.pop(),
            Ok(Event::Start(e)) if named(e.name().as_ref(), "opml") => {
                is_opml = true;
                own = own_prefix(&e);
            }
            Ok(Event::Eof) if is_opml => return Ok(out),
            Ok(Event::Eof) => return Err("this is no OPML file: it has no <opml> element".into()),
            Ok(_) => {}
            Err(e) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                let line = 1 + text.bytes().take(at).filter(|&b| b == b'\n').count();
                let damage = format!("line {line}: {e}");
                if out.subscriptions.is_empty() {
                    return Err(damage);
                }
                out.damage = Some(damage);
                return Ok(out);
            }
        }
    }
}

/// What a file writes before the names of attributes of our namespace: "nutgraf:".
fn own_prefix(e: &BytesStart<'_>) -> Option<String> {
    let mut all = Attributes::html(e.attributes_raw(), 0);
    all.with_checks(false).flatten().filter(|a| &*a.value == NAMESPACE).find_map(|a| {
        let prefix = a.key.as_ref().strip_prefix("xmlns:")?;
        Some(format!("{prefix}:").to_ascii_lowercase())
    })
}

/// Takes one outline up. Gives its name where it groups others. `own` stands before the names of our own attributes; those of
/// others are passed over, as is a value that says nothing.
fn outline(e: &BytesStart<'_>, open: &[Option<String>], own: Option<&str>, out: &mut Outlines) -> Option<String> {
    let (mut title, mut text, mut feed, mut site, mut url, mut kind) = Default::default();
    let (mut full_text, mut keep_days, mut keep_articles) = Default::default();
    for attribute in Attributes::html(&mended(e.attributes_raw()), 0).with_checks(false).flatten() {
        let key = attribute.key.as_ref().to_ascii_lowercase();
        let field: &mut String = match key.as_str() {
            "title" => &mut title,
            "text" => &mut text,
            "xmlurl" => &mut feed,
            "htmlurl" => &mut site,
            "url" => &mut url,
            "type" => &mut kind,
            key => match own.and_then(|own| key.strip_prefix(own)) {
                Some(name) if name.eq_ignore_ascii_case(FULL_TEXT) => &mut full_text,
                Some(name) if name.eq_ignore_ascii_case(KEEP_DAYS) => &mut keep_days,
                Some(name) if name.eq_ignore_ascii_case(KEEP_ARTICLES) => &mut keep_articles,
                _ => continue,
            },
        };
        let value: &str = &attribute.value;
        let is_name = matches!(key.as_str(), "title" | "text");
        let value = if is_name { sanitize::prefix(value, MAX_NAME) } else { value };
        *field = sanitize::clean_line(&unescaped(value));
    }
    let title: String = if title.is_empty() { text } else { title };
    let kind = match kind.to_ascii_lowercase().as_str() {
        "link" if feed.is_empty() => Kind::Page,
        "folder" if feed.is_empty() => Kind::Folder,
        _ => Kind::Feed,
    };
    let wanted = if kind == Kind::Feed { feed } else { url };
    if wanted.is_empty() {
        return (!title.is_empty()).then_some(title);
    }
    let site = address(&site).ok().map(Into::into);
    let path = open.iter().flatten().take(MAX_DEPTH).cloned().collect();
    let most = |text: &str| text.parse().ok().filter(|&n: &u32| n > 0);
    let other = Subscription {
        kind,
        site,
        path,
        full_text: FullText::of(&full_text),
        keep_days: most(&keep_days),
        keep_articles: most(&keep_articles),
        ..Subscription::default()
    };
    match address(&wanted) {
        Ok(found) if found.as_str().len() <= MAX_ADDRESS => out.subscriptions.push(Subscription {
            title: if title.is_empty() { found.host_str().unwrap_or_default().to_owned() } else { title },
            address: found.into(),
            ..other
        }),
        Err(_) if is_local(&wanted) => out.local.push(Subscription { title, address: wanted, ..other }),
        // A password in it is not repeated.
        _ => {
            let told = wanted.rsplit_once('@').map_or(wanted.as_str(), |(_, host)| host);
            out.refused.push(sanitize::prefix(told, MAX_NAME).to_owned());
        }
    }
    None
}

/// Whether an address names something of this machine, and not of another by way of its network.
fn is_local(wanted: &str) -> bool {
    let url = Url::parse(wanted).ok().filter(|url| url.scheme() == "file" && wanted.len() <= MAX_ADDRESS);
    url.is_some_and(|url| url.host_str().is_none_or(str::is_empty) && url.to_file_path().is_ok())
}

/// Attributes with the marks escaped that stand inside a value between such marks: `text="The "Daily" Tide"`.
fn mended(attributes: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut inside, mut copied) = (None, 0);
    for (at, c) in attributes.char_indices().filter(|(_, c)| matches!(c, '"' | '\'')) {
        match inside {
            None if attributes[..at].trim_end().ends_with('=') => inside = Some(c),
            Some(mark) if mark == c && ends_value(&attributes[at + 1..]) => inside = None,
            Some(mark) if mark == c => {
                out.push_str(&attributes[copied..at]);
                out.push_str(if c == '"' { "&quot;" } else { "&apos;" });
                copied = at + 1;
            }
            _ => {}
        }
    }
    if copied == 0 { attributes.into() } else { (out + &attributes[copied..]).into() }
}

/// Whether what follows a mark is what may follow a value: another attribute, or the end of the tag.
fn ends_value(rest: &str) -> bool {
    let next = sanitize::prefix(rest, MAX_NAME).trim_start();
    let name = next.find(|c: char| !c.is_alphanumeric() && !"-_:.".contains(c)).unwrap_or(next.len());
    match name {
        0 => next.is_empty() || next.starts_with('/'),
        _ => next[name..].trim_start().starts_with('='),
    }
}

/// A value without its escapes; what begins like one and is none stays as it is.
fn unescaped(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(MAX_ENTITY).position(|b| b == b';').map_or(1, |end| end + 1);
        let (escape, after) = rest.split_at(end);
        match unescape_with(escape, resolve_xml_entity) {
            Ok(plain) => out.push_str(&plain),
            Err(_) => out.push_str(escape),
        }
        rest = after;
    }
    out + rest
}

/// Writes subscriptions as OPML 2.0. A folder is an outline of a type of our own, which other readers pass over; so are the
/// attributes of our namespace, which say how a subscription is fetched and kept where that is set.
#[must_use]
pub fn write(subscriptions: &[Subscription]) -> String {
    let mut sorted: Vec<&Subscription> = subscriptions.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\" xmlns:nutgraf=\"{NAMESPACE}\">\n  <head>\n    \
         <title>Subscriptions of Nutgraf</title>\n  </head>\n  <body>\n"
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
        let (kind, name) = match s.kind {
            Kind::Feed => ("rss", "xmlUrl"),
            Kind::Page => ("link", "url"),
            Kind::Folder => ("folder", "url"),
        };
        let folder = if s.kind == Kind::Folder { Url::from_directory_path(&s.address).ok() } else { None };
        let address = folder.as_ref().map_or(s.address.as_str(), Url::as_str);
        let address = escape(address);
        let _ = write!(
            out,
            "{}<outline type=\"{kind}\" text=\"{title}\" title=\"{title}\" {name}=\"{address}\"",
            indent(open.len())
        );
        if let Some(site) = &s.site {
            let _ = write!(out, " htmlUrl=\"{}\"", escape(site.as_str()));
        }
        let full_text = Some(s.full_text).filter(|&f| f != FullText::Auto).map(|f| f.name().to_owned());
        let keep = |most: Option<u32>| most.map(|n| n.to_string());
        for (name, value) in
            [(FULL_TEXT, full_text), (KEEP_DAYS, keep(s.keep_days)), (KEEP_ARTICLES, keep(s.keep_articles))]
        {
            if let Some(value) = value {
                let _ = write!(out, " nutgraf:{name}=\"{value}\"");
            }
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
          <outline text="Script" xmlUrl="exec:rm -rf ~"/><outline text="F" xmlUrl="file://host.example/share/feed"/>
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
        assert_eq!(found.refused, ["exec:rm -rf ~", "file://host.example/share/feed"]);
    }

    #[test]
    fn files_and_folders_of_this_machine_are_read_as_they_were_written() {
        let folder =
            Subscription { kind: Kind::Folder, address: "/a b/ü&".into(), title: "F".into(), ..Default::default() };
        let feed = Subscription { address: "file:///a/feed.xml".into(), title: "W".into(), ..Default::default() };
        let found = read(&write(&[folder, feed.clone()])).unwrap();
        assert_eq!((found.subscriptions.len(), found.refused.len()), (0, 0));
        assert_eq!(found.local[1], feed);
        let path = Url::parse(&found.local[0].address).unwrap().to_file_path().unwrap();
        assert_eq!((found.local[0].kind, path.to_str()), (Kind::Folder, Some("/a b/ü&/")));
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

    #[test]
    fn what_is_not_well_formed_costs_itself() {
        let read = |outlines: &str| read(&format!("<opml><body>{outlines}</body></opml>")).unwrap();
        let f = "<outline text='B' xmlUrl='https://b.example/f'/>";
        for (outline, title, address) in [
            ("<outline text='A & B' xmlUrl='https://a.example/f?x=1&y=2'/>", "A & B", "https://a.example/f?x=1&y=2"),
            (
                "<outline text='A&nbsp;&#66;&amp;&bad' xmlUrl='https://a.example/'/>",
                "A&nbsp;B&&bad",
                "https://a.example/",
            ),
            ("<outline text='x' text='y' xmlUrl='https://a.example/'/>", "y", "https://a.example/"),
            ("<outline text=x selected xmlUrl='https://a.example/'/>", "x", "https://a.example/"),
            (
                "<outline text=\"The \"Daily\" Tide\" xmlUrl=\"https://a.example/\"/>",
                "The \"Daily\" Tide",
                "https://a.example/",
            ),
            ("<OUTLINE TEXT='x' XMLURL='https://a.example/'/>", "x", "https://a.example/"),
            ("</outline><outline text='x' xmlUrl='https://a.example/'/></p>", "x", "https://a.example/"),
        ] {
            let found = read(&format!("{outline}{f}")).subscriptions;
            let found: Vec<_> = found.iter().map(|s| (s.title.as_str(), s.address.as_str())).collect();
            assert_eq!(found, [(title, address), ("B", "https://b.example/f")], "{outline}");
        }
        let cut = super::read(&format!("<opml>{f}<outline text='x")).unwrap();
        assert!(cut.subscriptions.len() == 1 && cut.damage.unwrap().starts_with("line 1"));
        let deep = read(&format!("{}{f}", "<outline text='g'>".repeat(2_000)));
        assert_eq!(deep.subscriptions[0].path.len(), MAX_DEPTH);
    }

    #[test]
    fn what_only_nutgraf_knows_is_told_by_its_namespace_and_what_others_know_is_passed_over() {
        let read = |opml: &str, attributes: &str| {
            let f = format!(
                "<opml {opml}><body><outline text='x' xmlUrl='https://a.example/' {attributes}/></body></opml>"
            );
            let s = read(&f).unwrap().subscriptions.remove(0);
            (s.full_text, s.keep_days, s.keep_articles)
        };
        let nothing = (FullText::Auto, None, None);
        let ours = format!("version='2.0' xmlns:n='{NAMESPACE}' xmlns:o='urn:other'");
        let all = "n:fullText='never' n:keepDays='30' n:keepArticles='200' o:keepDays='1' keepDays='2'";
        assert_eq!(read(&ours, all), (FullText::Never, Some(30), Some(200)));
        assert_eq!(read(&ours, "n:fullText='sometimes' n:keepDays='0' n:keepArticles='-3' n:more='x'"), nothing);
        assert_eq!(read("xmlns:n='urn:other'", all), nothing);
        assert_eq!(read("", all), nothing);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn anything_is_read_to_its_end(middle in "[&;#x0-9a-f<>/\"'= é\u{1b}]{0,40}", bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let whole = format!("<opml><outline text='{middle}' xmlUrl='https://a.example/{middle}'/></opml>");
            for s in read(&whole).map(|o| o.subscriptions).unwrap_or_default() {
                let safe = ![&s.title, &s.address].iter().any(|text| text.contains(char::is_control));
                prop_assert!(safe, "{s:?}");
            }
            let _ = read(&text(&bytes));
        }

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
