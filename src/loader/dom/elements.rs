//! What is known of elements by their names.

/// Elements whose content is text up to their own end tag, references untouched.
pub(super) fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "xmp" | "iframe" | "noembed" | "noframes")
}

pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements that end an open `p` and that an inline end tag does not reach across.
pub(in crate::loader) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "details"
            | "dialog"
            | "dd"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "search"
            | "caption"
            | "#root"
    )
}

/// The level of `h1` to `h6`.
pub(in crate::loader) fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// A name in lower case: known ones by a shared copy; unknown ones stand as they are.
pub(super) fn intern(name: &str) -> &str {
    const KNOWN: &str = "a address article aside b base blockquote body br button caption cite dd div dl dt em figcaption figure \
        font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input li link main meta nav noscript \
        ol p picture pre q script section select small source span strong style sub sup svg table tbody td \
        template textarea tfoot th thead time title tr u ul video";
    if !name.bytes().any(|b| b.is_ascii_uppercase()) {
        return name;
    }
    KNOWN.split(' ').find(|known| known.eq_ignore_ascii_case(name)).unwrap_or(name)
}
