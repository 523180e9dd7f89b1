//! No clock takes anything from the library, and what goes by age is told and can be restored.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking; its helpers are not known as tests to the lint")]

use std::{
    fs,
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering::SeqCst},
    },
};

use nutgraf::{
    library::{
        Kind, Library, Report, Subscription,
        fetch::{Fetcher, Limits},
    },
    shelf::{ArticleKey, Filter, Order, Shelf},
};

const DAY: i64 = 24 * 60 * 60;
/// 2026-06-01, and a day 1970 and one in 2100.
const TODAY: i64 = 1_780_272_000;
const IN_1970: i64 = 3_600;
const IN_2100: i64 = 4_102_444_800;

/// Articles that have nothing in common.
const EVENTS: [&str; 6] = [
    "The ferry Aurelia sank in the harbor of Kelm during the night.",
    "Parliament in Ostrava raised the tax on sugar by a third.",
    "A probe called Kestrel brought dust from an asteroid back home.",
    "Striking miners blocked every railway crossing near Tarn.",
    "Violinist Jorun Aasen won this year's Skarn competition.",
    "Beekeepers around Lindow report that mites killed whole colonies.",
];

/// A library that keeps the articles of a folder for a year, under a clock that the test sets.
struct Desk {
    home: tempfile::TempDir,
    clock: Arc<AtomicI64>,
    library: Library,
    written: usize,
}

impl Desk {
    fn new(clock: i64) -> Self {
        let home = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(clock));
        fs::create_dir(home.path().join("articles")).unwrap();
        let shown = Arc::clone(&clock);
        let library = Library::open(&home.path().join("data")).unwrap().with_clock(move || shown.load(SeqCst));
        let wanted = Subscription {
            kind: Kind::Folder,
            address: home.path().join("articles").to_string_lossy().into_owned(),
            keep_days: Some(365),
            ..Subscription::default()
        };
        library.subscribe(&wanted).unwrap();
        Self { home, clock, library, written: 0 }
    }

    /// Writes so many articles, of a date or of none.
    fn write(&mut self, count: usize, date: Option<&str>) {
        for _ in 0..count {
            let n = self.written;
            let what =
                EVENTS.get(n).map_or(format!("The ferry number {n} left the harbor of Skarn{n}."), |e| (*e).into());
            let text = format!("{}{what}", date.map_or(String::new(), |d| format!("date {d} ")));
            fs::write(self.home.path().join(format!("articles/{n}.txt")), text).unwrap();
            self.written += 1;
        }
    }

    /// A fetch on a day that the clock shows.
    fn fetch(&self, clock: i64) -> Report {
        self.clock.store(clock, SeqCst);
        self.library.update(&Fetcher::new(Limits::default()), None, &|_| true).unwrap()
    }

    fn articles(&self) -> usize {
        let page = self.library.page(Order::Time, &Filter::default(), 0..1000).unwrap();
        let rows: usize = page.rows.iter().map(|s| s.articles.len()).sum();
        assert_eq!((page.articles, page.stories), (rows, page.rows.len()));
        rows
    }
}

#[test]
fn a_clock_that_jumps_takes_nothing() {
    let ahead = TODAY + 400 * DAY;
    let behind = TODAY - 400 * DAY;
    for date in [Some("2026-05-30"), None] {
        for wrong in [IN_1970, IN_2100, ahead, behind] {
            // Ahead or behind for one fetch, at the first fetch of all, and for good.
            for clocks in [[TODAY, wrong, TODAY + DAY], [wrong, TODAY, TODAY + DAY], [TODAY, wrong, wrong + DAY]] {
                let mut desk = Desk::new(clocks[0]);
                for clock in clocks {
                    // The dates of files are the real clock's: while the other stays ahead, none is newer than the last fetch.
                    if clock <= TODAY + DAY || desk.written < 24 {
                        desk.write(12, date);
                    }
                    let report = desk.fetch(clock);
                    assert_eq!((report.deleted, desk.articles()), (0, desk.written), "{date:?} {clocks:?} at {clock}");
                }
                for day in 2..6 {
                    desk.fetch(clocks[2] + day * DAY);
                }
                assert_eq!((desk.articles(), desk.library.gone().unwrap().len()), (desk.written, 0));
            }
        }
    }
}

#[test]
fn a_jump_is_told() {
    let mut desk = Desk::new(TODAY);
    desk.write(1, None);
    assert_eq!(desk.fetch(TODAY).clock, None);
    assert_eq!(desk.fetch(TODAY + DAY).clock, None);
    let jump = desk.fetch(IN_2100).clock.unwrap().to_string();
    assert!(jump.contains("showed 2026-06-02") && jump.contains("shows 2100-01-01"), "{jump}");
}

