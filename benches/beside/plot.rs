//! Times by size as a picture: both axes go tenfold a step, so that what grows with its input is a diagonal.

use std::fmt::Write as _;

use super::measure::Series;

const WIDTH: f64 = 820.0;
const HEIGHT: f64 = 420.0;
/// Where the plot stands in the picture.
const LEFT: f64 = 70.0;
const RIGHT: f64 = 540.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 370.0;

/// Colours that are told apart by those who see fewer of them too (Okabe and Ito, "Color Universal Design").
const COLOURS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a8a8a"];

pub(crate) fn draw(series: &[Series], light: bool) -> String {
    let (paper, ink, faint) = if light { ("#fbfaf7", "#24262b", "#d9d7d0") } else { ("#16181d", "#d7dae0", "#33363d") };
    let times = series.iter().flat_map(|s| s.points.iter().map(|p| p.1));
    let (least, most) = times.fold((f64::INFINITY, 0.0_f64), |(l, m), t| (l.min(t), m.max(t)));
    let (low, high) = (least.max(1e-3).log10().floor(), most.max(1.0).log10().ceil());
    let steps = series.iter().map(|s| s.points.len()).max().unwrap_or(1).max(2);
    let x = |step: usize| LEFT + (RIGHT - LEFT) * step as f64 / (steps - 1) as f64;
    let y = |time: f64| BOTTOM - (BOTTOM - TOP) * (time.log10() - low) / (high - low).max(1.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         font-family=\"system-ui, 'DejaVu Sans', sans-serif\" font-size=\"13\">\n\
         <title>Time by size, both tenfold a step</title>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{paper}\"/>\n"
    );
    for power in low as i32..=high as i32 {
        let (at, label) = (y(10_f64.powi(power)), label(power));
        let _ = writeln!(
            out,
            "<path d=\"M{LEFT} {at:.1}H{RIGHT}\" stroke=\"{faint}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"{ink}\">{label}</text>",
            LEFT - 8.0,
            at + 4.0
        );
    }
    for step in 0..steps {
        let name = format!("{}×", 10_u64.pow(step as u32));
        let _ = writeln!(
            out,
            "<path d=\"M{at:.1} {TOP}V{BOTTOM}\" stroke=\"{faint}\"/>\
             <text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"{ink}\">{name}</text>",
            BOTTOM + 20.0,
            at = x(step)
        );
    }
    // Names stand beside the ends of their lines, and are moved apart where these meet.
    let mut ends: Vec<(f64, usize)> =
        series.iter().enumerate().filter_map(|(i, s)| Some((y(s.points.last()?.1), i))).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut below = TOP - 16.0;
    let mut kinds: Vec<&str> = Vec::new();
    for one in series {
        if !kinds.contains(&one.what) {
            kinds.push(one.what);
        }
    }
    for (end, i) in ends {
        let one = &series[i];
        // The same thing has the same colour, whoever does it.
        let kind = kinds.iter().position(|what| *what == one.what).unwrap_or(i);
        let (colour, dash) = (COLOURS[kind % COLOURS.len()], if one.other { " stroke-dasharray=\"5 4\"" } else { "" });
        let path: Vec<String> =
            one.points.iter().enumerate().map(|(step, p)| format!("{:.1} {:.1}", x(step), y(p.1))).collect();
        below = end.max(below + 16.0);
        let whose = if one.other { " (newsboat)" } else { "" };
        let _ = writeln!(
            out,
            "<path d=\"M{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dash}/>\
             <path d=\"M{:.1} {below:.1}h24\" stroke=\"{colour}\" stroke-width=\"2\"{dash}/>\
             <text x=\"{:.1}\" y=\"{:.1}\" fill=\"{ink}\">{}{whose}</text>",
            path.join("L"),
            RIGHT + 10.0,
            RIGHT + 40.0,
            below + 4.0,
            one.what
        );
    }
    let _ = writeln!(
        out,
        "<text x=\"{LEFT}\" y=\"{:.1}\" fill=\"{ink}\">1× is {}</text>\n</svg>",
        BOTTOM + 40.0,
        smallest(series)
    );
    out
}

fn label(power: i32) -> String {
    match power {
        3.. => format!("{} s", 10_u64.pow(power.unsigned_abs() - 3)),
        0..3 => format!("{} ms", 10_u64.pow(power.unsigned_abs())),
        _ => format!("{} ms", 10_f64.powi(power)),
    }
}

/// What the smallest size of each kind is.
fn smallest(series: &[Series]) -> String {
    let mut all: Vec<String> = Vec::new();
    for one in series {
        if let Some(first) = one.points.first() {
            let text = format!("{} {}", first.0, one.unit);
            if !all.contains(&text) {
                all.push(text);
            }
        }
    }
    all.join(", ")
}
