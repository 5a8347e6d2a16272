//! Arrays of 8 lanes, in plain Rust.

use super::{Kernel, Simd};

const LANES: usize = 8;

/// See [`super::Isa::Portable`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Portable;

type Lanes = [f32; LANES];

#[inline(always)]
fn zip(a: Lanes, b: Lanes, f: impl Fn(f32, f32) -> f32) -> Lanes {
    std::array::from_fn(|i| f(a[i], b[i]))
}

impl Simd for Portable {
    type F = Lanes;
    const LANES: usize = LANES;
    const DEPTH: usize = 1;

    #[inline]
    fn run<K: Kernel>(self, kernel: K) -> K::Output {
        kernel.run(self)
    }

    #[inline(always)]
    fn splat(self, value: f32) -> Lanes {
        [value; LANES]
    }

    #[inline(always)]
    fn load(self, from: &[f32]) -> Lanes {
        *from.first_chunk().expect("a whole vector is there")
    }

    #[inline(always)]
    fn store(self, to: &mut [f32], value: Lanes) {
        *to.first_chunk_mut().expect("there is room for a whole vector") = value;
    }

    #[inline(always)]
    #[expect(unsafe_code, reason = "the caller vouches for the pointer")]
    unsafe fn broadcast_unchecked(self, from: *const f32) -> Lanes {
        // SAFETY: the caller's promise.
        [unsafe { *from }; LANES]
    }

    #[inline(always)]
    #[expect(unsafe_code, reason = "the caller vouches for the pointer")]
    unsafe fn load_unchecked(self, from: *const f32) -> Lanes {
        // SAFETY: the caller's promise; an array is aligned as its elements are.
        unsafe { *from.cast::<Lanes>() }
    }

    #[inline(always)]
    fn add(self, a: Lanes, b: Lanes) -> Lanes {
        zip(a, b, |a, b| a + b)
    }

    #[inline(always)]
    fn sub(self, a: Lanes, b: Lanes) -> Lanes {
        zip(a, b, |a, b| a - b)
    }

    #[inline(always)]
    fn mul(self, a: Lanes, b: Lanes) -> Lanes {
        zip(a, b, |a, b| a * b)
    }

    #[inline(always)]
    fn div(self, a: Lanes, b: Lanes) -> Lanes {
        zip(a, b, |a, b| a / b)
    }

    #[inline(always)]
    fn mul_add(self, a: Lanes, b: Lanes, c: Lanes) -> Lanes {
        // Without the instruction, `mul_add` would be a call of the C library for each lane.
        if cfg!(any(target_arch = "aarch64", target_feature = "fma")) {
            std::array::from_fn(|i| a[i].mul_add(b[i], c[i]))
        } else {
            std::array::from_fn(|i| a[i] * b[i] + c[i])
        }
    }

    #[inline(always)]
    fn max(self, a: Lanes, b: Lanes) -> Lanes {
        zip(a, b, |a, b| if a > b { a } else { b })
    }

    #[inline(always)]
    fn min(self, a: Lanes, b: Lanes) -> Lanes {
        zip(a, b, |a, b| if a < b { a } else { b })
    }

    #[inline(always)]
    fn round(self, a: Lanes) -> Lanes {
        // Adding and subtracting 1.5 * 2^23 leaves no bits below one; only small numbers are rounded here.
        const SHIFT: f32 = 12_582_912.0;
        a.map(|a| (a + SHIFT) - SHIFT)
    }

    #[inline(always)]
    fn scale(self, a: Lanes, n: Lanes) -> Lanes {
        zip(a, n, |a, n| a * f32::from_bits(((n as i32 + 127) as u32) << 23))
    }

    #[inline(always)]
    fn dot(self, a: Lanes, b: Lanes, sum: Lanes) -> Lanes {
        self.mul_add(a, b, sum)
    }

    #[inline(always)]
    fn words(self, values: [Lanes; 2]) -> Lanes {
        values[0]
    }
}
