//! Bytes → text, once, at the door: byte-order mark, what is declared, what the bytes look like.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::Hint;

/// How far into a file a declaration of its encoding is looked for.
const HEAD: usize = 4_096;
/// How many characters tell text from other data.
const SAMPLE: usize = 16 << 10;

/// The text of some bytes; `None` when they are no text.
pub(super) fn decode<'b>(bytes: &'b [u8], hint: &Hint) -> Option<Cow<'b, str>> {
    if has_magic(bytes) {
        return None;
    }
    if let Some(text) = four_bytes(bytes) {
        return plausible(&text).then_some(Cow::Owned(text));
    }
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling(&bytes[bom..]).0;
        return plausible(&text).then_some(text);
    }
    if let Some(encoding) = wide(bytes) {
        let text = encoding.decode_without_bom_handling(bytes).0;
        return plausible(&text).then_some(text);
    }
    if memchr::memmem::find(bytes, b"\x1b$").is_some() && bytes.is_ascii() {
        let (text, wrong) = ISO_2022_JP.decode_without_bom_handling(bytes);
        if !wrong {
            return Some(text);
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return plausible(text).then_some(Cow::Borrowed(text));
    }
    // Declared and not so: a page of many megabytes may hold one bad byte, a wrong declaration is wrong all over.
    let holds = |e: &&Encoding| *e != UTF_8 || mostly_utf8(bytes);
    let encoding = declared(bytes, hint).into_iter().flatten().find(holds);
    let encoding = encoding.or_else(|| mostly_utf8(bytes).then_some(UTF_8)).unwrap_or_else(|| guess(bytes));
    let text = encoding.decode_without_bom_handling(bytes).0;
    plausible(&text).then_some(text)
}

/// What a file of another kind starts with.
fn has_magic(bytes: &[u8]) -> bool {
    const MAGIC: &[&[u8]] = &[
        b"%PDF-",
        b"\x89PNG",
        b"\x7fELF",
        b"\x1f\x8b",
        b"PK\x03\x04",
        b"GIF8",
        b"\xff\xd8\xff",
        b"RIFF",
        b"BM\x36",
        b"\xd0\xcf\x11\xe0",
        b"OggS",
        b"ID3",
        b"SQLite format 3",
        b"MZ\x90",
        b"7z\xbc\xaf",
        b"Rar!",
        b"\xfd7zXZ",
        b"BZh9",
        b"\x28\xb5\x2f\xfd",
        b"wOFF",
        b"wOF2",
    ];
    MAGIC.iter().any(|m| bytes.starts_with(m)) || bytes.get(4..8) == Some(b"ftyp")
}

/// UTF-32, by its mark or by the zeros that stand before or after each character. No browser reads it; some feeds are sent
/// in it.
fn four_bytes(bytes: &[u8]) -> Option<String> {
    let big = |b: &[u8; 4]| u32::from_be_bytes(*b);
    let little = |b: &[u8; 4]| u32::from_le_bytes(*b);
    let (units, _) = bytes.as_chunks::<4>();
    let sample = || units.iter().take(128);
    let all = |read: fn(&[u8; 4]) -> u32| units.len() > 3 && sample().all(|b| (1..0x3_0000).contains(&read(b)));
    let mark = units.first()?;
    let read: fn(&[u8; 4]) -> u32 = match mark {
        [0, 0, 0xfe, 0xff] => big,
        [0xff, 0xfe, 0, 0] => little,
        [0, 0, ..] if all(big) => big,
        [_, _, 0, 0] if all(little) => little,
        _ => return None,
    };
    let skip = usize::from(read(mark) == 0xfeff);
    Some(units.iter().skip(skip).map(|b| char::from_u32(read(b)).unwrap_or('\u{fffd}')).collect())
}

/// UTF-16 without a mark: nearly every other byte is NUL.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(512) & !1];
    // Markup opens with a `<`, whatever the script of its text.
    match sample {
        [] | [_] | [_, _] => return None,
        [0, b'<', 0, next, ..] if next.is_ascii_graphic() => return Some(UTF_16BE),
        [b'<', 0, next, 0, ..] if next.is_ascii_graphic() => return Some(UTF_16LE),
        _ => {}
    }
    let nuls = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let pairs = sample.len() / 2;
    match (even * 10 > pairs * 7, odd * 10 > pairs * 7) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// The encodings that a server, an XML declaration and a `meta` element name: the next where the bytes refute one.
