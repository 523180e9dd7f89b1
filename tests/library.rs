//! The library keeps what it was given, shows it a screen at a time, finds it, and says clearly when it cannot.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking; its helpers are not known as tests to the lint")]

use std::{fs, path::Path};

use nutgraf::{
    article::Published,
    library::{Arrival, ArticleCounts, Facts, Library, LibraryError, Subscription},
    loader::{Hint, load},
    shelf::{ArticleKey, Filter, Order, Shelf, StoryRow},
};

const BRIDGE: [&str; 3] = [
    "The Marlow suspension bridge over the river Tarn will reopen to traffic on Friday after three years of repairs, the \
     regional transport office said. Engineers replaced 1,200 hangers and both expansion joints. Mayor Odile Renaud \
     called the work the largest since the bridge was built in 1937. Lorries above 40 tonnes stay banned until spring.",
    "After three years behind scaffolding, the bridge at Marlow opens again. Odile Renaud, the mayor, said the Tarn \
     crossing would carry cars from Friday, while lorries of more than 40 tonnes have to wait for another inspection. \
     Some 1,200 hangers were replaced, engineers of the transport office reported.",
    "Marlow gets its bridge back: on Friday Mayor Odile Renaud will cut a ribbon over the Tarn. The transport office \
     has had 1,200 hangers replaced in three years. Heavy lorries stay off the bridge.",
];
const PROBE: &str = "The probe Kestrel has brought dust of the asteroid Ilma back to Earth, mission control in Darmstadt \
    announced. Its capsule came down in the Australian desert at dawn. Scientists expect some 60 grams of material.";

fn arrival(name: &str, source: &str, text: &str) -> Arrival {
    let hint = Hint { path: name.into(), url: Some(format!("https://{source}.example/{name}")), media_type: None };
    let mut article = load(text.as_bytes(), &hint).unwrap().remove(0);
    article.source = source.into();
    (article.title, article.title_derived) = (format!("{name} in {source}"), false);
    article.url = hint.url;
    article.published = Some("2024-05-03".parse().unwrap());
    Arrival { article, ..Arrival::default() }
}

fn filled(folder: &Path) -> Library {
    let library = Library::open(folder).unwrap();
    let four = [
        arrival("one", "wire", BRIDGE[0]),
        arrival("probe", "wire", PROBE),
        arrival("two", "post", BRIDGE[1]),
        arrival("three", "echo", BRIDGE[2]),
    ];
    assert_eq!(library.put(&four, &|| true).unwrap(), ArticleCounts { new: 4, changed: 0 });
    library
}

fn stories(library: &Library) -> Vec<StoryRow> {
    library.page(Order::Coverage, &Filter::default(), 0..100).unwrap().rows
}

/// Counts kept beside the stories are what counting gives.
fn sound(library: &Library) {
    library.check().unwrap();
    let page = library.page(Order::Time, &Filter::default(), 0..1000).unwrap();
    let articles: Vec<_> = page.rows.iter().flat_map(|s| &s.articles).collect();
    assert_eq!((page.stories, page.articles), (page.rows.len(), articles.len()));
    assert_eq!(page.unread, articles.iter().filter(|a| !a.read).count());
    for s in &page.rows {
        assert_eq!(s.independent, s.articles.iter().filter(|a| a.carries.is_none()).count(), "{}", s.headline);
        assert_eq!(s.headline, s.articles[0].title);
    }
}

#[test]
fn articles_come_back_whole_and_in_stories() {
    let folder = tempfile::tempdir().unwrap();
    let library = filled(folder.path());
    sound(&library);
    let rows = stories(&library);
    assert_eq!(rows.iter().map(|s| s.articles.len()).collect::<Vec<_>>(), [3, 1]);
    assert!(rows[0].shared_terms.iter().any(|t| t == "Marlow" || t == "Renaud"), "{:?}", rows[0].shared_terms);
    let article = library.article(rows[1].articles[0].key).unwrap();
    assert_eq!(*article, arrival("probe", "wire", PROBE).article);
    let again = Library::open(folder.path()).unwrap();
    assert_eq!(stories(&again), rows);
}

