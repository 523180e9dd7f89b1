//! A reader at a terminal: the real binary on a pseudo-terminal, seen through a terminal emulator's eyes.

#![allow(dead_code, reason = "every test file compiles its own copy and uses a part")]

pub(crate) mod homes;

use std::{
    io::{Read, Write},
    num::NonZero,
    path::Path,
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Runs a command in a home and answers with what it printed.
pub(crate) fn nutgraf(home: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nutgraf"));
    for name in ["CONFIG", "DATA", "CACHE"] {
        command.env(format!("NUTGRAF_{name}_DIR"), home);
    }
    let output = command.current_dir(home).args(args).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// How long a screen may take to come: generous, since machines that test are busy.
const PATIENCE: Duration = Duration::from_secs(60);

type Keyboard = Arc<Mutex<Box<dyn Write + Send>>>;

/// A cell's width and height in pixels where the terminal answers.
pub(crate) const CELL: (u16, u16) = (8, 16);

pub(crate) struct Reader {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Keyboard,
    parser: Arc<Mutex<vt100::Parser>>,
    eyes: JoinHandle<()>,
    closing: Arc<AtomicBool>,
    /// All that the program wrote.
    raw: Arc<Mutex<Vec<u8>>>,
    home: tempfile::TempDir,
}

impl Reader {
    /// Starts the program at a terminal of a size, with nothing of the machine's own configuration.
    pub(crate) fn start(columns: u16, rows: u16, args: &[&Path]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_nutgraf"));
        command.args(args.iter().map(|a| a.as_os_str()));
        Self::run(command, home, columns, rows, "")
    }

    /// The same with files put into its home first: its configuration, its library and its working folder.
    pub(crate) fn start_in(home: tempfile::TempDir, columns: u16, rows: u16, args: &[&str]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_nutgraf"));
        command.args(args);
        Self::run(command, home, columns, rows, "")
    }

    /// The same at a terminal that answers what it is asked, all of it at the last question.
    pub(crate) fn start_answered(home: tempfile::TempDir, args: &[&str], answers: &'static str) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_nutgraf"));
        command.args(args);
        Self::run(command, home, 110, 32, answers)
    }

    /// Where its configuration, its library and the files it writes are.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Whether the program wrote something to the terminal.
    pub(crate) fn wrote(&self, what: &str) -> bool {
        self.written().contains(what)
    }

    /// All that the program wrote to the terminal.
    pub(crate) fn written(&self) -> String {
        String::from_utf8_lossy(&self.raw.lock().unwrap()).into_owned()
    }

    /// Starts the program as a shell does behind a pipe that brings a file.
    pub(crate) fn start_behind_a_pipe(columns: u16, rows: u16, file: &Path) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", r#"cat "$1" | exec "$0" -"#, env!("CARGO_BIN_EXE_nutgraf")]);
        command.arg(file.as_os_str());
        Self::run(command, home, columns, rows, "")
    }

    /// Starts the program in a session that is not the terminal's: it gets no signal when the terminal goes away. Its number is
    /// in the file `id`.
    pub(crate) fn start_in_a_session_of_its_own(columns: u16, rows: u16) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new("setsid");
        command.args(["-w", "sh", "-c", r#"echo $$ > id; exec "$0""#, env!("CARGO_BIN_EXE_nutgraf")]);
        Self::run(command, home, columns, rows, "")
    }

    fn run(
        mut command: CommandBuilder,
        home: tempfile::TempDir,
        columns: u16,
        rows: u16,
        answers: &'static str,
    ) -> Self {
        let cell = if answers.is_empty() { (0, 0) } else { CELL };
        let (pixel_width, pixel_height) = (columns * cell.0, rows * cell.1);
        let size = PtySize { rows, cols: columns, pixel_width, pixel_height };
        let pair = native_pty_system().openpty(size).unwrap();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "en_US.UTF-8");
        // A backtrace would push what the program says off a small screen.
        command.env("RUST_BACKTRACE", "0");
        command.env("NUTGRAF_TEST_PANIC", "1");
        for name in ["CONFIG", "DATA", "CACHE"] {
            command.env(format!("NUTGRAF_{name}_DIR"), home.path());
        }
        for name in ["NO_COLOR", "LC_ALL", "COLORTERM", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command.cwd(home.path());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let parser = Arc::new(Mutex::new(vt100::Parser::new(cells(rows), cells(columns), 0)));
        let mut output = pair.master.try_clone_reader().unwrap();
        let seen = Arc::clone(&parser);
        let raw: Arc<Mutex<Vec<u8>>> = Arc::default();
        let log = Arc::clone(&raw);
        let closing = Arc::new(AtomicBool::new(false));
        let closed = Arc::clone(&closing);
        let keys: Keyboard = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let answering = Arc::clone(&keys);
        let eyes = thread::spawn(move || {
            let mut chunk = [0; 1 << 16];
            while let Ok(n @ 1..) = output.read(&mut chunk) {
                if closed.load(Ordering::SeqCst) {
                    return;
                }
                log.lock().unwrap().extend_from_slice(&chunk[..n]);
                if !answers.is_empty() && chunk[..n].windows(3).any(|w| w == b"\x1b[c") {
                    answering.lock().unwrap().write_all(answers.as_bytes()).unwrap();
                }
                seen.lock().unwrap().process(&chunk[..n]);
            }
        });
        Self { child, master: pair.master, keys, parser, eyes, closing, raw, home }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        let mut keyboard = self.keys.lock().unwrap();
        keyboard.write_all(keys.as_bytes()).unwrap();
        keyboard.flush().unwrap();
    }

    /// Presses keys one after the other and waits for what each leads to; what begins with `!` has to go. What a step waits for
    /// must not be so before: it would be seen whatever the keys do.
    pub(crate) fn walk(&mut self, steps: &[(&str, &str)]) {
        for (keys, there) in steps {
            let (sign, wanted) = there.strip_prefix('!').map_or((*there, true), |gone| (gone, false));
            // What goes away by itself, a notice, may be on its way.
            self.wait_until(&format!("{keys:?} would show nothing: {there}"), |s| s.contains(sign) != wanted);
            self.press(keys);
            self.wait_until(&format!("{keys:?}: {there}"), |s| s.contains(sign) == wanted);
            if *keys == "\x1b" {
                // Escape and the next key at once would be another key.
                thread::sleep(Duration::from_millis(150));
            }
        }
    }

    /// The line under the cursor.
    pub(crate) fn cursor_line(&self) -> String {
        self.screen().lines().find(|line| line.starts_with('▌')).unwrap_or_default().to_owned()
    }

    /// Presses a key until the line under the cursor holds something.
    pub(crate) fn press_until(&mut self, key: &str, what: &str) {
        for _ in 0..40 {
            if self.cursor_line().contains(what) {
                return;
            }
            let before = self.screen();
            self.press(key);
            self.wait_until(&format!("{key:?} moves on to {what:?}"), |s| s != before);
        }
        assert!(self.cursor_line().contains(what), "no line holds {what:?}:\n{}", self.screen());
    }

    /// Waits until some texts stand on the screen in this order, from the top.
    pub(crate) fn wait_for_order(&mut self, texts: &[&str]) {
        self.wait_until(&format!("in this order: {texts:?}"), |screen| {
            let places: Option<Vec<usize>> = texts.iter().map(|text| screen.find(text)).collect();
            places.is_some_and(|places| places.is_sorted())
        });
    }

    pub(crate) fn screen(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    pub(crate) fn alternate(&self) -> bool {
        self.parser.lock().unwrap().screen().alternate_screen()
    }

    /// The terminal is as a shell wants it: main screen, cursor seen, no mouse, no bracketed paste, line by line.
    pub(crate) fn is_restored(&self) -> bool {
        let parser = self.parser.lock().unwrap();
        let screen = parser.screen();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    }

    /// Waits until the screen shows something.
    pub(crate) fn wait_for(&mut self, what: &str) {
        self.wait_until(what, |screen| screen.contains(what));
    }

    pub(crate) fn wait_until(&mut self, what: &str, seen: impl Fn(&str) -> bool) {
        let start = Instant::now();
        while !seen(&self.screen()) {
            assert!(start.elapsed() < PATIENCE, "never saw {what:?}; the screen:\n{}", self.screen());
            thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.parser.lock().unwrap().screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Closes the terminal, as one does with a window; the program is left to end by itself.
    pub(crate) fn hang_up(mut self, key: &str) -> Box<dyn Child + Send + Sync> {
        self.closing.store(true, Ordering::SeqCst);
        // What the key draws wakes the thread that holds the terminal's other end.
        self.press(key);
        let Self { child, eyes, .. } = self;
        let _ = eyes.join();
        child
    }

    /// The same without the child: its folder stays as long as what is answered.
    pub(crate) fn hang_up_and_keep_home(mut self) -> tempfile::TempDir {
        self.closing.store(true, Ordering::SeqCst);
        self.press("j");
        let Self { eyes, home, .. } = self;
        let _ = eyes.join();
        home
    }

    /// Waits for the program to end; its exit status.
    pub(crate) fn status(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                // What it wrote last may still be on its way.
                thread::sleep(Duration::from_millis(100));
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "it did not end; the screen:\n{}", self.screen());
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until the process is stopped, as by Ctrl-Z, and left a sane terminal behind: what it wrote last may still be on
    /// its way.
    pub(crate) fn wait_to_be_stopped(&self) {
        let start = Instant::now();
        while !self.is_stopped() || !self.is_restored() {
            assert!(start.elapsed() < PATIENCE, "it was not stopped; the screen:\n{}", self.screen());
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn is_stopped(&self) -> bool {
        let id = self.child.process_id().unwrap().to_string();
        let state = std::process::Command::new("ps").args(["-o", "stat=", "-p", &id]).output().unwrap().stdout;
        state.starts_with(b"T")
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
    }
}

fn cells(n: u16) -> NonZero<u16> {
    NonZero::new(n.max(1)).unwrap()
}
