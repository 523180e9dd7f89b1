//! Writes a library of invented articles, to see how the program does with many.
//!
//! ```text
//! cargo run --release --example big_library -- FOLDER ARTICLES
//! NUTGRAF_DATA_DIR=FOLDER nutgraf
//! ```
//!
//! Four outlets tell each event, with names and words of its own; a hundred articles a day. Prints what an article costs
//! in each tenth of the way, and how long the first screen takes then.

use std::{env, error::Error, fs, path::Path, sync::OnceLock, time::Instant};

use nutgraf::{
    article::Article,
    library::{Arrival, Library},
    loader::{Hint, load},
    shelf::{Filter, Order, Shelf},
};

const OUTLETS: [&str; 4] = ["Harbor Wire", "The Continental", "Public Radio North", "Evening Courier"];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, folder, count] = arguments.as_slice() else {
        return Err("usage: big_library FOLDER ARTICLES".into());
    };
    let count: usize = count.parse()?;
    let library = Library::open(Path::new(folder))?;
    let part = count.div_ceil(10).max(1);
    for first in (0..count).step_by(part) {
        let arrivals: Vec<Arrival> = (first..(first + part).min(count)).map(arrival).collect();
        let started = processor_time();
        library.put(&arrivals, &|| true)?;
        let each = (processor_time() - started) * 1e6 / arrivals.len() as f64;
        let started = Instant::now();
        let page = library.page(Order::Time, &Filter::default(), 0..50)?;
        let screen = started.elapsed().as_secs_f64() * 1e3;
        let (articles, stories) = (page.articles, page.stories);
        say(&format!(
            "{articles:>7} articles {stories:>7} stories  {each:6.0} µs an article  first screen {screen:.2} ms"
        ));
    }
    let size = library.size()?;
    say(&format!("{} MB", size.bytes / 1_000_000));
    Ok(())
}

#[allow(clippy::print_stdout, reason = "an example prints")]
fn say(line: &str) {
    println!("{line}");
}

/// Seconds that this program has spent on a processor, where the system tells; elsewhere seconds passed.
fn processor_time() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|t| t.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.get_or_init(Instant::now).elapsed().as_secs_f64(), |n| n / 1e9)
}

/// A word that is nobody's, from a number.
fn word(n: usize) -> String {
    const PARTS: [&str; 16] =
        ["ba", "re", "mo", "ti", "su", "la", "ven", "kor", "dis", "nap", "gel", "fru", "ono", "wik", "zet", "hul"];
    let mut n = n.wrapping_mul(2_654_435_761) % (1 << 20);
    let mut out = String::new();
    for _ in 0..5 {
        out.push_str(PARTS[n % 16]);
        n /= 16;
    }
    out
}

fn arrival(i: usize) -> Arrival {
    let (event, teller) = (i / 4, i % 4);
    let name = |k: usize| {
        let w = word(event * 12 + k);
        w[..1].to_uppercase() + &w[1..]
    };
    let mut text = format!("{} met {} in {} over the {}.\n\n", name(0), name(1), name(2), word(event * 12 + 3));
    for s in 0..24 {
        let own = word(event * 12 + 3 + (s + teller) % 8);
        let common = |k: usize| word(900_000 + (event * 31 + s * 17 + teller * 7 + k * 5) % 3_000);
        text.push_str(&format!(
            "The {} said that {} would bring the {} of {} to the {} before the {} of {}. ",
            common(0),
            if s % 4 == 0 { name(s / 4 % 3) } else { own.clone() },
            common(1),
            own,
            common(2),
            common(3),
            common(4)
        ));
        if s % 4 == 3 {
            text.push_str("\n\n");
        }
    }
    let day = jiff::civil::date(2024, 1, 1).saturating_add(jiff::Span::new().days(i64::try_from(i / 100).unwrap_or(0)));
    let url = format!("https://{}.example/{i}", OUTLETS[teller].to_lowercase().replace(' ', "-"));
    let hint = Hint { path: url.clone(), url: Some(url.clone()), media_type: None };
    let article = load(text.as_bytes(), &hint).unwrap_or_default().into_iter().next().unwrap_or_default();
    let article = Article {
        source: OUTLETS[teller].into(),
        title: format!("{} meets {} over {}", name(0), name(1), word(event * 12 + 3)),
        title_derived: false,
        published: format!("{day}T{:02}:00:00Z", i % 24).parse().ok(),
        url: Some(url),
        ..article
    };
    Arrival { article, ..Arrival::default() }
}