#[test]
fn what_is_known_is_not_put_twice_and_what_changed_keeps_its_former_text() {
    let folder = tempfile::tempdir().unwrap();
    let library = filled(folder.path());
    assert_eq!(library.put(&[arrival("one", "wire", BRIDGE[0])], &|| true).unwrap(), ArticleCounts::default());
    let new = BRIDGE[0].replace("1,200", "1,150");
    assert_eq!(library.put(&[arrival("one", "wire", &new)], &|| true).unwrap(), ArticleCounts { new: 0, changed: 1 });
    let key = library.search("1,150", 10).unwrap()[0].article.key;
    assert!(library.article(key).unwrap().sentences.iter().any(|s| s.text.contains("1,150")));
    let former = library.versions(key).unwrap();
    assert!(former.len() == 1 && former[0].sentences.iter().any(|s| s.text.contains("1,200")));
    sound(&library);
}

#[test]
fn marks_notes_and_places_outlive_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let library = filled(folder.path());
    let key = stories(&library)[0].articles[1].key;
    for _ in 0..2 {
        library.set_read(key, true).unwrap();
        library.set_starred(key, true).unwrap();
    }
    library.set_note(key, "ask about the hangers").unwrap();
    library.remember("place", "here").unwrap();
    drop(library);
    let library = Library::open(folder.path()).unwrap();
    sound(&library);
    let row = &stories(&library)[0].articles[1];
    assert!(row.read && row.starred);
    assert_eq!(library.note(key).unwrap().as_deref(), Some("ask about the hangers"));
    assert_eq!(library.recall("place").as_deref(), Some("here"));
    assert_eq!(library.recall("rarity"), None, "the reader's names and the program's are apart");
    let starred = Filter { starred: true, ..Filter::default() };
    assert_eq!(library.page(Order::Shelf, &starred, 0..9).unwrap().stories, 1);
}

#[test]
fn filters_and_orders_leave_in_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let facts = Facts::parse("[Echo]\ngroup = \"local\"\n[post]\nhidden = true\n").unwrap();
    let library = filled(folder.path()).with_facts(facts);
    let count = |filter: Filter| library.page(Order::Source, &filter, 0..9).unwrap().stories;
    assert_eq!(count(Filter { source: Some("wire".into()), ..Filter::default() }), 2);
    assert_eq!(count(Filter { source: Some("echo".into()), ..Filter::default() }), 1);
    assert_eq!(count(Filter { group: Some("local".into()), ..Filter::default() }), 1);
    assert_eq!(count(Filter { group: Some("none such".into()), ..Filter::default() }), 0);
    assert_eq!(library.groups(), ["local"]);
    assert_eq!(count(Filter { blindspot: Some("local".into()), ..Filter::default() }), 0, "no other group covers any");
    let rows = stories(&library);
    assert_eq!((rows[0].independent, &rows[0].headline), (2, &rows[0].articles[0].title));
    let sources: Vec<_> = rows[0].articles.iter().map(|a| a.source.as_str()).collect();
    assert!(sources.len() == 2 && !sources.contains(&"post"), "a hidden source's article is hidden, its story is not");
    let page = library.page(Order::Time, &Filter::default(), 1..2).unwrap();
    assert_eq!((page.stories, page.rows.len()), (2, 1));
}

#[test]
fn what_is_hidden_is_neither_counted_nor_listed() {
    let folder = tempfile::tempdir().unwrap();
    let library = filled(folder.path());
    library.put(&[arrival("ferry", "post", "The ferry of Skarn was sold to a farmer.")], &|| true).unwrap();
    for article in stories(&library).iter().flat_map(|s| &s.articles) {
        library.set_read(article.key, article.source != "post").unwrap();
        library.set_starred(article.key, article.source == "post").unwrap();
    }
    let library = library.with_facts(Facts::parse("[post]\nhidden = true\n").unwrap());
    let counts = |filter: Filter| {
        let page = library.page(Order::Shelf, &filter, 0..9).unwrap();
        assert!(page.rows.len() == page.stories && page.rows.iter().all(|s| s.headline == s.articles[0].title));
        (page.stories, page.articles, page.unread)
    };
    assert_eq!(counts(Filter::default()), (2, 3, 0));
    assert_eq!(counts(Filter { unread: true, ..Filter::default() }), (0, 0, 0));
    assert_eq!(counts(Filter { starred: true, ..Filter::default() }), (0, 0, 0));
    assert_eq!(counts(Filter { since: Some(0), ..Filter::default() }), (2, 3, 0));
    assert_eq!(counts(Filter { source: Some("post".into()), ..Filter::default() }), (0, 0, 0));
}

