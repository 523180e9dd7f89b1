//! The one way to make an [`Article`]: every field passes through [`Draft::finish`], is cleaned once, and leaves safe.

use super::{
    Hint, LoadError, boilerplate, bullets, dateline,
    draft_block::{DraftBlock, RawPicture},
    headline, is_web_address, language, pictures,
};
use crate::{
    article::{
        Article, Block, BlockKind, Link, Picture, Published, PublisherBullets, Quotation, Section, Sentence, SentenceId,
    },
    text::{quotations, sanitize, sentences, words::span},
};

/// The most bytes of text read of one article; a book of 600 pages has 2 MiB.
const MAX_TEXT: usize = 2 << 20;
/// The most sentences of one article. Comparing grows with their square.
const MAX_SENTENCES: usize = 10_000;
/// The most bytes of one sentence; what runs on longer is no sentence, and is parted at a space where there is one.
const MAX_SENTENCE: usize = 2 << 10;
/// The most bytes of a title, a name or a label.
const MAX_LINE: usize = 1 << 10;

/// An article in the making: raw fields, as a format's reader found them.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// What to call the format in messages.
    pub(super) format: &'static str,
    pub(super) path: String,
    pub(super) url: Option<String>,
    pub(super) title: String,
    pub(super) source: String,
    pub(super) authors: Vec<String>,
    pub(super) agency: Option<String>,
    pub(super) published: Option<Published>,
    pub(super) language: Option<String>,
    pub(super) bullets: Option<PublisherBullets>,
    pub(super) pieces: Vec<DraftBlock>,
    /// The picture that stands for the whole, where the text has none.
    pub(super) picture: Option<RawPicture>,
    pub(super) notices: Vec<String>,
    /// Every line is the article's: it stood by itself, as in a feed, with nothing of a page around it.
    pub(super) whole: bool,
}

impl Draft {
    pub(super) fn new(format: &'static str, hint: &Hint) -> Self {
        Self { format, path: hint.path.clone(), url: hint.url.clone(), ..Self::default() }
    }

