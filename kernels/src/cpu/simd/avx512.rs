//! Vectors of 16 lanes: AVX-512, and its dot products of bfloat16 pairs.

use std::arch::x86_64::*;

use super::{Kernel, Simd};

/// AVX-512, whose tiles multiply f32 values, or pairs of bfloat16 where `BF16`. Only `detect` makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vectors512<const BF16: bool>(());

/// See [`super::Isa::Avx512`].
pub type Avx512 = Vectors512<false>;
/// See [`super::Isa::Avx512Bf16`].
pub type Avx512Bf16 = Vectors512<true>;

impl Avx512 {
    /// The instruction set, if this processor has it.
    pub fn detect() -> Option<Avx512> {
        (is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("fma")
            && is_x86_feature_detected!("f16c"))
        .then_some(Vectors512(()))
    }
}

impl Avx512Bf16 {
    /// The instruction set, if this processor has it.
    pub fn detect() -> Option<Avx512Bf16> {
        (Avx512::detect().is_some() && is_x86_feature_detected!("avx512bf16")).then_some(Vectors512(()))
    }
}

#[expect(unsafe_code, reason = "intrinsics; `self` exists only where `detect` found the features")]
impl<const BF16: bool> Simd for Vectors512<BF16> {
    type F = __m512;
    const LANES: usize = 16;
    const DEPTH: usize = if BF16 { 2 } else { 1 };

    #[inline]
    fn run<K: Kernel>(self, kernel: K) -> K::Output {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c")]
        fn with_features<const BF16: bool, K: Kernel>(simd: Vectors512<BF16>, kernel: K) -> K::Output {
            kernel.run(simd)
        }
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,avx2,fma,f16c")]
        fn with_bf16<const BF16: bool, K: Kernel>(simd: Vectors512<BF16>, kernel: K) -> K::Output {
            kernel.run(simd)
        }
        // SAFETY: `self` exists only where `detect` found the features.
        unsafe { if BF16 { with_bf16(self, kernel) } else { with_features(self, kernel) } }
    }

    #[inline(always)]
    fn splat(self, value: f32) -> __m512 {
        // SAFETY: the processor has the features.
        unsafe { _mm512_set1_ps(value) }
    }

    #[inline(always)]
    fn load(self, from: &[f32]) -> __m512 {
        assert!(from.len() >= Self::LANES, "a whole vector is there");
        // SAFETY: the processor has the features, and the slice has the values.
        unsafe { _mm512_loadu_ps(from.as_ptr()) }
    }

    #[inline(always)]
    fn store(self, to: &mut [f32], value: __m512) {
        assert!(to.len() >= Self::LANES, "there is room for a whole vector");
        // SAFETY: the processor has the features, and the slice has the room.
        unsafe { _mm512_storeu_ps(to.as_mut_ptr(), value) }
    }

    #[inline(always)]
    unsafe fn broadcast_unchecked(self, from: *const f32) -> __m512 {
        // SAFETY: the processor has the features; the rest is the caller's promise.
        unsafe { _mm512_set1_ps(*from) }
    }

    #[inline(always)]
    unsafe fn load_unchecked(self, from: *const f32) -> __m512 {
        // SAFETY: the processor has the features; the rest is the caller's promise.
        unsafe { _mm512_loadu_ps(from) }
    }

    #[inline(always)]
    fn add(self, a: __m512, b: __m512) -> __m512 {
        // SAFETY: the processor has the features.
        unsafe { _mm512_add_ps(a, b) }
    }

    #[inline(always)]
    fn sub(self, a: __m512, b: __m512) -> __m512 {
        // SAFETY: the processor has the features.
        unsafe { _mm512_sub_ps(a, b) }
    }

    #[inline(always)]
    fn mul(self, a: __m512, b: __m512) -> __m512 {
        // SAFETY: the processor has the features.
        unsafe { _mm512_mul_ps(a, b) }
    }

    #[inline(always)]
    fn div(self, a: __m512, b: __m512) -> __m512 {
        // SAFETY: the processor has the features.
        unsafe { _mm512_div_ps(a, b) }
    }

    #[inline(always)]
    fn mul_add(self, a: __m512, b: __m512, c: __m512) -> __m512 {
        // SAFETY: the processor has the features.
        unsafe { _mm512_fmadd_ps(a, b, c) }
    }

    #[inline(always)]
    fn max(self, a: __m512, b: __m512) -> __m512 {
        // SAFETY: the processor has the features.
        unsafe { _mm512_max_ps(a, b) }
    }

    #[inline(always)]
    fn min(self, a: __m512, b: __m512) -> __m512 {
        // SAFETY: the processor has the features.
        unsafe { _mm512_min_ps(a, b) }
    }

    #[inline(always)]
    fn round(self, a: __m512) -> __m512 {
        // SAFETY: the processor has the features.
        unsafe { _mm512_roundscale_ps::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>(a) }
    }

    #[inline(always)]
    fn scale(self, a: __m512, n: __m512) -> __m512 {
        // SAFETY: the processor has the features.
        unsafe { _mm512_scalef_ps(a, n) }
    }

    #[inline(always)]
    fn dot(self, a: __m512, b: __m512, sum: __m512) -> __m512 {
        if BF16 {
            // SAFETY: the processor has the features; both types are 512 bits.
            unsafe {
                let [a, b] = [a, b].map(|v| std::mem::transmute::<__m512, __m512bh>(v));
                _mm512_dpbf16_ps(sum, a, b)
            }
        } else {
            self.mul_add(a, b, sum)
        }
    }

    #[inline(always)]
    fn words(self, values: [__m512; 2]) -> __m512 {
        if !BF16 {
            return values[0];
        }
        // The conversion puts the first vector's values below the second's; the permutation brings the pairs together.
        const PAIRS: [u16; 32] = {
            let mut pairs = [0; 32];
            let mut lane = 0;
            while lane < 16 {
                pairs[2 * lane] = lane as u16;
                pairs[2 * lane + 1] = lane as u16 + 16;
                lane += 1;
            }
            pairs
        };
        // SAFETY: the processor has the features; all types are 512 bits.
        unsafe {
            let halves = std::mem::transmute::<__m512bh, __m512i>(_mm512_cvtne2ps_pbh(values[1], values[0]));
            _mm512_castsi512_ps(_mm512_permutexvar_epi16(_mm512_loadu_epi16(PAIRS.as_ptr().cast()), halves))
        }
    }

    #[inline(always)]
    fn load_partial(self, from: &[f32]) -> __m512 {
        let mask = lanes(from.len());
        // SAFETY: the processor has the features, and lanes beyond the slice are not read.
        unsafe { _mm512_maskz_loadu_ps(mask, from.as_ptr()) }
    }

    #[inline(always)]
    fn store_partial(self, to: &mut [f32], value: __m512) {
        let mask = lanes(to.len());
        // SAFETY: the processor has the features, and lanes beyond the slice are not written.
        unsafe { _mm512_mask_storeu_ps(to.as_mut_ptr(), mask, value) }
    }
}

/// The mask of the first `count` lanes.
#[inline(always)]
fn lanes(count: usize) -> __mmask16 {
    if count >= 16 { u16::MAX } else { (1 << count) - 1 }
}
