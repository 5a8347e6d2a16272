//! What an operation costs at least, counted and not measured: arithmetic, and values that have to move.

use std::ops::{Add, Mul};

/// Operations and values of some work. Sums of norms, softmaxes and activations are left out of the operations: what is
/// counted is what a matrix unit could do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Floating-point operations of its products: a multiplication with its addition is two.
    pub operations: u64,
    /// Weights and other constants read, each once.
    pub weights: u64,
    /// Values that are read and written, each once for each operation that it goes into or comes out of. What an operation keeps
    /// to itself (an attention's scores, the halves of a gate) is not among them.
    pub activations: u64,
}

impl Work {
    /// A layer with a bias: `[rows, inputs] -> [rows, outputs]`.
    pub fn linear(rows: usize, inputs: usize, outputs: usize) -> Work {
        let [rows, inputs, outputs] = [rows, inputs, outputs].map(|size| size as u64);
        Work {
            operations: 2 * rows * inputs * outputs,
            weights: inputs * outputs + outputs,
            activations: rows * (inputs + outputs),
        }
    }

    /// Attention of `queries` to `keys` over all heads, which together have `width` values a row.
    pub fn attention(queries: usize, keys: usize, width: usize) -> Work {
        let [queries, keys, width] = [queries, keys, width].map(|size| size as u64);
        // Scores, then the mixture of values.
        Work { operations: 4 * queries * keys * width, weights: 0, activations: 2 * (queries + keys) * width }
    }

    /// Values that are read and written, without products.
    pub fn moved(values: usize) -> Work {
        Work { activations: values as u64, ..Work::default() }
    }

    /// The work on `count` inputs together: the weights are read once.
    pub fn together(self, count: usize) -> Work {
        Work { weights: self.weights, ..self * count }
    }

    /// Bytes that have to move, when a weight and a value have `width` of them.
    pub fn bytes(self, width: u64) -> u64 {
        width * (self.weights + self.activations)
    }
}

impl Add for Work {
    type Output = Work;

    fn add(self, other: Work) -> Work {
        Work {
            operations: self.operations + other.operations,
            weights: self.weights + other.weights,
            activations: self.activations + other.activations,
        }
    }
}

impl Mul<usize> for Work {
    type Output = Work;

    fn mul(self, times: usize) -> Work {
        let times = times as u64;
        Work {
            operations: self.operations * times,
            weights: self.weights * times,
            activations: self.activations * times,
        }
    }
}
