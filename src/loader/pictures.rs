//! The pictures of an article: where they are and what they are said to show. None is fetched or read here.

use super::{draft_block::RawPicture, is_web_address};
use crate::{
    article::{Article, Picture, SentenceId},
    text::sanitize,
};

/// The most pictures of one article.
const MAX_PICTURES: usize = 24;
/// The longest address, and the longest words for a picture, in bytes.
const MAX_URL: usize = 2 << 10;
const MAX_ALT: usize = 300;

/// Cleans the pictures that were found and makes their addresses whole. `lead` is what the page shows for the article where
/// the text itself has no picture.
pub(super) fn finish(article: &mut Article, lead: Option<RawPicture>) {
    let found = std::mem::take(&mut article.pictures);
    let lead = lead.filter(|_| found.is_empty());
    let lead = lead.map(|p| Picture { before: SentenceId(0), url: p.url, alt: p.alt });
    let mut pictures: Vec<Picture> = Vec::new();
    for picture in lead.into_iter().chain(found) {
        let Some(url) = whole(&picture.url, article) else { continue };
        if pictures.iter().any(|p| p.url == url) {
            continue;
        }
        let alt = sanitize::clean_line(sanitize::prefix(&picture.alt, MAX_ALT));
        pictures.push(Picture { url, alt: alt.split_whitespace().collect::<Vec<_>>().join(" "), ..picture });
        if pictures.len() == MAX_PICTURES {
            break;
        }
    }
    article.pictures = pictures;
}

/// An address as one of the web. What a file names by a relative path stays that path: it was saved with the file, maybe.
fn whole(raw: &str, article: &Article) -> Option<String> {
    let raw = raw.trim();
    if raw.is_empty() || raw.len() > MAX_URL {
        return None;
    }
    let is_file = !article.path.contains("://");
    // `//host/path` names a server; a scheme names anything.
    let is_relative = !raw.starts_with(['/', '\\']) && !raw.contains(':');
    let address = if is_web_address(raw) || is_file && is_relative {
        raw.to_owned()
    } else {
        String::from(url::Url::parse(article.url.as_deref()?).ok()?.join(raw).ok()?)
    };
    let address = sanitize::clean_line(&address);
    // Drawings are not decoded.
    let path = address.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    let shown = is_web_address(&address) || is_file && is_relative;
    (shown && !path.ends_with(".svg")).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::super::{Hint, load};

    fn pictures(text: &str, path: &str, url: Option<&str>) -> Vec<(u32, String, String)> {
        let hint = Hint { path: path.into(), url: url.map(str::to_owned), ..Hint::default() };
        let article = load(text.as_bytes(), &hint).unwrap().remove(0);
        article.pictures.into_iter().map(|p| (p.before.0, p.url, p.alt)).collect()
    }

    const PAGE: &str = "<html><head><title>Ferry runs aground</title><meta property=og:image content='/og.jpg'></head><body>
        <nav><img src=logo.png></nav><article><h1>Ferry runs aground</h1>
        <figure><img src=a.jpg alt='The  ferry'><figcaption>The ferry on Friday</figcaption></figure>
        <p>The ferry ran aground off Skarn early on Friday, and the coast guard took everyone off within two hours.</p>
        <img src='data:image/gif;base64,R0' data-src='/b.jpg' width=600><img src=/pixel.gif width=1 height=1>
        <p>Nobody was hurt, the coast guard said, and the company promised a full inquiry into what had happened there.</p>
        </article><aside><img src=ad.jpg></aside></body></html>";

    #[test]
    fn a_page_keeps_where_its_pictures_stand() {
        let found = pictures(PAGE, "https://example.org/n/1", Some("https://example.org/n/1"));
        let want = [
            (0, "https://example.org/n/a.jpg".to_owned(), "The ferry".to_owned()),
            (1, "https://example.org/b.jpg".to_owned(), String::new()),
        ];
        assert_eq!(found, want);
        // The file that a browser saved may have its pictures beside it, whatever address the page names.
        let beside = pictures(PAGE, "x.html", None);
        assert_eq!(beside, [(0, "a.jpg".to_owned(), "The ferry".to_owned())]);
    }

    #[test]
    fn the_pages_own_picture_stands_in_where_the_text_has_none() {
        let page = PAGE.replace("<img src=a.jpg alt='The  ferry'>", "").replace("data-src='/b.jpg'", "");
        assert_eq!(pictures(&page, "x.html", Some("https://example.org/n/1"))[0].1, "https://example.org/og.jpg");
    }

    #[test]
    fn markdown_names_files_beside_it_and_no_other_scheme() {
        let text = "# T\n\n![The bridge](pics/a.png)\n\nIt closed on Friday.\n\n![x](file:///etc/a.png) ![y](/etc/b.png)\n\nIt opened.\n";
        assert_eq!(pictures(text, "a.md", None), [(0, "pics/a.png".to_owned(), "The bridge".to_owned())]);
    }

    #[test]
    fn an_item_of_a_feed_keeps_its_pictures() {
        let feed = "<rss version='2.0'><channel><title>F</title><item><title>A</title><link>https://e.org/1</link>
            <description>&lt;p&gt;It closed.&lt;/p&gt;&lt;img src='/p.png' alt='p'&gt;&lt;p&gt;It opened.&lt;/p&gt;</description></item></channel></rss>";
        assert_eq!(pictures(feed, "f.xml", None), [(1, "https://e.org/p.png".to_owned(), "p".to_owned())]);
    }
}
