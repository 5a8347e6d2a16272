//! Compiles the CUDA kernels where feature `cuda` asks for them: machine code for each architecture and PTX for later ones, in
//! one file that the library embeds; and PTX for drivers that are older than nvcc, which refuse its machine code.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// Compute capabilities with machine code of their own: Turing, Ampere (data centre, others), Ada, Hopper, Blackwell (data
/// centre, others). Minor versions above one of these run its code.
const ARCHITECTURES: &str = "75,80,86,89,90,100,120";
/// PTX for every architecture without machine code from this one on, 11.0 and what comes after 12.x; nothing in the kernels is
/// newer than 8.0.
const PTX: &str = "100";
/// PTX for older drivers: with Turing's instructions, and with Ampere's, which are all that the kernels use.
const PTX_FOR_OLDER_DRIVERS: [&str; 2] = ["75", "80"];
/// The version of PTX that CUDA 12.0 reads. nvcc heads what it writes with its own, but writes nothing here that 8.0 has not:
/// ptxas of 12.0 and 12.9 take it.
const PTX_VERSION: &str = ".version 8.0";
/// Narrows the architectures, for quick builds.
const VARIABLE: &str = "ONECLICK3D_CUDA_ARCHITECTURES";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_CUDA").is_none() {
        return;
    }
    for variable in ["NVCC", "CUDA_HOME", VARIABLE] {
        println!("cargo:rerun-if-env-changed={variable}");
    }
    for source in ["cuda/device.cuh", "cuda/kernels.cu", "src/ops"] {
        println!("cargo:rerun-if-changed={source}");
    }
    if let Err(reason) = compile() {
        // What cargo shows of a failed build script is its standard error.
        eprintln!("error: {reason}");
        std::process::exit(1);
    }
}

fn compile() -> Result<(), String> {
    let nvcc = nvcc();
    let version = Command::new(&nvcc).arg("--version").output().map_err(|error| {
        format!(
            "feature `cuda` needs nvcc, and {} does not start ({error}): put it on PATH, or set NVCC or CUDA_HOME; \
             kernels/cuda/toolkit.sh fetches one without a GPU or an installed toolkit",
            nvcc.display()
        )
    })?;
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let version = release(&version).ok_or_else(|| format!("no release in what nvcc --version says: {version}"))?;
    println!("cargo:rustc-env=KERNELS_CUDA_VERSION={version}");

    let architectures = env::var(VARIABLE).unwrap_or_else(|_| ARCHITECTURES.to_owned());
    let mut command = Command::new(&nvcc);
    command.args(["-fatbin", "-std=c++17", "-O3", "-Xfatbin", "-compress-all", "-I", "cuda", "cuda/kernels.cu"]);
    for architecture in architectures.split(',').map(str::trim) {
        if architecture.is_empty() || !architecture.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(format!("{VARIABLE}: '{architecture}' is no compute capability such as 90"));
        }
        command.arg(format!("-gencode=arch=compute_{architecture},code=sm_{architecture}"));
    }
    command.arg(format!("-gencode=arch=compute_{PTX},code=compute_{PTX}"));
    command.arg("--threads").arg(env::var("NUM_JOBS").unwrap_or_else(|_| "1".to_owned()));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    run(command.arg("-o").arg(out.join("kernels.fatbin")))?;
    for architecture in PTX_FOR_OLDER_DRIVERS {
        let path = out.join(format!("kernels_{architecture}.ptx"));
        let mut command = Command::new(&nvcc);
        command.args(["-ptx", "-std=c++17", "-O3", "-I", "cuda", "cuda/kernels.cu", "-o"]).arg(&path);
        run(command.arg(format!("-arch=compute_{architecture}")))?;
        let ptx = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let lines = ptx.lines().map(|line| if line.starts_with(".version ") { PTX_VERSION } else { line });
        // The driver takes a string that ends in a zero.
        let text = lines.flat_map(|line| [line, "\n"]).chain(["\0"]).collect::<String>();
        std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("{command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}")) }
}

fn nvcc() -> PathBuf {
    match (env::var_os("NVCC"), env::var_os("CUDA_HOME")) {
        (Some(nvcc), _) => nvcc.into(),
        (None, Some(home)) => Path::new(&home).join("bin/nvcc"),
        (None, None) => {
            println!("cargo:rerun-if-env-changed=PATH");
            "nvcc".into()
        }
    }
}

/// 13000 of "Cuda compilation tools, release 13.0, V13.0.88".
fn release(text: &str) -> Option<u32> {
    let (major, rest) = text.split_once("release ")?.1.split_once('.')?;
    let minor = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    Some(major.parse::<u32>().ok()? * 1000 + minor.parse::<u32>().ok()? * 10)
}
