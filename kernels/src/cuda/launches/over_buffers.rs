//! Kernels of operations that are written once over buffers, with the arguments that their WGSL has: uniforms, then buffers.

use super::super::launch::{Argument, Launch, blocks};

const THREADS: u32 = 64;

/// `uniforms` are words of four bytes; `buffers` with the byte that each begins at.
///
/// # Panics
/// When the uniforms are no words: an operation's own mistake.
pub fn over_buffers<'a, B>(
    kernel: String,
    workgroups: usize,
    uniforms: &[u8],
    buffers: impl Iterator<Item = (&'a B, usize)>,
) -> Launch<'a, B> {
    let (words, rest) = uniforms.as_chunks();
    assert!(rest.is_empty(), "{kernel}: uniforms are words");
    let words = words.iter().map(|word| i32::from_ne_bytes(*word)).collect();
    let buffers = buffers.map(|(buffer, offset)| Argument::Address(buffer, offset));
    Launch {
        kernel,
        grid: [blocks(workgroups, 1), 1],
        threads: THREADS,
        shared_bytes: 0,
        arguments: std::iter::once(Argument::Ints(words)).chain(buffers).collect(),
    }
}
