//! What reading an article by grammar costs: the weights made ready, a product on the vector kernel and in plain
//! arithmetic, the sentences of 600 words, the whole analysis.

use nutgraf::{
    article::Article,
    language::{
        self, lexicon,
        network::{Network, Workspace, matrix::Matrix},
        tokens,
    },
    loader::{self, Hint},
};

fn main() {
    divan::main();
}

static WEIGHTS: &[u8] = include_bytes!("../assets/language/en.weights");

/// Some 600 words of news prose, sentences of 6 to 40 words.
const NEWS: &str = "\
The council of Port Ellery voted on Monday night to close the old pier, which serves 3,000 people a day in summer, \
after inspectors found rot in most of its 112 piles. “We cannot wait for another winter,” Mayor Edda Lorne told \
reporters. “The harbour office warned us in March, and it warned us again in May.”

The ferry company, which runs nine boats between the town and the islands of Sund and Little Marl, said it had not been \
asked. Its director, Tomas Quill, called the vote “a decision taken in the dark” and threatened to sue. A landing in the \
naval basin, he added, would cost about $4.5 million and could not be ready before spring.

Residents were divided. Anna Brandt, 47, who has sold tickets at the pier since 1998, wept when the result was read out. \
Others cheered. “My daughter put her foot through a plank last year,” said Piet Hansen, a teacher whose school looks out \
over the water, “and nobody from the company ever answered our letters.”

According to a report that the harbour office published in April, 64 percent of the piles have lost more than half of \
their strength. The report, written by engineers from the University of Karstad, did not say who should pay for repairs. \
It recommended that no vehicle heavier than two tonnes be allowed on the pier until the work is done.

The opposition, led by former mayor Hugo Vance, had proposed to keep the western half open for passengers on foot. That \
plan was rejected by 11 votes to 6. Vance denied that he had any interest in the ferry company, in which his brother \
owns shares, and accused Lorne of hurrying the vote before the election in September.

Lorne's office declined to comment on the accusation. In a statement on Tuesday it said that the council would meet again \
on June 14 to discuss berths in the naval basin, and that the Ministry of Transport had been informed. A spokeswoman for \
the ministry confirmed that a letter had arrived but would not say whether money had been promised.

The pier was built in 1911, when the fishing fleet of Port Ellery counted more than two hundred boats. It was damaged by \
storms in 1953 and in 1987, and both times it was repaired within a year. Now the fleet has eleven boats, most of the \
fishermen are over sixty, and the young people who are left work in the hotels along the southern shore.

On the islands, where some 900 people live all the year round, shops have begun to store flour, fuel and medicine. The \
doctor on Little Marl, Ingrid Sole, said she had written to the council twice because two of her patients need treatment \
on the mainland three times a week. “If there is no boat, there must be a helicopter,” she said, “and if there is no \
helicopter, somebody will have to explain to their families why not.”

The company has promised to run a smaller boat from the beach at Harl when the weather allows it. It is not clear whether \
the harbour office will permit that. Its head, Captain Lise Amdal, said she would decide by Friday.";

fn article() -> Article {
    let hint = Hint { path: "pier.txt".into(), ..Hint::default() };
    loader::load(NEWS.as_bytes(), &hint).ok().and_then(|mut a| a.pop()).unwrap_or_default()
}

/// The words of each sentence until there are 600.
fn sentences(article: &Article) -> Vec<Vec<&str>> {
    let mut left = 600;
    let cut = |text: &'_ str| tokens::tokenize(text, lexicon::english());
    let mut sentences = Vec::new();
    for s in &article.sentences {
        let words = cut(&s.text).into_iter().map(|r| &s.text[r.start as usize..r.end as usize]);
        let words: Vec<&str> = words.take(left).collect();
        left -= words.len();
        sentences.push(words);
    }
    assert_eq!(left, 0, "the article is too short");
    sentences
}

#[divan::bench]
fn load() {
    divan::black_box(Network::load(WEIGHTS).is_ok());
}

#[divan::bench]
fn label_600_words(b: divan::Bencher<'_, '_>) {
    let article = article();
    let sentences = sentences(&article);
    let Ok(network) = Network::load(WEIGHTS) else { return };
    let mut work = Workspace::default();
    b.bench_local(|| sentences.iter().map(|s| network.label(s, &mut work).heads.len()).sum::<usize>());
}

#[divan::bench]
fn cut_600_words(b: divan::Bencher<'_, '_>) {
    let article = article();
    b.bench(|| article.sentences.iter().map(|s| tokens::tokenize(&s.text, lexicon::english()).len()).sum::<usize>());
}

#[divan::bench]
fn analyse_article(b: divan::Bencher<'_, '_>) {
    let article = article();
    b.bench(|| language::analyse(&article));
}

#[divan::bench(sample_count = 3)]
fn one_sentence_of_100_000_words(b: divan::Bencher<'_, '_>) {
    let text = "the pier that nobody had asked about, ".repeat(100_000 / 7);
    b.bench(|| language::parse_sentence(&text));
}

#[divan::bench(sample_count = 3)]
fn one_word_of_a_million_marks(b: divan::Bencher<'_, '_>) {
    let text = "(,".repeat(250_000) + "a" + &",)".repeat(250_000);
    b.bench(|| tokens::tokenize(&text, lexicon::english()));
}

/// The product of a convolution for 600 words.
mod product_of_600_rows {
    use super::Matrix;

    const INPUTS: usize = 288;
    const OUTPUTS: usize = 96;
    const ROWS: usize = 600;

    fn weights() -> Vec<i8> {
        (0..INPUTS * OUTPUTS).map(|i| i8::try_from(i * 31 % 255).unwrap_or(-1)).collect()
    }

    fn inputs() -> Vec<i16> {
        (0..ROWS * INPUTS).map(|i| i16::try_from(i * 37 % 4001).unwrap_or(0) - 2000).collect()
    }

    #[divan::bench]
    fn vectors(b: divan::Bencher<'_, '_>) {
        let m = Matrix::new(INPUTS, OUTPUTS, &weights(), &[0.5; OUTPUTS], &[1.0; OUTPUTS]);
        let (x, mut y) = (inputs(), Vec::new());
        b.bench_local(|| m.multiply(&mut y, &x, ROWS));
    }

    #[divan::bench]
    fn plain(b: divan::Bencher<'_, '_>) {
        let (w, x) = (weights(), inputs());
        let mut y = vec![0.0; ROWS * OUTPUTS];
        b.bench_local(|| {
            for (y, x) in y.chunks_exact_mut(OUTPUTS).zip(x.chunks_exact(INPUTS)) {
                let mut sums = [0_i32; OUTPUTS];
                for (x, w) in x.iter().zip(w.chunks_exact(OUTPUTS)) {
                    for (sum, w) in sums.iter_mut().zip(w) {
                        *sum += i32::from(*x) * i32::from(*w);
                    }
                }
                for (y, sum) in y.iter_mut().zip(sums) {
                    #[allow(clippy::cast_precision_loss)]
                    let value = sum as f32;
                    *y = value * 0.5 + 1.0;
                }
            }
            divan::black_box(&y);
        });
    }
}
