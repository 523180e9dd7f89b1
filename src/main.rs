//! Arguments in, exit code out; nothing else.

use std::process::ExitCode;

/// A briefing is made of many short strings on several threads, which the system's allocator serves slowly.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    nutgraf::cli::main()
}
