//! Bylines → the people who signed.

/// Words that open a byline, in the languages of the newsrooms that were read.
const OPENERS: &[&str] = &[
    "by",
    "von",
    "par",
    "por",
    "av",
    "af",
    "door",
    "di",
    "text",
    "written",
    "author",
    "autor",
    "story",
    "yazan",
    "updated",
    "posted",
    "published",
    "reported",
    "words",
];

/// What a person is to a newsroom; a part of a byline with one of these words names a post, not a person.
const ROLES: &[&str] = &[
    "staff",
    "reporter",
    "reporters",
    "correspondent",
    "correspondents",
    "editor",
    "editors",
    "writer",
    "writers",
    "newsroom",
    "editorial",
    "redaktion",
    "redaktionen",
    "admin",
    "columnist",
    "journalist",
    "contributor",
    "contributors",
    "producer",
    "photographer",
    "bureau",
    "redakteur",
    "redakteurin",
    "korrespondent",
    "korrespondentin",
    "reporterin",
    "journalistin",
    "journaliste",
    "rédaction",
    "rédacteur",
    "rédactrice",
    "redacción",
    "redactor",
    "periodista",
    "redazione",
];

/// Words that part a name from the post behind it.
const RANKS: &[&str] = &["senior", "chief", "deputy", "associate", "contributing", "special"];

/// Words of the links and labels that stand beside names.
const LABELS: &[&str] = &[
    "view",
    "comment",
    "comments",
    "archive",
    "follow",
    "rss",
    "share",
    "posts",
    "read",
    "subscribe",
    "profile",
    "articles",
    "contact",
    "email",
    "e-mail",
    "bio",
    "latest",
    "updated",
    "published",
    "ago",
    "minutes",
];

const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Whether a name is a publisher's and no person's: `Harbor Wire GmbH`, `harborwire.com`.
pub(super) fn is_organisation(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "gmbh",
        "ag",
        "inc",
        "ltd",
        "llc",
        "plc",
        "online",
        "media",
        "group",
        "corporation",
        "news",
        "tv",
        "ediciones",
        "verlag",
    ];
    let host =
        |w: &str| [".com", ".de", ".net", ".org", ".fr", ".it", ".at", ".ch", ".uk"].iter().any(|end| w.ends_with(end));
    name.to_lowercase().split_whitespace().any(|w| WORDS.contains(&w.trim_end_matches(['.', ','])) || host(w))
}

