//! What a page says of itself in JSON-LD (schema.org): `NewsArticle` and its kin, in any nesting or `@graph`.

use serde_json::Value;

use crate::loader::{
    dom::{Dom, Id},
    entities,
};

/// What one article object says.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    pub(super) body: Option<String>,
    pub(super) description: Option<String>,
    /// 2 for an article, 1 for a page that carries a date or a headline.
    rank: u8,
}

/// The most bytes of one script that are read.
const MAX_SCRIPT: usize = 4 << 20;

/// The article that a page's JSON-LD describes; what it leaves out is taken from lesser objects.
pub(super) fn read(dom: &Dom<'_>) -> Said {
    let mut objects = Vec::new();
    for id in dom.all() {
        let is_ld = dom.name(id) == "script"
            && dom.raw_attribute(id, "type").is_some_and(|t| t.to_ascii_lowercase().contains("ld+json"));
        if is_ld && let Some(value) = parse(dom, id) {
            collect(value, &mut objects);
        }
    }
    let mut said: Vec<Said> = objects.iter().filter_map(|o| of(o, &objects)).collect();
    // Stable: the first article of the page comes first.
    said.sort_by_key(|s| std::cmp::Reverse(s.rank));
    let mut all = said.into_iter();
    let mut best = all.next().unwrap_or_default();
    for other in all {
        best.headline = best.headline.or(other.headline.filter(|_| other.rank == 2));
        best.published = best.published.or(other.published);
        best.publisher = best.publisher.or(other.publisher);
        best.language = best.language.or(other.language);
        best.body = best.body.or(other.body);
        best.description = best.description.or(other.description);
        if best.authors.is_empty() {
            best.authors = other.authors;
        }
    }
    best
}

fn parse(dom: &Dom<'_>, script: Id) -> Option<Value> {
    let text = dom.children(script).map(|id| dom.raw_text(id)).next()?;
    if text.len() > MAX_SCRIPT {
        return None;
    }
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->")
        .trim_start_matches("//<![CDATA[")
        .trim_end_matches("//]]>");
    let text = text.trim().trim_end_matches(';');
    serde_json::from_str(text)
        .or_else(|_| {
            // Line breaks inside strings are the commonest mistake.
            let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            serde_json::from_str(&plain)
        })
        .ok()
}

/// All objects in a value, in order.
fn collect(value: Value, out: &mut Vec<Value>) {
    const MOST: usize = 2_000;
    if out.len() > MOST {
        return;
    }
    match value {
        Value::Array(items) => items.into_iter().for_each(|v| collect(v, out)),
        Value::Object(mut map) => {
            let inner: Vec<Value> = ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item"]
                .iter()
                .filter_map(|key| map.get(*key).filter(|v| v.is_object() || v.is_array()).cloned())
                .collect();
            map.remove("@graph");
            out.push(Value::Object(map));
            inner.into_iter().for_each(|v| collect(v, out));
        }
        _ => {}
    }
}

fn of(object: &Value, all: &[Value]) -> Option<Said> {
    let rank = types(object).map(rank).max().filter(|r| *r > 0)?;
    let text = |key: &str| string(object.get(key)?);
    let authors = ["author", "creator"].iter().find_map(|key| {
        let names = names(object.get(*key)?, all);
        (!names.is_empty()).then_some(names)
    });
    Some(Said {
        headline: text("headline").or_else(|| text("name").filter(|_| rank == 2)),
        authors: authors.unwrap_or_default(),
        published: text("datePublished")
            .or_else(|| text("dateCreated"))
            .or_else(|| text("uploadDate").filter(|_| rank == 2)),
        publisher: object.get("publisher").and_then(|p| names(p, all).into_iter().next()),
        language: text("inLanguage").or_else(|| {
            object.get("inLanguage").and_then(|l| string(l.get("alternateName").or_else(|| l.get("name"))?))
        }),
        url: text("url")
            .or_else(|| object.get("mainEntityOfPage").and_then(|m| string(m).or_else(|| string(m.get("@id")?)))),
        body: text("articleBody"),
        description: text("description"),
        rank,
    })
}

fn types(object: &Value) -> impl Iterator<Item = &str> {
    let kind = object.get("@type");
    let one = kind.and_then(Value::as_str);
    let many = kind.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    one.into_iter().chain(many)
}

fn rank(kind: &str) -> u8 {
    let kind = kind.rsplit(['/', ':', '#']).next().unwrap_or(kind);
    match kind {
        "BlogPosting" | "LiveBlogPosting" | "Report" | "SocialMediaPosting" | "Review" | "CreativeWork" | "Recipe" => 2,
        _ if kind.ends_with("Article") => 2,
        "WebPage" | "ItemPage" | "MedicalWebPage" | "QAPage" | "FAQPage" => 1,
        _ => 0,
    }
}

/// The names of people or bodies: strings, objects, references to other objects of the page, or lists of them.
fn names(value: &Value, all: &[Value]) -> Vec<String> {
    match value {
        Value::String(_) => string(value).into_iter().collect(),
        Value::Array(items) => items.iter().filter(|v| !v.is_array()).flat_map(|v| names(v, all)).collect(),
        Value::Object(map) => {
            if let Some(name) = map.get("name") {
                return match name {
                    Value::Array(many) => many.iter().filter_map(string).collect(),
                    one => string(one).into_iter().collect(),
                };
            }
            let Some(id) = map.get("@id").and_then(Value::as_str) else { return Vec::new() };
            let referred =
                all.iter().find(|o| o.get("@id").and_then(Value::as_str) == Some(id) && o.get("name").is_some());
            referred.and_then(|o| string(o.get("name")?)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn string(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    // Many sites escape for HTML what stands in JSON.
    (!text.is_empty()).then(|| entities::decode(text).into_owned())
}
