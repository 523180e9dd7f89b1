//! Homes to read in: articles, a library.

use std::{fs, path::Path};

use tempfile::TempDir;

/// Three accounts of a ferry aground, by sources in two groups; a long notice and a short one. The browser writes the address
/// that it is given to a file.
pub(crate) fn three_accounts() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let article = |name: &str, head: &str, text: &str| {
        fs::create_dir_all(home.path().join("news")).unwrap();
        fs::write(home.path().join("news").join(name), format!("---\n{head}\n---\n{text}\n")).unwrap();
    };
    article(
        "wire.md",
        "title: Ferry aground off Skarn\nsource: Harbor Wire\ndate: 2031-03-07\nurl: https://example.org/ferry",
        "A ferry with 214 people aboard ran aground off Skarn on Friday. Fog lay over the strait on Friday, the pilot Per \
         Olsen said. Nobody was hurt, the coast guard said. “We heard one long scrape and then nothing,” the mate, Ada \
         Lind, said. The harbor master has closed the strait until Monday.\n\n\
         The [harbor plan](https://example.org/plan) of Skarn was adopted in May. An inquiry into the course that the ship \
         took begins in April, the ministry of transport said.\n\n\
         The rock called the Sow is on every chart, the pilot Per Olsen said. Two tugs pulled the ferry free at high water \
         on Saturday. The bakers of Skarn sent bread aboard before dawn.",
    );
    article(
        "gazette.md",
        "title: Skarn ferry hits the Sow\nsource: The Skarn Gazette\ndate: 2031-03-07",
        "On Friday a ferry with 209 people aboard ran aground off Skarn. Fog lay over the strait on Friday, said the pilot \
         Per Olsen. Two tugs pulled the ferry free at high water on Saturday. Nobody was hurt, the coast guard said. “One \
         long scrape and then nothing,” said the mate, Ada Lind.\n\n\
         The rock called the Sow is on every chart, said Per Olsen, the pilot. The captain went home to Lund without a \
         word.",
    );
    article(
        "radio.md",
        "title: Ferry free again off Skarn\nsource: Radio Lund\ndate: 2031-03-08",
        "The ferry that ran aground off Skarn with 214 people aboard is free again. Two tugs pulled it off the rock called \
         the Sow at high water. Nobody was hurt, the coast guard said. Divers found a dent of three metres in the hull.",
    );
    let painted =
        ["boiler", "granary", "cellar", "chapel", "orchard", "quarry", "library", "bakery", "lift", "ring", "school"];
    let painted =
        painted.iter().enumerate().map(|(i, what)| format!("The {what} of Elmtown was painted in week {}. ", i + 1));
    article(
        "zebra.md",
        "title: Choir sings in the granary\nsource: Zebra Post\ndate: 2031-03-09",
        &(painted.collect::<String>() + "A choir of sixty sang in the granary."),
    );
    article(
        "tomatoes.md",
        "title: Tomatoes ripen late\nsource: Valley Notes\ndate: 2031-03-05",
        "Tomatoes ripen late this summer, and gardeners blame cold nights in June for green fruit.",
    );
    let groups =
        [("Harbor Wire", "agencies"), ("The Skarn Gazette", "local"), ("Radio Lund", "local"), ("Zebra Post", "local")];
    let groups: String =
        groups.iter().map(|(source, group)| format!("[\"{source}\"]\ngroup = \"{group}\"\n")).collect();
    fs::write(home.path().join("sources.toml"), groups).unwrap();
    let script = home.path().join("browser.sh");
    fs::write(&script, "printf %s \"$1\" > opened.txt\n").unwrap();
    fs::write(home.path().join("config.toml"), format!("browser = [\"sh\", \"{}\"]\n", script.display())).unwrap();
    home
}

/// A library of one feed in a file, with an article about a ferry and one about tomatoes.
pub(crate) fn library() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    write_feed(home.path(), 214);
    let told = super::nutgraf(home.path(), &["add", "feed.xml"]);
    assert!(told.starts_with("subscribed: Harbor Wire") && told.contains("2 new articles"), "{told}");
    home
}

/// Writes the feed of a [`library`], with so many people aboard the ferry.
pub(crate) fn write_feed(home: &Path, people: usize) {
    let item = |n: u8, title: &str, text: &str| {
        format!("<item><title>{title}</title><guid>{n}</guid><description>{text}</description></item>")
    };
    let ferry = format!(
        "A ferry with {people} people aboard ran aground off Skarn on Friday. Nobody was hurt, the coast guard said. The \
         strait is closed until Monday, the harbor master said."
    );
    let tomatoes = "Tomatoes ripen late this summer, and gardeners blame cold nights in June for green fruit.";
    let items = item(1, "Ferry aground off Skarn", &ferry) + &item(2, "Tomatoes ripen late", tomatoes);
    let feed = format!("<rss version=\"2.0\"><channel><title>Harbor Wire</title>{items}</channel></rss>");
    fs::write(home.join("feed.xml"), feed).unwrap();
}

/// A picture in bands of red and blue.
pub(crate) fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image =
        image::RgbImage::from_fn(80, 80, |_, y| image::Rgb(if y / 10 % 2 == 0 { [200, 0, 0] } else { [0, 0, 200] }));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}
