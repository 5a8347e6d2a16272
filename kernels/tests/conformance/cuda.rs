//! Where there is no NVIDIA GPU, all problems are held on the stand-in for its driver and cuBLASLt (`kernels/cuda/host`) in a process
//! of their own, which has no other place.

use kernels::cuda::Cuda;

#[path = "../cuda_kernels/stand_in.rs"]
mod stand_in;

/// Whether this process is the one on the stand-in.
pub fn is_on_the_stand_in() -> bool {
    std::env::var_os(stand_in::STAND_IN).is_some()
}

#[test]
fn all_problems_on_the_stand_in_where_there_is_no_gpu() {
    if !stand_in::is_there(Cuda::count().unwrap_or(0)) {
        // The newer driver only: what differs with its version are the images that it takes, which tests of its calls try.
        stand_in::run_again(None, &["13000"]);
    }
}
