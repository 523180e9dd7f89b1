//! Runs the stages over everything that was opened: inputs → articles → stories → bullets.

use std::{
    io,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

use crate::{
    article::{Article, Briefing, Bullet, Bullets, Problem, Story, StoryBullet, Support},
    compare::{self, Relation},
    inputs::{self, Input},
    loader::{self, Hint},
    parallel, stories,
    summarizer::{
        self,
        evidence::{Evidence, Partner},
    },
};

/// What the reader says about an article before it is grouped: it may be renamed; `false` leaves it out.
pub type Admit<'a> = &'a (dyn Fn(&mut Article) -> bool + Sync);

/// Loads, groups and summarizes what is admitted. An input that cannot be read becomes a [`Problem`]; the rest go on.
#[must_use]
pub fn brief(inputs: &[Input], admit: Admit<'_>, options: summarizer::Options) -> Briefing {
    let (mut articles, mut problems, passed_over) = sorted(parallel::map(inputs, read));
    if let (true, true, Some(first)) = (articles.is_empty(), problems.is_empty(), inputs.first()) {
        let message = format!("none of the {} files found is an article", inputs.len());
        problems.push(Problem { path: first.path.clone(), message });
    }
    articles.retain_mut(|a| admit(a));
    let mut briefing = of_articles(articles, options);
    (briefing.problems, briefing.passed_over) = (problems, passed_over);
    briefing
}

/// Loads and groups; bullets are left to whoever shows an article. `tell` hears how many inputs are done and which one
/// was the last, and answers whether to go on: when it says no, the rest is left out.
#[must_use]
pub fn open(inputs: &[Input], admit: Admit<'_>, tell: &(dyn Fn(usize, &str) -> bool + Sync)) -> Briefing {
    let (done, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let outcomes = parallel::map(inputs, |input| {
        if stopped.load(Ordering::Relaxed) {
            return Ok(Vec::new());
        }
        let outcome = read(input);
        if !tell(done.fetch_add(1, Ordering::Relaxed) + 1, &input.path) {
            stopped.store(true, Ordering::Relaxed);
        }
        outcome
    });
    let (mut articles, problems, passed_over) = sorted(outcomes);
    articles.retain_mut(|a| admit(a));
    Briefing { stories: stories::group(&articles), articles, problems, passed_over, ..Briefing::default() }
}

/// Why an input gave no article.
enum NotRead {
    Failed(Problem),
    /// It stands in a folder and is no article.
    PassedOver(Problem),
}

/// Articles, what could not be read, and what was passed over.
fn sorted(outcomes: Vec<Result<Vec<Article>, NotRead>>) -> (Vec<Article>, Vec<Problem>, Vec<Problem>) {
    let (mut articles, mut problems, mut passed_over) = (Vec::new(), Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome {
            Ok(some) => articles.extend(some),
            Err(NotRead::Failed(problem)) => problems.push(problem),
            Err(NotRead::PassedOver(file)) => passed_over.push(file),
        }
    }
    (articles, problems, passed_over)
}

/// Articles of a story that one thread reads one after the other; of a larger story each is read where a core is free.
const READ_TOGETHER: usize = 24;

/// Groups and summarizes articles that are already loaded.
#[must_use]
pub fn of_articles(articles: Vec<Article>, options: summarizer::Options) -> Briefing {
    of_stories(stories::group(&articles), articles, options)
}

/// Summarizes articles that are already in stories.
#[must_use]
pub fn of_stories(stories: Vec<Story>, articles: Vec<Article>, options: summarizer::Options) -> Briefing {
    let told = parallel::map(&stories, |story| {
        let few = (2..=READ_TOGETHER).contains(&story.articles.len());
        few.then(|| {
            let found = compare::others(story, &articles);
            let (of_articles, mut of_story) = summarizer::story(story, &articles, &evidence(&found), options);
            compare::set_beside(&mut of_story, &found, |k| articles.get(k));
            (of_articles, of_story)
        })
    });
    let mut bullets: Vec<Option<Bullets>> = vec![None; articles.len()];
    let mut story_bullets = Vec::with_capacity(stories.len());
    for story in told {
        let (of_articles, of_story) = story.map_or((Vec::new(), None), |(a, s)| (a, Some(s)));
        for (k, made) in of_articles {
            bullets[k] = Some(made);
        }
        story_bullets.push(of_story);
    }
    let left: Vec<usize> = (0..articles.len()).filter(|&k| bullets[k].is_none()).collect();
    let made = parallel::map(&left, |&k| summarizer::bullets(&articles[k], options));
    for (k, made) in left.into_iter().zip(made) {
        bullets[k] = Some(made);
    }
    let bullets: Vec<Bullets> = bullets.into_iter().flatten().collect();
    // Most stories of a day have one source: its bullets are the story's, and are not built twice.
    let story_bullets =
        stories.iter().zip(story_bullets).map(|(story, told)| match (told, story.articles.as_slice()) {
            (Some(told), _) => told,
            (None, &[only]) => told_by_one(only, &bullets[only]),
            (None, _) => self::story_bullets(story, &articles, options),
        });
    let story_bullets = story_bullets.collect();
    Briefing { stories, story_bullets, articles, bullets, ..Briefing::default() }
}

/// One article with its bullets, as a briefing of one story.
#[must_use]
pub fn of_one(article: Article, bullets: Bullets) -> Briefing {
    let story = Story { headline: article.title.clone(), articles: vec![0], ..Story::default() };
    let story_bullets = vec![told_by_one(0, &bullets)];
    Briefing {
        stories: vec![story],
        story_bullets,
        articles: vec![article],
        bullets: vec![bullets],
        ..Briefing::default()
    }
}

/// The bullets of a story, chosen and credited by what a comparison of its articles shows, with who contradicts them. `articles`
/// are all articles of the briefing.
#[must_use]
pub fn story_bullets(story: &Story, articles: &[Article], options: summarizer::Options) -> Vec<StoryBullet> {
    let found = compare::others(story, articles);
    let mut bullets = summarizer::story_bullets(story, articles, &evidence(&found), options);
    compare::set_beside(&mut bullets, &found, |k| articles.get(k));
    bullets
}

/// What a comparison found, as the summarizer takes it.
fn evidence(found: &compare::Others) -> Evidence {
    let mut evidence = Evidence::default();
    for tie in found.ties.iter().flat_map(|t| [*t, t.turned()]) {
        let partner = Partner {
            article: tie.articles[1],
            sentence: tie.sentences[1],
            probability: tie.probability,
            one_claim: !matches!(tie.relation, Relation::Related | Relation::Contradicts),
            contradicts: tie.relation == Relation::Contradicts,
            tells_all: tie.told[0],
        };
        evidence.add(tie.articles[0], tie.sentences[0], partner);
    }
    evidence
}

fn told_by_one(article: usize, bullets: &Bullets) -> Vec<StoryBullet> {
    let told = |b: &Bullet| StoryBullet {
        text: b.text.clone(),
        support: vec![Support { article, sentences: b.sentences.clone() }],
        other_figures: Vec::new(),
        contradictions: Vec::new(),
    };
    bullets.items.iter().map(told).collect()
}

/// Reads one input and loads what it holds; nothing of a folder's file that is no article.
///
/// # Errors
/// A [`Problem`] that says what could not be read and why.
pub fn load(input: &Input) -> Result<Vec<Article>, Problem> {
    match read(input) {
        Ok(articles) => Ok(articles),
        Err(NotRead::PassedOver(_)) => Ok(Vec::new()),
        Err(NotRead::Failed(problem)) => Err(problem),
    }
}

fn read(input: &Input) -> Result<Vec<Article>, NotRead> {
    let problem = |message: String| Problem { path: input.path.clone(), message };
    let document = input.read().map_err(|e| NotRead::Failed(problem(told(&e))))?;
    let hint = Hint { path: input.path.clone(), url: document.url, media_type: document.media_type };
    loader::load(&document.bytes, &hint).map_err(|e| match e.instead_of_article().filter(|_| input.in_folder) {
        Some(instead) => NotRead::PassedOver(problem(instead)),
        None => NotRead::Failed(problem(e.to_string())),
    })
}

/// What the system said, for people.
fn told(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file; check the path".into(),
        io::ErrorKind::PermissionDenied => "not allowed to read it; check its permissions".into(),
        _ => inputs::said(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_done_in_parallel_keeps_its_order() {
        for n in [0, 1, 7, 8, 16, 17, 1000] {
            let items: Vec<usize> = (0..n).collect();
            let doubled: Vec<usize> = items.iter().map(|i| i * 2).collect();
            assert_eq!(parallel::map(&items, |i| i * 2), doubled);
        }
    }

    fn article(path: &str, text: &str) -> Article {
        let hint = Hint { path: path.into(), ..Hint::default() };
        loader::load(text.as_bytes(), &hint).unwrap().remove(0)
    }

    #[test]
    fn a_bullet_that_another_source_contradicts_says_so() {
        let load = |path: &str, text: &str| {
            let rest = "The wind had been strong all night. School stays closed until Thursday, the mayor said.";
            article(path, &format!("{text} {rest}"))
        };
        let articles = vec![
            load(
                "wire.txt",
                "The ferry Alder sank in Kestrel Bay before dawn on Monday, killing 41 people, the harbor office said.",
            ),
            load(
                "post.txt",
                "The ferry Alder sank in Kestrel Bay before dawn on Monday, killing 43 people, the coast guard said.",
            ),
        ];
        let story = Story { articles: vec![0, 1], ..Story::default() };
        let briefing = of_stories(vec![story], articles, summarizer::Options::default());
        let told: Vec<_> = briefing.story_bullets[0].iter().filter(|b| !b.contradictions.is_empty()).collect();
        assert_eq!(told.len(), 1, "{:?}", briefing.story_bullets);
        let (own, other) = (&told[0].support[0], &told[0].contradictions[0]);
        assert_eq!((other.article, other.text.as_str()), (1 - own.article, ["43", "41"][own.article]));
    }

    #[test]
    fn the_coverage_changes_nothing_of_a_story_s_bullets() {
        let articles = vec![
            article(
                "wire.txt",
                "The council of Skarn closed the old pier on Monday. A diver had found 12 cracks in its piles.",
            ),
            article(
                "post.txt",
                "Skarn's council closed the old pier on Monday. A diver had found 14 cracks in the piles.",
            ),
        ];
        let story = Story { articles: vec![0, 1], ..Story::default() };
        let told = story_bullets(&story, &articles, summarizer::Options::default());
        let mut covered = told.clone();
        compare::set_beside(&mut covered, &compare::coverage(&story, &articles).others, |k| articles.get(k));
        let credited = told.iter().any(|b| b.support.len() > 1);
        let contradicted = told.iter().any(|b| !b.contradictions.is_empty());
        assert!(credited && contradicted, "there is something to change: {told:?}");
        assert_eq!(covered, told);
    }

    #[test]
    fn a_story_of_one_source_has_that_source_s_bullets() {
        let text = b"The Alder Ford bridge closed on Monday after inspectors found cracks in two of its piers.";
        let hint = Hint { path: "wire.txt".into(), ..Hint::default() };
        let briefing = of_articles(loader::load(text, &hint).unwrap(), summarizer::Options::default());
        assert_eq!(briefing.story_bullets[0].len(), briefing.bullets[0].items.len());
        for (of_story, own) in briefing.story_bullets[0].iter().zip(&briefing.bullets[0].items) {
            assert_eq!((&of_story.text, &of_story.support[0].sentences), (&own.text, &own.sentences));
        }
    }
}
