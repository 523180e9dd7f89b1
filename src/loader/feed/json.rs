//! JSON Feed: from an object to an item.

use serde_json::Value;

use super::item::Item;

/// What an item, or the feed of itself, says.
pub(super) fn item(value: &Value) -> Item {
    let mut item = Item::default();
    // Plain text is escaped so that what follows, which takes everything for HTML, gives it back.
    let escape = |s: &str| s.replace('&', "&amp;").replace('<', "&lt;");
    for (key, field, plain) in [
        ("title", "title", true),
        ("url", "link", true),
        ("external_url", "link", true),
        ("id", "id", true),
        ("content_html", "content", false),
        ("content_text", "content", true),
        ("summary", "summary", true),
        ("date_published", "published", true),
        ("date_modified", "updated", true),
        ("language", "language", true),
    ] {
        if let Some(text) = value.get(key).and_then(Value::as_str) {
            item.add(field, &if plain { escape(text) } else { text.to_owned() });
        }
    }
    let one = value.get("author").into_iter();
    let many = value.get("authors").and_then(Value::as_array).into_iter().flatten();
    for name in one.chain(many).filter_map(|a| a.get("name").and_then(Value::as_str)) {
        item.add("author", &escape(name));
    }
    item
}
