//! What the terms of a sentence are.

use super::*;

fn leaves_unsaid(text: &str) -> bool {
    let mut silence = Silence::default();
    words::words(text).for_each(|(_, w)| silence.read(w));
    silence.kept
}

#[test]
fn what_somebody_did_not_say_is_told_from_what_did_not_happen() {
    for text in [
        "He did not say whether it will open.",
        "She didn’t specifically say when.",
        "They declined to comment.",
        "The mayor left it open whether others follow.",
    ] {
        assert!(leaves_unsaid(text), "{text}");
    }
    for text in [
        "The bridge did not open.",
        "It was not the first time, the mayor will say.",
        "She said it is not safe.",
        "He left the open gate when it rained.",
        "They left open wounds.",
    ] {
        assert!(!leaves_unsaid(text), "{text}");
    }
}
