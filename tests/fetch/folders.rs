//! Folders that are subscribed to.

use std::time::{Duration, SystemTime};

use nutgraf::{
    library::{ArticleCounts, Kind, Library, Report, Subscription},
    shelf::Shelf,
};

use super::{PAGE, quick, update};

#[test]
fn a_folder_is_read_again_only_where_it_changed() {
    let folder = tempfile::tempdir().unwrap();
    let files = tempfile::tempdir().unwrap();
    std::fs::write(files.path().join("one.txt"), PAGE).unwrap();
    let old = SystemTime::now() - Duration::from_secs(3_600);
    std::fs::File::open(files.path().join("one.txt")).unwrap().set_modified(old).unwrap();
    std::fs::write(files.path().join("empty.txt"), "").unwrap();
    let library = Library::open(folder.path()).unwrap();
    let path = files.path().to_str().unwrap();
    let added = library.add(&quick(), path, &Subscription::default(), false).unwrap();
    assert_eq!(added.subscription.kind, Kind::Folder);
    assert_eq!(library.update(&quick(), None, &|_| false).unwrap().tally.new, 0, "stopped before the first file");
    let report = update(&library).0;
    assert_eq!((report.tally.new, report.failed), (1, 0), "a folder may hold what is no article");
    std::fs::write(files.path().join("two.txt"), "Another day, another notice. The bridge stays shut.").unwrap();
    assert_eq!(update(&library).0.tally.new, 1);
    std::fs::remove_dir_all(files.path()).unwrap();
    assert_eq!(update(&library).0.failed, 1);
    assert_eq!(library.size().unwrap().articles, 2);
}

#[test]
fn what_a_clock_noted_that_was_ahead_is_not_believed() {
    let (folder, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = Library::open(folder.path()).unwrap();
    library.add(&quick(), files.path().to_str().unwrap(), &Subscription::default(), false).unwrap();
    let file = rusqlite::Connection::open(folder.path().join(Library::FILE)).unwrap();
    file.execute_batch("UPDATE subscription SET checked = 99999999999, next_check = 99999999999").unwrap();
    std::fs::write(files.path().join("one.txt"), PAGE).unwrap();
    assert_eq!(
        update(&library).0,
        Report { tally: ArticleCounts { new: 1, changed: 0 }, updated: 1, ..Report::default() }
    );
}

#[test]
fn a_file_that_is_edited_keeps_its_former_text_and_one_that_is_written_over_is_another_article() {
    let (folder, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = Library::open(folder.path()).unwrap();
    library.add(&quick(), files.path().to_str().unwrap(), &Subscription::default(), false).unwrap();
    let write = |text: &str| {
        std::fs::write(files.path().join("today.md"), text).unwrap();
        update(&library).0.tally
    };
    let (new, changed) = (ArticleCounts { new: 1, changed: 0 }, ArticleCounts { new: 0, changed: 1 });
    let ferry = "The ferry of Skarn was sold on Monday. A farmer paid 40,000 crowns. Nobody else had asked.";
    assert_eq!(write(&format!("# Ferry sold\n\n{ferry}\n")), new);
    assert_eq!(write(&format!("# Ferry of Skarn sold to a farmer\n\n{ferry} It leaves in May.\n")), changed);
    assert_eq!(write("# Pier mended\n\nThe old pier of Lund is whole again. It took two years.\n"), new);
    assert_eq!(write("# The pier is mended\n\nThe old pier of Lund is whole again. It took three years.\n"), changed);
    assert_eq!(library.size().unwrap().articles, 2);
    let former = |query: &str| library.versions(library.search(query, 9).unwrap()[0].article.key).unwrap();
    assert_eq!((former("farmer ")[0].title.as_str(), former("pier ")[0].title.as_str()), ("Ferry sold", "Pier mended"));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_costs_what_is_in_it_and_an_empty_one_nothing() {
    let (folder, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = Library::open(folder.path()).unwrap();
    library.add(&quick(), files.path().to_str().unwrap(), &Subscription::default(), false).unwrap();
    assert_eq!(update(&library).0.failed, 0, "nothing has come yet");
    assert_eq!(library.subscriptions().unwrap()[0].checked, None, "what is mounted there later may be older");
    std::fs::write(files.path().join("one.txt"), PAGE).unwrap();
    // Two paths that the system takes; one below the other they are longer than it does.
    let long = |name: &str| (0..9).fold(files.path().join(name), |path, _| path.join("x".repeat(240)));
    std::fs::create_dir_all(long("a")).unwrap();
    std::fs::create_dir_all(long("b")).unwrap();
    std::fs::rename(files.path().join("b"), long("a").join("b")).unwrap();
    let (report, steps) = update(&library);
    assert_eq!((report.tally.new, report.failed), (1, 0));
    assert!(steps.iter().any(|s| s.failed && s.what.contains("cannot be read")), "{steps:?}");
    // What a test cannot remove by its path is parted again.
    std::fs::rename(long("a").join("b"), files.path().join("b")).unwrap();
    drop(std::fs::remove_dir_all(files.path()));
    assert_eq!(update(&library).0.failed, 1, "it is gone");
}

#[test]
fn a_folder_subscribed_to_is_looked_into_again() {
    use nutgraf::shelf::Shelf;
    let (folder, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = Library::open(folder.path()).unwrap();
    library.add(&quick(), files.path().to_str().unwrap(), &Subscription::default(), true).unwrap();
    assert!(library.watches());
    assert_eq!(library.look_again().unwrap().articles, 0);
    std::fs::write(files.path().join("one.txt"), PAGE).unwrap();
    assert_eq!(library.look_again().unwrap().articles, 1);
    assert_eq!(library.look_again().unwrap().articles, 0, "what is known is not news");
    // Moved in with the date it had elsewhere, and with one that is yet to come.
    for (name, text, at) in [
        ("old.txt", "The ferry of Skarn was sold in spring.", SystemTime::now() - Duration::from_secs(90 * 24 * 3_600)),
        ("late.txt", "The pier of Lund was mended in autumn.", SystemTime::now() + Duration::from_secs(3_600)),
    ] {
        let path = files.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(at).unwrap();
        if cfg!(unix) {
            assert_eq!(library.look_again().unwrap().articles, 1, "{name}");
        }
    }
    assert_eq!(library.look_again().unwrap().articles, 0);
}
