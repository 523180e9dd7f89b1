//! Work that takes longer than a frame, done off the screen's thread: reading, summarizing, aligning, searching.
//!
//! A job answers with an event. A panic in a job becomes an event as well, never a crash.

use std::{
    any::Any,
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc::Sender},
    thread,
    time::Duration,
};

use super::super::event::Event;

/// The number of a request; a response that bears an old one is dropped.
pub(crate) type RequestId = u64;

/// What a worker is to do; it answers with a message, and may send others on its way.
pub(crate) type Work = Box<dyn FnOnce(&Sender<Event>) -> Option<Event> + Send>;

/// How long the end waits for what is being written: longer than the library waits for another program that writes.
const LAST_WRITES: Duration = Duration::from_secs(12);

/// How long it waits for what need not be written.
const LAST_MEMORY: Duration = Duration::from_secs(2);

/// What goes before what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Priority {
    /// The reader waits for it.
    Now,
    /// It will probably be wanted next.
    Soon,
    /// It is written down: in order, one after the other.
    Write,
    /// It is written down once nothing else is, and may be lost: where the reader was.
    Remember,
}

/// Two workers for what is asked, one for what is written.
pub(crate) struct Pool {
    reading: Arc<Queue>,
    writing: Arc<Queue>,
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    wake: Condvar,
}

#[derive(Default)]
struct State {
    now: VecDeque<Work>,
    soon: VecDeque<Work>,
    closed: bool,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Option<Work> {
        let mut state = self.lock();
        loop {
            if let Some(work) = state.now.pop_front().or_else(|| state.soon.pop_front()) {
                return Some(work);
            }
            if state.closed {
                return None;
            }
            state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Pool {
    /// Starts the workers.
    pub(crate) fn start(to: &Sender<Event>) -> Self {
        let pool = Self { reading: Arc::default(), writing: Arc::default() };
        for queue in [&pool.reading, &pool.reading, &pool.writing] {
            let (queue, to) = (Arc::clone(queue), to.clone());
            let _ = thread::Builder::new().name("worker".into()).spawn(move || {
                while let Some(work) = queue.take() {
                    if let Some(msg) = guarded(work, &to)
                        && to.send(msg).is_err()
                    {
                        return;
                    }
                }
            });
        }
        pool
    }

    /// Gives a worker something to do.
    pub(crate) fn run(&self, rank: Priority, work: Work) {
        let queue = match rank {
            Priority::Now | Priority::Soon => &self.reading,
            Priority::Write | Priority::Remember => &self.writing,
        };
        let mut state = queue.lock();
        match rank {
            Priority::Soon | Priority::Remember => state.soon.push_back(work),
            Priority::Now | Priority::Write => state.now.push_back(work),
        }
        drop(state);
        queue.wake.notify_one();
    }

    /// Lets what is being written down finish, and waits for it as long as a write may wait for its turn; for what need not be
    /// written, a moment. Answers with how many writes are left undone.
    pub(crate) fn finish(&self) -> usize {
        let written = |rank, patience| {
            let (to, done) = std::sync::mpsc::channel();
            self.run(
                rank,
                Box::new(move |_| {
                    let _ = to.send(());
                    None
                }),
            );
            done.recv_timeout(patience).is_ok()
        };
        // One of those that wait only tells the end; in its place counts the one that is being written.
        let left = if written(Priority::Write, LAST_WRITES) { 0 } else { self.writing.lock().now.len() };
        if left == 0 {
            written(Priority::Remember, LAST_MEMORY);
        }
        for queue in [&self.reading, &self.writing] {
            queue.lock().closed = true;
            queue.wake.notify_all();
        }
        left
    }
}

/// Does the work on a thread of its own: for what may take minutes.
pub(crate) fn background(to: &Sender<Event>, work: Work) {
    let to = to.clone();
    let _ = thread::Builder::new().name("background".into()).spawn(move || {
        if let Some(msg) = guarded(work, &to) {
            let _ = to.send(msg);
        }
    });
}

fn guarded(work: Work, to: &Sender<Event>) -> Option<Event> {
    catch_unwind(AssertUnwindSafe(|| work(to)))
        .unwrap_or_else(|panic| Some(Event::WorkerPanicked(explanation(panic.as_ref()))))
}

fn explanation(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let words = crate::text::sanitize::clean_line(words.unwrap_or("no reason given"));
    format!("this could not be worked out (a defect of the program: {words}); everything else goes on")
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn a_panic_of_a_worker_is_a_message_and_the_next_job_is_done() {
        let (to, from) = channel();
        let pool = Pool::start(&to);
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        pool.run(Priority::Now, Box::new(|_| panic!("too long")));
        assert!(matches!(from.recv().unwrap(), Event::WorkerPanicked(words) if words.contains("too long")));
        std::panic::set_hook(hook);
        pool.run(Priority::Write, Box::new(|_| Some(Event::Resumed)));
        assert!(matches!(from.recv().unwrap(), Event::Resumed));
        // What takes longer than a moment is waited for.
        pool.run(
            Priority::Write,
            Box::new(|_| {
                thread::sleep(Duration::from_secs(3));
                Some(Event::Resumed)
            }),
        );
        assert_eq!(pool.finish(), 0);
        assert!(matches!(from.try_recv().unwrap(), Event::Resumed));
    }
}