#[test]
fn an_agency_s_text_is_the_agency_s_whoever_printed_it_first() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let papers = ["daily", "weekly", "agency", "monthly"];
    library.put(&papers.map(|p| arrival("copy", p, BRIDGE[0])), &|| true).unwrap();
    let told = |library: &Library| {
        let story = stories(library).remove(0);
        assert_eq!((story.independent, &story.headline), (1, &story.articles[0].title));
        let own: Vec<_> = story.articles.iter().filter(|a| a.carries.is_none()).collect();
        assert!(own.len() == 1 && story.articles.iter().all(|a| a.carries.is_none_or(|k| k == own[0].key)));
        (story.articles[0].source.clone(), own[0].source.clone())
    };
    assert_eq!(told(&library), ("daily".into(), "daily".into()));
    let with = |facts| Library::open(folder.path()).unwrap().with_facts(Facts::parse(facts).unwrap());
    assert_eq!(told(&with("[agency]\nagency = true\n")), ("agency".into(), "agency".into()));
    // Where the first copy is hidden, or gone, the others are still one voice.
    assert_eq!(told(&with("[daily]\nhidden = true\n")), ("weekly".into(), "weekly".into()));
    let first = stories(&library)[0].articles[0].key;
    library.split(first).unwrap();
    assert_eq!(told(&with("[daily]\nhidden = true\n")), ("weekly".into(), "weekly".into()));
}

#[test]
fn a_story_bears_the_longest_account_s_own_headline_in_whatever_order_they_came() {
    let long = format!("{} {}", BRIDGE[0], "The council of Marlow will light the towers on Friday night.");
    let mut derived = arrival("first words", "notes", &long);
    derived.article.title_derived = true;
    let all = [derived, arrival("one", "wire", BRIDGE[2]), arrival("two", "post", BRIDGE[1])];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        for i in order {
            library.put(&[all[i].clone()], &|| true).unwrap();
        }
        let rows = stories(&library);
        assert_eq!((rows.len(), rows[0].headline.as_str()), (1, "two in post"), "{order:?}");
        // A correction that makes another the longest changes who stands for the story.
        library.put(&[arrival("one", "wire", &format!("{} {}", BRIDGE[1], BRIDGE[2]))], &|| true).unwrap();
        assert_eq!(stories(&library)[0].headline, "one in wire");
        sound(&library);
    }
}

/// What leads from a term to its articles as libraries up to version 6 kept it.
fn with_postings_by_term(file: &rusqlite::Connection) {
    file.execute_batch(
        "CREATE TABLE posting (term INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (term, article)) WITHOUT ROWID;
         CREATE INDEX signature_first ON signature (first);",
    )
    .unwrap();
    let mut leads = file.prepare("SELECT article, terms FROM lead").unwrap();
    let leads = leads.query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, Vec<u8>>(1)?)));
    for (article, terms) in leads.unwrap().map(Result::unwrap) {
        for term in terms.as_chunks::<4>().0 {
            let term = u32::from_be_bytes(*term);
            file.execute("INSERT INTO posting VALUES (?1, ?2)", rusqlite::params![term, article]).unwrap();
        }
    }
    file.execute_batch("DROP TABLE lead").unwrap();
}

