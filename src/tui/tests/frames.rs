//! Frames by their cells: none is wider than it is, and a picture stands where the article has it.

use std::{io::Cursor, path::Path, sync::Arc};

use ratatui::{buffer::Buffer, style::Color};

use crate::{
    article::{Article, Block, BlockKind, Briefing, Picture, Section, Sentence, SentenceId, Story},
    config::{Config, Pictures},
    shelf::Opened,
    tui::{Depth, Environment, Graphics, Headless, Opener, Opening, worker::pictures::GraphicsProtocol},
};

fn viewer(article: Article, config: Config, protocol: GraphicsProtocol, size: (u16, u16)) -> Headless {
    let headline = article.title.clone();
    let briefing = Briefing {
        stories: vec![Story { headline, articles: vec![0], ..Story::default() }],
        articles: vec![article],
        ..Briefing::default()
    };
    let shelf = Arc::new(Opened::new(briefing));
    let opener: Opener = Arc::new(move |_| Ok(Opening { shelf: shelf.clone(), problems: Vec::new(), hint: None }));
    let mut viewer = Headless::new(opener, config, environment(protocol), size);
    viewer.draw();
    viewer
}

#[test]
fn keys_pressed_before_there_is_anything_to_read_act_once_there_is() {
    let folder = std::env::temp_dir();
    let briefing = Briefing {
        stories: vec![Story { headline: "Ferry".into(), articles: vec![0, 1], ..Story::default() }],
        articles: vec![article(&folder, &["It ran aground."]), article(&folder, &["It ran aground off Skarn."])],
        ..Briefing::default()
    };
    let shelf = Arc::new(Opened::new(briefing));
    let opener: Opener = Arc::new(move |_| Ok(Opening { shelf: shelf.clone(), problems: Vec::new(), hint: None }));
    let early = |keys| {
        let environment = environment(GraphicsProtocol::HalfBlocks);
        Headless::with_early_keys(opener.clone(), Config::default(), environment, (120, 30), keys).text()
    };
    assert!(early("2 j").contains("2 of 2 articles"), "{}", early("2 j"));
    assert!(early("j d").contains("difference 1 of"), "{}", early("j d"));
    assert!(early("j d esc").contains("STORY"), "left again: {}", early("j d esc"));
    assert!(early("? j d").contains("KEYS"), "help is there at once: {}", early("? j d"));
}

#[test]
fn a_filter_of_claims_says_what_it_found_none_of() {
    let folder = std::env::temp_dir();
    let told = ["The ferry ran aground off Skarn on Friday.", "The coast guard took 40 people off the ship."];
    let briefing = Briefing {
        stories: vec![Story { headline: "Ferry".into(), articles: vec![0, 1], ..Story::default() }],
        articles: vec![article(&folder, &told), article(&folder, &told[..1])],
        ..Briefing::default()
    };
    let shelf = Arc::new(Opened::new(briefing));
    let opener: Opener = Arc::new(move |_| Ok(Opening { shelf: shelf.clone(), problems: Vec::new(), hint: None }));
    let mut viewer = Headless::new(opener, Config::default(), environment(GraphicsProtocol::HalfBlocks), (100, 30));
    viewer.draw();
    viewer.press("c").unwrap();
    viewer.press("f").unwrap();
    let text = viewer.text();
    assert!(text.contains("no contradictions; only what one source reports: 1"), "{text}");
    assert!(text.contains("The coast guard took 40"), "{text}");
}

fn environment(protocol: GraphicsProtocol) -> Environment {
    Environment {
        light: Some(false),
        no_colour: false,
        ascii: false,
        depth: Depth::True,
        clock: Some(|| 1_709_942_400),
        folder: std::env::temp_dir(),
        graphics: Graphics { protocol, ..Graphics::default() },
    }
}

fn article(folder: &Path, sentences: &[&str]) -> Article {
    let count = u32::try_from(sentences.len()).unwrap();
    let block = |i| Block { kind: BlockKind::Paragraph, sentences: i..i + 1, depth: 0, number: None };
    Article {
        path: folder.join("a.html").to_string_lossy().into_owned(),
        source: "Harbor Wire".into(),
        title: "Ferry runs aground".into(),
        sections: vec![Section { heading: None, blocks: (0..count).map(block).collect() }],
        sentences: sentences.iter().map(|s| Sentence { text: (*s).into(), tight: false }).collect(),
        ..Article::default()
    }
}

