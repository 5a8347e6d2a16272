//! What can go wrong in a tensor operation.

/// An operation that could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The processor has no instructions for the precision asked for.
    #[error("this processor has no {precision} dot products (AVX-512 BF16): use --precision f32")]
    Precision {
        /// The precision asked for.
        precision: crate::precision::Precision,
    },
    /// The tensor library refused.
    #[error("{op}: {source}")]
    Tensor {
        /// The operation.
        op: &'static str,
        /// Why.
        source: candle_core::Error,
    },
}
