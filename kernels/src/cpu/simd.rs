//! Vectors of f32, as wide as the processor has them: AVX-512, AVX2 with FMA, or arrays that the compiler vectorizes.
//!
//! A kernel is written once, generic over [`Simd`], and run through [`Isa::run`], which compiles it for each instruction set
//! and picks one when the program runs. A [`Simd`] value is the proof that the processor has the instructions.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

#[cfg(target_arch = "x86_64")]
pub use avx2::Avx2;
#[cfg(target_arch = "x86_64")]
pub use avx512::{Avx512, Avx512Bf16};
pub use portable::Portable;

/// The widest vector of any instruction set, in lanes.
pub const MAX_LANES: usize = 16;

/// Operations on vectors of [`Simd::LANES`] f32 values.
pub trait Simd: Copy + Send + Sync + 'static {
    /// A vector.
    type F: Copy + Send + Sync;
    /// Values in a vector; at most [`MAX_LANES`].
    const LANES: usize;
    /// Values along a product's inner dimension in one word of a tile's operand: one f32, or two bfloat16. A word is as
    /// wide as an f32 and is kept in buffers of f32, though its bits mean something else.
    const DEPTH: usize;

    /// Runs `kernel` compiled for this instruction set. Work that is handed to another thread has to go through here again.
    fn run<K: Kernel>(self, kernel: K) -> K::Output;

    /// Every lane `value`.
    fn splat(self, value: f32) -> Self::F;
    /// The first [`Simd::LANES`] values.
    ///
    /// # Panics
    /// When there are fewer.
    fn load(self, from: &[f32]) -> Self::F;
    /// Writes the first [`Simd::LANES`] values.
    ///
    /// # Panics
    /// When there are fewer.
    fn store(self, to: &mut [f32], value: Self::F);
    /// `from[0]` in every lane, without a bounds check.
    ///
    /// # Safety
    /// `from` is readable.
    #[expect(unsafe_code, reason = "the register tile's loads are checked once a tile, not once a load")]
    unsafe fn broadcast_unchecked(self, from: *const f32) -> Self::F;
    /// [`Simd::load`] without a bounds check.
    ///
    /// # Safety
    /// [`Simd::LANES`] values are readable at `from`.
    #[expect(unsafe_code, reason = "the register tile's loads are checked once a tile, not once a load")]
    unsafe fn load_unchecked(self, from: *const f32) -> Self::F;
    /// `a + b`.
    fn add(self, a: Self::F, b: Self::F) -> Self::F;
    /// `a - b`.
    fn sub(self, a: Self::F, b: Self::F) -> Self::F;
    /// `a * b`.
    fn mul(self, a: Self::F, b: Self::F) -> Self::F;
    /// `a / b`.
    fn div(self, a: Self::F, b: Self::F) -> Self::F;
    /// `a * b + c`, rounded once where the processor has it.
    fn mul_add(self, a: Self::F, b: Self::F, c: Self::F) -> Self::F;
    /// The larger of each pair of lanes; `b` where either is not a number.
    fn max(self, a: Self::F, b: Self::F) -> Self::F;
    /// The smaller of each pair of lanes; `b` where either is not a number.
    fn min(self, a: Self::F, b: Self::F) -> Self::F;
    /// To the nearest whole number, ties to even.
    fn round(self, a: Self::F) -> Self::F;
    /// `a * 2^n` for whole numbers `n` in -126..=127.
    fn scale(self, a: Self::F, n: Self::F) -> Self::F;
    /// `sum` and, in each lane, the products of the values in the words `a` and `b`.
    fn dot(self, a: Self::F, b: Self::F, sum: Self::F) -> Self::F;
    /// The words, a lane each, of values that follow each other along the inner dimension; the first [`Simd::DEPTH`]
    /// vectors count. Rounds to nearest even.
    fn words(self, values: [Self::F; 2]) -> Self::F;

    /// The first values of `from`, at most [`Simd::LANES`]; zeros in the lanes that it has none for.
    #[inline(always)]
    fn load_partial(self, from: &[f32]) -> Self::F {
        let mut lanes = [0.0; MAX_LANES];
        let count = from.len().min(Self::LANES);
        lanes[..count].copy_from_slice(&from[..count]);
        self.load(&lanes)
    }

    /// Writes as many lanes as `to` has room for.
    #[inline(always)]
    fn store_partial(self, to: &mut [f32], value: Self::F) {
        let mut lanes = [0.0; MAX_LANES];
        self.store(&mut lanes, value);
        let count = to.len().min(Self::LANES);
        to[..count].copy_from_slice(&lanes[..count]);
    }

    /// The lanes' sum, in a fixed order.
    #[inline(always)]
    fn sum(self, a: Self::F) -> f32 {
        let mut lanes = [0.0; MAX_LANES];
        self.store(&mut lanes, a);
        let mut width = Self::LANES / 2;
        while width > 0 {
            for lane in 0..width {
                lanes[lane] += lanes[lane + width];
            }
            width /= 2;
        }
        lanes[0]
    }
}

/// Work that is compiled for each instruction set. `run` must be `#[inline(always)]`, and so must what it calls with its
/// `simd`, or the instructions of the set are not used.
pub trait Kernel {
    /// What the work gives back.
    type Output;
    /// Does the work.
    fn run<S: Simd>(self, simd: S) -> Self::Output;
}

/// An instruction set that kernels are compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Isa {
    /// 16 lanes: AVX-512 F, BW and DQ.
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
    /// The same, with products of bfloat16 pairs summed in f32: twice as many a cycle.
    #[cfg(target_arch = "x86_64")]
    Avx512Bf16(Avx512Bf16),
    /// 8 lanes: AVX2 and FMA.
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    /// Arrays of 8; the compiler makes of them what the target's baseline has (NEON, SSE2).
    Portable(Portable),
}

impl Isa {
    /// The widest that this processor has for products of f32.
    pub fn detect() -> Isa {
        Isa::available().next().unwrap_or(Isa::Portable(Portable))
    }

    /// The one with products of bfloat16, if this processor has it.
    pub fn detect_bf16() -> Option<Isa> {
        #[cfg(target_arch = "x86_64")]
        return Avx512Bf16::detect().map(Isa::Avx512Bf16);
        #[cfg(not(target_arch = "x86_64"))]
        None
    }

    /// All that this processor has for products of f32, the widest first.
    pub fn available() -> impl Iterator<Item = Isa> {
        #[cfg(target_arch = "x86_64")]
        let native = [Avx512::detect().map(Isa::Avx512), Avx2::detect().map(Isa::Avx2)];
        #[cfg(not(target_arch = "x86_64"))]
        let native: [Option<Isa>; 0] = [];
        native.into_iter().flatten().chain([Isa::Portable(Portable)])
    }

    /// Runs `kernel` with this instruction set.
    #[inline]
    pub fn run<K: Kernel>(self, kernel: K) -> K::Output {
        match self {
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512(simd) => simd.run(kernel),
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512Bf16(simd) => simd.run(kernel),
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2(simd) => simd.run(kernel),
            Isa::Portable(simd) => simd.run(kernel),
        }
    }
}
