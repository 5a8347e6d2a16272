//! What follows a linear layer's product; with nothing to follow, a change of format.

use super::super::launch::{Argument, Launch, Rows, blocks, int, name};
use crate::{ops::linear::Activation, weight::Format};

const THREADS: usize = 128;
/// Values of a row that a thread finishes at a time.
const VECTOR: usize = 4;

/// What is done to a product's sums, in this order.
#[derive(Debug)]
pub struct Epilogue<'a, B> {
    /// `[n]` in f32, from the buffer's start; added to the sums.
    pub bias: Option<&'a B>,
    /// Applied to sums and bias.
    pub activation: Activation,
    /// Added last, in f32.
    pub residual: Option<Rows<'a, B>>,
}

/// `sums [m, n] -> out [m, n]`, or `[m, n / 2]` with [`Activation::Geglu`], dense. Of the two formats one is f32, or both are
/// the same.
///
/// # Panics
/// When shapes or formats do not fit: the caller's own mistake.
pub fn linear_epilogue<'a, B>(sums: Rows<'a, B>, epilogue: &Epilogue<'a, B>, out: Rows<'a, B>) -> Launch<'a, B> {
    let (activation, halves) = match epilogue.activation {
        Activation::None => (0, 1),
        Activation::Gelu => (1, 1),
        Activation::Geglu => (2, 2),
    };
    assert!(
        (sums.rows, sums.columns) == (out.rows, out.columns * halves) && out.is_dense(),
        "a result as wide as its sums"
    );
    assert!(
        sums.format == out.format || sums.format == Format::F32 || out.format == Format::F32,
        "{:?} to {:?}",
        sums.format,
        out.format
    );
    if let Some(residual) = epilogue.residual {
        let shape = (residual.rows, residual.columns, residual.format);
        assert_eq!(shape, (out.rows, out.columns, Format::F32), "a residual like the result");
    }
    Launch {
        kernel: format!("linear_epilogue_{}_{}", name(sums.format), name(out.format)),
        grid: [blocks(out.rows, 1), blocks(out.columns, VECTOR * THREADS)],
        threads: THREADS as u32,
        shared_bytes: 0,
        arguments: vec![
            sums.address(),
            sums.step(),
            epilogue.bias.map_or(Argument::Null, |bias| Argument::Address(bias, 0)),
            epilogue.residual.map_or(Argument::Null, |residual| residual.address()),
            epilogue.residual.map_or(Argument::Int(0), |residual| residual.step()),
            out.address(),
            Argument::Int(int(out.columns)),
            Argument::Int(activation),
        ],
    }
}

/// `x [m, n] -> out [m, n]` in another format, or without space between its rows.
///
/// # Panics
/// As [`linear_epilogue`].
pub fn convert<'a, B>(x: Rows<'a, B>, out: Rows<'a, B>) -> Launch<'a, B> {
    linear_epilogue(x, &Epilogue { bias: None, activation: Activation::None, residual: None }, out)
}