#[test]
fn a_library_of_an_earlier_format_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path()));
    let file = rusqlite::Connection::open(folder.path().join(Library::FILE)).unwrap();
    with_postings_by_term(&file);
    file.execute_batch(
        "DROP TRIGGER article_leaves; ALTER TABLE article DROP COLUMN derived; DROP TABLE let_go_version;
         DROP TABLE let_go; ALTER TABLE subscription DROP COLUMN remote; DROP TABLE label; DROP INDEX remote_item_identity;
         ALTER TABLE body ADD COLUMN raw BLOB; ALTER TABLE body ADD COLUMN media_type TEXT; UPDATE body SET raw = x'00';
         CREATE TABLE document (raw); PRAGMA user_version = 3;",
    )
    .unwrap();
    drop(file);
    let library = Library::open(folder.path()).unwrap();
    library.put(&[arrival("copy", "daily", BRIDGE[0])], &|| true).unwrap();
    assert_eq!(stories(&library)[0].articles.len(), 4);
    sound(&library);
    let file = rusqlite::Connection::open(folder.path().join(Library::FILE)).unwrap();
    assert!(file.prepare("SELECT raw FROM body").is_err(), "pages are not kept");
}

#[test]
fn stories_and_search_are_the_same_whether_articles_come_one_by_one_or_together() {
    let numbered = |i: usize| {
        let text = format!("{} Report {} of the day.", [BRIDGE[i % 3], PROBE][i / 3 % 2], i / 2);
        arrival(&format!("n{i}"), ["wire", "post", "echo"][i % 3], &text)
    };
    let all: Vec<Arrival> = (0..600).map(numbered).collect();
    let seen = |library: &Library| {
        sound(library);
        let rows = library.page(Order::Coverage, &Filter::default(), 0..1000).unwrap().rows;
        // Those of the last days stand in the same order, however they are looked for.
        let since = Filter { since: Some(0), ..Filter::default() };
        assert_eq!(library.page(Order::Coverage, &since, 0..1000).unwrap().rows, rows);
        let rows = rows.into_iter().map(|s| (s.headline, s.articles.into_iter().map(|a| a.title).collect::<Vec<_>>()));
        let found = ["hangers", "\"dust of the asteroid\"", "source:post report", "title:n17*"].map(|query| {
            let hits = library.search(query, 1000).unwrap();
            hits.into_iter().map(|h| h.article.title).collect::<Vec<_>>()
        });
        (rows.collect::<Vec<_>>(), found)
    };
    let [apart, together] = [0, 1].map(|_| tempfile::tempdir().unwrap());
    let one_by_one = Library::open(apart.path()).unwrap();
    for some in all.chunks(7) {
        one_by_one.put(some, &|| true).unwrap();
    }
    let at_once = Library::open(together.path()).unwrap();
    at_once.put(&all, &|| true).unwrap();
    let (one_by_one, at_once) = (seen(&one_by_one), seen(&at_once));
    assert!(one_by_one.1.iter().all(|hits| !hits.is_empty()), "{:?}", one_by_one.1.each_ref().map(Vec::len));
    assert_eq!(one_by_one, at_once);
}

#[test]
fn search_knows_phrases_prefixes_and_fields() {
    let folder = tempfile::tempdir().unwrap();
    let library = filled(folder.path());
    let found = |q: &str| {
        let mut names: Vec<String> = library.search(q, 50).unwrap().into_iter().map(|h| h.article.title).collect();
        names.sort();
        names
    };
    assert_eq!(found("kestrel"), ["probe in wire"]);
    assert_eq!(found("kes"), ["probe in wire"], "the last word may still be being typed");
    assert_eq!(found("hangers "), ["one in wire", "three in echo", "two in post"]);
    assert_eq!(found("\"expansion joints\""), ["one in wire"]);
    assert_eq!(found("\"joints expansion\""), Vec::<String>::new());
    assert_eq!(found("hangers source:post"), ["two in post"]);
    assert_eq!(found("hangers -expansion "), ["three in echo", "two in post"]);
    assert_eq!(found("source:wire"), ["one in wire", "probe in wire"]);
    assert_eq!(found("hangers since:2024-06"), Vec::<String>::new());
    assert_eq!(found("starred:"), Vec::<String>::new());
    assert!(library.search("since:soon", 9).is_err());
    assert_eq!(found("sixty OR Kestrel*"), Vec::<String>::new(), "all words are wanted, and OR is one");
    assert_eq!(found("dust OR"), Vec::<String>::new());
    let hit = &library.search("asteroid", 9).unwrap()[0];
    assert!(hit.snippet.contains(&("asteroid".into(), true)), "{:?}", hit.snippet);
}

