//! Newsletters and articles that came by mail (`.eml`).

use mail_parser::MessageParser;

use super::{Hint, build::Draft, dates, page, people, plain};

/// Reads a message. `None` when it has no body that can be read.
pub(super) fn read(bytes: &[u8], hint: &Hint) -> Option<Draft> {
    let message = MessageParser::default().parse(bytes)?;
    let mut draft = Draft::new("e-mail", hint);
    draft.title = message.subject().unwrap_or_default().to_owned();
    if let Some(sender) = message.from().and_then(|from| from.first()) {
        let name = sender.name().unwrap_or_default();
        let host = sender.address().and_then(|a| a.rsplit_once('@')).map(|(_, host)| host.to_owned());
        // `Ana Lee at Harbor Wire`: the person and the outlet
        match name.split_once(" at ").or_else(|| name.split_once(" from ")).or_else(|| name.split_once(" | ")) {
            Some((person, outlet)) => {
                draft.authors = people::names(person);
                draft.source = outlet.to_owned();
            }
            None if name.is_empty() => draft.source = host.unwrap_or_default(),
            None => draft.source = name.to_owned(),
        }
    }
    draft.published = message.date().and_then(|d| dates::parse(&d.to_rfc3339()));
    let html =
        message.html_bodies().next().filter(|p| p.is_text_html()).and_then(|p| p.text_contents().map(str::to_owned));
    draft.pieces = match html {
        Some(html) => page::fragment(&html),
        None => plain::read(&message.body_text(0)?, hint).pieces,
    };
    draft.pieces.retain(|p| !is_postal(&p.text));
    Some(draft)
}

/// What mails say of themselves.
fn is_postal(line: &str) -> bool {
    let lower = line.to_lowercase();
    let said = [
        "unsubscribe",
        "view in browser",
        "view this email",
        "view online",
        "update your preferences",
        "manage your subscription",
        "you are receiving this",
        "you received this",
        "was this email forwarded",
        "add us to your address book",
    ];
    line.len() < 400 && said.iter().any(|s| lower.contains(s))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
