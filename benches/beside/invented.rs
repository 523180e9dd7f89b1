//! Feeds, texts and pages of invented events, always the same for a size.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use jiff::{Timestamp, ToSpan};

use super::Outcome;

const OUTLETS: [&str; 4] = ["Harbor Wire", "The Continental", "Public Radio North", "Evening Courier"];

/// Sentences with places for a name `@`, a noun `~` and a number `#`.
const SENTENCES: [&str; 16] = [
    "@ told the council on Tuesday that the ~ would cost # million euros.",
    "The ~ was closed for # hours after the storm, and the ~ beside it lost its roof.",
    "\"We did not expect the ~ to hold,\" said @, who runs the ~ of the town.",
    "Residents had asked for a new ~ since 2019, but the money went to the ~.",
    "According to @, at least # people were waiting at the ~ when the lights went out.",
    "Nobody was hurt, the police said, though the ~ has to be examined before the ~ opens again.",
    "The minister, @, promised an inquiry into the ~ within # days.",
    "In the harbor, # boats were torn from their moorings and drifted against the ~.",
    "@ and @ disagree about who ordered the ~ and whether the ~ was ever inspected.",
    "Schools stay closed until Thursday because the ~ cannot be heated.",
    "The company bought the ~ for # million in March and sold the ~ a year later.",
    "It is the second time this year that the ~ has failed, after # repairs.",
    "Engineers found cracks in # of the pillars that carry the ~.",
    "\"The ~ is older than I am,\" @ said, \"and nobody has ever asked what it can carry.\"",
    "Opposition members want the ~ to be rebuilt by the state and the ~ to be given up.",
    "The lighthouse keeper saw the ~ go down at # minutes past midnight.",
];

/// Numbers without end, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    fn word(&mut self) -> String {
        const PARTS: [&str; 12] = ["ba", "re", "mo", "ti", "su", "la", "ven", "kor", "dis", "nap", "gel", "fru"];
        (0..3).map(|_| PARTS[self.below(PARTS.len())]).collect()
    }

    fn name(&mut self) -> String {
        const FIRST: [&str; 6] = ["Ines", "Tomas", "Clara", "Edda", "Jon", "Mara"];
        let word = self.word();
        format!("{} {}{}", FIRST[self.below(FIRST.len())], word[..1].to_uppercase(), &word[1..])
    }

    fn noun(&mut self) -> &'static str {
        const NOUNS: [&str; 12] = [
            "bridge",
            "ferry",
            "pier",
            "school",
            "tunnel",
            "hospital",
            "dam",
            "station",
            "market",
            "tower",
            "archive",
            "pump house",
        ];
        NOUNS[self.below(NOUNS.len())]
    }

    fn sentence(&mut self) -> String {
        let mut out = String::new();
        for c in SENTENCES[self.below(SENTENCES.len())].chars() {
            match c {
                '@' => out.push_str(&self.name()),
                '~' => out.push_str(self.noun()),
                '#' => out.push_str(&(2 + self.below(90)).to_string()),
                other => out.push(other),
            }
        }
        out
    }
}

/// What one outlet tells of an event: two sentences in three are everybody's, the third is its own.
fn account(event: usize, teller: usize, sentences: usize) -> Vec<String> {
    let mut all = Chance(event as u64 * 7919 + 1);
    let mut own = Chance(event as u64 * 7919 + teller as u64 + 101);
    (0..sentences).map(|i| if i % 3 == 2 { own.sentence() } else { all.sentence() }).collect()
}

fn paragraphs(sentences: &[String]) -> Vec<String> {
    sentences.chunks(3).map(|chunk| chunk.join(" ")).collect()
}

fn headline(event: usize) -> String {
    let mut chance = Chance(event as u64 * 7919 + 1);
    format!("{} of {} under question", chance.noun(), chance.name())
}

/// Feeds of so many articles each, the newest of this hour; each event is told by four outlets. Gives their files.
pub(crate) fn feeds(folder: &Path, count: usize, items: usize) -> Outcome<Vec<PathBuf>> {
    let now = Timestamp::now();
    (0..count)
        .map(|feed| {
            let outlet = format!("{} {}", OUTLETS[feed % 4], feed / 4 + 1);
            let mut xml = format!(
                "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
                 <channel><title>{outlet}</title><link>https://feed{feed}.example/</link><description>d</description>\n"
            );
            for item in 0..items {
                let event = feed / 4 * items + item;
                let body: String = paragraphs(&account(event, feed % 4, 24)).iter().map(|p| format!("<p>{p}</p>")).collect();
                let date = now.checked_sub((item as i64 * 60 + feed as i64 % 60).minutes())?;
                let date = jiff::fmt::rfc2822::to_string(&date.to_zoned(jiff::tz::TimeZone::UTC))?;
                let title = headline(event);
                writeln!(
                    xml,
                    "<item><title>{title}</title><link>https://feed{feed}.example/{item}</link><guid>{feed}-{item}</guid>\
                     <pubDate>{date}</pubDate><content:encoded><![CDATA[{body}]]></content:encoded></item>"
                )?;
            }
            xml.push_str("</channel></rss>\n");
            let file = folder.join(format!("feed{feed}.xml"));
            fs::write(&file, xml)?;
            Ok(file)
        })
        .collect()
}

/// Two accounts of one event, a sentence a line as programs that compare lines need it.
pub(crate) fn accounts(folder: &Path, sentences: usize) -> Outcome<(PathBuf, PathBuf)> {
    let files = [0, 1].map(|teller| (folder.join(format!("{teller}.txt")), account(7, teller, sentences).join("\n\n")));
    for (file, text) in &files {
        fs::write(file, text)?;
    }
    let [(left, _), (right, _)] = files;
    Ok((left, right))
}

/// A folder of saved pages, with the menus, offers and footers of any news site.
pub(crate) fn pages(folder: &Path, count: usize) -> Outcome<PathBuf> {
    let folder = folder.join("pages");
    fs::create_dir(&folder)?;
    let links: String = (0..40).map(|i| format!("<li><a href=\"/section/{i}\">Section {i}</a></li>")).collect();
    for page in 0..count {
        let (event, teller) = (page / 4, page % 4);
        let body: String = paragraphs(&account(event, teller, 24)).iter().map(|p| format!("<p>{p}</p>\n")).collect();
        let title = headline(event);
        let html = format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} | {outlet}</title>\
             <meta property=\"og:site_name\" content=\"{outlet}\">\
             <meta property=\"article:published_time\" content=\"2024-05-{day:02}T08:00:00Z\"></head><body>\
             <header><nav><ul>{links}</ul></nav></header><main><article><h1>{title}</h1>\n{body}</article>\
             <aside><h2>Most read</h2><ul>{links}</ul></aside></main>\
             <footer><p>All rights reserved.</p><ul>{links}</ul></footer></body></html>\n",
            outlet = OUTLETS[teller],
            day = 1 + event % 28
        );
        fs::write(folder.join(format!("{page}.html")), html)?;
    }
    Ok(folder)
}
