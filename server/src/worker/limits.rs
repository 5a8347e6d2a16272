//! What a child does to itself before anything else, so that its end ends nothing but itself.

/// Sets the operating system's limit on the data of this process; past it allocations fail, and the process aborts. Called
/// before anything is allocated or any thread has a stack.
///
/// # Errors
/// Why the system refuses.
pub(super) fn limit_memory(memory_mb: Option<u64>) -> Result<(), String> {
    let Some(memory_mb) = memory_mb else { return Ok(()) };
    let bytes = Some(memory_mb.saturating_mul(1 << 20));
    let limit = rustix::process::Rlimit { current: bytes, maximum: bytes };
    rustix::process::setrlimit(rustix::process::Resource::Data, limit)
        .map_err(|error| format!("cannot limit the memory to {memory_mb} MiB: {error}"))
}

/// Gives SIGSEGV and SIGBUS their default action back. The handler that Rust's runtime installs for stack overflows
/// swallows the first such signal that does not come from a guard page, resets itself, and relies on the fault to happen
/// again; one that another process sent would be lost. Meeting it here, on purpose, resets it.
///
/// # Errors
/// Why the system refuses.
pub(super) fn die_of_fault_signals() -> Result<(), String> {
    use rustix::process::{Signal, getpid, kill_process};
    for signal in [Signal::SEGV, Signal::BUS] {
        kill_process(getpid(), signal).map_err(|error| format!("cannot reset the handler of {signal:?}: {error}"))?;
    }
    Ok(())
}
