//! Opens web addresses in the browser.

use std::process::{Command, Stdio};

use crate::{
    shelf::ArticleKey,
    tui::{
        view::ViewContext,
        worker::{pool::Priority, requests::notice},
    },
};

/// Opens an article's address.
pub(crate) fn open_article(cx: &mut ViewContext, key: Option<ArticleKey>) {
    let Some(read) = key.and_then(|k| cx.cache.articles.get(&k)) else {
        return cx.say("choose an article first");
    };
    match read.article.url.clone() {
        Some(url) => visit(cx, &url),
        None => cx.say("this article names no address"),
    }
}

/// Opens an address: http and https only, as an argument, through no shell.
pub(crate) fn visit(cx: &mut ViewContext, url: &str) {
    let Some(mut command) = browser(&cx.config.browser, url) else {
        return cx.fail("this is no web address: only http and https are opened");
    };
    cx.say(format!("opening {url}"));
    cx.request(Priority::Now, move |_| {
        let silent = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let name = silent.get_program().to_string_lossy().into_owned();
        match silent.spawn() {
            Ok(mut child) => {
                // Somebody has to wait for it, or it stays as a zombie.
                std::thread::spawn(move || child.wait());
                None
            }
            Err(e) => Some(notice(&format!("{name} cannot be started ({e}); set browser in config.toml"), true)),
        }
    });
}

/// The command that opens an address: the reader's own, else the system's. Nothing for what is no web address.
fn browser(own: &[String], url: &str) -> Option<Command> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    if !web || url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let system: &[&str] = if cfg!(target_os = "macos") {
        &["open"]
    } else if cfg!(windows) {
        &["explorer"]
    } else {
        &["xdg-open"]
    };
    let mut words = own.iter().map(String::as_str).chain(system.iter().copied().filter(|_| own.is_empty()));
    let mut command = Command::new(words.next()?);
    command.args(words).arg(crate::text::links::without_tracking(url));
    Some(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_argument_and_nothing_else_is_opened() {
        let url = "https://example.com/?a=1&b=$(reboot);`id`";
        let command = browser(&["lynx".into(), "-accept_all_cookies".into()], url).unwrap();
        let args: Vec<_> = command.get_args().collect();
        assert_eq!(command.get_program(), "lynx");
        assert_eq!(args, ["-accept_all_cookies", url]);
        for wrong in ["file:///etc/passwd", "javascript:alert(1)", "-version", "https://a b", "https://a\u{1b}[2J", ""]
        {
            assert!(browser(&[], wrong).is_none(), "{wrong}");
        }
    }
}
