//! What can go wrong in a tensor operation.

/// An operation that could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The device does not compute in the precision asked for.
    #[error("{precision} cannot be had: {reason}")]
    Precision {
        /// The precision asked for.
        precision: crate::precision::Precision,
        /// Why, and what can.
        reason: String,
    },
    /// The device failed.
    #[error("the device '{device}' failed: {fault}")]
    Device {
        /// Its name.
        device: String,
        /// How.
        fault: crate::webgpu::DeviceFault,
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
