//! Runs the stages over everything that was opened: inputs → articles → stories → bullets.

use std::{num::NonZero, thread};

use crate::{
    article::{Article, Briefing, Problem},
    inputs::Input,
    loader::{self, Hint},
    stories, summarizer,
};

/// Loads, groups and summarizes. An input that cannot be read becomes a [`Problem`]; the rest go on.
#[must_use]
pub fn brief(inputs: &[Input], options: summarizer::Options) -> Briefing {
    let mut articles = Vec::new();
    let mut problems = Vec::new();
    for outcome in in_parallel(inputs, load) {
        match outcome {
            Ok(some) => articles.extend(some),
            Err(problem) => problems.push(problem),
        }
    }
    let mut briefing = of_articles(articles, options);
    briefing.problems = problems;
    briefing
}

/// Groups and summarizes articles that are already loaded.
#[must_use]
pub fn of_articles(articles: Vec<Article>, options: summarizer::Options) -> Briefing {
    let stories = stories::group(&articles);
    let story_bullets = in_parallel(&stories, |s| summarizer::story_bullets(s, &articles, options));
    let bullets = in_parallel(&articles, |a| summarizer::bullets(a, options));
    Briefing { stories, story_bullets, articles, bullets, problems: Vec::new() }
}

/// Reads one input and loads what it holds.
///
/// # Errors
/// A [`Problem`] that says what could not be read and why.
pub fn load(input: &Input) -> Result<Vec<Article>, Problem> {
    let problem = |message: String| Problem { path: input.path.clone(), message };
    let bytes = input.read().map_err(|e| problem(e.to_string()))?;
    let hint = Hint { path: input.path.clone(), url: None, media_type: None };
    loader::load(&bytes, &hint).map_err(|e| problem(e.to_string()))
}

/// Maps over a slice with as many threads as the machine has cores, keeping the order.
fn in_parallel<T: Sync, R: Send>(items: &[T], f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len() / 8 + 1);
    if threads < 2 {
        return items.iter().map(f).collect();
    }
    let chunk = items.len().div_ceil(threads);
    thread::scope(|scope| {
        let workers: Vec<_> =
            items.chunks(chunk).map(|part| scope.spawn(|| part.iter().map(&f).collect::<Vec<R>>())).collect();
        workers.into_iter().flat_map(|w| w.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}
