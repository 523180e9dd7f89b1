//! Newsletters and articles that came by mail (`.eml`).

use std::borrow::Cow;

use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders};

use super::{Hint, build::Draft, dates, draft_block::DraftBlock, encoding, opening, page, people, plain};
use crate::article::BlockKind;

/// Reads a message. `None` when it has no body that can be read.
pub(super) fn read(bytes: &[u8], hint: &Hint) -> Option<Draft> {
    let message = MessageParser::default().parse(bytes)?;
    let mut draft = Draft::new("e-mail", hint);
    draft.title = as_windows(message.subject().unwrap_or_default());
    if let Some(sender) = message.from().and_then(|from| from.first()) {
        let name = as_windows(sender.name().unwrap_or_default());
        let host = sender.address().and_then(|a| a.rsplit_once('@')).map(|(_, host)| host.to_owned());
        match person_at(&name) {
            Some((person, outlet)) => {
                draft.authors = people::names(person);
                draft.source = outlet.to_owned();
            }
            None if name.is_empty() => draft.source = host.unwrap_or_default(),
            None => draft.source = name,
        }
    }
    draft.published = message.date().and_then(|d| dates::parse(&d.to_rfc3339()));
    // A message of several parts goes on from one to the next; of alternatives the HTML is one.
    for part in message.html_bodies() {
        let text = text(&message, part, hint)?;
        let own = if part.is_text_html() { page::letter(&text) } else { plain_text(&text, part) };
        draft.pieces.extend(own);
    }
    draft.pieces.retain(|p| !is_postal(p));
    Some(draft)
}

/// `Ana Lee at Harbor Wire`: the person and the outlet. "Notes from Poland" is an outlet.
fn person_at(name: &str) -> Option<(&str, &str)> {
    let parted = [" at ", " from ", " | "].iter().find_map(|by| name.split_once(by))?;
    let is_person = |name: &str| {
        (2..=4).contains(&name.split_whitespace().count())
            && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
            && !opening::is_outlet(name)
    };
    Some(parted).filter(|(person, outlet)| is_person(person.trim()) && !outlet.trim().is_empty())
}

/// The text of a part. Where its head names no encoding its own `meta` may, and what is called ISO-8859-1 is windows-1252,
/// as in every browser.
fn text<'m>(message: &Message<'m>, part: &MessagePart<'m>, hint: &Hint) -> Option<String> {
    let raw = message.raw_message().get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    let bytes = match part.encoding {
        Encoding::None => Some(Cow::Borrowed(raw)),
        Encoding::QuotedPrintable => {
            mail_parser::decoders::quoted_printable::quoted_printable_decode(raw).map(Cow::Owned)
        }
        Encoding::Base64 => mail_parser::decoders::base64::base64_decode(raw).map(Cow::Owned),
    };
    let named = part.content_type().and_then(|kind| kind.attribute("charset"));
    let kind = if part.is_text_html() { "text/html" } else { "text/plain" };
    let media_type = Some(named.map_or_else(|| kind.to_owned(), |charset| format!("{kind}; charset={charset}")));
    let own = Hint { media_type, ..hint.clone() };
    let decoded = bytes.as_deref().and_then(|bytes| Some(encoding::decode(bytes, &own)?.into_owned()));
    decoded.or_else(|| part.text_contents().map(str::to_owned))
}

/// What stands at the C1 controls is what windows-1252 has there.
fn as_windows(text: &str) -> String {
    text.chars()
        .map(|c| match u8::try_from(u32::from(c)) {
            Ok(byte @ 0x80..=0x9f) => {
                let bytes = [byte];
                encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0.chars().next().unwrap_or(c)
            }
            _ => c,
        })
        .collect()
}