fn declared(bytes: &[u8], hint: &Hint) -> [Option<&'static Encoding>; 3] {
    let by_server = hint.media_type.as_deref().and_then(|m| label_after(m, "charset="));
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let xml = head.trim_start().strip_prefix("<?xml").and_then(|x| x.split('>').next());
    [by_server, xml.and_then(|x| label_after(x, "encoding=")), label_after(&head, "charset=")]
}

fn label_after(text: &str, key: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let rest = &lower[lower.find(key)? + key.len()..];
    let label = rest
        .trim_start_matches(['"', '\'', ' '])
        .split(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)))
        .next()?;
    // What could be read thus far is no UTF-16, whatever it says.
    Encoding::for_label(label.as_bytes()).filter(|e| e.is_ascii_compatible())
}

/// Whether bytes are UTF-8 but for a few errors: cut in mid-character, or one bad byte among many good ones.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| !b.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    let cut = bad == 1 && good > 0 && std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_none());
    good > bad * 6 || cut
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// Text has few controls and few characters that could not be read.
fn plausible(text: &str) -> bool {
    let (mut bad, mut all) = (0, 0);
    for c in text.chars().take(SAMPLE) {
        all += 1;
        bad += usize::from(
            matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1a}' | '\u{1c}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffd}' | '\u{fffe}' | '\u{ffff}'),
        );
    }
    bad * 12 <= all || (bad <= 8 && all > bad * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<String> {
        decode(bytes, &Hint::default()).map(Cow::into_owned)
    }

    #[test]
    fn text_in_the_encodings_that_newsrooms_send() {
        let text = "Le Conseil a décidé de fermer le pont “très tôt”, à Nîmes.";
        let utf16 = |big: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let with = |bom: &[u8], bytes: &[u8]| [bom, bytes].concat();
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        for bytes in [
            text.as_bytes().to_vec(),
            with(b"\xef\xbb\xbf", text.as_bytes()),
            with(b"\xff\xfe", &utf16(false)),
            with(b"\xfe\xff", &utf16(true)),
            utf16(false),
            utf16(true),
            text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
            with(&[0xff, 0xfe, 0, 0], &text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect::<Vec<_>>()),
            windows.to_vec(),
        ] {
            assert_eq!(read(&bytes).as_deref(), Some(text));
        }
        let japanese = "市議会は火曜日に古い橋を閉鎖することを決めた。";
        for encoding in [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP, ISO_2022_JP] {
            assert_eq!(read(&encoding.encode(japanese).0).as_deref(), Some(japanese), "{}", encoding.name());
        }
        let page = "<html><meta charset=\"shift_jis\"><p>市</p>";
        assert_eq!(read(&encoding_rs::SHIFT_JIS.encode(page).0).as_deref(), Some(page));
    }

    #[test]
    fn what_the_bytes_refute_is_not_believed() {
        let feed =
            "<?xml version=\"1.0\" encoding=\"iso-8859-2\"?><rss><channel><title>Łódź świętuje</title></channel></rss>";
        let bytes = encoding_rs::ISO_8859_2.encode(feed).0;
        let hint = Hint { media_type: Some("text/xml; charset=utf-8".into()), ..Hint::default() };
        assert_eq!(decode(&bytes, &hint).as_deref(), Some(feed));
        let wide = feed.replace("iso-8859-2", "utf-16").replace("świętuje", &"Ж".repeat(900));
        let bytes: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&bytes).as_deref(), Some(wide.as_str()));
    }

    #[test]
    fn a_text_cut_in_mid_character_is_read() {
        let bytes = "The minister said “no”".as_bytes();
        assert!(read(&bytes[..bytes.len() - 2]).unwrap().starts_with("The minister said “no"));
    }

    #[test]
    fn other_data_is_no_text() {
        for bytes in
            [&b"%PDF-1.7\n"[..], b"\x89PNG\r\n\x1a\n", &[0; 400], &(0..=255).cycle().take(4_000).collect::<Vec<u8>>()]
        {
            assert_eq!(read(bytes), None);
        }
    }
}