#[test]
fn a_reader_s_merge_and_split_stay() {
    let folder = tempfile::tempdir().unwrap();
    let library = filled(folder.path());
    let rows = stories(&library);
    let out = library.split(rows[0].articles[2].key).unwrap().story;
    assert_eq!(library.story(out).unwrap().articles.len(), 1);
    library.merge(out, rows[1].key).unwrap();
    assert!(library.story(rows[1].key).is_err());
    assert_eq!(library.story(out).unwrap().articles.len(), 2);
    library.put(&[arrival("four", "late", BRIDGE[1])], &|| true).unwrap();
    assert_eq!(library.story(out).unwrap().articles.iter().filter(|a| a.source == "wire").count(), 1);
    sound(&library);
}

#[test]
fn a_merge_that_is_taken_back_leaves_nothing_held() {
    let folder = tempfile::tempdir().unwrap();
    let library = filled(folder.path());
    let rows = stories(&library);
    let keys = |row: &StoryRow| row.articles.iter().map(|a| a.key).collect::<Vec<_>>();
    let held = library.merge(rows[0].key, rows[1].key).unwrap();
    assert_eq!(held.len(), rows[0].articles.len() + rows[1].articles.len());
    assert!(library.merge(rows[0].key, rows[0].key).unwrap().is_empty());
    library.unmerge(&keys(&rows[1]), &held).unwrap();
    let mut now: Vec<_> = stories(&library).iter().map(keys).collect();
    let mut before: Vec<_> = rows.iter().map(keys).collect();
    now.iter_mut().chain(&mut before).for_each(|s| s.sort_unstable());
    now.sort_unstable();
    before.sort_unstable();
    assert_eq!(now, before);
    // What is not held is grouped as it comes: another merge says again that it holds all of them.
    let again = stories(&library);
    assert_eq!(library.merge(again[0].key, again[1].key).unwrap().len(), held.len());
    sound(&library);
}

#[test]
fn a_split_that_is_taken_back_leaves_nothing_held_and_every_reprint_one() {
    let folder = tempfile::tempdir().unwrap();
    let library = filled(folder.path());
    library.put(&["daily", "weekly"].map(|paper| arrival("copy", paper, BRIDGE[0])), &|| true).unwrap();
    let before = stories(&library);
    let first = before[0].articles.iter().find(|a| a.source == "wire").unwrap().key;
    let copy = before[0].articles.iter().find(|a| a.source == "daily").unwrap();
    assert_eq!(copy.carries, Some(first), "it is a reprint");
    for key in [copy.key, first] {
        let split = library.split(key).unwrap();
        assert_eq!(library.story(split.story).unwrap().articles.len(), 1);
        library.unsplit(&split).unwrap();
        assert_eq!(stories(&library), before);
        sound(&library);
    }
    // Nothing is held: a merge says again that it holds all of them.
    let all = before[0].articles.len() + before[1].articles.len();
    let held = library.merge(before[0].key, before[1].key).unwrap();
    assert_eq!(held.len(), all);
    // What was held before is held again.
    let split = library.split(first).unwrap();
    library.unsplit(&split).unwrap();
    assert!(split.pinned);
    let ferry = arrival("ferry", "wire", "The ferry of Skarn was sold to a farmer.");
    library.put(&[ferry], &|| true).unwrap();
    let other = stories(&library).into_iter().find(|s| s.articles.len() == 1).unwrap();
    assert_eq!(library.merge(before[0].key, other.key).unwrap(), [other.articles[0].key]);
    // The story may be gone by then.
    let split = library.split(other.articles[0].key).unwrap();
    library.merge(split.story, split.former).unwrap();
    assert!(library.unsplit(&split).unwrap_err().to_string().contains("no longer in the library"));
    sound(&library);
}

#[test]
fn what_is_not_there_any_more_cannot_be_marked() {
    let folder = tempfile::tempdir().unwrap();
    let library = filled(folder.path());
    let gone = ArticleKey(4_711);
    let told = [library.set_read(gone, true), library.set_starred(gone, true), library.set_note(gone, "ask")];
    for told in told {
        assert!(told.unwrap_err().to_string().contains("no longer in the library"));
    }
    let key = stories(&library)[0].articles[0].key;
    library.set_read(key, false).unwrap();
}

