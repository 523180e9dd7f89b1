//! What all documents on their way may take of memory together: a few large ones at once would take gigabytes.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Instant,
};

use super::lock;

/// What documents beyond their first bytes may take together.
const TOGETHER: usize = 32 << 20;
/// What every document may take without asking.
pub(super) const FREE: usize = 1 << 20;

/// Memory that documents share.
#[derive(Debug, Default)]
pub(super) struct Budget {
    used: Mutex<Used>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct Used {
    bytes: usize,
    /// One document may go beyond the budget, so that those that wait for one another come to an end.
    beyond: bool,
}

/// What one document took of it; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Share {
    budget: Arc<Budget>,
    bytes: usize,
    beyond: bool,
}

impl Share {
    pub(super) fn of(budget: &Arc<Budget>) -> Self {
        Self { budget: Arc::clone(budget), bytes: 0, beyond: false }
    }

    /// Takes more, and waits for it no longer than until a moment; whether it was had.
    pub(super) fn take(&mut self, bytes: usize, until: Instant) -> bool {
        let mut used = lock(&self.budget.used);
        while used.bytes + bytes > TOGETHER && used.beyond && !self.beyond {
            let Some(left) = until.checked_duration_since(Instant::now()) else { return false };
            used = self.budget.freed.wait_timeout(used, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        if used.bytes + bytes > TOGETHER {
            (used.beyond, self.beyond) = (true, true);
        }
        used.bytes += bytes;
        self.bytes += bytes;
        true
    }

    /// The document is read: another may go beyond the budget.
    pub(super) fn read(&mut self) {
        if self.beyond {
            lock(&self.budget.used).beyond = false;
            self.beyond = false;
            self.budget.freed.notify_all();
        }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.read();
        lock(&self.budget.used).bytes -= self.bytes;
        self.budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_beyond_and_the_others_wait() {
        let budget = Arc::default();
        let (mut one, mut two) = (Share::of(&budget), Share::of(&budget));
        assert!(one.take(TOGETHER, Instant::now()) && one.take(1, Instant::now()));
        assert!(!two.take(1, Instant::now()));
        one.read();
        assert!(two.take(1, Instant::now()));
        assert!(!one.take(1, Instant::now()), "now it is the other's turn");
        drop((one, two));
        let used = lock(&budget.used);
        assert!(used.bytes == 0 && !used.beyond);
    }
}
