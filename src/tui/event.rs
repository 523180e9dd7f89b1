//! What the screen's thread receives over its one channel.

use super::worker::{pictures::Graphics, responses::Response};
use crate::{config::keys::Key, shelf::News};

/// One thing that happened.
pub(crate) enum Event {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
    /// The screen has another size, in columns and rows.
    Resize(u16, u16),
    /// The mouse did something.
    Mouse(Pointer),
    /// A worker is done.
    Response(Box<Response>),
    /// A worker panicked; what to tell the reader.
    WorkerPanicked(String),
    /// Articles came in from folders that are watched, or another program wrote to the library.
    LibraryChanged(News),
    /// The process is asked to stop, as by Ctrl-Z.
    Suspend,
    /// The process was resumed after it was stopped.
    Resumed,
    /// The process is asked to end, by this signal.
    Terminate(i32),
    /// The terminal is gone.
    InputLost,
    /// No key followed the beginning of a chord for a while.
    ChordTimeout,
    /// The terminal answered late: whether its background is light, and how it shows pictures, as far as it said.
    Capabilities(Option<bool>, Option<Graphics>),
    /// A file of the reader's configuration has changed.
    ConfigChanged,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pointer {
    /// Pressed at a column and row.
    Press(u16, u16),
    /// Moved with the button down.
    Drag(u16, u16),
    /// Released.
    Release,
    /// The wheel, down positive, in lines, at a column and row.
    Wheel(i32, u16, u16),
}
