//! Opens web addresses in the browser.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::{
    shelf::ArticleKey,
    tui::{view::ViewContext, worker::requests::notice},
};

/// How long a browser has to say that it cannot open an address. What goes on for longer is open.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens an article's address.
pub(crate) fn open_article(cx: &mut ViewContext, key: Option<ArticleKey>) {
    let Some(key) = key else {
        return cx.say("choose an article first");
    };
    if let Some(read) = cx.cache.articles.get(&key) {
        return match read.article.url.clone() {
            Some(url) => visit(cx, &url),
            None => cx.say(NO_ADDRESS),
        };
    }
    // A comparison has articles that the reading view never had.
    let (Some(shelf), own) = (cx.shelf.clone(), cx.config.browser.clone()) else { return };
    cx.request_in_background(move |_| match shelf.article(key) {
        Err(e) => Some(notice(&e.to_string(), true)),
        Ok(article) => match article.url.as_deref().map(|url| browser(&own, url)) {
            None => Some(notice(NO_ADDRESS, false)),
            Some(None) => Some(notice(NOT_OF_THE_WEB, true)),
            Some(Some(command)) => run(command, PATIENCE).err().map(|e| notice(&e, true)),
        },
    });
}

const NO_ADDRESS: &str = "this article names no address";
const NOT_OF_THE_WEB: &str = "this is no web address: only http and https are opened";

/// Opens an address: http and https only, as an argument, through no shell.
pub(crate) fn visit(cx: &mut ViewContext, url: &str) {
    let Some(command) = browser(&cx.config.browser, url) else {
        return cx.fail(NOT_OF_THE_WEB);
    };
    cx.say(format!("opening {url}"));
    cx.request_in_background(move |_| run(command, PATIENCE).err().map(|e| notice(&e, true)));
}

/// Starts a browser, and says why it could not open the address where it ends at once.
fn run(mut command: Command, patience: Duration) -> Result<(), String> {
    let silent = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let name = silent.get_program().to_string_lossy().into_owned();
    let mut child =
        silent.spawn().map_err(|e| format!("{name} cannot be started ({e}); set browser in config.toml"))?;
    let begun = Instant::now();
    // Somebody has to wait for it, or it stays as a zombie.
    let status = child.wait().map_err(|e| format!("{name}: {e}"))?;
    if status.success() || begun.elapsed() > patience {
        return Ok(());
    }
    Err(format!("{name} did not open it ({status}); set browser in config.toml"))
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

    #[test]
    #[cfg(unix)]
    fn a_browser_that_ends_at_once_without_success_is_told() {
        let of = |script: &str| {
            let own = ["sh", "-c", script].map(str::to_owned);
            run(browser(&own, "https://example.com/").unwrap(), Duration::from_millis(500))
        };
        assert_eq!(of("exit 0"), Ok(()));
        assert_eq!(of("sleep 1; exit 3"), Ok(()), "it was open for a while");
        let told = of("exit 3").unwrap_err();
        assert!(told.starts_with("sh did not open it (exit status: 3)"), "{told}");
    }
}
