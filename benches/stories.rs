//! What grouping costs an article, by the number of articles.

use nutgraf::{
    article::Article,
    loader::{Hint, load},
    stories,
};

fn main() {
    divan::main();
}

/// Four invented articles an event, each event with names and words of its own.
fn articles(count: usize) -> Vec<Article> {
    let word = |n: usize| {
        let part = |k: usize| ["ba", "re", "mo", "ti", "su", "la", "ven", "kor", "dis", "nap", "gel", "fru"][k % 12];
        format!("{}{}{}{}", part(n), part(n / 12), part(n / 144), part(n / 1728))
    };
    (0..count)
        .map(|i| {
            let (event, teller) = (i / 4, i % 4);
            let body: Vec<String> = (0..30)
                .map(|s| {
                    let own = event * 40 + (s + teller) % 36;
                    let common = (event * 7 + s * 13 + teller * 3) % 400;
                    format!(
                        "The {} of {} said that {} would reach {}.",
                        word(common),
                        word(own),
                        word(own + 9),
                        word(common + 5)
                    )
                })
                .collect();
            let date = jiff::civil::date(2024, 1, 1).saturating_add(jiff::Span::new().days((event / 25 % 300) as i32));
            let text = format!("date {date} {}", body.join(" "));
            load(text.as_bytes(), &Hint::default()).unwrap_or_default().into_iter().next().unwrap_or_default()
        })
        .collect()
}

#[divan::bench(args = [100, 1_000, 10_000], max_time = 5)]
fn group(bencher: divan::Bencher<'_, '_>, count: usize) {
    let articles = articles(count);
    bencher.counter(divan::counter::ItemsCount::new(count)).bench(|| stories::group(&articles));
}