/// The names in a byline: `By Ana Lee and Bo Dahl, Staff Writers` → `Ana Lee`, `Bo Dahl`. No staff, no e-mail.
pub(super) fn names(byline: &str) -> Vec<String> {
    if let Some(turned) = turned(byline) {
        return vec![turned];
    }
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

/// The people that a field for them gives, each as it is written: without an address, a post or the outlet's own name.
///
/// A field is one person's: it is parted only where each part is a name of two words or more, so that "Lee, A., Dahl, B."
/// stays as it stands.
pub(super) fn given(field: &str, outlet: &str) -> Vec<String> {
    let field = field.split_whitespace().collect::<Vec<_>>().join(" ");
    let field = field.as_str();
    if field.contains('@') {
        return names(field);
    }
    let by = field.get(..3).filter(|by| by.eq_ignore_ascii_case("by "));
    let field = by.map_or(field, |by| field[by.len()..].trim_start());
    let is_outlet = |part: &str| !outlet.is_empty() && part.eq_ignore_ascii_case(outlet);
    let several = parts(field);
    let is_name = |part: &str| {
        let words = part.split_whitespace().count();
        (2..=4).contains(&words) && part.split_whitespace().all(|w| w.starts_with(char::is_uppercase) || w.len() < 4)
    };
    let is_post = |part: &str| part.split_whitespace().any(|w| ROLES.contains(&w.to_lowercase().as_str()));
    let several: Vec<&str> = several.iter().map(|p| p.trim()).filter(|p| !p.is_empty()).collect();
    if several.len() > 1 && several.iter().all(|part| is_name(part) || is_post(part) || is_outlet(part)) {
        let people = several.into_iter().filter(|part| !is_post(part) && !is_outlet(part));
        return people.map(str::to_owned).collect();
    }
    let named = field.chars().filter(|c| c.is_alphanumeric()).count() > 1;
    (named && field.len() < 400 && !is_web(field)).then(|| field.to_owned()).into_iter().collect()
}

fn is_web(text: &str) -> bool {
    text.contains("://") || text.starts_with("www.")
}

/// Whether a line starts as bylines do: `By Ana Lee`, or `By` alone where the name is an element of its own.
pub(super) fn opens_byline(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let by = words.next().is_some_and(|first| {
        let first = first.trim_end_matches(':');
        ["by", "von", "par", "por", "door"].iter().any(|by| first.eq_ignore_ascii_case(by))
    });
    by && words.next().is_none_or(|next| next.starts_with(char::is_uppercase))
}

/// `Lee, Ana` → `Ana Lee`: two single words about one comma.
fn turned(byline: &str) -> Option<String> {
    let (last, first) = byline.trim().split_once(", ")?;
    let single = |w: &str| w.chars().count() > 1 && w.chars().all(|c| c.is_alphabetic() || "-'’".contains(c));
    let cased = |w: &str| w.starts_with(char::is_uppercase) && w.chars().any(char::is_lowercase);
    let role = |w: &str| ROLES.contains(&w.to_lowercase().as_str());
    (single(last) && single(first) && cased(last) && cased(first) && !role(last) && !role(first))
        .then(|| format!("{first} {last}"))
}

fn parts(byline: &str) -> Vec<String> {
    let mut rest = byline.replace([';', '|', '\n', '•', '·', '/'], ",");
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
    // What follows says for whom, where or what else: "Ana Lee for Harbor Wire", "Ana Lee in Prague".
    let part = [" for ", " in ", " of ", " at ", " on ", " - ", " – ", " — ", " ("]
        .iter()
        .filter_map(|cut| part.find(cut))
        .min()
        .map_or(part, |at| &part[..at]);
    let mut words: Vec<&str> = part.split_whitespace().collect();
    while words.first().is_some_and(|first| OPENERS.contains(&first.trim_end_matches(':').to_lowercase().as_str())) {
        words.remove(0);
    }
    // A post behind the name: "Ana Lee Senior Politics Editor".
    let ranks = |w: &&str| RANKS.contains(&w.to_lowercase().as_str());
    if let Some(rank) = words.iter().position(ranks).filter(|at| *at >= 2) {
        words.truncate(rank);
    }
    // A date behind the name: "Ana Lee Tuesday, Aug. 17, 2010", "Ana Lee May 3".
    let dated = |w: &&str| w.bytes().any(|b| b.is_ascii_digit()) || WEEKDAYS.contains(&w.to_lowercase().as_str());
    if let Some(date) = words.iter().position(dated) {
        words.truncate(date);
        if words.len() != 2 && words.last().is_some_and(|w| super::dates::month(w.trim_end_matches('.')).is_some()) {
            words.pop();
        }
    }
    let name = words.join(" ");
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_owned();
    let lower = name.to_lowercase();
    let has = |list: &[&str]| lower.split_whitespace().any(|w| list.contains(&w.trim_end_matches(['.', ':'])));
    let wrong = name.chars().filter(|c| c.is_alphabetic()).count() < 2
        || name.contains('@')
        || name.contains("://")
        || lower.starts_with("www.")
        || words.len() > 6
        || has(ROLES)
        || has(LABELS);
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
            ("By Ana Lee, Senior political correspondent", &["Ana Lee"]),
            ("By Ana Lee for Harbor Wire", &["Ana Lee"]),
            ("Updated by Ana Lee", &["Ana Lee"]),
            ("Lee, Ana", &["Ana Lee"]),
            ("Lee, Reporter", &["Lee"]),
            ("Von Dr. Max Muster", &["Dr. Max Muster"]),
            ("Ana Lee Senior Politics Editor", &["Ana Lee"]),
            ("Daily Wire Reporter", &[]),
            ("By ANA LEE Tuesday, Aug. 17, 2010", &["ANA LEE"]),
            ("By Ana Lee and Bo Dahl May 3, 2024", &["Ana Lee", "Bo Dahl"]),
            ("3 min read", &[]),
            ("Harbor Wire (www.example.org)", &["Harbor Wire"]),
            ("Staff", &[]),
            ("View Comments", &[]),
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

    #[test]
    fn a_line_opens_as_a_byline_only_before_a_name() {
        for (line, want) in
            [("By Ana Lee", true), ("By", true), ("BY ANA LEE", true), ("by then it rained", false), ("Bye", false)]
        {
            assert_eq!(opens_byline(line), want, "{line}");
        }
    }
}
