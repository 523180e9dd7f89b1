//! HTML pages as saved from news sites.

mod body;
mod byline;
mod json_ld;
mod lines;
mod links;
mod metadata;
mod pictures;
mod publisher_bullets;
mod signs;
mod title;

pub(crate) use self::links::{FeedLink, page_links};
use super::{
    Hint,
    build::Draft,
    dom::Dom,
    draft_block::{DraftBlock, RawPicture},
};

/// The most bytes read of a page.
const MAX_PAGE: usize = 24 << 20;

/// Reads a page.
pub(super) fn read(html: &str, hint: &Hint) -> Draft {
    let mut draft = Draft::new("HTML page", hint);
    let html = bounded(html, &mut draft);
    let dom = Dom::parse(html);
    if dom.cut {
        draft.notices.push("cut: the page has too many elements".to_owned());
    }
    let known = metadata::read(&dom, hint);
    let (bullets, taken) = publisher_bullets::find(&dom, known.headline).unzip();
    draft.pieces = body::pieces(&dom, &known, &taken.unwrap_or_default());
    draft.bullets = bullets;
    draft.title = known.title;
    draft.source = known.source;
    draft.authors = known.authors;
    draft.published = known.published;
    draft.language = known.language;
    draft.url = draft.url.or(known.url);
    draft.picture = known.picture.map(|url| RawPicture { url, alt: String::new() });
    draft
}

/// The pieces of a feed item's body: all of it, as nothing of a page stands around it.
pub(super) fn feed_body(html: &str) -> Vec<DraftBlock> {
    let html = crate::text::sanitize::prefix(html, MAX_PAGE);
    body::whole(&Dom::parse(html))
}

/// The blocks of a mail's body: nothing is chosen, only what is hidden and boilerplate dropped.
pub(super) fn letter(html: &str) -> Vec<DraftBlock> {
    let html = crate::text::sanitize::prefix(html, MAX_PAGE);
    body::letter(&Dom::parse(html))
}

fn bounded<'t>(html: &'t str, draft: &mut Draft) -> &'t str {
    if html.len() <= MAX_PAGE {
        return html;
    }
    draft.notices.push(format!("cut after {} MiB", MAX_PAGE >> 20));
    crate::text::sanitize::prefix(html, MAX_PAGE)
}

#[cfg(test)]
mod tests;
