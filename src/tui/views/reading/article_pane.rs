//! The reading pane: a story's page or an article, where one is in it, what was found in it.

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use super::{
    page_layout::{self, Remarks},
    places::Places,
    story_page,
};
use crate::{
    article::{Article, Published, SentenceId},
    config::{Align, action::Action, keys::Place, theme::Role},
    shelf::{ArticleKey, StoryKey},
    text::width::wrap,
    tui::{
        phrases,
        pictures::{Pictures, Visibility},
        view::ViewContext,
        widgets::{
            canvas::{Canvas, shortened},
            finding::{Finding, matches},
            glyphs::Glyphs,
            styled_lines::{self, Highlights},
            text_layout::{MARGIN, TITLE, TextKey, TextPage, bullet_key, sentence_key},
        },
        worker::cache::{LoadedArticle, StoryBrief, StoryCoverage},
    },
};

/// What the pane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A story's page.
    Story(StoryKey),
    /// An article of a story.
    Article(StoryKey, ArticleKey),
}

/// The pane.
#[derive(Default)]
pub(crate) struct ArticlePane {
    pub(crate) subject: Option<Subject>,
    /// The first line shown.
    pub(crate) top: usize,
    /// The bullet under the cursor.
    pub(crate) bullet: Option<usize>,
    /// The bullet that one came from.
    pub(crate) came_from: Option<usize>,
    /// The text one was led to.
    pub(crate) lit: Option<TextKey>,
    /// What is looked for.
    pub(crate) finding: Option<Finding>,
    /// Where to go as soon as the article is there.
    pub(crate) go_to: Option<SentenceId>,
    /// The first line, and the bullet, to go back to as soon as the text is there.
    back_to: Option<(usize, Option<usize>)>,
    /// Where one was in each article.
    pub(crate) places: Places,
    page: TextPage,
    laid_out_for: Option<(Subject, usize, bool, u64)>,
    /// The article's links: text, where they start in it, address; sorted.
    links: Vec<(TextKey, u32, String)>,
    pub(crate) bullets: usize,
    height: usize,
    words: usize,
}

impl ArticlePane {
    /// Shows something else; remembers where one was.
    pub(crate) fn show(&mut self, subject: Option<Subject>) {
        if self.subject == subject {
            return;
        }
        self.keep_place();
        self.subject = subject;
        self.top = 0;
        self.bullet = None;
        self.came_from = None;
        self.lit = None;
        self.finding = None;
        self.laid_out_for = None;
        self.page = TextPage::default();
        self.go_to = None;
        self.back_to = None;
    }

    /// Remembers where one is.
    pub(crate) fn keep_place(&mut self) {
        if let Some(Subject::Article(_, key)) = self.subject {
            if self.top > self.page.body {
                if let Some(id) = self.page.sentence_at(self.top) {
                    self.places.set(key, Some(id));
                }
            } else if !self.page.lines.is_empty() {
                self.places.set(key, None);
            }
        }
    }

    /// The article shown.
    pub(crate) fn article(&self) -> Option<ArticleKey> {
        match self.subject {
            Some(Subject::Article(_, key)) => Some(key),
            _ => None,
        }
    }

    /// What has to be set anew: a new article, width or bullets.
    pub(crate) fn invalidate(&mut self) {
        self.laid_out_for = None;
    }

    /// Goes back to a line and a bullet, once the text is set.
    pub(crate) fn return_to(&mut self, top: usize, bullet: Option<usize>) {
        self.back_to = Some((top, bullet));
        self.lit = None;
        self.finding = None;
        self.laid_out_for = None;
    }

    /// Sets an article for a width, unless it is.
    pub(crate) fn lay_out_article(
        &mut self,
        read: &LoadedArticle,
        changed: Option<i64>,
        columns: usize,
        cx: &ViewContext,
    ) {
        let Some(subject) = self.subject else { return };
        let wanted = (subject, columns, read.bullets.is_some(), cx.pictures.version);
        if self.laid_out_for == Some(wanted) {
            return;
        }
        let anchor = self.anchor();
        self.page = page_layout::article(
            &read.article,
            &byline(&read.article),
            &Remarks {
                source_note: &read.source_note,
                note: read.note.as_deref(),
                labels: &read.labels,
                changed: &changed_line(changed, cx),
                pictures: &pictures_line(read, cx),
                rows: &self.picture_rows(read, cx),
            },
            read.bullets.as_deref(),
            columns,
        );
        self.bullets = read.bullets.as_ref().map_or(0, |b| b.items.len());
        self.links = page_layout::link_places(&read.article);
        self.words = read.words;
        self.laid_out(wanted, anchor);
    }

