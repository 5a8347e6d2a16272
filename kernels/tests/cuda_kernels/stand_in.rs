//! The stand-in for NVIDIA's driver and cuBLASLt (`kernels/cuda/host`): its kernels run on the processor. What runs on it shows that
//! the kernels' logic and our calls are right, and nothing about NVIDIA's libraries. The engine's tests have this file too.

use std::{env, path::Path, process::Command};
#[cfg(feature = "cuda")]
use std::{path::PathBuf, sync::OnceLock};

/// Compiles a file of `kernels/cuda/host`. False where there is no C++ compiler, or where the sources are not, as on a machine that was
/// given the test's executable alone; in CI both are failures.
pub fn compile(source: &str, arguments: &[&str], to: &Path) -> bool {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../kernels/cuda");
    if !sources.exists() {
        let missing = format!("{} is not on this machine", sources.display());
        assert!(env::var_os("CI").is_none(), "{missing}: the CUDA kernels cannot be tried on the processor");
        eprintln!("not run: {missing}, so the CUDA kernels' logic was not tried on the processor");
        return false;
    }
    let compilers = env::var("CXX").into_iter().chain(["c++", "g++", "clang++"].map(str::to_owned));
    let is_there = |name: &String| Command::new(name).arg("--version").output().is_ok_and(|out| out.status.success());
    let Some(compiler) = compilers.into_iter().find(is_there) else {
        assert!(
            env::var_os("CI").is_none(),
            "no C++ compiler (CXX, c++, g++, clang++): the CUDA kernels cannot be tried"
        );
        eprintln!("not run: no C++ compiler (CXX, c++, g++, clang++), so the CUDA kernels' logic was not tried");
        return false;
    };
    std::fs::create_dir_all(to.parent().expect("a file in a folder")).unwrap();
    let built = Command::new(&compiler)
        // Fibers leave each other's stacks by longjmp, which a fortified one takes for a fault.
        .args(["-std=c++17", "-O2", "-march=native", "-U_FORTIFY_SOURCE", "-I"])
        .arg(&sources)
        .args(arguments)
        .arg(sources.join("host").join(source))
        .arg("-o")
        .arg(to)
        .output()
        .expect("the compiler runs");
    assert!(built.status.success(), "{compiler}: {}", String::from_utf8_lossy(&built.stderr));
    true
}

/// Set in a process that runs on the stand-in: the version of CUDA that it stands in for.
#[cfg(feature = "cuda")]
pub const STAND_IN: &str = "ONECLICK3D_TEST_CUDA_STAND_IN";

/// Whether a test finds a device: a GPU, or the stand-in.
#[cfg(feature = "cuda")]
pub fn is_there(devices: usize) -> bool {
    env::var_os(STAND_IN).is_some() || devices > 0
}

/// Runs `test` of this program again, or without a name all of them, in a process for each of these versions of CUDA that finds the
/// stand-in under the names of the driver and of cuBLASLt.
#[cfg(feature = "cuda")]
pub fn run_again(test: Option<&str>, versions: &[&str]) {
    // Once for all tests of the program: what one has opened must not be written by another.
    static BUILT: OnceLock<Option<PathBuf>> = OnceLock::new();
    let Some(folder) = BUILT.get_or_init(build) else { return };
    for version in versions {
        let answer = Command::new(env::current_exe().unwrap())
            .args(test.into_iter().flat_map(|test| [test, "--exact"]))
            .arg("--nocapture")
            .env("LD_LIBRARY_PATH", folder)
            .env(STAND_IN, version)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&answer.stderr);
        assert!(answer.status.success(), "{:?}: {said}{}", answer.status, String::from_utf8_lossy(&answer.stdout));
        eprintln!("no GPU, so on the stand-in: {said}");
    }
}

/// The folder with the stand-in; none where there is no C++ compiler.
#[cfg(feature = "cuda")]
fn build() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cuda_stand_in");
    // Under a new name first: a process that still has the last one open keeps it.
    let (new, driver) = (folder.join("new.so"), folder.join("libcuda.so.1"));
    if !compile("driver.cpp", &["-shared", "-fPIC"], &new) {
        return None;
    }
    let cublaslt = folder.join("libcublasLt.so.13");
    std::fs::copy(&new, folder.join("copy.so")).unwrap();
    std::fs::rename(folder.join("copy.so"), cublaslt).unwrap();
    std::fs::rename(new, driver).unwrap();
    Some(folder)
}