/// An article with a red picture between its two paragraphs, and one that is on the network before them.
fn with_pictures(folder: &Path) -> Article {
    let mut png = Cursor::new(Vec::new());
    image::RgbImage::from_pixel(400, 100, image::Rgb([200, 0, 0])).write_to(&mut png, image::ImageFormat::Png).unwrap();
    std::fs::write(folder.join("a.png"), png.into_inner()).unwrap();
    let picture = |before, url: &str| Picture { before: SentenceId(before), url: url.into(), alt: "The ferry".into() };
    Article {
        pictures: vec![picture(0, "https://example.org/b.png"), picture(1, "a.png")],
        ..article(folder, &["The ferry ran aground off Skarn.", "The coast guard took everyone off."])
    }
}

fn red(buffer: &Buffer) -> usize {
    buffer.content().iter().filter(|c| c.bg == Color::Rgb(200, 0, 0)).count()
}

#[test]
fn a_picture_beside_the_file_stands_in_its_place_and_one_key_hides_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut viewer = viewer(with_pictures(folder.path()), Config::default(), GraphicsProtocol::HalfBlocks, (100, 40));
    viewer.press("l").unwrap();
    assert_eq!(red(viewer.buffer()), 40 * 5, "{}", viewer.text());
    let text = viewer.text();
    // The bullets above the text have the same words.
    let at = |words: &str| text.rfind(words).unwrap_or_else(|| panic!("{words} is missing in\n{text}"));
    assert!(at("aground off Skarn") < at("The ferry\n") && at("The ferry\n") < at("took everyone off"));
    viewer.press("I").unwrap();
    assert_eq!(red(viewer.buffer()), 0);
    assert!(viewer.text().contains("2 pictures hidden · I shows them"), "{}", viewer.text());
    viewer.press("I").unwrap();
    assert_eq!(red(viewer.buffer()), 40 * 5);
    viewer.resize(60, 40);
    assert!(red(viewer.buffer()) > 0, "another width");
}

#[test]
fn nothing_of_the_network_is_asked_for_unless_that_is_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let mut article = with_pictures(folder.path());
    article.pictures.pop();
    let mut off = viewer(article.clone(), Config::default(), GraphicsProtocol::HalfBlocks, (100, 40));
    off.press("l").unwrap();
    assert!(off.text().contains("1 picture on the network · I tells how to see it"), "{}", off.text());
    off.press("I").unwrap();
    assert!(off.text().contains("[\"Harbor Wire\"] pictures = true"), "{}", off.text());
    let all = Config { pictures: Pictures::Always, ..Config::default() };
    let mut on = viewer(article, all, GraphicsProtocol::HalfBlocks, (100, 40));
    on.press("l").unwrap();
    // This viewer has nothing to fetch with.
    assert!(!on.text().contains("picture"), "{}", on.text());
}

#[test]
fn a_terminal_with_a_protocol_is_sent_the_picture_once_a_row_or_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    for (protocol, sign, times) in [
        (GraphicsProtocol::Kitty, "\u{1b}_G", 1),
        (GraphicsProtocol::Sixel, "\u{1b}P", 5),
        (GraphicsProtocol::Iterm2, "\u{1b}]1337;", 5),
    ] {
        let mut viewer = viewer(with_pictures(folder.path()), Config::default(), protocol, (100, 40));
        viewer.press("l").unwrap();
        let cells = |viewer: &Headless| viewer.buffer().content().iter().filter(|c| c.symbol().contains(sign)).count();
        assert!((1..=times).contains(&cells(&viewer)) || protocol == GraphicsProtocol::Kitty, "{protocol:?}");
        viewer.press(":").unwrap();
        assert_eq!(cells(&viewer), 0, "{protocol:?}: under a prompt that would leave its traces");
    }
}

/// Every cell of a frame holds what it has room for in any terminal.
fn check_cells(buffer: &Buffer) -> Result<(), proptest::test_runner::TestCaseError> {
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    for y in 0..rows {
        let mut x = 0;
        while x < columns {
            let symbol = buffer[(x, y)].symbol();
            let parts: usize = symbol.chars().map(|c| c.width().unwrap_or(0)).sum();
            let most = crate::text::width::cells(symbol);
            proptest::prop_assert!(most >= symbol.width().max(parts));
            let taken = u16::try_from(most).unwrap();
            proptest::prop_assert!(taken > 0 && x + taken <= columns, "{symbol:?} at {x} of {columns}");
            for covered in 1..taken {
                proptest::prop_assert_eq!(buffer[(x + covered, y)].symbol(), " ");
            }
            x += taken;
        }
    }
    Ok(())
}

/// Two accounts of one story.
fn viewer_of_two(articles: [Article; 2], size: (u16, u16)) -> Headless {
    let briefing = Briefing {
        stories: vec![Story { headline: articles[0].title.clone(), articles: vec![0, 1], ..Story::default() }],
        articles: articles.into(),
        ..Briefing::default()
    };
    let shelf = Arc::new(Opened::new(briefing));
    let opener: Opener = Arc::new(move |_| Ok(Opening { shelf: shelf.clone(), problems: Vec::new(), hint: None }));
    let mut viewer = Headless::new(opener, Config::default(), environment(GraphicsProtocol::HalfBlocks), size);
    viewer.draw();
    viewer
}

