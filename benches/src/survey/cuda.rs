//! Why the program that has CUDA lists no such device, and cuBLASLt where the loader does not look for it.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::Value;

use super::step::{Outcome, Runner, Step};

/// Where Python looks for packages: a wheel of PyTorch brings cuBLASLt as `nvidia/cublas/lib` or `nvidia/cu13/lib` along.
const PACKAGES: &str = "import sys; print('\\n'.join(sys.path))";
/// Where NVIDIA's installer puts it.
const TOOLKIT: &str = "/usr/local/cuda/lib64";
/// Where drivers' packages put libcuda.
const DRIVER: [&str; 5] = [
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
    "/usr/lib64",
    "/usr/lib/wsl/lib",
    "/usr/local/nvidia/lib64",
];

/// Whether a CUDA device is among these.
pub(super) fn is_listed(devices: &[Value]) -> bool {
    devices.iter().any(|device| device["name"].as_str().is_some_and(|name| name.starts_with("cuda:")))
}

/// A value of `LD_LIBRARY_PATH` with cuBLASLt in it: what it is now, and a folder that has the library. None where no folder has.
pub(super) fn library_path(runner: &mut Runner<'_>) -> Option<OsString> {
    let asked = runner.run(Path::new("python3"), &["-c", PACKAGES], Duration::from_secs(30));
    let packages = asked.map(|ran| ran.stdout).unwrap_or_default();
    let of_wheels = packages.lines().filter(|line| !line.is_empty()).flat_map(|packages| {
        let wheels = Path::new(packages).join("nvidia").read_dir().into_iter().flatten().flatten();
        wheels.map(|wheel| wheel.path().join("lib"))
    });
    let folder = of_wheels.chain([TOOLKIT.into()]).find(|folder| has_cublaslt(folder))?;
    let now = env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    env::join_paths(env::split_paths(&now).filter(|path| !path.as_os_str().is_empty()).chain([folder])).ok()
}

fn has_cublaslt(folder: &Path) -> bool {
    let mut files = folder.read_dir().into_iter().flatten().flatten();
    files.any(|file| file.file_name().to_string_lossy().starts_with("libcublasLt.so"))
}

/// The step that says why `program` has no CUDA device: a failure where NVIDIA's driver is on this machine.
pub(super) fn why_not(runner: &mut Runner<'_>, program: &Path) -> Step {
    let arguments = ["bench", "--device", "cuda", "--model", "tiny", "--runs", "1", "--json"];
    let why = match runner.run(program, &arguments, Duration::from_secs(60)) {
        Ok(ran) => ran.last_words(),
        Err(error) => format!("{error:#}"),
    };
    let outcome = if has_driver() { Outcome::Failed } else { Outcome::NotRun };
    let step = Step::not_begun("cuda", "devices", outcome, format!("it lists no CUDA device: {why}"));
    runner.tell(&step);
    step
}

fn has_driver() -> bool {
    let listed = |variable| env::var_os(variable).map(|paths| env::split_paths(&paths).collect()).unwrap_or_default();
    let (programs, libraries): (Vec<PathBuf>, Vec<PathBuf>) = (listed("PATH"), listed("LD_LIBRARY_PATH"));
    programs.iter().any(|folder| folder.join("nvidia-smi").exists())
        || libraries.iter().map(PathBuf::as_path).chain(DRIVER.map(Path::new)).any(|f| f.join("libcuda.so.1").exists())
}