#[test]
fn a_year_of_fetches_lets_go_what_nobody_kept_and_it_can_be_taken_back() {
    let mut desk = Desk::new(TODAY);
    desk.write(6, Some("2026-05-31"));
    desk.fetch(TODAY);
    let library = &desk.library;
    library.set_starred(ArticleKey(1), true).unwrap();
    library.set_note(ArticleKey(2), "ask again").unwrap();
    let story = |key| {
        library
            .page(Order::Time, &Filter::default(), 0..99)
            .unwrap()
            .rows
            .iter()
            .find(|s| s.articles.iter().any(|a| a.key == key))
            .unwrap()
            .key
    };
    library.merge(story(ArticleKey(3)), story(ArticleKey(4))).unwrap();
    library.set_read(ArticleKey(5), true).unwrap();
    let mut deleted = 0;
    for day in (7..=378).step_by(7) {
        let report = desk.fetch(TODAY + day * DAY);
        assert!(report.deleted == 0 || day > 365);
        deleted += report.deleted;
    }
    assert_eq!((deleted, desk.articles()), (2, 4), "a star, a note and a story put together stay");
    let gone = library.gone().unwrap();
    assert_eq!(gone.len(), 2);
    assert_eq!(library.restore(&gone.iter().map(|a| a.id).collect::<Vec<_>>()).unwrap(), 2);
    assert_eq!((desk.articles(), library.gone().unwrap().len()), (6, 0));
    let page = library.page(Order::Time, &Filter::default(), 0..99).unwrap();
    let read = page.rows.iter().flat_map(|s| &s.articles).filter(|a| a.read).count();
    assert_eq!((read, page.unread), (1, 5), "with its mark");
    assert_eq!(desk.fetch(TODAY + 385 * DAY).deleted, 0, "what was restored counts as arrived on that day");
}

#[test]
fn what_is_beyond_a_count_goes_by_arrival_whatever_the_clock_showed() {
    let home = tempfile::tempdir().unwrap();
    let clock = Arc::new(AtomicI64::new(IN_2100));
    let shown = Arc::clone(&clock);
    let library = Library::open(home.path()).unwrap().with_clock(move || shown.load(SeqCst));
    let folder = home.path().join("articles");
    fs::create_dir(&folder).unwrap();
    let wanted = Subscription {
        kind: Kind::Folder,
        address: folder.to_string_lossy().into_owned(),
        keep_articles: Some(3),
        ..Subscription::default()
    };
    library.subscribe(&wanted).unwrap();
    for (round, at) in [IN_2100, TODAY, TODAY + DAY].into_iter().enumerate() {
        clock.store(at, SeqCst);
        for n in 0..3 {
            let text = format!("The crane of round{round} number {n} was sold to the port of Kelm{n}{round}.");
            fs::write(folder.join(format!("{round}-{n}.txt")), text).unwrap();
        }
        library.update(&Fetcher::new(Limits::default()), None, &|_| true).unwrap();
        let page = library.page(Order::Time, &Filter::default(), 0..99).unwrap();
        let titles: Vec<_> = page.rows.iter().flat_map(|s| &s.articles).map(|a| a.title.clone()).collect();
        assert!(titles.len() == 3 && titles.iter().all(|t| t.contains(&format!("round{round}"))), "{titles:?}");
    }
}

fn nutgraf(home: &Path, at: &str, args: &[&str]) -> String {
    let output = Command::new("faketime")
        .args(["-f", at, env!("CARGO_BIN_EXE_nutgraf")])
        .args(args)
        .env("NUTGRAF_DATA_DIR", home.join("data"))
        .env("NUTGRAF_CONFIG_DIR", home.join("config"))
        // Daylight saving begins on 2027-03-28 there.
        .env("TZ", "Europe/Berlin")
        .output()
        .unwrap();
    assert!(output.status.success(), "{at} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The whole program under a wrong clock; only where `faketime` is installed.
#[test]
fn the_program_keeps_everything_under_any_clock() {
    if Command::new("faketime").arg("--version").output().is_err() {
        return;
    }
    for clocks in [
        ["@2026-11-28 12:00:00", "@2100-01-01 12:00:00", "@2026-11-29 12:00:00"],
        ["@1970-01-02 12:00:00", "@2026-11-28 12:00:00", "@2026-11-29 12:00:00"],
        ["@2027-03-28 01:59:00", "@2027-03-28 03:01:00", "@2027-03-28 01:30:00"],
    ] {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("articles");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("a.txt"), "The ferry of Kelm left the harbor at dawn.").unwrap();
        nutgraf(home.path(), clocks[0], &["add", "--keep-days", "300", &folder.to_string_lossy()]);
        for at in &clocks[1..] {
            assert_eq!(nutgraf(home.path(), at, &["fetch"]), "0 new articles, 0 changed\n", "{clocks:?}");
        }
        assert!(nutgraf(home.path(), clocks[2], &["stories"]).contains("ferry"), "{clocks:?}");
    }
}
