//! JSON Feed: from an object to an item.

use serde_json::Value as Json;

use super::item::{Field, Item, Markup, Value};

/// The feed's own fields and its items; `true` where it breaks off.
///
/// # Errors
/// What the parser said, where not even the start of its items can be read.
pub(super) fn read(text: &str) -> Result<(Item, Vec<Item>, bool), String> {
    let whole = serde_json::from_str::<Json>(text);
    let (head, items, cut) = match whole {
        Ok(mut feed) => {
            let items = feed.get_mut("items").map(Json::take);
            (feed, items.and_then(|i| i.as_array().cloned()).unwrap_or_default(), false)
        }
        Err(error) => match started(text) {
            Some((head, items)) => (head, items, true),
            None => return Err(error.to_string()),
        },
    };
    Ok((item(&head), items.iter().map(item).collect(), cut))
}

/// What stands before a feed breaks off: its head and its whole items.
fn started(text: &str) -> Option<(Json, Vec<Json>)> {
    let at = text.find("\"items\"")?;
    let head = serde_json::from_str(&format!("{}\"items\":[]}}", text.get(..at)?)).ok()?;
    let mut rest = text[at + "\"items\"".len()..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?;
    let mut items = Vec::new();
    loop {
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Json>();
        let Some(Ok(found)) = stream.next() else { break };
        rest = rest.get(stream.byte_offset()..)?.trim_start().trim_start_matches(',');
        items.push(found);
    }
    (!items.is_empty()).then_some((head, items))
}

/// What an item, or the feed of itself, says.
fn item(value: &Json) -> Item {
    let mut item = Item::default();
    let text = |value: &Json| match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    };
    for (key, field) in [
        ("title", Field::Title),
        ("url", Field::Link),
        ("external_url", Field::Link),
        ("home_page_url", Field::Link),
        ("id", Field::Id),
        ("id", Field::Permalink),
        ("content_text", Field::Content),
        ("summary", Field::Summary),
        ("date_published", Field::Published),
        ("date_modified", Field::Updated),
        ("language", Field::Language),
    ] {
        if let Some(said) = value.get(key).and_then(text) {
            item.add_text(field, &said);
        }
    }
    if let Some(html) = value.get("content_html").and_then(Json::as_str) {
        item.add(Field::Content, Value { markup: Markup::Html, text: html.into(), base: None });
    }
    let one = value.get("author").into_iter();
    let many = value.get("authors").and_then(Json::as_array).into_iter().flatten();
    for name in many.chain(one).filter_map(|a| a.get("name").unwrap_or(a).as_str()) {
        item.add_text(Field::Author, name);
    }
    item
}