    /// Cleans, tidies and splits what was read, and derives what is missing.
    pub(super) fn finish(mut self) -> Result<Article, LoadError> {
        let mut replaced = 0;
        bound(&mut self.pieces, &mut self.notices);
        for piece in &mut self.pieces {
            replaced += piece.clean();
        }
        self.pieces.retain(|p| !p.text.is_empty());
        let mut line = |text: &str| {
            let text = sanitize::clean(sanitize::prefix(text, MAX_LINE));
            replaced += text.replaced;
            text.text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let mut article = Article {
            path: line(&self.path),
            source: line(&self.source),
            title: line(&self.title),
            authors: self.authors.iter().map(|a| line(a)).filter(|a| !a.is_empty()).collect(),
            agency: self.agency.as_deref().map(&mut line),
            published: self.published,
            url: self.url.as_deref().map(&mut line).filter(|u| is_web_address(u)),
            language: self.language.as_deref().map(&mut line).and_then(|l| language::tag(&l)),
            publisher_bullets: self.bullets.map(|b| PublisherBullets {
                label: line(&b.label),
                items: b.items.iter().map(|i| line(i)).filter(|i| !i.is_empty()).collect(),
            }),
            notices: self.notices,
            ..Article::default()
        };
        let found = bullets::take(&mut self.pieces);
        article.publisher_bullets = article.publisher_bullets.filter(|b| !b.items.is_empty()).or(found);
        if self.whole {
            boilerplate::tidy_whole(&mut self.pieces, &mut article);
        } else {
            boilerplate::tidy(&mut self.pieces, &mut article);
        }
        dateline::take(&mut self.pieces, &mut article);
        let lead = self.picture.take();
        if !assemble(self.pieces, &mut article, self.whole) {
            article.notices.push(format!("cut after {MAX_SENTENCES} sentences"));
        }
        if !article.sentences.iter().any(|s| s.text.contains(char::is_alphanumeric)) {
            return Err(LoadError::NoArticle { format: self.format });
        }
        pictures::finish(&mut article, lead);
        if article.language.is_none() {
            article.language = language::detect(&article);
        }
        quote(&mut article);
        if article.title.is_empty() {
            article.title = headline::derive(&article);
            article.title_derived = true;
        }
        if article.source.is_empty() {
            article.source = filed_by(&article).unwrap_or_else(|| fallback_source(&article));
        }
        if replaced > 0 {
            let s = if replaced == 1 { "" } else { "s" };
            article.notices.push(format!("{replaced} control character{s} made visible"));
        }
        Ok(article)
    }
}

/// Drops what lies beyond [`MAX_TEXT`], and says so.
fn bound(pieces: &mut Vec<DraftBlock>, notices: &mut Vec<String>) {
    let mut left = MAX_TEXT;
    for (k, piece) in pieces.iter_mut().enumerate() {
        if piece.text.len() > left {
            let kept = sanitize::prefix(&piece.text, left).len();
            piece.text.truncate(kept);
            piece.links.retain(|(range, _)| range.end <= kept);
            pieces.truncate(k + 1);
            notices.push(format!("cut after {} MiB of text", MAX_TEXT >> 20));
            return;
        }
        left -= piece.text.len();
    }
}

/// Sections, blocks, sentences and links of the cleaned pieces. `false` when the sentences were too many.
fn assemble(pieces: Vec<DraftBlock>, article: &mut Article, whole: bool) -> bool {
    article.sections.push(Section::default());
    let section_level = pieces.iter().filter_map(|p| p.heading).min();
    for mut piece in pieces {
        let before = SentenceId::from(article.sentences.len());
        let raw = std::mem::take(&mut piece.pictures).into_iter();
        article.pictures.extend(raw.map(|p| Picture { before, url: p.url, alt: p.alt }));
        if piece.heading.is_some() && piece.heading == section_level {
            let heading = sanitize::prefix(&piece.text, MAX_LINE).to_owned();
            article.sections.push(Section { heading: Some(heading), blocks: Vec::new() });
            continue;
        }
        if piece.heading.is_some() {
            piece.kind = BlockKind::Subheading;
        }
        let first = article.sentences.len();
        let ranges = match piece.kind {
            BlockKind::Code | BlockKind::Row => std::iter::once(0..piece.text.len()).collect(),
            _ => sentences::split(&piece.text),
        };
        for range in bounded(&piece.text, ranges) {
            if article.sentences.len() == MAX_SENTENCES {
                return false;
            }
            if !whole && boilerplate::is_credit(&piece.text[range.clone()]) {
                continue;
            }
            let id = SentenceId::from(article.sentences.len());
            for (link, url) in piece.links.iter().filter(|(link, _)| range.contains(&link.start)) {
                let text = piece.text[link.start..link.end.min(range.end)].to_owned();
                article.links.push(Link { sentence: id, text, url: url.clone() });
            }
            let tight = range.end < piece.text.len() && !piece.text[range.end..].starts_with(' ');
            article.sentences.push(Sentence { text: piece.text[range].to_owned(), tight });
        }
        let range = span(first..article.sentences.len());
        if !range.is_empty()
            && let Some(section) = article.sections.last_mut()
        {
            let DraftBlock { kind, depth, number, .. } = piece;
            section.blocks.push(Block { kind, sentences: range, depth, number });
        }
    }
    // A heading with nothing under it is a leftover ("Most read"), unless another of the same run follows.
    let last = article.sections.iter().rposition(|s| !s.blocks.is_empty()).map_or(0, |k| k + 1);
    article.sections.truncate(last.max(1));
    true
}

/// The same ranges, none longer than [`MAX_SENTENCE`].
fn bounded(text: &str, ranges: Vec<std::ops::Range<usize>>) -> Vec<std::ops::Range<usize>> {
    if ranges.iter().all(|r| r.len() <= MAX_SENTENCE) {
        return ranges;
    }
    let mut out = Vec::with_capacity(ranges.len());
    for mut range in ranges {
        while range.len() > MAX_SENTENCE {
            let head = sanitize::prefix(&text[range.clone()], MAX_SENTENCE);
            let end = head.rfind(' ').filter(|at| *at > 0).unwrap_or(head.len());
            out.push(range.start..range.start + end);
            let rest = &text[range.start + end..range.end];
            range.start = range.end - rest.trim_start().len();
        }
        if !range.is_empty() {
            out.push(range);
        }
    }
    out
}

/// Finds the quotations of the finished sentences.
fn quote(article: &mut Article) {
    let speaks = |b: &&Block| !matches!(b.kind, BlockKind::Code | BlockKind::Row);
    let paragraphs: Vec<(u32, Vec<&str>)> = article
        .blocks()
        .filter(speaks)
        .map(|b| (b.sentences.start, b.ids().map(|id| article.sentence(id)).collect()))
        .collect();
    let texts: Vec<Vec<&str>> = paragraphs.iter().map(|(_, t)| t.clone()).collect();
    let found = quotations::find(&texts);
    let mut quotes = Vec::new();
    for ((start, _), found) in paragraphs.iter().zip(found) {
        for f in found {
            let sentence = SentenceId(start + span(0..f.sentence).end);
            let Some(text) = article.sentence(sentence).get(f.span.clone()).map(str::to_owned) else { continue };
            quotes.push(Quotation { sentence, text, span: span(f.span), speaker: None });
        }
    }
    article.quotations = quotes;
}

/// The agency that filed a text, where nothing else names its source: it came through a pipe, or its file's name is a number.
fn filed_by(article: &Article) -> Option<String> {
    let stem = fallback_source(article);
    let nameless = article.path == "-" || stem.contains(|c: char| c.is_ascii_digit());
    article.agency.clone().filter(|_| nameless && article.url.is_none() && !article.path.contains("://"))
}

/// `harbor-wire` → `Harbor Wire`; what is not words in lower case parted by `-` or `_` stands as it is.
fn as_name(stem: &str) -> String {
    let parts = || stem.split(['-', '_']);
    let word = |w: &str| w.chars().count() > 1 && w.chars().all(char::is_lowercase);
    if !(2..=5).contains(&parts().count()) || !parts().all(word) {
        return stem.to_owned();
    }
    let mut name = String::with_capacity(stem.len());
    for part in parts() {
        if !name.is_empty() {
            name.push(' ');
        }
        let mut chars = part.chars();
        name.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(chars.as_str());
    }
    name
}

/// The site's host, the feed's or file's stem: what to call a source that does not say its name.
fn fallback_source(article: &Article) -> String {
    let host = |url: &str| {
        let rest = url.split_once("://")?.1;
        let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
        let host = host.strip_prefix("www.").unwrap_or(host);
        (!host.is_empty()).then(|| host.to_owned())
    };
    if let Some(host) = article.url.as_deref().and_then(host).or_else(|| host(&article.path)) {
        return host;
    }
    let name = article.path.strip_prefix("seed:").unwrap_or(&article.path);
    let name = name.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(name);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => as_name(stem),
        _ if name == "-" => "standard input".to_owned(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_that_reads_as_a_name_is_one_and_an_agency_stands_in_for_a_number() {
        for (path, text, want) in [
            ("news/harbor-wire.txt", "It closed.", "Harbor Wire"),
            ("meridian_news.txt", "OSLO, May 3 (Reuters) - The bridge closed.", "Meridian News"),
            ("wire.txt", "OSLO, May 3 (Reuters) - The bridge closed.", "wire"),
            ("McPaper-web.txt", "It closed.", "McPaper-web"),
            ("000_cdff7c6e.txt", "It closed.", "000_cdff7c6e"),
            ("000_cdff7c6e.txt", "OSLO, May 3 (Harbor Wire) - The bridge closed.", "Harbor Wire"),
            ("-", "(CNN)The bridge closed.", "CNN"),
            ("-", "It closed.", "standard input"),
            ("--.txt", "It closed.", "--"),
        ] {
            let hint = Hint { path: path.into(), ..Hint::default() };
            let article = super::super::load(text.as_bytes(), &hint).unwrap().remove(0);
            assert_eq!(article.source, want, "{path}");
        }
    }
}