#[test]
fn agency_copy_counts_as_one_voice() {
    let folder = tempfile::tempdir().unwrap();
    let library = filled(folder.path());
    library.put(&[arrival("copy", "daily", BRIDGE[0]), arrival("copy", "weekly", BRIDGE[0])], &|| true).unwrap();
    let story = &stories(&library)[0];
    assert_eq!((story.articles.len(), story.independent), (5, 3));
    sound(&library);
}

#[test]
fn a_damaged_library_is_told_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(Library::FILE);
    fs::write(&path, b"not a database, but somebody's file all the same, longer than a header is").unwrap();
    let before = fs::read(&path).unwrap();
    let error = Library::open(folder.path()).err().unwrap();
    assert!(matches!(error, LibraryError::Damaged { .. }), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn another_program_s_database_is_told_and_left_as_it_is() {
    for other in [
        "CREATE TABLE bookmark (url)",
        "PRAGMA user_version = 3; CREATE TABLE article (id)",
        "PRAGMA application_id = 77",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(Library::FILE);
        rusqlite::Connection::open(&path).unwrap().execute_batch(other).unwrap();
        let before = fs::read(&path).unwrap();
        let error = Library::open(folder.path()).err().unwrap();
        assert!(matches!(error, LibraryError::Foreign { .. }), "{error}");
        assert_eq!(fs::read(&path).unwrap(), before);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[cfg(unix)]
#[test]
fn the_library_is_its_reader_s_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("share/nutgraf");
    let library = filled(&folder);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let all = |folder: &Path| fs::read_dir(folder).unwrap().flatten().map(|f| mode(&f.path())).collect::<Vec<_>>();
    assert_eq!((mode(&folder), all(&folder)), (0o700, vec![0o600; 3]), "with what SQLite keeps beside it");
    drop(library);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(folder.join(Library::FILE), fs::Permissions::from_mode(0o644)).unwrap();
    let library = filled_again(&folder);
    assert_eq!((mode(&folder), all(&folder)), (0o700, vec![0o600; 3]));
    drop(library);
}

#[cfg(unix)]
fn filled_again(folder: &Path) -> Library {
    let library = Library::open(folder).unwrap();
    library.put(&[arrival("more", "wire", PROBE)], &|| true).unwrap();
    library
}

#[test]
fn a_library_cut_short_is_left_as_it_is_and_one_with_a_hole_is_told_where_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path()));
    let path = folder.path().join(Library::FILE);
    let sound = fs::read(&path).unwrap();
    for length in [10, 5_000, sound.len() / 2] {
        fs::write(&path, &sound[..length]).unwrap();
        let error = match Library::open(folder.path()) {
            Ok(library) => library.check().unwrap_err(),
            Err(error) => error,
        };
        assert!(matches!(error, LibraryError::Damaged { .. }), "{error}");
        assert_eq!(fs::read(&path).unwrap(), &sound[..length]);
    }
    let hole = sound.len() / 2..sound.len() / 2 + 20_000;
    let mut damaged = sound.clone();
    damaged[hole].fill(0xa5);
    fs::write(&path, &damaged).unwrap();
    match Library::open(folder.path()) {
        Ok(library) => assert!(matches!(library.check(), Err(LibraryError::Damaged { .. }))),
        Err(error) => assert!(matches!(error, LibraryError::Damaged { .. }), "{error}"),
    }
}

#[test]
fn a_closed_library_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let library = filled(folder.path());
    assert_eq!(stories(&library).len(), 2, "it has been read");
    drop(library);
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().map(|f| f.file_name()).collect();
    assert_eq!(names, [Library::FILE]);
}

#[test]
fn a_folder_in_the_library_s_place_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(Library::FILE)).unwrap();
    let error = Library::open(folder.path()).err().unwrap();
    assert!(error.to_string().contains("a folder stands in its place"), "{error}");
}

/// A small disk; none where the machine lets nobody make one.
#[cfg(target_os = "linux")]
struct Disk<'a>(&'a Path);

