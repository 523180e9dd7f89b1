//! The library's tables, and how a library of an earlier version becomes one of today's.
//!
//! What a row is for stands beside it here; how it is filled and read, in the room's other files. Migrations are only
//! ever added.

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// Marks the file as ours (`Nutg`).
const APPLICATION_ID: i32 = 0x4e75_7467;

/// One step from each version of the schema to the next.
const MIGRATIONS: &[&str] = &[FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, EIGHTH, NINTH];

/// The version that this program reads and writes.
pub(super) const VERSION: i32 = MIGRATIONS.len() as i32;

const FIRST: &str = "
-- Where articles come from. What was said last (etag, last_modified) makes the next request conditional.
CREATE TABLE subscription (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('feed', 'page', 'folder')),
  address TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  site TEXT,
  -- The outlines of an OPML that it stands in, outermost first, as a JSON array.
  path TEXT NOT NULL DEFAULT '[]',
  full_text TEXT NOT NULL DEFAULT 'auto' CHECK (full_text IN ('auto', 'always', 'never')),
  keep_days INTEGER,
  keep_articles INTEGER,
  etag TEXT,
  last_modified TEXT,
  checked INTEGER,
  next_check INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  failure TEXT
);

-- One event. All but headline and terms is counted from its articles, so that a screen of the list is one query.
CREATE TABLE story (
  id INTEGER PRIMARY KEY,
  headline TEXT NOT NULL DEFAULT '',
  shared_terms TEXT NOT NULL DEFAULT '[]',
  newest INTEGER NOT NULL DEFAULT 0,
  articles INTEGER NOT NULL DEFAULT 0,
  unread INTEGER NOT NULL DEFAULT 0,
  starred INTEGER NOT NULL DEFAULT 0,
  independent INTEGER NOT NULL DEFAULT 0,
  source TEXT NOT NULL DEFAULT ''
);
CREATE INDEX story_newest ON story (newest DESC, id DESC);
CREATE INDEX story_unread ON story (newest DESC, id DESC, articles, unread) WHERE unread > 0;
CREATE INDEX story_starred ON story (newest DESC, id DESC, articles, unread) WHERE starred > 0;
CREATE INDEX story_coverage ON story (independent DESC, newest DESC, id DESC);
CREATE INDEX story_source ON story (source COLLATE NOCASE, newest DESC, id DESC);

-- What a list shows of an article. Its body is a table of its own: lists never read it.
CREATE TABLE article (
  id INTEGER PRIMARY KEY,
  identity TEXT NOT NULL UNIQUE,
  subscription INTEGER REFERENCES subscription (id) ON DELETE SET NULL,
  story INTEGER NOT NULL REFERENCES story (id),
  source TEXT NOT NULL,
  title TEXT NOT NULL,
  url TEXT,
  published TEXT,
  -- Seconds since 1970: published as far as that is known, never later than arrived.
  time INTEGER NOT NULL,
  arrived INTEGER NOT NULL,
  words INTEGER NOT NULL,
  read INTEGER NOT NULL DEFAULT 0,
  starred INTEGER NOT NULL DEFAULT 0,
  -- The article of the same story whose text it reprints.
  carries INTEGER REFERENCES article (id) ON DELETE SET NULL,
  -- 1 for the one that stands for the story.
  leads INTEGER NOT NULL DEFAULT 0,
  -- The reader put it where it is.
  pinned INTEGER NOT NULL DEFAULT 0,
  -- What the source gave, so that it is told when that changes.
  given INTEGER NOT NULL
);
CREATE INDEX article_story ON article (story, leads DESC, time, id);
CREATE INDEX article_subscription ON article (subscription, time);
CREATE INDEX article_arrived ON article (subscription, arrived);
CREATE INDEX article_source ON article (source, story);
CREATE INDEX article_starred ON article (time) WHERE starred;
CREATE INDEX article_carries ON article (carries) WHERE carries IS NOT NULL;

-- The article as the loader made it, compressed JSON; and the page it was made from, where it was fetched on its own.
CREATE TABLE body (
  article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  content BLOB NOT NULL,
  raw BLOB,
  media_type TEXT
);

-- Former texts.
CREATE TABLE version (
  article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  replaced INTEGER NOT NULL,
  content BLOB NOT NULL
);
CREATE INDEX version_article ON version (article, replaced DESC);

-- The last document of each subscription, compressed.
CREATE TABLE document (
  subscription INTEGER PRIMARY KEY REFERENCES subscription (id) ON DELETE CASCADE,
  raw BLOB NOT NULL,
  media_type TEXT
);

CREATE TABLE note (
  article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  text TEXT NOT NULL
);

