//! The signals that end the program, stop it, or tell it that it has been resumed.

use std::sync::mpsc::Sender;
#[cfg(unix)]
use std::thread;

use super::super::event::Event;

/// Hears the signals that ask the program to end, to stop, or tell it that it goes on.
#[cfg(unix)]
pub(in crate::tui) fn listen(to: Sender<Event>) {
    use signal_hook::{
        consts::{
            SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU,
            SIGXFSZ,
        },
        iterator::Signals,
    };
    // All that end a program and can be heard.
    let ending = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ];
    let Ok(mut signals) = Signals::new(ending.iter().chain(&[SIGTSTP, SIGCONT])) else { return };
    let _ = thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in &mut signals {
            let event = match signal {
                SIGTSTP => Event::Suspend,
                SIGCONT => Event::Resumed,
                _ => Event::Terminate(signal),
            };
            let ends = matches!(event, Event::Terminate(_));
            if to.send(event).is_err() {
                return;
            }
            if ends {
                let _ = thread::Builder::new().spawn(move || super::end_by_force(128 + signal));
            }
        }
    });
}

/// There are no such signals here.
#[cfg(not(unix))]
pub(in crate::tui) fn listen(_: Sender<Event>) {}
