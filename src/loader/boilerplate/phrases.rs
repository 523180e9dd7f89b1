//! What lines say that stand among an article's paragraphs and belong to the page around it.

use crate::loader::dates;

/// Whether a line is one of those that stand in articles and belong to the page.
pub(in crate::loader) fn is_boilerplate(line: &str) -> bool {
    const STARTS: &[&str] = &[
        "read more",
        "read also",
        "also read",
        "read next",
        "more:",
        "related:",
        "see also",
        "sign up",
        "subscribe",
        "advertisement",
        "click ",
        "share this",
        "follow us",
        "photo:",
        "image:",
        "video:",
        "watch:",
        "listen:",
        "credit:",
        "copyright",
        "©",
        "(c) ",
        "all rights reserved",
        "get the latest",
        "don't miss",
        "recommended",
        "newsletter",
        "story continues below",
        "article continues below",
        "loading",
        "this article was originally",
        "this article originally appeared",
        "for more stories",
        "continue reading",
        "skip to",
        "download the",
        "don't have an account",
        "create an account",
        "more about",
        "more on this",
        "topics:",
        "tags:",
        "filed under",
        "mehr zum thema",
        "lesen sie auch",
        "lesen sie mehr",
        "anzeige",
        "werbung",
        "lire aussi",
        "à lire aussi",
        "lee también",
        "leer más",
        "les også",
        "läs också",
        "læs også",
        "leggi anche",
        "lees ook",
        "doi:",
        "reporting by",
        "(reporting by",
        "writing by",
        "editing by",
        "with files from",
        "our standards: the thomson",
        "opens new tab",
    ];
    const ANYWHERE: &[&str] = &[
        "contributed to this report",
        "contributed to this story",
        "contributed reporting",
        "contributed to this article",
    ];
    if line.len() > 400 {
        return false;
    }
    let starts = |s: &str| starts_folded(line, s);
    if line.len() < 140 && STARTS.iter().any(|s| starts(s)) || starts("reporting by") || starts("(reporting by") {
        return true;
    }
    // Few lines have one of these words, and only they are worth a copy in lower case.
    if ["ewsletter", "EWSLETTER", "ontribut", "ONTRIBUT"].iter().any(|w| line.contains(w)) {
        let lower = line.to_lowercase();
        let asks = lower.contains("newsletter")
            && ["sign up", "signing up", "subscribe", "inbox"].iter().any(|w| lower.contains(w));
        if asks || ANYWHERE.iter().any(|a| lower.contains(a)) {
            return true;
        }
    }
    shouts(line) || is_message_of_software(line)
}

/// Whether a line is what a browser or a server says to its user: `Please enable JavaScript`, `Warning: … on line 5`.
pub(in crate::loader) fn is_message_of_software(line: &str) -> bool {
    const SAYS: &[&str] = &[
        "not support",
        "t support",
        "not supported by",
        "enable javascript",
        "enable java script",
        "javascript enabled",
        "javascript to be enabled",
        "turn on javascript",
        "javascript is disabled",
        "no longer supported",
        "no longer support",
        "outdated browser",
        "upgrade your browser",
        "update your browser",
        "old web browser",
        "javascript aktivieren",
    ];
    const ERRORS: &[&str] =
        &["Warning: ", "Notice: ", "Deprecated: ", "Strict Standards: ", "Fatal error: ", "Parse error: "];
    if line.len() > 240 {
        return false;
    }
    if ["rowser", "avaScript", "avascript", "our device"].iter().any(|w| line.contains(w)) {
        let lower = line.to_lowercase();
        let to_user = ["your browser", "your device", "you are using", "you're using", "please", "bitte"]
            .iter()
            .any(|w| lower.contains(w));
        if to_user && SAYS.iter().any(|s| lower.contains(s)) {
            return true;
        }
    }
    line.contains(" on line ") && ERRORS.iter().any(|e| line.starts_with(e))
}