    /// Sets a story's page for a width, unless it is.
    pub(crate) fn lay_out_story(
        &mut self,
        briefed: &StoryBrief,
        covered: Option<&StoryCoverage>,
        columns: usize,
        glyphs: &Glyphs,
    ) {
        let Some(subject) = self.subject else { return };
        let wanted = (subject, columns, covered.is_some(), 0);
        if self.laid_out_for == Some(wanted) {
            return;
        }
        let anchor = self.anchor();
        self.page = story_page::story_page(briefed, covered, columns, glyphs);
        self.links.clear();
        self.bullets = briefed.bullets.len();
        self.words = 0;
        self.laid_out(wanted, anchor);
    }

    /// The text at the top: it stays there when the width changes.
    fn anchor(&self) -> Option<SentenceId> {
        self.laid_out_for.and_then(|_| if self.top > self.page.body { self.page.sentence_at(self.top) } else { None })
    }

    /// The rows that each picture of the article takes.
    fn picture_rows(&self, read: &LoadedArticle, cx: &ViewContext) -> BTreeMap<usize, Result<u16, String>> {
        let Some(key) = self.article().filter(|_| cx.visibility(read) == Visibility::Shown) else {
            return BTreeMap::new();
        };
        let rows = |n| Some((n, cx.pictures.get(key, n)?.as_ref().map(|p| p.size.height).map_err(Clone::clone)));
        (0..read.article.pictures.len()).filter_map(rows).collect()
    }

    fn laid_out(&mut self, wanted: (Subject, usize, bool, u64), anchor: Option<SentenceId>) {
        let first = self.laid_out_for.is_none();
        self.laid_out_for = Some(wanted);
        let place = self.article().filter(|_| first).and_then(|k| self.places.get(k));
        if let Some((top, bullet)) = self.back_to.take() {
            self.top = top;
            self.bullet = bullet.filter(|&b| b < self.bullets);
            self.lit = self.bullet.map(bullet_key);
        } else if let Some(id) = self.go_to.take() {
            self.lead_to(sentence_key(id));
        } else if let Some(line) = anchor.or(place).and_then(|id| self.page.line_of(sentence_key(id), 0)) {
            self.top = line;
        }
        self.clamp();
    }

    /// Tells the pane its height.
    pub(crate) fn set_height(&mut self, height: usize) {
        self.height = height.max(1);
        self.clamp();
    }

    fn clamp(&mut self) {
        self.top = self.top.min(self.page.lines.len().saturating_sub(self.height));
    }