/// The pieces of a plain part: its quotations apart, without the signature.
fn plain_text(text: &str, part: &MessagePart<'_>) -> Vec<DraftBlock> {
    let says = |key: &str, value: &str| {
        part.content_type().and_then(|kind| kind.attribute(key)).is_some_and(|v| v.eq_ignore_ascii_case(value))
    };
    let flowed = says("format", "flowed").then(|| says("delsp", "yes"));
    let mut pieces = Vec::new();
    for (quoted, text) in passages(text, flowed) {
        let from = pieces.len();
        pieces.extend(plain::body(&text));
        for piece in pieces.iter_mut().skip(from).filter(|_| quoted > 0) {
            *piece = DraftBlock {
                depth: quoted - 1,
                ..DraftBlock::block(BlockKind::Quote, std::mem::take(&mut piece.text))
            };
        }
    }
    pieces
}

/// A text parted where the depth of quotation changes. `flowed`: lines that end with a space go on (RFC 3676), and whether
/// that space is no part of the text.
fn passages(text: &str, flowed: Option<bool>) -> Vec<(u8, String)> {
    let mut out: Vec<(u8, String)> = Vec::new();
    let mut goes_on = false;
    for line in text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)) {
        let mut words = line.trim_start_matches('>');
        let depth = u8::try_from(line.len() - words.len()).unwrap_or(u8::MAX);
        // The line of the signature (RFC 3676, 4.3): what follows is the sender's, not the article's.
        if depth == 0 && words == "-- " {
            break;
        }
        if flowed.is_some() || depth > 0 {
            words = words.strip_prefix(' ').unwrap_or(words);
        }
        let soft = flowed.is_some() && words.ends_with(' ');
        let kept = if soft && flowed == Some(true) { &words[..words.len() - 1] } else { words };
        match out.last_mut().filter(|(open, _)| *open == depth) {
            Some((_, passage)) => {
                if !goes_on {
                    passage.push('\n');
                }
                passage.push_str(kept);
                // Where lines flow, each end of one is an end of a paragraph.
                if goes_on && !soft {
                    passage.push('\n');
                }
            }
            None => out.push((depth, kept.to_owned())),
        }
        goes_on = soft;
    }
    out
}

