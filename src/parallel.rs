//! Work over a slice on all cores, for whatever is done article by article.

use std::{
    num::NonZero,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// Maps over a slice with as many threads as the machine has cores, keeping the order. A thread takes the next items
/// when it is done with its own, so that a few long articles do not leave the others waiting.
#[must_use]
pub fn map<'a, T: Sync, R: Send>(items: &'a [T], f: impl Fn(&'a T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    if threads < 2 {
        return items.iter().map(f).collect();
    }
    let chunks: Vec<&'a [T]> = items.chunks((items.len() / (threads * 16)).clamp(1, 64)).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((k, chunk)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|k| Some((k, chunks.get(k)?)))
        {
            done.push((k, chunk.iter().map(&f).collect::<Vec<R>>()));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|&(k, _)| k);
    done.into_iter().flat_map(|(_, results)| results).collect()
}
