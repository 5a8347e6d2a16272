//! A kernel with its arguments and how many blocks of it run, over whatever stands for device memory.
//!
//! What chooses kernels and lays out their arguments needs no GPU, so it is compiled and tested without one: `B` is the
//! driver's memory here, and plain memory where the kernels are run on the processor (`kernels/cuda/host`).

use crate::weight::Format;

/// An argument of a kernel.
#[derive(Debug)]
pub enum Argument<'a, B> {
    /// The address that is this many bytes into a buffer.
    Address(&'a B, usize),
    /// A null pointer.
    Null,
    /// An `int`.
    Int(i32),
    /// A `long long`.
    Long(i64),
    /// A `float`.
    Float(f32),
    /// A struct of `int`s.
    Ints(Vec<i32>),
}

/// One launch.
#[derive(Debug)]
pub struct Launch<'a, B> {
    /// The kernel's name.
    pub kernel: String,
    /// Blocks along x and y; where either is 0 there is nothing to do.
    pub grid: [u32; 2],
    /// Threads of a block.
    pub threads: u32,
    /// Dynamic shared memory of a block, bytes.
    pub shared_bytes: u32,
    /// In the kernel's order.
    pub arguments: Vec<Argument<'a, B>>,
}

/// A matrix `[rows, columns]` in device memory, `stride` values from one row to the next.
#[derive(Debug)]
pub struct Rows<'a, B> {
    /// Where it lies.
    pub buffer: &'a B,
    /// Of its first value, bytes.
    pub offset: usize,
    /// How its values are stored.
    pub format: Format,
    /// How many rows.
    pub rows: usize,
    /// Values of a row.
    pub columns: usize,
    /// Values from one row's first to the next row's.
    pub stride: usize,
}

impl<B> Clone for Rows<'_, B> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<B> Copy for Rows<'_, B> {}

impl<'a, B> Rows<'a, B> {
    /// The first value's address.
    pub(crate) fn address(&self) -> Argument<'a, B> {
        Argument::Address(self.buffer, self.offset)
    }

    /// Values from row to row.
    pub(crate) fn step(&self) -> Argument<'a, B> {
        Argument::Int(int(self.stride))
    }

    /// Whether each row begins where 16 bytes can be read at once.
    pub(crate) fn is_aligned(&self) -> bool {
        self.offset.is_multiple_of(16) && (self.stride * self.format.size()).is_multiple_of(16)
    }

    /// Whether no row lies apart from the next.
    pub(crate) fn is_dense(&self) -> bool {
        self.stride == self.columns || self.rows <= 1
    }
}

/// The format's name in those of kernels.
pub(crate) fn name(format: Format) -> &'static str {
    match format {
        Format::F32 => "f32",
        Format::F16 => "f16",
        Format::Bf16 => "bf16",
    }
}

/// A size as the kernels count.
///
/// # Panics
/// When it does not fit: a tensor of over two thousand million values is none that a network here makes.
pub(crate) fn int(size: usize) -> i32 {
    i32::try_from(size).expect("kernels count in 32 bits")
}

/// Blocks of `size` that `count` takes.
///
/// # Panics
/// As [`int`].
pub(crate) fn blocks(count: usize, size: usize) -> u32 {
    int(count.div_ceil(size)).unsigned_abs()
}