/// What mails say of themselves. A story may have these words too: a short line has nothing else to say, and in a longer
/// one they are a link.
fn is_postal(piece: &DraftBlock) -> bool {
    const OF_ITSELF: &[&str] = &[
        "view in browser",
        "view this email",
        "view online",
        "update your preferences",
        "manage your subscription",
        "you are receiving this",
        "you're receiving this",
        "you received this",
        "was this email forwarded",
        "add us to your address book",
        "mailing list footer",
    ];
    const SHORT: usize = 60;
    let lower = piece.text.trim().to_lowercase();
    if lower.len() >= 400 {
        return false;
    }
    let linked = |word: &str| {
        let words = |range: &std::ops::Range<usize>| piece.text.get(range.clone()).unwrap_or_default().to_lowercase();
        piece.links.iter().any(|(range, _)| words(range).contains(word))
    };
    OF_ITSELF.iter().any(|said| lower.contains(said))
        || lower.contains("unsubscribe")
            && (lower.len() < SHORT || linked("unsubscribe") || lower.starts_with("to unsubscribe"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    fn load(headers: &str, body: &[u8]) -> Article {
        let head = format!(
            "From: \"Ana Lee at Harbor Wire\" <news@example.org>\r\nTo: x@example.org\r\nSubject: Bridge\r\nMIME-Version: 1.0\r\n{headers}\r\n\r\n"
        );
        read(&[head.as_bytes(), body].concat(), &Hint::default()).unwrap().finish().unwrap()
    }

    fn texts(article: &Article) -> Vec<&str> {
        article.sentences.iter().map(|s| s.text.as_str()).collect()
    }

    #[test]
    fn a_newsletter_is_an_article() {
        let mail = "From: \"Ana Lee at Harbor Wire\" <news@example.org>\r\nTo: x@example.org\r\nSubject: =?utf-8?q?The_bridge_=E2=80=93_closed?=\r\nDate: Fri, 31 May 2024 14:02:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>The bridge =\r\nis closed.</p><p>It rained.</p><p>Unsubscribe here.</p>\r\n";
        let article = read(mail.as_bytes(), &Hint::default()).unwrap().finish().unwrap();
        assert_eq!(
            (article.title.as_str(), article.source.as_str(), article.authors.len()),
            ("The bridge – closed", "Harbor Wire", 1)
        );
        assert_eq!(article.sentences.len(), 2);
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2024-05-31T14:02:00+02:00"));
    }

    #[test]
    fn flowed_lines_are_one_paragraph_and_the_signature_is_none() {
        let body = b"The old bridge was closed on Friday after nine years, and a crowd of  \r\nforty watched it from http://  \r\nexample.org/live  \r\nas told.\r\n\r\n> They asked whether  \r\n> it holds.\r\n\r\nIt does.\r\n-- \r\nHarbor Wire, 1 Quay\r\n";
        let article = load("Content-Type: text/plain; charset=us-ascii; format=flowed; delsp=yes", body);
        assert_eq!(
            texts(&article),
            [
                "The old bridge was closed on Friday after nine years, and a crowd of forty watched it from http:// example.org/live as told.",
                "They asked whether it holds.",
                "It does."
            ]
        );
        let quotes = article.blocks().filter(|b| b.kind == BlockKind::Quote).count();
        assert_eq!(quotes, 1);
    }

    #[test]
    fn the_encoding_is_the_parts_its_metas_or_what_browsers_read() {
        let page = "<html><head><meta charset=windows-1251></head><body><p>Мост закрыли в пятницу.</p></body></html>";
        let article = load(
            "Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit",
            &encoding_rs::WINDOWS_1251.encode(page).0,
        );
        assert_eq!(texts(&article), ["Мост закрыли в пятницу."]);
        let article = load(
            "Content-Type: text/plain; charset=\"iso-8859-1\"\r\nContent-Transfer-Encoding: quoted-printable",
            b"The town=92s bridge =96 the old one =96 costs =805.\r\n",
        );
        assert_eq!(texts(&article), ["The town’s bridge – the old one – costs €5."]);
    }

    #[test]
    fn what_is_hidden_before_the_letter_is_not_its_text() {
        for hidden in [
            "max-height:0; overflow:hidden; mso-hide:all",
            "display:none !important",
            "font-size:1px;line-height:1px;color:#fff;opacity:0",
            "height:0;width:0;overflow:hidden",
        ] {
            let body = format!(
                "<body><div style=\"{hidden}\">More inside this week</div><p>The bridge closed.</p><p>A law lets customers unsubscribe from paper \
                 bills with one click, the town decided on Tuesday.</p><p>Sent to you weekly. <a href='https://u.example'>Unsubscribe</a></p></body>"
            );
            let article = load("Content-Type: text/html; charset=utf-8", body.as_bytes());
            let expected =
                "A law lets customers unsubscribe from paper bills with one click, the town decided on Tuesday.";
            assert_eq!(texts(&article), ["The bridge closed.", expected], "{hidden}");
        }
    }

    #[test]
    fn parts_that_follow_each_other_are_all_read() {
        let body = b"--m\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe bridge closed on Friday.\r\n\r\nIt rained.\r\n--m\r\nContent-Type: text/html\r\nContent-Disposition: inline\r\n\r\n<p>It opens in May, the town says.</p>\r\n--m--\r\n";
        let article = load("Content-Type: multipart/mixed; boundary=m", body);
        assert_eq!(texts(&article), ["The bridge closed on Friday.", "It rained.", "It opens in May, the town says."]);
    }

    #[test]
    fn an_outlet_may_have_a_small_word_in_its_name() {
        assert_eq!(person_at("Ana Lee at Harbor Wire"), Some(("Ana Lee", "Harbor Wire")));
        for outlet in ["Letters from Skarn", "News at Noon", "Harbor Wire from Skarn", "Harbor Wire"] {
            assert_eq!(person_at(outlet), None);
        }
    }
}
