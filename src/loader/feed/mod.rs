//! RSS and Atom, and JSON Feed: one article an item, its full content before its summary.
//!
//! Reads what real feeds hold rather than what is valid: names by their local part, content in any of the elements that
//! carry it, dates in any form. A feed that breaks off gives the items before the break.
//!
//! A feed may hold many thousand items of which all but a few are known: [`Feed`] keeps where each item stands, and makes
//! an article of one when it is asked for.

mod item;
mod json;
mod names;
mod value;
mod xml;

use std::{borrow::Cow, ops::Range, sync::Arc};

use url::Url;

use self::{
    item::{Field, Item},
    xml::{Context, Found},
};
use super::{
    Hint, LoadError, build::Draft, dates, draft_block::DraftBlock, entities, is_web_address, page, people, plain,
};
use crate::{article::Article, text::sanitize};

/// The most items read of a feed.
const MAX_ITEMS: usize = 50_000;
/// The most bytes of the title of an item that has nothing else.
const MAX_TITLE: usize = 1 << 10;

/// A feed, read; each item becomes an article when it is asked for.
#[derive(Debug, Default)]
pub struct Feed<'t> {
    hint: Hint,
    format: &'static str,
    text: Cow<'t, str>,
    head: Item,
    entries: Vec<Entry>,
    /// Where relative addresses lead from: its own address, else its site's.
    base: Option<Url>,
    damage: Damage,
}

/// How whole a feed is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Damage {
    /// It has more items than are read.
    longer: bool,
    /// It ends before it is complete.
    cut: bool,
    /// Places in it are no XML.
    breaks: usize,
}

/// What is known of an item before it is asked for.
#[derive(Debug)]
struct Entry {
    id: Option<Box<str>>,
    address: Option<Box<str>>,
    body: Body,
}

#[derive(Debug)]
enum Body {
    /// Where it stands in the feed's text, and what holds there: read again when it is asked for.
    At(Range<usize>, Arc<Context>),
    Read(Item),
}

impl<'t> Feed<'t> {
    pub(super) fn of_xml(text: impl Into<Cow<'t, str>>, hint: &Hint) -> Self {
        let text = text.into();
        let address = own_address(hint);
        let start = Context::at(address.as_ref());
        let (mut entries, mut relative) = (Vec::new(), Vec::new());
        let mut damage = Damage::default();
        let read = xml::read(&text, &start, false, &mut |Found { item, at, context }| {
            damage.longer = entries.len() >= MAX_ITEMS;
            if !damage.longer {
                let entry = Entry::new(&item, address.as_ref(), Body::At(at, context));
                // The site's address, which it may be relative to, may come later.
                relative.extend(entry.address.is_none().then_some((entries.len(), item)));
                entries.push(entry);
            }
            !damage.longer
        });
        let head = read.head;
        let base = address.or_else(|| site(&head, None));
        for (k, item) in relative {
            entries[k].address = item.address(base.as_ref()).map(String::into_boxed_str);
        }
        (damage.cut, damage.breaks) = (read.cut && !damage.longer, read.breaks);
        let mut feed = Self { hint: hint.clone(), format: "feed", text, head, entries, base, damage };
        // Where it broke off an item may have begun and said nothing.
        while feed.damage.cut && !feed.is_empty() && feed.item(feed.len() - 1).is_none_or(|last| last.is_empty()) {
            feed.entries.pop();
        }
        feed
    }

    pub(super) fn of_json(text: &str, hint: &Hint) -> Result<Self, LoadError> {
        let format = "JSON Feed";
        let (head, items, cut) = json::read(text).map_err(|reason| LoadError::Malformed { format, reason })?;
        let address = own_address(hint);
        let base = address.or_else(|| site(&head, None));
        let damage = Damage { longer: items.len() > MAX_ITEMS, cut, breaks: 0 };
        let entry = |item: Item| Entry {
            body: Body::Read(item.clone()),
            ..Entry::new(&item, base.as_ref(), Body::At(0..0, Arc::default()))
        };
        let entries = items.into_iter().take(MAX_ITEMS).map(entry).collect();
        Ok(Self { hint: hint.clone(), format, text: Cow::Borrowed(""), head, entries, base, damage })
    }

