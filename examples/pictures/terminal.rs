//! The program in a pseudo-terminal, seen through a terminal emulator.

use std::{
    error::Error,
    fs,
    io::{Read, Write},
    num::NonZero,
    path::Path,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::{Parser, Screen};

/// How long a screen may take to come: a build for tests on a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    /// What stands on the screen, and when that last changed.
    state: Arc<Mutex<(Parser, Instant)>>,
    /// Open as long as the program runs.
    _master: Box<dyn MasterPty + Send>,
    /// Its configuration and library: nothing but a theme.
    _home: tempfile::TempDir,
}

impl Terminal {
    pub(crate) fn start(
        program: &Path,
        root: &Path,
        arguments: &[&str],
        theme: &str,
        (columns, rows): (u16, u16),
    ) -> Result<Self, Box<dyn Error>> {
        let home = tempfile::tempdir()?;
        fs::write(home.path().join("config.toml"), format!("theme = \"{theme}\"\n"))?;
        let pty = native_pty_system().openpty(PtySize { rows, cols: columns, ..PtySize::default() })?;
        // A pseudo-terminal looks a relative path up in PATH.
        let mut command = CommandBuilder::new(fs::canonicalize(program)?);
        command.args(arguments);
        command.cwd(root);
        for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "C.UTF-8")] {
            command.env(name, value);
        }
        for name in ["NUTGRAF_CONFIG_DIR", "NUTGRAF_DATA_DIR"] {
            command.env(name, home.path());
        }
        for name in ["NO_COLOR", "LC_ALL", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        let child = pty.slave.spawn_command(command)?;
        let mut output = pty.master.try_clone_reader()?;
        let keys = pty.master.take_writer()?;
        let (Some(rows), Some(columns)) = (NonZero::new(rows), NonZero::new(columns)) else {
            return Err("a screen has cells".into());
        };
        let state = Arc::new(Mutex::new((Parser::new(rows, columns, 0), Instant::now())));
        let seen = Arc::clone(&state);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = output.read(&mut bytes) {
                if let Ok(mut state) = seen.lock() {
                    state.0.process(&bytes[..n]);
                    state.1 = Instant::now();
                }
            }
        });
        Ok(Self { child, keys, state, _master: pty.master, _home: home })
    }

    pub(crate) fn press(&mut self, keys: &str) -> Result<(), Box<dyn Error>> {
        self.keys.write_all(keys.as_bytes())?;
        if let Ok(mut state) = self.state.lock() {
            state.1 = Instant::now();
        }
        Ok(())
    }

    /// The screen, once it shows something and nothing has changed for a while.
    pub(crate) fn settled(&self, until: &str, quiet: Duration) -> Result<Screen, Box<dyn Error>> {
        let start = Instant::now();
        loop {
            let (screen, changed) = {
                let state = self.state.lock().map_err(|_| "the reader failed")?;
                (state.0.screen().clone(), state.1)
            };
            if changed.elapsed() >= quiet && screen.contents().contains(until) {
                return Ok(screen);
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("“{until}” never came; the screen:\n{}", screen.contents()).into());
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
