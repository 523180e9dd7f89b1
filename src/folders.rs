//! Where the library and the reader's settings are: the platform's own folders, or what the environment names.

use std::{env, path::PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};

/// The folder of the library: `NUTGRAF_DATA_DIR`, else `nutgraf` in the platform's data folder; none where there is no home
/// folder.
#[must_use]
pub fn data() -> Option<PathBuf> {
    named("NUTGRAF_DATA_DIR", |base| base.data_dir())
}

/// The folder of settings: `NUTGRAF_CONFIG_DIR`, else `nutgraf` in the platform's folder for settings; none where there is no
/// home folder.
#[must_use]
pub fn config() -> Option<PathBuf> {
    named("NUTGRAF_CONFIG_DIR", |base| base.config_dir())
}

fn named(variable: &str, of: impl Fn(&dyn AnyBase) -> PathBuf) -> Option<PathBuf> {
    if let Some(folder) = env::var_os(variable).filter(|f| !f.is_empty()) {
        return Some(folder.into());
    }
    Some(of(&choose_base_strategy().ok()?).join("nutgraf"))
}

/// [`BaseStrategy`], as far as it is asked here: the trait itself cannot be made into an object.
trait AnyBase {
    fn data_dir(&self) -> PathBuf;
    fn config_dir(&self) -> PathBuf;
}

impl<B: BaseStrategy> AnyBase for B {
    fn data_dir(&self) -> PathBuf {
        BaseStrategy::data_dir(self)
    }

    fn config_dir(&self) -> PathBuf {
        BaseStrategy::config_dir(self)
    }
}