    /// What an item says.
    fn item(&self, item: usize) -> Option<Cow<'_, Item>> {
        match &self.entries.get(item)?.body {
            Body::Read(item) => Some(Cow::Borrowed(item)),
            Body::At(at, context) => {
                let mut found = None;
                xml::read(self.text.get(at.clone())?, context, true, &mut |Found { item, .. }| {
                    found.get_or_insert(item);
                    false
                });
                found.map(Cow::Owned)
            }
        }
    }

    /// Its name; empty where it has none.
    #[must_use]
    pub fn title(&self) -> String {
        sanitize::clean_line(&self.head.line(&[Field::Title, Field::OtherTitle]).unwrap_or_default())
    }

    /// How many items it lists.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it lists nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What the feed calls an item (`guid`, `id`), so that it knows it again when its address or text changes.
    #[must_use]
    pub fn id(&self, item: usize) -> Option<&str> {
        self.entries.get(item)?.id.as_deref()
    }

    /// The address of an item's page.
    #[must_use]
    pub fn address(&self, item: usize) -> Option<&str> {
        self.entries.get(item)?.address.as_deref()
    }

    /// Whether it breaks off before its last element ends, or lists more items than are read.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.damage.cut || self.damage.longer
    }

    /// Whether an item gives its content as such (`content:encoded`, `content`, `content_html`), not as a summary.
    #[must_use]
    pub fn gives_content(&self, item: usize) -> bool {
        self.item(item).is_some_and(|item| item.all(Field::Content).next().is_some())
    }

    /// The article of an item; none where the item says nothing.
    #[must_use]
    pub fn article(&self, item: usize) -> Option<Article> {
        let fields = self.item(item)?;
        let path = format!("{}#{}", self.hint.path, item + 1);
        let bare = || Draft { path: path.clone(), ..self.draft(item, &fields) };
        let mut pieces = match fields.body() {
            Some(body) if body.is_html() => page::feed_body(&body.text),
            Some(body) if body.markup == item::Markup::Text => plain::body(&body.text),
            Some(body) => plain::body(&entities::decode(&body.text)),
            None => Vec::new(),
        };
        let own = fields.body().and_then(|body| body.base.as_deref());
        for (_, url) in pieces.iter_mut().flat_map(|piece| &mut piece.links) {
            *url = item::resolve(url, own, self.base.as_ref()).unwrap_or_default();
        }
        let mut article = Draft { pieces, ..bare() }.finish().or_else(|_| announced(bare())).ok()?;
        if item + 1 == self.len() {
            article.notices.extend(self.damage.notices());
        }
        Some(article)
    }

    /// All articles.
    ///
    /// # Errors
    /// When no item gives one.
    pub(super) fn articles(&self) -> Result<Vec<Article>, LoadError> {
        let all: Vec<Article> = (0..self.len()).filter_map(|i| self.article(i)).collect();
        if all.is_empty() { Err(LoadError::NoArticle { format: self.format }) } else { Ok(all) }
    }

    /// What it says of an item besides its text.
    fn draft(&self, item: usize, fields: &Item) -> Draft {
        let head = &self.head;
        let mut draft = Draft::new(self.format, &self.hint);
        draft.whole = true;
        draft.url = self.address(item).map(str::to_owned);
        draft.title = fields.line(&[Field::Title, Field::OtherTitle]).unwrap_or_default();
        let title = || head.line(&[Field::Title, Field::OtherTitle]);
        draft.source = fields.line(&[Field::SourceTitle]).or_else(title).unwrap_or_default();
        let of = |item: &Item, field| {
            item.all(field).flat_map(|author| people::given(&author.line(), &draft.source)).collect::<Vec<_>>()
        };
        // RFC 4287, 4.2.1: an entry's own author, else its source's, else the feed's. Podcasts name theirs once more.
        let own = [(fields, Field::Author), (fields, Field::SourceAuthor), (fields, Field::OtherAuthor)];
        let all = own.into_iter().chain([(head, Field::Author), (head, Field::OtherAuthor)]);
        draft.authors = all.map(|(item, field)| of(item, field)).find(|names| !names.is_empty()).unwrap_or_default();
        let mut seen = Vec::new();
        draft.authors.retain(|name| {
            let key = name.to_lowercase();
            !seen.contains(&key) && {
                seen.push(key);
                true
            }
        });
        let days = [Field::Published, Field::Created, Field::Updated].into_iter().flat_map(|field| fields.all(field));
        draft.published = days.map(item::Value::line).find_map(|day| dates::parse(&day));
        draft.language = fields.line(&[Field::Language]).or_else(|| head.line(&[Field::Language]));
        draft
    }
}

impl Damage {
    /// What is said of it to the reader of its last article.
    fn notices(self) -> Option<String> {
        if self.longer {
            return Some(format!("the feed is longer: only its first {MAX_ITEMS} articles are read"));
        }
        if self.cut {
            return Some(
                "the feed breaks off here: this article may not be whole, and what followed it is lost".into(),
            );
        }
        let (places, s) = (self.breaks, if self.breaks == 1 { "" } else { "s" });
        (places > 0).then(|| format!("the feed is damaged in {places} place{s}: what stood there is lost"))
    }
}

impl Entry {
    fn new(item: &Item, base: Option<&Url>, body: Body) -> Self {
        let id = item.line(&[Field::Id]).map(|id| sanitize::clean_line(&id).into_boxed_str());
        Self { id, address: item.address(base).map(String::into_boxed_str), body }
    }
}

/// The address that a feed was fetched from. A file's says nothing of where its links lead.
fn own_address(hint: &Hint) -> Option<Url> {
    Url::parse(hint.url.as_deref()?).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// The address of the site that a feed is of.
fn site(head: &Item, base: Option<&Url>) -> Option<Url> {
    Url::parse(&head.address(base)?).ok()
}

/// An item without text announces an article: its title, or its address, is what is known of it, and is kept, not lost.
fn announced(mut draft: Draft) -> Result<Article, LoadError> {
    let mut title = std::mem::take(&mut draft.title);
    let mut known = "title";
    if title.is_empty() {
        let address = draft.url.as_deref().filter(|url| is_web_address(url)).unwrap_or_default();
        (title, known) = (address.to_owned(), "address");
    }
    draft.pieces = vec![DraftBlock::paragraph(title.as_str())];
    draft.notices = vec![format!("the feed has only the {known} of this article")];
    let mut article = draft.finish()?;
    article.title = sanitize::clean_line(sanitize::prefix(&title, MAX_TITLE));
    article.title_derived = false;
    Ok(article)
}

#[cfg(test)]
mod tests;
