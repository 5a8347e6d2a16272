//! Faults on demand, for tests of what cannot be provoked from outside the child.
//!
//! `ONECLICK3D_INJECT_FAULT` is a list, separated by commas, of `KIND@STAGE` or `KIND@STAGE:RESOLUTION`; the latter only
//! meets runs of that resolution. Stages are those of [`Stage`], and `start`, before the child says that it is ready, and
//! `cutout`, in the child that cuts one photo out, where the number is the foreground ratio's, in percent.
//! Kinds: `panic`, `error` (the engine gives up), `abort`, `exit` (code 7), `segfault`, `oom` (an allocation that cannot
//! be served), `hang` (for ever, deaf to cancel), `slow` (for ever, heeds cancel), `garbage` (bytes that are no frame),
//! `disk_full` and `device_lost`. The child reads the variable itself and says so loudly; a server that runs generations
//! of customers has no business with it.

use std::{env, io::Write, ops::ControlFlow, process, thread, time::Duration};

use engine::{device::Device, pipeline::Stage};

use crate::generations::{Fault, FaultKind};

/// The variable.
pub(super) const VARIABLE: &str = "ONECLICK3D_INJECT_FAULT";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Injection {
    kind: String,
    stage: String,
    resolution: Option<u32>,
}

/// What the variable asks for.
///
/// # Errors
/// What of it is not understood.
pub(super) fn from_environment() -> Result<Vec<Injection>, String> {
    match env::var(VARIABLE) {
        Ok(text) => {
            let injections = parse(&text)?;
            tracing::error!("{VARIABLE} is set: this worker FAILS ON PURPOSE ({text}); for tests only");
            Ok(injections)
        }
        Err(env::VarError::NotPresent) => Ok(Vec::new()),
        Err(error) => Err(format!("{VARIABLE}: {error}")),
    }
}

fn parse(text: &str) -> Result<Vec<Injection>, String> {
    let injection = |item: &str| {
        let (kind, place) = item.split_once('@')?;
        let (stage, resolution) = match place.split_once(':') {
            Some((stage, resolution)) => (stage, Some(resolution.parse().ok()?)),
            None => (place, None),
        };
        Some(Injection { kind: kind.to_owned(), stage: stage.to_owned(), resolution })
    };
    text.split(',')
        .map(|item| injection(item).ok_or_else(|| format!("{VARIABLE}: '{item}' is not KIND@STAGE[:RESOLUTION]")))
        .collect()
}

/// Faults of the child's start.
pub(super) fn at_start(injections: &[Injection]) {
    for injection in injections {
        if injection.stage == "start" {
            let outcome = injection.strike(&|| false);
            tracing::error!(?outcome, "injected at the start, where it means nothing");
        }
    }
}

/// Faults of a child that cuts a photo out.
///
/// # Errors
/// What it gives up with.
pub(super) fn at_cutout(injections: &[Injection], foreground_ratio: f32) -> Result<(), String> {
    let percent = (foreground_ratio * 100.0).round() as u32;
    let here =
        |injection: &&Injection| injection.stage == "cutout" && injection.resolution.is_none_or(|only| only == percent);
    match injections.iter().find(here).and_then(|injection| injection.strike(&|| false)) {
        Some(fault) => Err(fault.message),
        None => Ok(()),
    }
}

/// Faults of a run at `stage`: `Break` with the fault, or with none when the run was canceled.
pub(super) fn at_stage(
    injections: &[Injection],
    stage: Stage,
    resolution: u32,
    device: &Device,
    canceled: &dyn Fn() -> bool,
) -> ControlFlow<Option<Fault>> {
    let name = serde_json::to_value(stage).expect("a stage has a name");
    for injection in injections {
        let here = name == injection.stage.as_str() && injection.resolution.is_none_or(|only| only == resolution);
        // A GPU is lost for real: the engine has to find out.
        if here && injection.kind == "device_lost" && device.lose() {
            continue;
        }
        if here {
            return ControlFlow::Break(injection.strike(canceled));
        }
    }
    ControlFlow::Continue(())
}

impl Injection {
    fn strike(&self, canceled: &dyn Fn() -> bool) -> Option<Fault> {
        match self.kind.as_str() {
            "panic" => panic!("a panic injected by {VARIABLE}"),
            "abort" => process::abort(),
            "exit" => process::exit(7),
            "segfault" => {
                // Sent to itself, the signal ends the process as a stray pointer would.
                let sent = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::SEGV);
                Some(Fault::new(FaultKind::ProcessingError, format!("SIGSEGV could not be sent: {sent:?}")))
            }
            "oom" => {
                // No machine serves this; the allocator's answer to that is an abort.
                let memory = std::hint::black_box(Vec::<u8>::with_capacity(isize::MAX as usize));
                Some(Fault::new(FaultKind::ProcessingError, format!("{} bytes were served", memory.capacity())))
            }
            "hang" => loop {
                thread::sleep(Duration::from_secs(3600));
            },
            "slow" => {
                while !canceled() {
                    thread::sleep(Duration::from_millis(5));
                }
                None
            }
            "garbage" => {
                let mut out = std::io::stdout();
                match out.write_all(b"Segmentation of the image: done\n").and_then(|()| out.flush()) {
                    Ok(()) => loop {
                        thread::sleep(Duration::from_secs(3600));
                    },
                    Err(error) => Some(Fault::new(FaultKind::ProcessingError, format!("no garbage: {error}"))),
                }
            }
            "error" => Some(Fault::new(FaultKind::ProcessingError, "an error injected for a test")),
            "disk_full" => {
                Some(super::artifacts::fault(std::path::Path::new("injected"), &std::io::ErrorKind::StorageFull.into()))
            }
            "device_lost" => Some(Fault::new(FaultKind::Infrastructure, "the device was lost")),
            other => panic!("{VARIABLE}: there is no fault '{other}'"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_and_nonsense_is_refused() {
        let injections = parse("panic@model:33,hang@isosurface").expect("two");
        assert_eq!(
            injections,
            [
                Injection { kind: "panic".into(), stage: "model".into(), resolution: Some(33) },
                Injection { kind: "hang".into(), stage: "isosurface".into(), resolution: None },
            ]
        );
        for nonsense in ["", "panic", "panic@model:x", "panic@model,"] {
            parse(nonsense).expect_err(nonsense);
        }
    }

    #[test]
    fn only_the_stage_and_resolution_named_are_struck() {
        let injections = parse("error@model:33").expect("one");
        let strike = |stage, resolution| at_stage(&injections, stage, resolution, &Device::Cpu, &|| false).is_break();
        assert!(strike(Stage::Model, 33));
        assert!(!strike(Stage::Model, 32));
        assert!(!strike(Stage::Mesh, 33));
    }
}
