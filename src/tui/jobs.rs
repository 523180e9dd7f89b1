//! Work that takes longer than a frame, done off the screen's thread: reading, summarizing, aligning, searching.
//!
//! A job answers with a message. A panic in a job becomes a message as well, never a crash.

use std::{
    any::Any,
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc::Sender},
    thread,
};

use super::Msg;

/// The number of a job; an answer that bears an old number is dropped.
pub(crate) type JobId = u64;

/// What a worker is to do; it answers with a message, and may send others on its way.
pub(crate) type Work = Box<dyn FnOnce(&Sender<Msg>) -> Option<Msg> + Send>;

/// What goes before what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rank {
    /// The reader waits for it.
    Now,
    /// It will probably be wanted next.
    Soon,
    /// It is written down: in order, one after the other.
    Keep,
}

/// Two workers for what is asked, one for what is kept.
pub(super) struct Pool {
    asked: Arc<Queue>,
    kept: Arc<Queue>,
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
    pub(super) fn start(to: &Sender<Msg>) -> Self {
        let pool = Self { asked: Arc::default(), kept: Arc::default() };
        for queue in [&pool.asked, &pool.asked, &pool.kept] {
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
    pub(super) fn run(&self, rank: Rank, work: Work) {
        let queue = if rank == Rank::Keep { &self.kept } else { &self.asked };
        let mut state = queue.lock();
        match rank {
            Rank::Soon => state.soon.push_back(work),
            Rank::Now | Rank::Keep => state.now.push_back(work),
        }
        drop(state);
        queue.wake.notify_one();
    }

    /// Lets what is being written down finish; waits at most a moment for it.
    pub(super) fn finish(&self) {
        let (to, done) = std::sync::mpsc::channel();
        self.run(
            Rank::Keep,
            Box::new(move |_| {
                let _ = to.send(());
                None
            }),
        );
        let _ = done.recv_timeout(std::time::Duration::from_secs(2));
        for queue in [&self.asked, &self.kept] {
            queue.lock().closed = true;
            queue.wake.notify_all();
        }
    }
}

/// Does the work on a thread of its own: for what may take minutes.
pub(super) fn aside(to: &Sender<Msg>, work: Work) {
    let to = to.clone();
    let _ = thread::Builder::new().name("aside".into()).spawn(move || {
        if let Some(msg) = guarded(work, &to) {
            let _ = to.send(msg);
        }
    });
}

fn guarded(work: Work, to: &Sender<Msg>) -> Option<Msg> {
    catch_unwind(AssertUnwindSafe(|| work(to))).unwrap_or_else(|panic| Some(Msg::Broke(told(panic.as_ref()))))
}

fn told(panic: &(dyn Any + Send)) -> String {
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
        pool.run(Rank::Now, Box::new(|_| panic!("too long")));
        assert!(matches!(from.recv().unwrap(), Msg::Broke(words) if words.contains("too long")));
        std::panic::set_hook(hook);
        pool.run(Rank::Keep, Box::new(|_| Some(Msg::GoesOn)));
        assert!(matches!(from.recv().unwrap(), Msg::GoesOn));
        pool.finish();
    }
}