/// Whether a line claims rights in a site: `© 2024 Harbor Media. All rights reserved.`
pub(in crate::loader) fn is_imprint(line: &str) -> bool {
    line.contains('©') || ["ll rights reserved", "LL RIGHTS RESERVED"].iter().any(|w| line.contains(w))
}

/// Whether a line starts with a text in lower case, whatever its own case and apostrophes.
fn starts_folded(line: &str, start: &str) -> bool {
    let mut folded = line.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c });
    start.chars().all(|c| folded.next() == Some(c))
}

/// `WATCH | The mayor speaks`: capitals and a bar lead to something else.
fn shouts(line: &str) -> bool {
    let Some((head, _)) = line.split_once('|') else { return false };
    line.len() < 200 && head.len() > 2 && head.len() < 40 && head.chars().all(|c| c.is_uppercase() || c.is_whitespace())
}

/// Whether a short line says who wrote the article, when, or how long it takes to read.
pub(in crate::loader) fn is_signature(line: &str) -> bool {
    let lower = line.to_lowercase();
    let by = [
        "by ",
        "von ",
        "par ",
        "por ",
        "av ",
        "af ",
        "door ",
        "autor:",
        "text:",
        "author:",
        "foto:",
        "photograph:",
        "words by",
        "story by",
        "published",
        "updated",
        "last updated",
        "veröffentlicht",
        "publié",
        "publicado",
        "first published",
    ];
    let minutes = ["min read", "minute read", "minutes read", "lesezeit", "min de lecture", "min. lesezeit"];
    line.len() < 120
        && (by.iter().any(|b| lower.starts_with(b))
            || minutes.iter().any(|m| lower.contains(m))
            || (line.len() < 80 && dates::parse(line).is_some_and(|d| d.day().is_some())))
}

/// Whether a heading or label opens what comes after the story.
pub(in crate::loader) fn ends_story(line: &str) -> bool {
    const HEADS: &[&str] = &[
        "about the author",
        "about the authors",
        "about us",
        "related",
        "related stories",
        "related articles",
        "related content",
        "related topics",
        "read more",
        "read next",
        "most read",
        "most popular",
        "recommended",
        "you may also like",
        "you might also like",
        "more stories",
        "more from",
        "more on this story",
        "more on this",
        "more about",
        "trending",
        "share this",
        "share",
        "topics",
        "tags",
        "sign up",
        "newsletter",
        "latest news",
        "top stories",
        "mehr zum thema",
        "das könnte sie auch interessieren",
        "à lire aussi",
        "más información",
        "sur le même sujet",
        "sources",
        "notes",
        "references",
        "footnotes",
        "latest posts",
        "recent posts",
        "further reading",
        "you may like",
        "don't miss",
        "auch interessant",
        "schon gelesen?",
        "weiterlesen",
        "weitere artikel",
        "weitere themen",
        "weitere meldungen",
        "neueste artikel",
        "meistgelesen",
        "das könnte dich auch interessieren",
        "lesen sie auch",
        "à lire également",
        "lire aussi",
        "articles similaires",
        "articoli correlati",
        "leggi anche",
        "te puede interesar",
        "también te puede interesar",
        "noticias relacionadas",
        "lo más leído",
        "leia também",
        "leia mais",
        "czytaj także",
        "zobacz także",
        "lees ook",
        "les også",
        "læs også",
        "läs också",
        "читайте также",
        "διαβάστε επίσης",
    ];
    let lower = line.trim().trim_end_matches([':', '.', '…']).to_lowercase();
    HEADS.contains(&lower.as_str())
        || (lower.len() < 40
            && (lower.starts_with("more from ")
                || lower.starts_with("more on ")
                || lower.starts_with("about the author")
                || (lower.starts_with("more ") && lower.split(' ').count() == 2)))
}

