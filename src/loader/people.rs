//! Bylines → the people who signed.

/// The names in a byline: `By Ana Lee and Bo Dahl, Staff Writers` → `Ana Lee`, `Bo Dahl`. No staff, no e-mail.
pub(super) fn names(byline: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for part in parts(byline) {
        if let Some(name) = name(&part)
            && !out.contains(&name)
        {
            out.push(name);
        }
    }
    out
}

fn parts(byline: &str) -> Vec<String> {
    let mut rest = byline.replace([';', '|', '\n', '•', '·'], ",");
    for and in [" and ", " And ", " AND ", " & ", " und ", " et ", " y ", " og ", " och ", " e ", " ve ", " with "] {
        rest = rest.replace(and, ",");
    }
    rest.split(',').map(str::to_owned).collect()
}

/// The name of a part; RSS has it behind an address: `ana@example.org (Ana Lee)`.
fn name(part: &str) -> Option<String> {
    let part = match part.split_once('(') {
        Some((address, rest)) if address.contains('@') => rest.split(')').next().unwrap_or_default(),
        Some((name, rest)) if rest.contains('@') => name,
        _ => part,
    };
    let mut words: Vec<&str> = part.split_whitespace().collect();
    while let Some(first) = words.first() {
        let plain = first.trim_end_matches(':').to_lowercase();
        if ["by", "von", "par", "por", "av", "af", "door", "di", "text", "written", "author", "autor", "story", "yazan"]
            .contains(&plain.as_str())
        {
            words.remove(0);
        } else {
            break;
        }
    }
    let name = words.join(" ");
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_owned();
    let lower = name.to_lowercase();
    let role = |w: &str| {
        matches!(
            w.trim_end_matches('.'),
            "staff"
                | "reporter"
                | "reporters"
                | "correspondent"
                | "editor"
                | "writer"
                | "writers"
                | "newsroom"
                | "editorial"
                | "redaktion"
                | "admin"
        )
    };
    let wrong = name.chars().filter(|c| c.is_alphabetic()).count() < 2
        || name.contains('@')
        || name.contains("://")
        || lower.starts_with("www.")
        || words.len() > 6
        || name.chars().any(|c| c.is_ascii_digit())
        || (words.len() > 1 && lower.split_whitespace().all(role))
        || lower.split_whitespace().all(role)
        || lower.split_whitespace().last().is_some_and(role);
    (!wrong).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byline_gives_its_people() {
        for (line, want) in [
            ("By Ana Lee and Bo Dahl", &["Ana Lee", "Bo Dahl"][..]),
            ("Ana Lee, Staff Writer", &["Ana Lee"]),
            ("Von Dr. Max Muster", &["Dr. Max Muster"]),
            ("Staff", &[]),
            ("ana@example.org", &[]),
            ("Ana Lee (ana@example.org)", &["Ana Lee"]),
            ("ana@example.org (Ana Lee)", &["Ana Lee"]),
            ("ana@example.org (Ana Lee), bo@example.org (Bo Dahl)", &["Ana Lee", "Bo Dahl"]),
            ("desk@example.org (Staff)", &[]),
            ("", &[]),
        ] {
            assert_eq!(names(line), want, "{line}");
        }
    }
}
