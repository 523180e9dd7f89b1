//! Pictures: fetched or read, decoded within bounds and made ready for the terminal, all of it on a worker's thread.

use std::{
    fs::File,
    io::{Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use image::{DynamicImage, ImageReader, Limits, RgbaImage, imageops::FilterType};
use ratatui::layout::Size;
use ratatui_image::{
    protocol::{Protocol, halfblocks::Halfblocks, iterm2::Iterm2, kitty::Kitty, sixel::Sixel},
    sliced::SlicedProtocol,
};

use crate::article::{Article, Picture};

/// Fetches a picture of the web: its address, and the address of the article that names it.
pub type PictureFetcher = Arc<dyn Fn(&str, Option<&str>) -> Result<Vec<u8>, String> + Send + Sync>;

/// The most bytes of one picture.
pub const MAX_BYTES: u64 = 8 << 20;
/// The most pixels across and down, and the most bytes that decoding may take.
const MAX_SIDE: u32 = 8_000;
const MAX_DECODED: u64 = 128 << 20;
/// A picture is kept no larger than this.
const KEPT_SIDE: u32 = 1_024;

/// How a terminal shows pictures, best first found out by asking it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Graphics {
    /// What it understands.
    pub protocol: GraphicsProtocol,
    /// A cell's width and height in pixels.
    pub cell: (u16, u16),
}

/// What a terminal understands of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GraphicsProtocol {
    /// Nothing: a cell shows two halves in two colours.
    #[default]
    HalfBlocks,
    /// kitty's protocol, with its Unicode placeholders.
    Kitty,
    /// Sixels.
    Sixel,
    /// iTerm2's inline images.
    Iterm2,
}

impl Default for Graphics {
    fn default() -> Self {
        Self { protocol: GraphicsProtocol::HalfBlocks, cell: (10, 20) }
    }
}

/// A picture made ready for so many cells.
pub(crate) struct DrawnPicture {
    pub(crate) size: Size,
    pub(crate) form: Form,
}

/// What is sent to the terminal.
pub(crate) enum Form {
    /// A row of cells at a time: what scrolls out of sight is not sent.
    Rows(Vec<Protocol>),
    /// All of it once; the cells only refer to it.
    Whole(Box<SlicedProtocol>),
}

/// The bytes of a picture: a file beside the article's own, or an address. Where nothing may be fetched, a file that was not
/// saved with the article is no failure worth words: why it is missing is left empty.
pub(crate) fn bytes(article: &Article, picture: &Picture, fetch: Option<&PictureFetcher>) -> Result<Vec<u8>, String> {
    if let Some(path) = Some(&picture.url).filter(|_| !is_of_the_web(picture)).and_then(|u| beside(&article.path, u)) {
        let mut bytes = Vec::new();
        let file = File::open(&path).map_err(|e| crate::inputs::said(&e))?;
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|e| crate::inputs::said(&e))?;
        let large = bytes.len() as u64 > MAX_BYTES;
        return if large { Err(format!("larger than {} MiB", MAX_BYTES >> 20)) } else { Ok(bytes) };
    }
    let fetch = fetch.ok_or_else(String::new)?;
    let address = if is_of_the_web(picture) {
        picture.url.clone()
    } else {
        let base = article.url.as_deref().and_then(|base| url::Url::parse(base).ok());
        base.and_then(|base| base.join(&picture.url).ok()).map(String::from).ok_or_else(String::new)?
    };
    if is_web_address(&address) { fetch(&address, article.url.as_deref()) } else { Err(String::new()) }
}