/// Whether a heading or label opens what readers say of the story: `Comments (5)`, `3 Responses to “The bridge”`.
pub(in crate::loader) fn opens_comments(line: &str) -> bool {
    const HEADS: &[&str] = &[
        "comments",
        "comment",
        "reader comments",
        "readers comments",
        "all comments",
        "comments are closed",
        "leave a comment",
        "leave a reply",
        "post a comment",
        "add a comment",
        "add comment",
        "your comment",
        "join the conversation",
        "join the discussion",
        "responses",
        "replies",
        "kommentare",
        "kommentar schreiben",
        "leserkommentare",
        "schreibe einen kommentar",
        "commentaires",
        "ajouter un commentaire",
        "laisser un commentaire",
        "vos réactions",
        "réactions",
        "comentarios",
        "deja un comentario",
        "deja una respuesta",
        "comentários",
        "deixe um comentário",
        "commenti",
        "lascia un commento",
        "reacties",
        "kommentarer",
        "komentarze",
        "dodaj komentarz",
        "opinie",
        "komentáře",
        "комментарии",
        "комментарии читателей",
        "оставить комментарий",
        "добавить комментарий",
        "обсуждение",
        "σχόλια",
        "σχολια",
        "γράψτε το σχόλιό σας",
        "yorumlar",
        "评论",
        "コメント",
    ];
    if line.len() > 120 {
        return false;
    }
    let lower = line.to_lowercase();
    let words = lower.trim_matches(|c: char| !c.is_alphabetic());
    let counted = || line.starts_with(|c: char| c.is_ascii_digit());
    HEADS.contains(&words)
        || counted()
            && ["responses to", "comments on", "comments to", "thoughts on"].iter().any(|w| words.starts_with(w))
}

/// Whether a line introduces one of the article's authors: `Ana Lee is a reporter for …`.
pub(in crate::loader) fn is_author_note(line: &str, authors: &[String]) -> bool {
    const TRADES: &[&str] = &[
        "reporter",
        "correspondent",
        "editor",
        "writer",
        "journalist",
        "columnist",
        "covers",
        "author of",
        "redakteur",
        "korrespondent",
        "autor",
        "is a ",
        "is an ",
        "journaliste",
        "twitter",
        "follow ",
    ];
    const IS: &[&str] =
        &["is", "are", "ist", "sind", "est", "es", "è", "jest", "является", "—", "–", "er", "writes", "schreibt"];
    let lower = line.to_lowercase();
    let about = |author: &&String| author.contains(' ') && lower.starts_with(&author.to_lowercase());
    authors.iter().find(about).is_some_and(|author| {
        let next = lower[author.to_lowercase().len()..].split_whitespace().next().unwrap_or_default();
        IS.contains(&next) || TRADES.iter().any(|t| lower.contains(t))
    })
}

/// Whether a line asks its reader for something: a subscription, a gift, a report of errors.
pub(in crate::loader) fn asks_reader(line: &str) -> bool {
    const ASKS: &[&str] = &[
        "follow us",
        "like us on",
        "sign up",
        "subscribe to",
        "subscribe here",
        "subscribing to",
        "our newsletter",
        "ctrl+enter",
        "ctrl-enter",
        "ctrl + enter",
        "support us",
        "please donate",
        "become a member",
        "download our app",
        "share this",
        "if you enjoyed",
        "if you liked",
        "folgen sie uns",
        "folge uns",
        "folgt uns",
        "abonnieren sie",
        "abonniere ",
        "unterstütze ",
        "unterstützen sie",
        "suivez-nous",
        "abonnez-vous",
        "inscrivez-vous",
        "síguenos",
        "suscríbete",
        "suscríbase",
        "seguici",
        "iscriviti",
        "inscreva-se",
        "siga-nos",
        "zapisz się",
        "obserwuj nas",
        "polub nas",
        "подпишитесь",
        "подписывайтесь",
        "ακολουθήστε",
        "εγγραφείτε",
        "volg ons",
        "schrijf je in",
        "følg os",
        "følg oss",
        "关注我们",
    ];
    let lower = line.to_lowercase();
    ASKS.iter().any(|ask| lower.contains(ask))
}
