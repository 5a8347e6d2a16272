use crate::{
    Error,
    webgpu::{DeviceFault, GpuTensor},
};
fn missing(x: &GpuTensor) -> Error {
    Error::Device { device: format!("{:?}", x.gpu()), fault: DeviceFault::Invalid { reason: "no kernel".to_owned() } }
}
pub(crate) fn attention(q: &GpuTensor, _: &GpuTensor, _: &GpuTensor, _: usize) -> Result<GpuTensor, Error> {
    Err(missing(q))
}