/// What the marks of a comparison look like where a line would break within one.
fn cut_mark(line: &str) -> bool {
    let line = line.trim_matches(|c: char| " ▌▪┃│".contains(c));
    ["[", "[-", "{", "{+"].iter().any(|m| line.ends_with(m))
        || ["-]", "]", "+}", "}"].iter().any(|m| line.starts_with(m))
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]
    /// Whatever an article says, no cell of a frame holds more than it has room for in any terminal.
    #[test]
    fn no_cell_is_wider_than_the_cells_it_has(
        text in "(a|\\PC|👩‍👩‍👧|ស្ត្រី|❤️|🇳🇱|日|e\u{301}| |ﷺ|\u{1f3fb}){1,60}", columns in 1u16..140, rows in 1u16..40,
    ) {
        let text = crate::text::sanitize::clean_line(&text);
        let folder = std::env::temp_dir();
        let mut odd = article(&folder, &[&text, &text]);
        (odd.title, odd.source) = (text.clone(), text);
        let mut viewer = viewer(odd, Config::default(), GraphicsProtocol::HalfBlocks, (columns, rows));
        for keys in ["j", "l", "F", "esc", "?"] {
            viewer.press(keys).unwrap();
            check_cells(viewer.buffer())?;
        }
    }

    /// The same of two accounts side by side, stacked, with a panel, and of who reports what.
    #[test]
    fn no_cell_of_a_comparison_or_a_coverage_is_wider_than_the_cells_it_has(
        text in "(a|\\PC|👩‍👩‍👧|ស្ត្រី|❤️|🇳🇱|日|e\u{301}| |ﷺ|\u{1f3fb}){1,60}", columns in 20u16..220, rows in 1u16..60,
    ) {
        let text = crate::text::sanitize::clean_line(&text);
        let folder = std::env::temp_dir();
        let quoted = format!("“We heard {text} and then nothing at all,” the mate said.");
        let other = format!("“We heard {text} and then no sound at all,” the mate said.");
        let mut left = article(&folder, &["It ran aground off Skarn with 41 aboard.", &quoted, &text]);
        let mut right = article(&folder, &["It ran aground off Skarn with 43 aboard.", &other]);
        (left.title, left.source) = (text.clone(), text.clone());
        (right.title, right.source) = (text.clone(), format!("{text} Post"));
        let mut viewer = viewer_of_two([left, right], (columns, rows));
        for keys in ["j", "d", "v", "v", "\"", "esc", "x", "esc", "c", "j", "l", "esc", "F"] {
            viewer.press(keys).unwrap();
            check_cells(viewer.buffer())?;
        }
    }

    /// On a screen of a few lines, nothing of a coverage is painted over its legend or the last line.
    #[test]
    fn a_low_coverage_stays_in_its_lines(rows in 1u16..8, columns in 60u16..140) {
        let folder = std::env::temp_dir();
        let account = |source: &str| Article {
            source: source.into(),
            ..article(&folder, &["It ran aground off Skarn with 41 aboard."])
        };
        let mut viewer = viewer_of_two([account("The 日本 Post of Skarn"), account("Harbor 日本 Wire")], (columns, rows));
        viewer.press("c").unwrap();
        check_cells(viewer.buffer())?;
        let last = viewer.text().lines().last().unwrap_or_default().to_owned();
        proptest::prop_assert!(!last.contains("Post") && !last.contains("Wire"), "{}", last);
    }

    /// No line of a comparison breaks within a mark, and every mark of its gutter stands whole.
    #[test]
    fn no_line_is_cut_within_a_mark(columns in 20u16..220, rows in 8u16..60) {
        let folder = std::env::temp_dir();
        let said = |words: &str, quotation: &str| {
            let mut article = article(&folder, &["It ran aground off Skarn with 41 aboard.", words]);
            let at = u32::try_from(words.find(quotation).unwrap()).unwrap();
            let span = at..at + u32::try_from(quotation.len()).unwrap();
            let quotation = crate::article::Quotation { sentence: SentenceId(1), text: quotation.into(), span, speaker: None };
            article.quotations.push(quotation);
            article
        };
        let left = said("“We did everything that could be done, believe me,” the mate said.", "We did everything that could be done, believe me,");
        let right = said("“We did all that we could do, believe me,” the mate said.", "We did all that we could do, believe me,");
        let mut viewer = viewer_of_two([left, right], (columns, rows));
        for keys in ["j d", "\"", "esc", "v", "\""] {
            viewer.press(keys).unwrap();
            let text = viewer.text();
            proptest::prop_assert!(!text.lines().any(cut_mark), "{}", text);
        }
    }
}