#[cfg(target_os = "linux")]
impl<'a> Disk<'a> {
    fn new(at: &'a Path, kilobytes: usize) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let size = format!("size={kilobytes}k");
        let mount = std::process::Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(at).output();
        mount.is_ok_and(|m| m.status.success()).then_some(Self(at))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(self.0).status();
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_is_full_is_told_and_what_was_kept_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (small, copy) = (folder.path().join("small"), folder.path().join("copy"));
    for kilobytes in [64, 160, 400, 800, 1600] {
        let Some(_disk) = Disk::new(&small, kilobytes) else { return };
        let library = match Library::open(&small) {
            Ok(library) => library,
            Err(error) => {
                assert!(matches!(error, LibraryError::Full { .. }), "{kilobytes}: {error}");
                continue;
            }
        };
        let mut kept = 0;
        let error = loop {
            let some: Vec<Arrival> =
                (kept..kept + 50).map(|n| arrival(&format!("n{n}"), "wire", &format!("{PROBE} Report {n}."))).collect();
            match library.put(&some, &|| true) {
                Ok(tally) => kept += tally.new,
                Err(error) => break error,
            }
        };
        assert!(matches!(error, LibraryError::Full { .. }), "{kilobytes}: {error}");
        fs::create_dir_all(&copy).unwrap();
        for file in fs::read_dir(&small).unwrap().flatten() {
            fs::copy(file.path(), copy.join(file.file_name())).unwrap();
        }
        let again = Library::open(&copy).unwrap();
        again.check().unwrap();
        assert_eq!((again.size().unwrap().articles, again.size().unwrap().unread), (kept, kept), "{kilobytes}");
        drop(again);
        fs::remove_dir_all(&copy).unwrap();
    }
}

#[test]
fn a_newer_library_is_told_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path()));
    let path = folder.path().join(Library::FILE);
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let error = Library::open(folder.path()).err().unwrap();
    assert!(matches!(error, LibraryError::Newer { found: 99, .. }), "{error}");
    assert!(error.to_string().contains("update Nutgraf"));
}

#[test]
fn a_library_in_a_folder_that_cannot_be_made_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = Library::open(&file.join("below")).err().unwrap();
    assert!(matches!(error, LibraryError::Make { .. }), "{error}");
}

#[test]
fn two_programs_share_a_library() {
    let folder = tempfile::tempdir().unwrap();
    let one = filled(folder.path());
    let two = Library::open(folder.path()).unwrap();
    std::thread::scope(|s| {
        for (n, library) in [&one, &two].into_iter().enumerate() {
            s.spawn(move || {
                for i in 0..10 {
                    let name = format!("n{}", i / 2);
                    library.put(&[arrival(&name, ["left", "right"][n], PROBE)], &|| true).unwrap();
                    library.set_read(ArticleKey(1), i % 2 == 0).unwrap();
                }
            });
        }
    });
    sound(&one);
    assert_eq!(one.size().unwrap().articles, 14);
    assert_eq!(stories(&one), stories(&two));
}

#[test]
fn what_another_program_added_is_found_by_the_next_article() {
    let folder = tempfile::tempdir().unwrap();
    let one = Library::open(folder.path()).unwrap();
    one.put(&[arrival("probe", "wire", PROBE)], &|| true).unwrap();
    let two = Library::open(folder.path()).unwrap();
    two.put(&[arrival("one", "wire", BRIDGE[0])], &|| true).unwrap();
    one.put(&[arrival("two", "post", BRIDGE[1])], &|| true).unwrap();
    two.put(&[arrival("three", "echo", BRIDGE[2])], &|| true).unwrap();
    assert_eq!(stories(&one)[0].articles.len(), 3);
}