fn is_web_address(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// Whether a picture has to be fetched.
pub(crate) fn is_of_the_web(picture: &Picture) -> bool {
    is_web_address(&picture.url)
}

/// The file that a path beside an article's own names; none where it leads out of that folder, by links as well.
fn beside(article: &str, named: &str) -> Option<PathBuf> {
    let article =
        article.rsplit_once('#').filter(|(_, n)| n.bytes().all(|b| b.is_ascii_digit())).map_or(article, |a| a.0);
    if article.contains("://") || article.starts_with("seed:") || article == "-" {
        return None;
    }
    let parent = Path::new(article).parent()?;
    let folder = if parent.as_os_str().is_empty() { Path::new(".") } else { parent }.canonicalize().ok()?;
    let named = named.split(['?', '#']).next().unwrap_or_default();
    let path = [named.to_owned(), unescaped(named)].iter().find_map(|n| folder.join(n).canonicalize().ok())?;
    (path.starts_with(&folder) && path.is_file()).then_some(path)
}

/// A path with its `%20` and the like as what they stand for.
fn unescaped(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = bytes.get(at + 1..at + 3).and_then(|c| std::str::from_utf8(c).ok());
        let code = code.filter(|_| bytes[at] == b'%').and_then(|c| u8::from_str_radix(c, 16).ok());
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| path.to_owned())
}

/// Decodes a picture within bounds, as small as any screen needs it. What is transparent shows the screen's background.
pub(crate) fn decode(bytes: &[u8], light: bool) -> Result<DynamicImage, String> {
    let decoded = catch_unwind(AssertUnwindSafe(|| {
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|e| e.to_string())?;
        let mut limits = Limits::default();
        (limits.max_image_width, limits.max_image_height) = (Some(MAX_SIDE), Some(MAX_SIDE));
        limits.max_alloc = Some(MAX_DECODED);
        reader.limits(limits);
        let image = reader.decode().map_err(|e| match e {
            image::ImageError::Unsupported(_) => "no JPEG, PNG, GIF or WebP".to_owned(),
            image::ImageError::Limits(_) => "too large to decode".to_owned(),
            _ => "damaged".to_owned(),
        })?;
        let large = image.width().max(image.height()) > KEPT_SIDE;
        let image = if large { image.thumbnail(KEPT_SIDE, KEPT_SIDE) } else { image };
        Ok(if image.color().has_alpha() { on_background(&image.to_rgba8(), light) } else { image })
    }));
    decoded.unwrap_or_else(|_| Err("damaged".into()))
}

fn on_background(image: &RgbaImage, light: bool) -> DynamicImage {
    let shade = if light { 255 } else { 0 };
    let mut below = RgbaImage::from_pixel(image.width(), image.height(), image::Rgba([shade, shade, shade, 255]));
    image::imageops::overlay(&mut below, image, 0, 0);
    DynamicImage::ImageRgba8(below)
}

/// The cells that a picture takes of so many: never more than its own size.
fn fitted(image: &DynamicImage, cell: (u16, u16), room: Size) -> Size {
    let (wide, high) = (f64::from(image.width().max(1)), f64::from(image.height().max(1)));
    let (cell_wide, cell_high) = (f64::from(cell.0.max(1)), f64::from(cell.1.max(1)));
    let scale = (f64::from(room.width) * cell_wide / wide).min(f64::from(room.height) * cell_high / high).min(1.0);
    // Between 1 and what there is room for, which is a number of cells.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by u16")]
    let cells = |pixels: f64, cell: f64, most: u16| ((pixels * scale / cell).round() as u16).clamp(1, most.max(1));
    Size::new(cells(wide, cell_wide, room.width), cells(high, cell_high, room.height))
}

/// Makes a picture ready for a terminal and so many cells at most.
pub(crate) fn draw(image: &DynamicImage, graphics: Graphics, room: Size) -> Result<DrawnPicture, String> {
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        let size = fitted(image, graphics.cell, room);
        let half_blocks = graphics.protocol == GraphicsProtocol::HalfBlocks;
        let cell = if half_blocks { (1, 2) } else { graphics.cell };
        let (across, down) = (u32::from(cell.0.max(1)), u32::from(cell.1.max(1)));
        let (wide, high) = (u32::from(size.width) * across, u32::from(size.height) * down);
        let image = image.resize_exact(wide, high, FilterType::Triangle);
        if graphics.protocol == GraphicsProtocol::Kitty {
            let kitty = Kitty::new(image, size, picture_id(), false, false)?;
            return Ok(DrawnPicture { size, form: Form::Whole(Box::new(SlicedProtocol::Kitty(kitty))) });
        }
        let line = Size::new(size.width, 1);
        let row = |y: u16| {
            let row = image.crop_imm(0, u32::from(y) * down, wide, down);
            Ok(match graphics.protocol {
                GraphicsProtocol::Sixel => Protocol::Sixel(Sixel::new(row, line, false)?),
                GraphicsProtocol::Iterm2 => Protocol::ITerm2(Iterm2::new(row, line, false)?),
                _ => Protocol::Halfblocks(Halfblocks::new(row, line)?),
            })
        };
        let rows = (0..size.height).map(row).collect::<Result<_, ratatui_image::errors::Errors>>()?;
        Ok(DrawnPicture { size, form: Form::Rows(rows) })
    }));
    let drawn: Result<_, ratatui_image::errors::Errors> = drawn.map_err(|_| "cannot be drawn")?;
    drawn.map_err(|e| e.to_string())
}

