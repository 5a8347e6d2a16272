use crate::{
    Error,
    webgpu::{DeviceFault, GpuTensor},
};
fn missing(x: &GpuTensor) -> Error {
    Error::Device { device: format!("{:?}", x.gpu()), fault: DeviceFault::Invalid { reason: "no kernel".to_owned() } }
}
pub(crate) fn layer_norm(_: &super::LayerNorm, x: &GpuTensor) -> Result<GpuTensor, Error> {
    Err(missing(x))
}
