//! PyTorch checkpoints: real ones are read exactly, and hostile ones are refused.

mod archive;
mod convert;
mod hostile;
mod real;

use std::{
    io::Cursor,
    path::{Path, PathBuf},
};

use models::checkpoint::{Error, Tensor, read};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/checkpoints").join(name)
}

fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Reads a checkpoint from memory, and checks what holds of every tensor of any file.
fn read_bytes(file: &[u8]) -> Result<Vec<Tensor>, Error> {
    let tensors = read(&mut Cursor::new(file))?;
    for tensor in &tensors {
        let elements: u64 = tensor.shape.iter().product();
        assert_eq!(tensor.bytes.end - tensor.bytes.start, elements * tensor.dtype.size(), "{tensor:?}");
        assert!(tensor.bytes.end <= file.len() as u64, "{tensor:?} of {} bytes", file.len());
    }
    Ok(tensors)
}

/// Reading fails, with a message that holds each of `words`.
fn refused(file: &[u8], words: &[&str]) {
    let message = match read_bytes(file) {
        Ok(tensors) => panic!("read, but should have been refused for {words:?}: {tensors:?}"),
        Err(error) => error.to_string(),
    };
    for word in words {
        assert!(message.contains(word), "no '{word}' in: {message}");
    }
}
