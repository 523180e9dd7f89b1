//! What is kept between runs: subscriptions, articles, read state, versions.
