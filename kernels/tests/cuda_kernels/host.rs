//! Builds the kernels for the processor and runs launches of them there.

use std::{
    cell::RefCell,
    env,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

use half::{bf16, f16};
use kernels::{
    cuda::launch::{Argument, Launch, Rows},
    weight::Format,
};

use crate::stand_in;

/// What stands for device memory.
#[derive(Debug)]
pub struct Buffer(RefCell<Vec<u8>>);

impl Buffer {
    /// `values`, rounded to this format.
    pub fn new(format: Format, values: &[f32]) -> Buffer {
        Buffer(RefCell::new(values.iter().flat_map(|&value| encoded(format, value)).collect()))
    }

    /// Room for as many values, which are no numbers.
    pub fn poisoned(format: Format, count: usize) -> Buffer {
        Buffer(RefCell::new(vec![0xff; count * format.size()]))
    }

    pub fn values(&self, format: Format) -> Vec<f32> {
        self.0.borrow().chunks(format.size()).map(|bytes| decoded(format, bytes)).collect()
    }

    /// All of it, as a dense matrix of so many columns.
    pub fn matrix(&self, format: Format, columns: usize) -> Rows<'_, Buffer> {
        let rows = self.0.borrow().len() / format.size() / columns;
        Rows { buffer: self, offset: 0, format, rows, columns, stride: columns }
    }

    /// `count` columns of it from `start` on, where its rows have `stride` values.
    pub fn columns(&self, format: Format, stride: usize, start: usize, count: usize) -> Rows<'_, Buffer> {
        Rows { offset: start * format.size(), columns: count, ..self.matrix(format, stride) }
    }
}

fn encoded(format: Format, value: f32) -> Vec<u8> {
    match format {
        Format::F32 => value.to_le_bytes().to_vec(),
        Format::F16 => f16::from_f32(value).to_le_bytes().to_vec(),
        Format::Bf16 => bf16::from_f32(value).to_le_bytes().to_vec(),
    }
}

fn decoded(format: Format, bytes: &[u8]) -> f32 {
    match format {
        Format::F32 => f32::from_le_bytes(bytes.try_into().unwrap()),
        Format::F16 => f16::from_le_bytes(bytes.try_into().unwrap()).to_f32(),
        Format::Bf16 => bf16::from_le_bytes(bytes.try_into().unwrap()).to_f32(),
    }
}

/// `values` as they are after rounding to this format.
pub fn rounded(format: Format, values: &[f32]) -> Vec<f32> {
    values.iter().map(|&value| decoded(format, &encoded(format, value))).collect()
}

/// The program that runs a launch; none where there is no C++ compiler, which in CI is a failure.
fn runner() -> Option<&'static Path> {
    static RUNNER: OnceLock<Option<PathBuf>> = OnceLock::new();
    RUNNER.get_or_init(build).as_deref()
}

fn build() -> Option<PathBuf> {
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cuda_kernels_on_the_processor");
    stand_in::compile("run.cpp", &[], &program).then_some(program)
}

/// Runs a launch with threads in the order that comes of `seed`, and writes the buffers. False where it cannot be run here.
#[must_use]
pub fn run(launch: &Launch<'_, Buffer>, seed: u64) -> bool {
    let Some(runner) = runner() else { return false };
    if launch.grid.contains(&0) {
        return true;
    }
    let mut buffers: Vec<&Buffer> = Vec::new();
    let mut parameters = Vec::new();
    for argument in &launch.arguments {
        let value = match argument {
            Argument::Address(buffer, offset) => {
                let index = buffers.iter().position(|known| std::ptr::eq(*known, *buffer)).unwrap_or_else(|| {
                    buffers.push(buffer);
                    buffers.len() - 1
                });
                parameters.extend(0u32.to_le_bytes());
                parameters.extend((index as u32).to_le_bytes());
                parameters.extend((*offset as u64).to_le_bytes());
                continue;
            }
            Argument::Null => 0u64.to_le_bytes().to_vec(),
            Argument::Int(value) => value.to_le_bytes().to_vec(),
            Argument::Long(value) => value.to_le_bytes().to_vec(),
            Argument::Float(value) => value.to_le_bytes().to_vec(),
            Argument::Ints(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
        };
        parameters.extend((value.len() as u32).to_le_bytes());
        parameters.extend(value);
    }
    let mut request = (launch.kernel.len() as u32).to_le_bytes().to_vec();
    request.extend(launch.kernel.as_bytes());
    for number in [launch.grid[0], launch.grid[1], launch.threads, launch.shared_bytes] {
        request.extend(number.to_le_bytes());
    }
    request.extend(seed.to_le_bytes());
    request.extend((buffers.len() as u32).to_le_bytes());
    for buffer in &buffers {
        request.extend((buffer.0.borrow().len() as u64).to_le_bytes());
        request.extend(buffer.0.borrow().iter());
    }
    request.extend((launch.arguments.len() as u32).to_le_bytes());
    request.extend(parameters);

    let mut child = Command::new(runner)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the kernels' program starts");
    // It reads all before it writes anything.
    child.stdin.take().expect("a pipe").write_all(&request).expect("the request is read");
    let answer = child.wait_with_output().expect("the kernels' program ends");
    let said = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "{} with threads in order {seed}: {:?}: {said}", launch.kernel, answer.status);
    let mut rest = answer.stdout.as_slice();
    for buffer in buffers {
        let mut bytes = buffer.0.borrow_mut();
        let (own, others) = rest.split_at(bytes.len());
        bytes.copy_from_slice(own);
        rest = others;
    }
    assert!(rest.is_empty(), "an answer as long as the buffers");
    true
}