#[test]
fn retention_keeps_the_newest_and_the_starred_and_what_went_stays_away() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let wanted =
        Subscription { address: "https://wire.example/feed".into(), keep_articles: Some(2), ..Subscription::default() };
    let id = library.subscribe(&wanted).unwrap().subscription.id;
    let days_ago = |n: i64| jiff::Timestamp::now().checked_sub(jiff::SignedDuration::from_hours(24 * n)).unwrap();
    let four: Vec<Arrival> = (0..4)
        .map(|i| {
            let mut a = arrival(&format!("n{i}"), "wire", &format!("{} Item {i} of the day.", BRIDGE[i % 3]));
            a.subscription = Some(id);
            a.article.published = Some(Published::Instant(days_ago(4 - i as i64), jiff::tz::Offset::UTC));
            a
        })
        .collect();
    library.put(&four, &|| true).unwrap();
    let oldest = library.search("title:n0 ", 1).unwrap()[0].article.key;
    library.set_starred(oldest, true).unwrap();
    let tidy = || {
        let mut gone = 0;
        library.tidy(&|| true, &mut gone).unwrap();
        gone
    };
    assert_eq!(tidy(), 1);
    sound(&library);
    let mut left: Vec<String> = library.search("item ", 9).unwrap().into_iter().map(|h| h.article.title).collect();
    left.sort();
    assert_eq!(left, ["n0 in wire", "n2 in wire", "n3 in wire"]);
    assert_eq!(library.put(&four, &|| true).unwrap(), ArticleCounts::default(), "what went does not come back");
    assert_eq!(tidy(), 0);
}

#[test]
fn what_came_again_after_it_was_deleted_gets_back_what_was_kept_of_it() {
    for deleted_again in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let put = |address: &str, hangers: &str| {
            let wanted = Subscription { address: address.into(), ..Subscription::default() };
            let subscription = Some(library.subscribe(&wanted).unwrap().subscription.id);
            let one = Arrival { subscription, ..arrival("one", "wire", &BRIDGE[0].replace("1,200", hangers)) };
            library.put(&[one], &|| true).unwrap()
        };
        put("https://wire.example/feed", "1,200");
        put("https://wire.example/feed", "1,150");
        library.set_read(stories(&library)[0].articles[0].key, true).unwrap();
        library.remove("https://wire.example/feed", true).unwrap();
        assert_eq!(put("https://wire.example/other", "1,100"), ArticleCounts { new: 1, changed: 0 });
        if deleted_again {
            library.remove("https://wire.example/other", true).unwrap();
        }
        let gone: Vec<i64> = library.gone().unwrap().iter().map(|a| a.id).collect();
        assert_eq!((gone.len(), library.restore(&gone).unwrap()), (1, 1));
        assert!(library.gone().unwrap().is_empty());
        let row = stories(&library)[0].articles[0].clone();
        assert!(row.read);
        let says = |article: &nutgraf::article::Article| {
            let has = |n: &&str| article.sentences.iter().any(|s| s.text.contains(*n));
            ["1,100", "1,150", "1,200"].into_iter().find(has).unwrap()
        };
        assert_eq!(says(&library.article(row.key).unwrap()), "1,100");
        let former: Vec<&str> = library.versions(row.key).unwrap().iter().map(says).collect();
        assert_eq!(former, ["1,150", "1,200"], "deleted again: {deleted_again}");
        sound(&library);
    }
}

#[test]
fn blind_spots_and_names_are_the_reader_s() {
    let folder = tempfile::tempdir().unwrap();
    let facts = "[wire]\ngroup = \"agencies\"\n[echo]\nname = \"The Echo\"\ngroup = \"local\"\nlean = \"left\"\nagency = true\n";
    let library = filled(folder.path()).with_facts(Facts::parse(facts).unwrap());
    let of = |filter: Filter| library.page(Order::Time, &filter, 0..9).unwrap().rows;
    let blind = of(Filter { blindspot: Some("local".into()), ..Filter::default() });
    assert_eq!(blind.iter().map(|s| s.headline.as_str()).collect::<Vec<_>>(), ["probe in wire"]);
    assert!(of(Filter { blindspot: Some("agencies".into()), ..Filter::default() }).is_empty());
    let named = of(Filter { source: Some("The Echo".into()), ..Filter::default() });
    let row = named[0].articles.iter().find(|a| a.source == "The Echo").unwrap();
    assert_eq!(library.article(row.key).unwrap().source, "The Echo");
    assert_eq!(library.search("source:\"the echo\" ", 9).unwrap().len(), 1);
    assert_eq!(library.outlet("The Echo").unwrap().to_string(), "local · leans left · agency");
    assert_eq!(library.outlet("post"), None);
}
