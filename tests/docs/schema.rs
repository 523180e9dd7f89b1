//! A JSON document against a JSON Schema: the part of the standard that docs/schema/ uses, and no more.

use serde_json::{Map, Value};

/// What is wrong with a document, an entry a fault. A key that the schema does not describe is a fault too: whoever adds one
/// to the output describes it.
pub(crate) fn faults(schema: &Value, document: &Value) -> Vec<String> {
    let mut out = Vec::new();
    Check { root: schema, faults: &mut out }.value(schema, document, "$");
    out
}

struct Check<'a> {
    root: &'a Value,
    faults: &'a mut Vec<String>,
}

impl Check<'_> {
    fn fault(&mut self, at: &str, what: &str) {
        self.faults.push(format!("{at}: {what}"));
    }

    fn value(&mut self, schema: &Value, value: &Value, at: &str) {
        let rules = schema.as_object().expect("a schema is an object");
        for (rule, told) in rules {
            match rule.as_str() {
                "$schema" | "$defs" | "title" | "description" | "properties" => {}
                "$ref" => {
                    let target = told.as_str().and_then(|path| self.root.pointer(path.strip_prefix('#')?));
                    let target = target.unwrap_or_else(|| panic!("{told} leads nowhere")).clone();
                    self.value(&target, value, at);
                }
                "const" if told != value => self.fault(at, &format!("is {value}, not {told}")),
                "enum" if !told.as_array().expect("enum is a list").contains(value) => {
                    self.fault(at, &format!("{value} is none of {told}"));
                }
                "const" | "enum" => {}
                "type" if !is_one_of(told, value) => self.fault(at, &format!("{value} is no {told}")),
                "type" => {}
                "minimum" if value.as_f64().is_some_and(|n| Some(n) < told.as_f64()) => {
                    self.fault(at, &format!("{value} is below {told}"));
                }
                "minimum" => {}
                "required" => {
                    for name in told.as_array().expect("required is a list").iter().filter_map(Value::as_str) {
                        if value.as_object().is_some_and(|o| !o.contains_key(name)) {
                            self.fault(at, &format!("lacks {name}"));
                        }
                    }
                }
                "items" => {
                    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.value(told, item, &format!("{at}[{i}]"));
                    }
                }
                "prefixItems" => {
                    let rules = told.as_array().expect("prefixItems is a list");
                    let items = value.as_array().map_or(&[][..], Vec::as_slice);
                    if items.len() != rules.len() {
                        self.fault(at, &format!("has {} entries, not {}", items.len(), rules.len()));
                    }
                    for (i, (rule, item)) in rules.iter().zip(items).enumerate() {
                        self.value(rule, item, &format!("{at}[{i}]"));
                    }
                }
                other => panic!("the schema uses {other}, which this check does not know"),
            }
        }
        if let (Some(value), None) = (value.as_object(), rules.get("$ref")) {
            self.object(rules, value, at);
        }
    }

    fn object(&mut self, rules: &Map<String, Value>, value: &Map<String, Value>, at: &str) {
        let described = rules.get("properties").and_then(Value::as_object);
        for (name, field) in value {
            match described.and_then(|d| d.get(name)) {
                Some(schema) => self.value(schema, field, &format!("{at}.{name}")),
                None => self.fault(at, &format!("`{name}` is not described")),
            }
        }
    }
}

fn is_one_of(types: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("null") => value.is_null(),
        _ => panic!("{name} is no type of JSON"),
    };
    types.as_array().map_or_else(|| is(types), |all| all.iter().any(is))
}
