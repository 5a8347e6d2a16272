//! How exactly products are computed.

use std::{fmt, str::FromStr};

use crate::{Error, cpu::simd::Isa};

/// The number format of a product's operands. Sums, norms and residuals are f32 in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// IEEE binary32.
    #[default]
    F32,
    /// bfloat16 operands, f32 sums.
    Bf16,
    /// IEEE binary16 operands, f32 sums.
    F16,
}

impl Precision {
    /// Bytes of an operand.
    pub fn bytes(self) -> u64 {
        match self {
            Precision::F32 => 4,
            Precision::Bf16 | Precision::F16 => 2,
        }
    }

    /// The CPU's instruction set for products of this precision.
    ///
    /// # Errors
    /// [`Error::Precision`] where the processor has none; another precision is never taken instead.
    pub fn isa(self) -> Result<Isa, Error> {
        match self {
            Precision::F32 => Ok(Isa::detect()),
            Precision::Bf16 => Isa::detect_bf16().ok_or_else(|| Error::Precision {
                precision: self,
                reason: "this processor has no bf16 dot products (AVX-512 BF16): use --precision f32".to_owned(),
            }),
            Precision::F16 => Err(Error::Precision {
                precision: self,
                reason: "f16 products are for GPUs: on the CPU use f32, or bf16 where it has AVX-512 BF16".to_owned(),
            }),
        }
    }
}

impl FromStr for Precision {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "f32" => Ok(Precision::F32),
            "bf16" => Ok(Precision::Bf16),
            "f16" => Ok(Precision::F16),
            _ => Err(format!("there is no precision '{text}': give f32, bf16 or f16")),
        }
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Precision::F32 => "f32",
            Precision::Bf16 => "bf16",
            Precision::F16 => "f16",
        })
    }
}