    /// Scrolls by lines.
    pub(crate) fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by);
        self.clamp();
    }

    /// A screenful, less two lines that stay in sight.
    pub(crate) fn screen(&self) -> isize {
        isize::try_from(self.height.saturating_sub(2).max(1)).unwrap_or(1)
    }

    /// Whether the end shows.
    pub(crate) fn at_end(&self) -> bool {
        self.top + self.height >= self.page.lines.len()
    }

    /// To the beginning or the end.
    pub(crate) fn end(&mut self, last: bool) {
        self.top = if last { self.page.lines.len() } else { 0 };
        self.clamp();
    }

    /// Brings a text into sight and lights it.
    pub(crate) fn lead_to(&mut self, key: TextKey) {
        self.lit = Some(key);
        if let Some(line) = self.page.line_of(key, 0) {
            self.centre(line);
        }
    }

    /// Brings a line into sight, a third down.
    fn centre(&mut self, line: usize) {
        self.top = line.saturating_sub(self.height / 3);
        self.clamp();
    }

    fn reveal(&mut self, key: TextKey, at: u32) {
        if let Some(line) = self.page.line_of(key, at)
            && !(self.top..self.top + self.height).contains(&line)
        {
            self.centre(line);
        }
    }

    /// Puts the cursor on a bullet.
    pub(crate) fn on_bullet(&mut self, bullet: Option<usize>) {
        self.bullet = bullet.filter(|_| self.bullets > 0).map(|b| b.min(self.bullets - 1));
        if let Some(b) = self.bullet {
            self.lit = Some(bullet_key(b));
            self.top = if b == 0 { 0 } else { self.top };
            self.reveal(bullet_key(b), 0);
        } else {
            self.lit = None;
        }
    }

    /// Looks for words in an article's texts and goes to the first at or after the top.
    pub(crate) fn find(&mut self, query: &str, texts: &[(TextKey, &str)]) {
        let found = matches(query, texts);
        let here = if found.is_empty() {
            None
        } else {
            let from = self.page.lines.get(self.top).and_then(|l| l.segments.first()).map_or(TITLE, |p| p.key);
            Some(found.partition_point(|s| s.key < from) % found.len())
        };
        self.finding = Some(Finding { query: query.to_owned(), matches: found, here });
        self.next_found(0);
    }

    /// To another place found.
    pub(crate) fn next_found(&mut self, by: isize) {
        if let Some(found) = self.finding.as_mut().and_then(|f| f.step(by)) {
            self.reveal(found.key, found.start);
        }
    }

    /// The links whose text shows, in order, by their number.
    pub(crate) fn visible_links(&self, article: &Article) -> Vec<usize> {
        let shown = &self.page.lines[self.top.min(self.page.lines.len())..];
        let mut keys: Vec<TextKey> = shown.iter().take(self.height).flat_map(|l| &l.segments).map(|p| p.key).collect();
        keys.sort_unstable();
        let seen = |i: &usize| keys.binary_search(&sentence_key(article.links[*i].sentence)).is_ok();
        (0..article.links.len()).filter(seen).collect()
    }

    /// How far one has scrolled, in percent: 0 before reading has begun, 100 where the end shows. And the words that are
    /// left: those of the text, in which headline and bullets do not count.
    fn progress(&self) -> (usize, usize) {
        let total = self.page.lines.len().max(1);
        let percent = (self.top * 100).checked_div(total.saturating_sub(self.height)).unwrap_or(100);
        let text = total.saturating_sub(self.page.body).max(1);
        (percent, self.words * (total - self.top).min(text) / text)
    }

    /// Where one is: section, percent, what is left.
    pub(crate) fn position(&self) -> String {
        if self.page.lines.is_empty() {
            return String::new();
        }
        if let Some(f) = &self.finding {
            return f.status();
        }
        let (percent, left) = self.progress();
        let fits = self.page.lines.len() <= self.height;
        let section = self.page.headings.iter().rev().find(|(line, _)| *line <= self.top).map(|(_, h)| h.as_str());
        let mut parts: Vec<String> = section.map(|h| shortened(h, 24, "…")).into_iter().collect();
        if !fits {
            parts.push(format!("{percent}%"));
            if left > 0 && percent < 100 {
                parts.push(phrases::left(left));
            }
        }
        parts.join(" · ")
    }

    /// The columns that text is set to in a pane.
    pub(crate) fn columns(pane: Rect, measure: u16) -> usize {
        usize::from(pane.width.saturating_sub(2).min(measure + MARGIN))
    }

    /// Paints the pane.
    pub(crate) fn render(&self, canvas: &mut Canvas<'_>, pane: Rect, settings: &PaneSettings<'_>, empty: &str) {
        if self.page.lines.is_empty() {
            let room = pane.width.saturating_sub(MARGIN + 1).min(settings.measure.max(20));
            for (y, part) in (pane.y..pane.bottom()).zip(wrap(empty, usize::from(room).max(1))) {
                canvas.put(pane.x + MARGIN, y, &empty[part], room, Role::Dim);
            }
            return;
        }
        let columns = u16::try_from(Self::columns(pane, settings.measure)).unwrap_or(pane.width);
        let free = pane.width.saturating_sub(columns + 2);
        let x = pane.x + if settings.align == Align::Centre { free / 2 } else { 0 };
        let over = Highlights {
            found: self.finding.as_ref().map_or(&[], |f| &f.matches),
            here: self.finding.as_ref().and_then(|f| f.here),
            lit: self.lit,
            links: &self.links,
        };
        for (i, line) in self.page.lines.iter().skip(self.top).take(usize::from(pane.height)).enumerate() {
            let y = pane.y + u16::try_from(i).unwrap_or(u16::MAX);
            styled_lines::line(canvas, x, y, columns.min(pane.width), line, &over);
        }
        self.render_pictures(canvas, pane, x + MARGIN, settings.pictures);
        let marks: Vec<(usize, Role)> = over
            .found
            .iter()
            .take(2000)
            .filter_map(|s| self.page.line_of(s.key, s.start))
            .map(|l| (l, Role::Star))
            .collect();
        styled_lines::bar(canvas, pane, self.top, self.page.lines.len(), &marks);
    }
}

