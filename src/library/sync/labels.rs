//! The labels that articles have on the server, for the viewer to show.

use rusqlite::params;

use super::{
    super::{Library, Result},
    remote::Remote,
};

/// Labels asked for; a reader with more uses them for something else.
const LABELS: usize = 100;

impl Library {
    /// Takes over which articles have which label there.
    pub(super) fn take_labels(&self, remote: &Remote<'_>) -> Result<()> {
        let mut labelled = Vec::new();
        for (stream, name) in remote.labels()?.into_iter().take(LABELS) {
            let items = remote.ids(&stream, None, None)?.in_order;
            labelled.push((name, serde_json::json!(items).to_string()));
        }
        self.write(|t| {
            t.execute("DELETE FROM label", [])?;
            for (name, items) in &labelled {
                t.execute(
                    "INSERT OR IGNORE INTO label (article, name)
                     SELECT a.id, ?1 FROM json_each(?2) i JOIN remote_item r ON r.item = i.value
                     JOIN article a ON a.identity = r.identity",
                    params![name, items],
                )?;
            }
            Ok(())
        })
    }
}
