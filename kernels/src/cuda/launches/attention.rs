//! Attention: tensor cores for heads of 64 channels in 16-bit formats, f32 products for all else.

use super::super::launch::{Argument, Launch, Rows, blocks, int, name};
use crate::weight::Format;

const THREADS: u32 = 128;
/// The most channels of a head.
pub const MOST_CHANNELS: usize = 128;
/// Channels of a head, queries of the larger tile and keys of a tile, where tensor cores are used.
const HEAD: usize = 64;
const QUERIES: usize = 128;
const KEYS: usize = 64;
/// Queries and keys of a tile where they are not.
const PLAIN_QUERIES: usize = 64;
const PLAIN_KEYS: usize = 32;

/// `q [n, heads * d], k [m, heads * d], v [m, heads * d] -> out [n, heads * d]`, all of one format; each may be columns of wider
/// rows. Of several `sequences`, one below the other, each has its own keys. `multiprocessors` of the device: where there are few queries, smaller tiles give each of them work.
///
/// # Panics
/// When shapes or formats do not fit, a head has more than [`MOST_CHANNELS`], or there is no key: the caller's own mistake.
pub fn attention<'a, B>(
    [q, k, v]: [Rows<'a, B>; 3],
    heads: usize,
    sequences: usize,
    out: Rows<'a, B>,
    multiprocessors: u32,
) -> Launch<'a, B> {
    assert!((q.rows, q.columns) == (out.rows, out.columns), "a result for each query");
    assert!(k.rows > 0 && k.rows == v.rows && [k.columns, v.columns] == [q.columns; 2], "queries, keys and values fit");
    assert!([k.format, v.format, out.format] == [q.format; 3], "one format");
    assert!(q.columns.is_multiple_of(heads) && q.columns / heads <= MOST_CHANNELS, "{} in {heads} heads", q.columns);
    let channels = q.columns / heads;
    // Scores in units of ln 2, so that powers of two take the place of exponentials.
    let scale = std::f32::consts::LOG2_E / (channels as f32).sqrt();
    let mut arguments: Vec<_> = [q, k, v, out].iter().flat_map(|rows| [rows.address(), rows.step()]).collect();
    assert!(sequences > 0 && [q.rows, k.rows].iter().all(|rows| rows.is_multiple_of(sequences)), "equal sequences");
    let [queries, keys] = [q.rows, k.rows].map(|rows| rows / sequences);
    arguments.extend([Argument::Int(int(queries)), Argument::Int(int(keys)), Argument::Float(scale)]);
    arguments.push(Argument::Int(int(heads)));
    let heads = blocks(heads * sequences, 1);
    if channels == HEAD && q.format != Format::F32 && [q, k, v, out].iter().all(Rows::is_aligned) {
        // Two blocks of the larger tile fit a multiprocessor.
        let few = blocks(queries, QUERIES) * heads < 2 * multiprocessors;
        let tile = if few { QUERIES / 2 } else { QUERIES };
        return Launch {
            kernel: format!("attention_{}_{tile}", name(q.format)),
            grid: [blocks(queries, tile), heads],
            threads: THREADS,
            shared_bytes: ((tile + 4 * KEYS) * HEAD * q.format.size()) as u32,
            arguments,
        };
    }
    arguments.push(Argument::Int(int(channels)));
    let most = if channels <= MOST_CHANNELS / 2 { MOST_CHANNELS / 2 } else { MOST_CHANNELS };
    let floats = (PLAIN_QUERIES + PLAIN_KEYS) * (channels + 1) + PLAIN_QUERIES * (PLAIN_KEYS + 1);
    Launch {
        kernel: format!("attention_plain_{}_{most}", name(q.format)),
        grid: [blocks(queries, PLAIN_QUERIES), heads],
        threads: THREADS,
        shared_bytes: (floats * size_of::<f32>()) as u32,
        arguments,
    }
}