-- Articles that retention let go: a feed that still lists them does not bring them back.
CREATE TABLE gone (identity TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;

-- What an article is compared by, and where to look for articles that share a rare term. Only of recent articles.
CREATE TABLE signature (
  article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  first INTEGER,
  last INTEGER,
  words INTEGER NOT NULL,
  terms BLOB NOT NULL,
  shingles BLOB NOT NULL
);
CREATE INDEX signature_first ON signature (first);
CREATE TABLE posting (
  term INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  PRIMARY KEY (term, article)
) WITHOUT ROWID;
CREATE INDEX posting_article ON posting (article);

-- What the program remembers between runs, by name.
CREATE TABLE memory (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

-- Counts over all stories: one row, kept by the triggers below.
CREATE TABLE total (stories INTEGER NOT NULL, articles INTEGER NOT NULL, unread INTEGER NOT NULL);
INSERT INTO total VALUES (0, 0, 0);
CREATE TRIGGER story_in AFTER INSERT ON story BEGIN
  UPDATE total SET stories = stories + 1, articles = articles + new.articles, unread = unread + new.unread;
END;
CREATE TRIGGER story_out AFTER DELETE ON story BEGIN
  UPDATE total SET stories = stories - 1, articles = articles - old.articles, unread = unread - old.unread;
END;
CREATE TRIGGER story_changed AFTER UPDATE OF articles, unread ON story BEGIN
  UPDATE total SET articles = articles + new.articles - old.articles, unread = unread + new.unread - old.unread;
END;

-- Full text. The words are kept by the index alone; passages are cut from the body. Libraries of before have an index of
-- prefixes besides, which doubles the size and finds the same.
CREATE VIRTUAL TABLE search USING fts5 (
  title, body, source,
  content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search (search, rank) VALUES ('hashsize', 16777216);
CREATE TRIGGER article_out AFTER DELETE ON article BEGIN
  DELETE FROM search WHERE rowid = old.id;
END;
";

/// What a server calls our articles, and how they were marked on both sides the last time.
const SECOND: &str = "
CREATE TABLE remote_item (
  item TEXT PRIMARY KEY,
  identity TEXT NOT NULL,
  read INTEGER,
  starred INTEGER
) WITHOUT ROWID;
";

/// What a feed calls an article, by which it is known again.
const THIRD: &str = "
ALTER TABLE article ADD COLUMN item TEXT;
CREATE INDEX article_item ON article (subscription, item) WHERE item IS NOT NULL;
";

/// Whose headline a story bears, and whose text is whose once the first copy is gone.
const FOURTH: &str = "
-- Its title is only its first words: another article's headline is better.
ALTER TABLE article ADD COLUMN derived INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER article_leaves BEFORE DELETE ON article BEGIN
  UPDATE article SET carries = (SELECT min(id) FROM article WHERE carries = old.id)
  WHERE carries = old.id AND id > (SELECT min(id) FROM article WHERE carries = old.id);
END;
";

/// What was deleted and can still be restored. The last document of each subscription was kept and never read.
const FIFTH: &str = "
DROP TABLE document;
CREATE TABLE let_go (
  id INTEGER PRIMARY KEY,
  identity TEXT NOT NULL UNIQUE,
  -- In the library's own time.
  at INTEGER NOT NULL,
  subscription INTEGER,
  item TEXT,
  source TEXT NOT NULL,
  title TEXT NOT NULL,
  time INTEGER NOT NULL,
  read INTEGER NOT NULL,
  given INTEGER NOT NULL,
  content BLOB NOT NULL
);
CREATE INDEX let_go_at ON let_go (at);
CREATE TABLE let_go_version (
  let_go INTEGER NOT NULL REFERENCES let_go (id) ON DELETE CASCADE,
  replaced INTEGER NOT NULL,
  content BLOB NOT NULL
);
CREATE INDEX let_go_version_let_go ON let_go_version (let_go);
";

/// Whether a server has an article is asked by the article.
const SIXTH: &str = "CREATE INDEX remote_item_identity ON remote_item (identity);";

/// The terms that lead to an article stand in one row: an index by term was written to all over the file.
const SEVENTH: &str = "
CREATE TABLE lead (
  article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  first INTEGER,
  last INTEGER,
  -- Hashes of four bytes.
  terms BLOB NOT NULL
);
INSERT INTO lead
  SELECT s.article, s.first, s.last, unhex(group_concat(printf('%08x', p.term), ''))
  FROM signature s JOIN posting p ON p.article = s.article GROUP BY s.article;
DROP TABLE posting;
DROP INDEX signature_first;
";

/// A server as a source: what it calls the feeds that come through it, and the labels that articles have there.
const EIGHTH: &str = "
ALTER TABLE subscription ADD COLUMN remote TEXT;
CREATE TABLE label (
  article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  PRIMARY KEY (article, name)
) WITHOUT ROWID;
";

/// The pages that articles were made from were kept for a month and never read.
const NINTH: &str = "
ALTER TABLE body DROP COLUMN raw;
ALTER TABLE body DROP COLUMN media_type;
";

/// Brings a library to today's schema. A library of a later version is left alone, and its version is the error.
pub(super) fn migrate(connection: &mut Connection) -> Result<Result<(), i32>, rusqlite::Error> {
    let found = version(connection)?;
    if found > VERSION {
        return Ok(Err(found));
    }
    if found < VERSION {
        // Immediate: of two programs started at once, the second waits and then finds the work done.
        let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
        let found = version(&transaction)?;
        for step in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
            transaction.execute_batch(step)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
        transaction.commit()?;
    }
    Ok(Ok(()))
}

/// Whether a database is a library, or nothing yet: another program's is never altered.
pub(super) fn is_ours(connection: &Connection) -> Result<bool, rusqlite::Error> {
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id != 0 || version(connection)? != 0 {
        return Ok(id == APPLICATION_ID);
    }
    connection.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_master)", [], |row| row.get(0))
}

fn version(connection: &Connection) -> Result<i32, rusqlite::Error> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}