/// How many pictures kitty was given.
static GIVEN: AtomicU32 = AtomicU32::new(0);

/// A number that kitty knows a picture by; other programs of the same window have others.
fn picture_id() -> u32 {
    id_of(GIVEN.fetch_add(1, Ordering::Relaxed) + 1)
}

fn id_of(number: u32) -> u32 {
    let own = std::process::id().wrapping_mul(0x9e37_79b1) & 0xffff_0000;
    (own | number & 0xffff).max(1)
}

/// Has kitty let go of the pictures that it was given.
pub(in crate::tui) fn let_go() -> String {
    let given = GIVEN.load(Ordering::Relaxed).min(0xffff);
    (1..=given).map(|number| format!("\x1b_Ga=d,d=I,i={},q=2\x1b\\", id_of(number))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(wide: u32, high: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let image = RgbaImage::from_fn(wide, high, |x, _| image::Rgba([if x * 2 < wide { 255 } else { 0 }, 0, 0, 255]));
        image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_file_outside_the_articles_folder_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("news");
        std::fs::create_dir_all(inner.join("my pics")).unwrap();
        std::fs::write(folder.path().join("secret.png"), b"x").unwrap();
        std::fs::write(inner.join("my pics/a.png"), b"x").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path().join("secret.png"), inner.join("link.png")).unwrap();
        let article = inner.join("a.html");
        let found = |named: &str| beside(article.to_str().unwrap(), named).is_some();
        assert!(found("my%20pics/a.png") && found("my pics/a.png?w=1"));
        for named in ["../secret.png", "link.png", "%2e%2e/secret.png", "/etc/passwd", "none.png", "my pics", ""] {
            assert!(!found(named), "{named}");
        }
        assert!(beside("https://example.org/a.html", "a.png").is_none());
        assert!(beside("seed:a", "a.png").is_none());
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_told() {
        assert_eq!(decode(b"<svg/>", false).unwrap_err(), "no JPEG, PNG, GIF or WebP");
        assert_eq!(decode(&png(40, 20)[..60], false).unwrap_err(), "damaged");
        assert_eq!(decode(&png(8_001, 1), false).unwrap_err(), "too large to decode");
        assert!(decode(&png(3_000, 10), false).unwrap().width() <= KEPT_SIDE);
    }

    #[test]
    fn a_picture_keeps_its_shape_within_the_cells_there_are() {
        let image = decode(&png(400, 200), false).unwrap();
        let size = |room| fitted(&image, (10, 20), room);
        assert_eq!(size(Size::new(72, 40)), Size::new(40, 10));
        assert_eq!(size(Size::new(20, 40)), Size::new(20, 5));
        assert_eq!(size(Size::new(72, 3)), Size::new(12, 3));
        for protocol in [GraphicsProtocol::HalfBlocks, GraphicsProtocol::Sixel, GraphicsProtocol::Iterm2] {
            let drawn = draw(&image, Graphics { protocol, cell: (10, 20) }, Size::new(20, 40)).unwrap();
            assert!(matches!(drawn.form, Form::Rows(rows) if rows.len() == 5), "{protocol:?}");
        }
        let kitty = Graphics { protocol: GraphicsProtocol::Kitty, cell: (10, 20) };
        assert!(matches!(draw(&image, kitty, Size::new(20, 40)).unwrap().form, Form::Whole(_)));
    }
}