impl ArticlePane {
    /// Paints the rows of pictures that show.
    fn render_pictures(&self, canvas: &mut Canvas<'_>, pane: Rect, x: u16, pictures: &Pictures) {
        let Some(key) = self.article() else { return };
        let mut lines = self.page.lines.iter().skip(self.top).take(usize::from(pane.height)).zip(pane.y..).peekable();
        while let Some((line, y)) = lines.next() {
            let Some((number, row)) = line.picture else { continue };
            let mut rows = 1;
            while lines.next_if(|(l, _)| l.picture.is_some_and(|(n, r)| n == number && r == row + rows)).is_some() {
                rows += 1;
            }
            if let Some(Ok(picture)) = pictures.get(key, number) {
                let width = picture.size.width.min(pane.right().saturating_sub(x));
                canvas.picture(Rect::new(x, y, width, rows), picture, row);
            }
        }
    }
}

/// How the pane sets its text.
pub(crate) struct PaneSettings<'a> {
    pub(crate) pictures: &'a Pictures,
    pub(crate) measure: u16,
    pub(crate) align: Align,
}

/// Says that the pictures do not show, and what shows them.
fn pictures_line(read: &LoadedArticle, cx: &ViewContext) -> String {
    let count = || phrases::count(read.article.pictures.len(), "picture", "pictures");
    let key = cx.key_of(Place::Reading, Action::Pictures);
    match (cx.visibility(read), key) {
        (Visibility::Hidden, Some(key)) => format!("{} hidden · {key} shows them", count()),
        (Visibility::NotAllowed, Some(key)) => {
            let them = if read.article.pictures.len() == 1 { "it" } else { "them" };
            format!("{} on the network · {key} tells how to see {them}", count())
        }
        _ => String::new(),
    }
}

/// The texts that one can find words in.
pub(crate) fn texts(read: &LoadedArticle) -> Vec<(TextKey, &str)> {
    let bullets = read.bullets.as_ref().map_or(&[][..], |b| &b.items);
    std::iter::once((TITLE, read.article.title.as_str()))
        .chain(bullets.iter().enumerate().map(|(i, b)| (bullet_key(i), b.text.as_str())))
        .chain(
            read.article
                .sentences
                .iter()
                .enumerate()
                .map(|(i, s)| (sentence_key(SentenceId::from(i)), s.text.as_str())),
        )
        .collect()
}

/// Says when the text was replaced by another; nothing where it never was.
fn changed_line(changed: Option<i64>, cx: &ViewContext) -> String {
    let day = changed.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let day = day.map(|t| phrases::long_date(Published::Day(t.to_zoned(jiff::tz::TimeZone::system()).date())));
    let versions = cx.way_to(Place::Reading, Action::Versions);
    day.map_or(String::new(), |day| format!("changed on {day} · {versions} shows what"))
}

/// The line under a headline: who wrote it, when, where.
fn byline(article: &Article) -> String {
    let mut parts = vec![article.source.clone()];
    match article.authors.as_slice() {
        [] => {}
        [one] => parts.push(format!("by {one}")),
        [some @ .., last] => parts.push(format!("by {} and {last}", some.join(", "))),
    }
    parts.extend(article.agency.as_ref().filter(|a| **a != article.source).map(|a| format!("agency: {a}")));
    parts.extend(article.place.clone());
    parts.extend(article.published.map(phrases::long_date));
    parts.push(phrases::minutes(article.words()));
    parts.join(" · ")
}
